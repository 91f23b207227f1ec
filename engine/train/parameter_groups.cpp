// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/parameter_groups.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cloze {

namespace {

constexpr std::int64_t kTop = std::numeric_limits<std::int64_t>::max();   // heads of several parts may count further than L + 1

std::string layerName(std::int64_t layer, std::int64_t layers) {
  if (layer == 0) return "embeddings";
  return layer > layers ? "head" : "layer_" + std::to_string(layer);
}

std::int64_t firstTrained(const FreezeRule& rule, std::int64_t layers) {
  if (rule.kind == FreezeRule::Kind::AllButHead) return layers + 1;
  return rule.kind == FreezeRule::Kind::Below ? rule.below + 1 : 0;
}

}  // namespace

namespace {

// Two groups for each head; the groups of the body end below them.
std::vector<ParameterGroup> withHeads(std::vector<ParameterGroup> groups, std::int64_t layers, double weightDecay, const std::vector<std::string>& heads) {
  if (heads.empty()) return groups;
  groups.erase(std::remove_if(groups.begin(), groups.end(), [&](const ParameterGroup& group) { return group.firstLayer > layers; }), groups.end());
  for (ParameterGroup& group : groups) group.lastLayer = std::min(group.lastLayer, layers);
  std::vector<ParameterGroup> all;
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i), layer = layers + 1 + number;
    all.push_back({"head/" + heads[i], 1, weightDecay, true, layer, layer, 0, number});
    all.push_back({"head/" + heads[i] + ".no_decay", 1, 0, false, layer, layer, 0, number});
  }
  all.insert(all.end(), groups.begin(), groups.end());
  return all;
}

}  // namespace

std::vector<ParameterGroup> parameterGroups(const TransferSpec& transfer, std::int64_t layers, double weightDecay, const std::vector<std::string>& heads) {
  const FreezeRule rule = readsFrozenBody(transfer) ? FreezeRule{FreezeRule::Kind::AllButHead, 0} : readFreeze(transfer.freeze);
  const bool gradual = rule.kind == FreezeRule::Kind::Gradual;
  const std::int64_t first = firstTrained(rule, layers), last = layers + 1;
  if (!gradual && transfer.layerDecay == 1) return withHeads({{"decay", 1, weightDecay, true, first, kTop}, {"no_decay", 1, 0, false, first, kTop}}, layers, weightDecay, heads);
  std::vector<ParameterGroup> groups;
  for (std::int64_t layer = last; layer >= first; --layer) {                                  // the head first
    const double factor = std::pow(transfer.layerDecay, static_cast<double>(last - layer));
    const std::string name = layerName(layer, layers);
    const std::int64_t thaws = gradual ? last - layer : 0, end = layer == last ? kTop : layer;
    groups.push_back({name, factor, weightDecay, true, layer, end, thaws});
    groups.push_back({name + ".no_decay", factor, 0, false, layer, end, thaws});
  }
  return withHeads(std::move(groups), layers, weightDecay, heads);
}

ParameterGroups groupedChunks(const FlatLayout& layout, std::vector<ParameterGroup> groups) {
  constexpr std::int64_t kChunk = 16384;             // floats: five arrays of 64 KB stay in the second-level cache
  ParameterGroups result;
  result.groups = std::move(groups);
  for (const FlatSlice& slice : layout.slices) {
    const auto group = std::find_if(result.groups.begin(), result.groups.end(), [&](const ParameterGroup& one) {
      return one.decays == slice.decays && one.firstLayer <= slice.layer && slice.layer <= one.lastLayer;
    });
    result.groupOfSlice.push_back(group == result.groups.end() ? -1 : group - result.groups.begin());
    if (result.groupOfSlice.back() < 0) continue;
    for (std::int64_t done = 0; done < slice.count; done += kChunk)
      result.chunks.push_back({slice.offset + done, slice.offset + std::min(slice.count, done + kChunk), group - result.groups.begin(), &slice - layout.slices.data()});
  }
  return result;
}

Thawing::Thawing(std::vector<ParameterGroup> groups, double epochs, std::int64_t steps) : m_groups(std::move(groups)) {
  std::int64_t phases = 1;
  for (const ParameterGroup& group : m_groups) phases = std::max(phases, group.thawPhase + 1);
  const double stepsOfPhase = static_cast<double>(steps) / (epochs > 0 ? epochs : static_cast<double>(phases));
  for (ParameterGroup& group : m_groups) group.firstUpdate = 1 + static_cast<std::int64_t>(std::ceil(static_cast<double>(group.thawPhase) * stepsOfPhase));
}

double Thawing::rate(const ParameterGroup& group, double rate, std::int64_t step) const { return step >= group.firstUpdate ? rate * group.rateFactor : 0; }

std::int64_t Thawing::firstTrainedLayer(std::int64_t step) const {
  std::int64_t lowest = m_groups.front().firstLayer;
  for (const ParameterGroup& group : m_groups)
    if (step >= group.firstUpdate) lowest = std::min(lowest, group.firstLayer);
  return lowest;
}

}  // namespace cloze
