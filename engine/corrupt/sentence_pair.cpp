// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/corrupt/sentence_pair.h"

#include <algorithm>

namespace cloze {
namespace {

// Splits the chunk [first, end) of `tokens` tokens into A and B; a random B leaves the sentences after A for the next chunk.
SentenceChunk splitChunk(const std::vector<std::int32_t>& lengths, std::int32_t first, std::int32_t end, std::int64_t target, double randomProbability,
                         Random& random) {
  const std::int32_t count = end - first;
  SentenceChunk chunk;
  chunk.first = first;
  chunk.countA = count < 2 ? count : 1 + static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(count - 1)));
  if (count > 1 && !random.chance(randomProbability)) {
    chunk.countB = count - chunk.countA;
    return chunk;
  }
  std::int64_t tokensA = 0;
  for (std::int32_t i = first; i < first + chunk.countA; ++i) tokensA += lengths[static_cast<std::size_t>(i)];
  chunk.targetB = static_cast<std::int32_t>(std::max<std::int64_t>(1, target - tokensA));
  return chunk;
}

}  // namespace

std::vector<SentenceChunk> cutIntoPairs(const std::vector<std::int32_t>& sentenceLengths, const PairRule& rule, Random random) {
  std::int64_t target = rule.room;
  if (rule.room > 2 && random.chance(rule.shortProbability)) target = 2 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(rule.room - 1)));
  std::vector<SentenceChunk> chunks;
  const auto sentences = static_cast<std::int32_t>(sentenceLengths.size());
  std::int32_t first = 0;
  std::int64_t tokens = 0;
  for (std::int32_t i = 0; i < sentences; ++i) {
    tokens += sentenceLengths[static_cast<std::size_t>(i)];
    if (i + 1 < sentences && tokens < target) continue;
    const SentenceChunk chunk = splitChunk(sentenceLengths, first, i + 1, target, rule.randomProbability, random);
    chunks.push_back(chunk);
    first = chunk.first + chunk.countA + chunk.countB;   // after a random next sentence: the unused ones are put back
    i = first - 1;
    tokens = 0;
  }
  return chunks;
}

void truncatePair(std::vector<TokenId>& a, std::vector<TokenId>& b, std::int64_t room, Random& random) {
  std::size_t frontA = 0, frontB = 0, backA = 0, backB = 0;
  while (static_cast<std::int64_t>(a.size() - frontA - backA + b.size() - frontB - backB) > room) {
    const bool fromA = a.size() - frontA - backA > b.size() - frontB - backB;
    const bool front = random.chance(0.5);
    ++(fromA ? (front ? frontA : backA) : (front ? frontB : backB));
  }
  const auto keep = [](std::vector<TokenId>& tokens, std::size_t front, std::size_t back) {
    tokens.erase(tokens.end() - static_cast<std::ptrdiff_t>(back), tokens.end());
    tokens.erase(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(front));
  };
  keep(a, frontA, backA);
  keep(b, frontB, backB);
}

}  // namespace cloze
