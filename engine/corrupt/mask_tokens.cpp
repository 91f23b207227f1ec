// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/corrupt/mask_tokens.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace cloze {
namespace {

using Group = std::pair<std::int32_t, std::int32_t>;   // places [first, second): a token, or the pieces of one word

bool has(const std::vector<std::uint8_t>& flags, TokenId id) {
  return id >= 0 && static_cast<std::size_t>(id) < flags.size() && flags[static_cast<std::size_t>(id)];
}

// Units of choice, special tokens left out. A continuation piece joins the word before it, unless a special token stands between.
std::vector<Group> candidateGroups(const std::vector<TokenId>& ids, const MaskingRule& rule) {
  std::vector<Group> groups;
  for (std::int32_t place = 0; place < static_cast<std::int32_t>(ids.size()); ++place) {
    const TokenId id = ids[static_cast<std::size_t>(place)];
    if (has(rule.special, id)) continue;
    const bool joins = rule.wholeWord && has(rule.continuation, id) && !groups.empty() && groups.back().second == place;
    if (joins) ++groups.back().second;
    else groups.push_back({place, place + 1});
  }
  return groups;
}

std::int64_t predictionCount(std::size_t tokens, const MaskingRule& rule) {
  const auto share = static_cast<std::int64_t>(std::lround(rule.probability * static_cast<double>(tokens)));
  const std::int64_t count = std::max<std::int64_t>(1, share);
  return rule.maxPredictions > 0 ? std::min(count, rule.maxPredictions) : count;
}

// Shuffled groups are taken while they fit; the shortest one when all are longer than the whole count.
std::vector<std::int32_t> choosePlaces(std::vector<Group> groups, std::int64_t count, Random& random) {
  std::vector<std::int32_t> places;
  random.shuffle(groups);
  for (const auto& [begin, end] : groups) {
    if (static_cast<std::int64_t>(places.size()) + (end - begin) > count) continue;
    for (std::int32_t place = begin; place < end; ++place) places.push_back(place);
  }
  if (places.empty() && !groups.empty()) {
    const auto shortest = std::min_element(groups.begin(), groups.end(), [](const Group& a, const Group& b) { return a.second - a.first < b.second - b.first; });
    for (std::int32_t place = shortest->first; place < shortest->second; ++place) places.push_back(place);
  }
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace

MaskingRule makeMaskingRule(const MaskingSpec& spec, const Tokenizer& tokenizer) {
  if (tokenizer.special().mask < 0)
    throw std::invalid_argument("the tokeniser (" + tokenizer.kind() + ") has no mask token: masked words need one, such as [MASK]");
  MaskingRule rule;
  rule.probability = spec.probability;
  rule.maskShare = spec.maskShare;
  rule.randomShare = spec.randomShare;
  rule.wholeWord = spec.wholeWord;
  rule.maskToken = tokenizer.special().mask;
  rule.vocabularySize = tokenizer.size();
  for (TokenId id = 0; id < rule.vocabularySize; ++id) {
    rule.special.push_back(tokenizer.isSpecial(id));
    rule.continuation.push_back(tokenizer.continuesWord(id));
  }
  return rule;
}

MaskedTokens maskTokens(const std::vector<TokenId>& ids, const MaskingRule& rule, Random random) {
  MaskedTokens result;
  result.ids = ids;
  result.positions = choosePlaces(candidateGroups(ids, rule), predictionCount(ids.size(), rule), random);
  for (const std::int32_t place : result.positions) {
    TokenId& shown = result.ids[static_cast<std::size_t>(place)];
    result.targets.push_back(shown);
    const double draw = random.uniform();
    if (draw < rule.maskShare) {
      shown = rule.maskToken;
      result.changes.push_back(Change::Masked);
    } else if (draw < rule.maskShare + rule.randomShare) {
      shown = static_cast<TokenId>(random.below(static_cast<std::uint64_t>(rule.vocabularySize)));
      result.changes.push_back(Change::Replaced);
    } else {
      result.changes.push_back(Change::Kept);
    }
  }
  return result;
}

}  // namespace cloze
