// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/corrupt/corrupt_spans.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace cloze {

namespace {

// `items` cut into `parts` parts of at least one, every way equally likely.
std::vector<std::int64_t> randomParts(std::int64_t items, std::int64_t parts, Random& random) {
  std::vector<std::int64_t> borders(static_cast<std::size_t>(items - 1));
  std::iota(borders.begin(), borders.end(), std::int64_t{1});
  for (std::int64_t i = 0; i + 1 < parts; ++i) {                       // the first parts - 1 places of a shuffle
    const auto from = static_cast<std::uint64_t>(i);
    std::swap(borders[from], borders[from + random.below(borders.size() - from)]);
  }
  borders.resize(static_cast<std::size_t>(parts - 1));
  std::sort(borders.begin(), borders.end());
  borders.push_back(items);
  std::adjacent_difference(borders.begin(), borders.end(), borders.begin());
  return borders;
}

// Which of `length` tokens are hidden.
std::vector<bool> noiseMask(std::int64_t length, const SpanRule& rule, std::size_t sentinels, Random& random) {
  NoiseCounts counts = noiseCounts(length, rule);
  counts.spans = std::min(counts.spans, static_cast<std::int64_t>(sentinels));
  const std::vector<std::int64_t> hidden = randomParts(counts.tokens, counts.spans, random), kept = randomParts(length - counts.tokens, counts.spans, random);
  std::vector<bool> mask;
  for (std::size_t i = 0; i < hidden.size(); ++i) {
    mask.insert(mask.end(), static_cast<std::size_t>(kept[i]), false);
    mask.insert(mask.end(), static_cast<std::size_t>(hidden[i]), true);
  }
  return mask;
}

bool isSpecialToken(const SpanRule& rule, TokenId id) { return static_cast<std::size_t>(id) < rule.special.size() && rule.special[static_cast<std::size_t>(id)]; }

// Those that the text itself does not hold.
std::vector<TokenId> freeSentinels(const std::vector<TokenId>& ids, const SpanRule& rule) {
  std::vector<TokenId> free;
  for (const TokenId sentinel : rule.sentinels)
    if (std::find(ids.begin(), ids.end(), sentinel) == ids.end()) free.push_back(sentinel);
  return free;
}

}  // namespace

std::vector<TokenId> sentinelsOf(const Tokenizer& tokenizer) {
  std::vector<TokenId> sentinels;
  for (;;) {
    const TokenId id = tokenizer.id("<extra_id_" + std::to_string(sentinels.size()) + ">");
    if (id < 0) return sentinels;
    sentinels.push_back(id);
  }
}

SpanRule makeSpanRule(const SpanSpec& spec, const Tokenizer& tokenizer) {
  SpanRule rule{spec.noiseDensity, spec.meanSpanLength, spec.closingSentinel, sentinelsOf(tokenizer), {}};
  if (rule.sentinels.empty())
    throw std::invalid_argument("the tokeniser (" + tokenizer.kind() + ") has no sentinels (<extra_id_0> ...), which span corruption needs; tokenizer.kind \"unigram_sentinels\" trains one that has");
  for (TokenId id = 0; id < tokenizer.size(); ++id) rule.special.push_back(tokenizer.isSpecial(id));
  return rule;
}

NoiseCounts noiseCounts(std::int64_t length, const SpanRule& rule) {
  length = std::max<std::int64_t>(length, 2);
  const auto rounded = static_cast<std::int64_t>(std::nearbyint(static_cast<float>(length) * static_cast<float>(rule.noiseDensity)));
  NoiseCounts counts;
  counts.tokens = std::clamp<std::int64_t>(rounded, 1, length - 1);
  counts.spans = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::nearbyint(static_cast<float>(counts.tokens) / static_cast<float>(rule.meanSpanLength))));
  counts.spans = std::min({counts.spans, counts.tokens, length - counts.tokens});
  return counts;
}

std::int64_t textThatFits(std::int64_t room, const SpanRule& rule) {
  const auto corrupted = [&](std::int64_t length) {
    const NoiseCounts counts = noiseCounts(length, rule);
    return length - counts.tokens + std::min(counts.spans, static_cast<std::int64_t>(rule.sentinels.size()));
  };
  std::int64_t length = room;
  while (corrupted(length + 1) <= room) ++length;
  return length;
}

CorruptedSpans hideSpans(const std::vector<TokenId>& ids, const std::vector<bool>& hidden, const SpanRule& rule) {
  CorruptedSpans result;
  const std::vector<TokenId> sentinels = freeSentinels(ids, rule);
  bool inside = false;                                                 // the token before is hidden in the span that is open
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (!hidden[i] || isSpecialToken(rule, ids[i]) || (!inside && result.spans.size() == sentinels.size())) {
      result.source.push_back(ids[i]);
      inside = false;
      continue;
    }
    if (!inside) {
      const TokenId sentinel = sentinels[result.spans.size()];
      result.source.push_back(sentinel);
      result.target.push_back(sentinel);
      result.spans.push_back({static_cast<std::int32_t>(result.source.size() - 1), static_cast<std::int32_t>(result.target.size()), 0});
    }
    inside = true;
    result.target.push_back(ids[i]);
    ++result.spans.back().size;
  }
  if (rule.closingSentinel && !result.spans.empty() && result.spans.size() < sentinels.size()) result.target.push_back(sentinels[result.spans.size()]);
  return result;
}

CorruptedSpans corruptSpans(const std::vector<TokenId>& ids, const SpanRule& rule, Random random) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (!isSpecialToken(rule, ids[i])) candidates.push_back(i);
  std::vector<bool> hidden(ids.size(), false);
  if (const std::size_t sentinels = freeSentinels(ids, rule).size(); candidates.size() >= 2 && sentinels > 0) {
    const std::vector<bool> mask = noiseMask(static_cast<std::int64_t>(candidates.size()), rule, sentinels, random);
    for (std::size_t i = 0; i < candidates.size(); ++i) hidden[candidates[i]] = mask[i];
  }
  return hideSpans(ids, hidden, rule);
}

}  // namespace cloze
