// Words and pieces: the first piece of a word carries its tag, the others are ignored in training and decoding. Words are joined by blanks and
// encoded at once, so that a tokeniser sees what it would see in a text; a piece belongs to the word whose bytes it covers first.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/text/tokenizer.h"

namespace cloze {

constexpr std::int32_t kIgnoredTag = -100;

struct AlignedWords {
  Encoding encoding;                                   // with special tokens, at most the maximal length
  std::vector<std::int32_t> wordOf;                    // of each position; -1: a special token, or a piece of no word
  std::vector<std::int64_t> firstPosition;             // of each word; -1: it has none
  std::vector<std::size_t> lostWords;                  // that give no piece at all: they count as O, and are told
  std::size_t cutWords = 0;                            // behind the maximal length
};

AlignedWords alignWords(const Tokenizer& tokenizer, const std::vector<std::string>& words, std::int32_t maximumLength = 0);
std::vector<std::int32_t> positionTags(const AlignedWords& words, const std::vector<std::int32_t>& tags);         // one a position, kIgnoredTag
std::vector<std::int32_t> wordTags(const AlignedWords& words, const std::vector<std::int32_t>& ofPositions, std::int32_t outside = 0);

// The best row of IOB2 tags (Viterbi): I-X stands only behind B-X or I-X. scores: [words][tags], log-probabilities or logits.
std::vector<std::int32_t> bestValidTags(const std::vector<std::vector<float>>& scores, const std::vector<std::string>& tags);

}  // namespace cloze
