// Next-sentence pairs as BERT's authors make them (Devlin et al. 2018, section 3.1 and create_pretraining_data.py): a document is cut into
// chunks of about the target length, each chunk into A and B; in half of them, and whenever a chunk is one sentence, B comes from
// another document and the chunk's unused sentences go back. Works on sentence lengths and token ids only; pure.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/random.h"
#include "engine/text/tokenizer.h"

namespace cloze {

// One chunk of a document, sentences counted from the document's first.
struct SentenceChunk {
  std::int32_t first = 0;                 // A = [first, first + countA)
  std::int32_t countA = 0;
  std::int32_t countB = 0;                // B follows A: the true next sentences; 0: B shall come from another document
  std::int32_t targetB = 0;               // for a random B: tokens wanted; at least one sentence is taken whatever it says
};

struct PairRule {
  std::int64_t room = 125;                // tokens of A and B together: sequence length - 3
  double shortProbability = 0.1;          // of a document whose target is a random length in [2, room] instead
  double randomProbability = 0.5;         // of a random next sentence
};

// Cuts a document with these sentence lengths (tokens). Every sentence is in the A or the true B of at least one chunk.
std::vector<SentenceChunk> cutIntoPairs(const std::vector<std::int32_t>& sentenceLengths, const PairRule& rule, Random random);

// Shortens the longer side (A on a tie: B) token by token, at its front or its back by coin, until both fit into `room`.
void truncatePair(std::vector<TokenId>& a, std::vector<TokenId>& b, std::int64_t room, Random& random);

}  // namespace cloze
