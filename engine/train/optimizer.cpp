// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimizer.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/train/vectorised.h"

namespace cloze {

std::unique_ptr<Optimizer> adamw(const AdamWSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups);
std::unique_ptr<Optimizer> lamb(const LambSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups);
std::unique_ptr<Optimizer> sgd(const SgdSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups);
std::unique_ptr<Optimizer> adafactor(const AdafactorSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups);
double relativeRate(const AdafactorSettings& settings, std::int64_t update);

namespace {

// target[i] += source[i]
CLOZE_VECTORISED void addInto(float* __restrict target, const float* __restrict source, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) target[i] += source[i];
}

double fixedRate(const OptimizerSettings& settings, std::int64_t) { return settings.learningRate; }

template <class Settings, std::unique_ptr<Optimizer> (*make)(const Settings&, const FlatLayout&, const OptimizedGroups&)>
std::unique_ptr<Optimizer> build(const Variant& settings, const FlatLayout& layout, const OptimizedGroups& groups) {
  return make(settings.as<Settings>(), layout, groups);
}
template <class Settings>
const OptimizerSettings& common(const Variant& settings) { return settings.as<Settings>(); }
template <class Settings, class Base, double (*rate)(const Base&, std::int64_t)>
double rateBefore(const Variant& settings, std::int64_t update) { return rate(settings.as<Settings>(), update); }

struct OptimizerRow {
  const char* id;
  std::unique_ptr<Optimizer> (*build)(const Variant&, const FlatLayout&, const OptimizedGroups&);
  const OptimizerSettings& (*common)(const Variant&);
  double (*rate)(const Variant&, std::int64_t);
};
constexpr OptimizerRow kOptimizers[] = {
    {"adamw", build<AdamWSettings, adamw>, common<AdamWSettings>, rateBefore<AdamWSettings, OptimizerSettings, fixedRate>},
    {"adafactor", build<AdafactorSettings, adafactor>, common<AdafactorSettings>, rateBefore<AdafactorSettings, AdafactorSettings, relativeRate>},
    {"lamb", build<LambSettings, lamb>, common<LambSettings>, rateBefore<LambSettings, OptimizerSettings, fixedRate>},
    {"sgd", build<SgdSettings, sgd>, common<SgdSettings>, rateBefore<SgdSettings, OptimizerSettings, fixedRate>},
};

const OptimizerRow& optimizerRow(const Variant& settings) {
  for (const OptimizerRow& row : kOptimizers)
    if (settings.id() == row.id) return row;
  throw std::invalid_argument("optimizer.id: there is no optimiser named \"" + settings.id() + "\"");
}

}  // namespace

CLOZE_VECTORISED double sumOfSquares(const float* __restrict values, std::int64_t count) {
  std::array<double, kSumLanes> lanes{};
  std::int64_t i = 0;
  for (; i + kSumLanes <= count; i += kSumLanes)
    for (std::int64_t lane = 0; lane < kSumLanes; ++lane) lanes[lane] += static_cast<double>(values[i + lane]) * values[i + lane];
  for (; i < count; ++i) lanes[i % kSumLanes] += static_cast<double>(values[i]) * values[i];
  double total = 0;
  for (double lane : lanes) total += lane;
  return total;
}

std::unique_ptr<Optimizer> buildOptimizer(const Variant& settings, const FlatLayout& layout, const OptimizedGroups& groups) {
  const OptimizerRow& row = optimizerRow(settings);
  return row.build(settings, layout, groups.empty() ? parameterGroups({}, 0, row.common(settings).weightDecay) : groups);
}
double baseRate(const Variant& settings, std::int64_t update) { return optimizerRow(settings).rate(settings, update); }
const OptimizerSettings& optimizerSettings(const Variant& settings) { return optimizerRow(settings).common(settings); }

Optimizer::Optimizer(const OptimizerSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups)
    : m_clipNorm(settings.clipNorm), m_groups(groupedChunks(layout, groups)), m_squares(m_groups.chunks.size()) {}

double Optimizer::step(ShardPool& pool, const FlatBuffer& weights, const std::vector<FlatBuffer>& gradients, const std::vector<double>& rates,
                       std::int64_t number) {
  const double norm = sumGradients(pool, gradients);
  if (!std::isfinite(norm)) return clear(pool, gradients), norm;
  const double factor = m_clipNorm > 0 ? std::min(1.0, m_clipNorm / (norm + 1e-6)) : 1.0;
  const std::vector<Kept> kept = keptOf(weights, rates);
  update({pool, weights.data(), gradients[0].data(), static_cast<float>(factor), rates, number});
  for (const Kept& piece : kept) std::copy(piece.values.begin(), piece.values.end(), piece.place);
  return norm;
}

// Weights and moments of the groups that are left alone: heads are small, so they are put back afterwards whatever the update does.
std::vector<Optimizer::Kept> Optimizer::keptOf(const FlatBuffer& weights, const std::vector<double>& rates) const {
  std::vector<Kept> kept;
  if (std::find(rates.begin(), rates.end(), kLeftAlone) == rates.end()) return kept;
  std::vector<float*> buffers{weights.data()};
  for (const OptimizerState& one : state())
    if (one.buffer.size() == weights.size()) buffers.push_back(one.buffer.data());
  for (const FlatChunk& piece : m_groups.chunks)
    for (float* buffer : buffers)
      if (rates.at(static_cast<std::size_t>(piece.group)) == kLeftAlone) kept.push_back({buffer + piece.begin, {buffer + piece.begin, buffer + piece.end}});
  return kept;
}

double Optimizer::sumGradients(ShardPool& pool, const std::vector<FlatBuffer>& gradients) {
  forEach(pool, chunks(), [&](std::size_t index) {
    const std::int64_t begin = chunk(index).begin, count = chunk(index).end - begin;
    float* total = gradients[0].data() + begin;
    for (std::size_t shard = 1; shard < gradients.size(); ++shard) {
      float* part = gradients[shard].data() + begin;
      addInto(total, part, count);
      std::fill_n(part, count, 0.0F);
    }
    m_squares[index] = sumOfSquares(total, count);
  });
  double squares = 0;
  for (double part : m_squares) squares += part;
  return std::sqrt(squares);
}

void Optimizer::clear(ShardPool& pool, const std::vector<FlatBuffer>& gradients) {
  forEach(pool, chunks(), [&](std::size_t index) {
    for (const FlatBuffer& gradient : gradients) std::fill_n(gradient.data() + chunk(index).begin, chunk(index).end - chunk(index).begin, 0.0F);
  });
}

void Optimizer::forEach(ShardPool& pool, std::size_t count, const std::function<void(std::size_t)>& work) {
  const std::size_t threads = static_cast<std::size_t>(pool.size());
  pool.run([&](std::int64_t thread) {
    const std::size_t begin = count * static_cast<std::size_t>(thread) / threads, end = count * (static_cast<std::size_t>(thread) + 1) / threads;
    for (std::size_t index = begin; index < end; ++index) work(index);
  });
}

}  // namespace cloze
