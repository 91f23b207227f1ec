// BERT's corruption (Devlin et al. 2018, section 3.1; create_pretraining_data.py): k = max(1, round(p * n)) of the n tokens are predicted,
// of them 80 % are shown as [MASK], 10 % as a random token of the whole vocabulary, 10 % as they are. Pure: ids, rule and random in, ids out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/random.h"
#include "engine/corrupt/masking_spec.h"
#include "engine/data/batch.h"
#include "engine/text/tokenizer.h"

namespace cloze {

struct MaskingRule {
  double probability = 0.15;              // p; n counts special tokens too, as the authors' code does
  double maskShare = 0.8;
  double randomShare = 0.1;               // the rest is kept
  bool wholeWord = false;                 // all pieces of a word or none; a word that does not fit into k any more is passed over
  std::int64_t maxPredictions = 0;        // k is at most this; 0: no limit
  TokenId maskToken = -1;
  TokenId vocabularySize = 0;             // random tokens are drawn from [0, vocabularySize)
  std::vector<std::uint8_t> special;      // [vocabularySize] 1: never a candidate (classify, separator, mask, unknown, padding ...)
  std::vector<std::uint8_t> continuation; // [vocabularySize] 1: a piece that continues a word
};

// std::invalid_argument when the tokeniser has no mask token.
MaskingRule makeMaskingRule(const MaskingSpec& spec, const Tokenizer& tokenizer);

struct MaskedTokens {
  std::vector<TokenId> ids;               // as the model sees them
  std::vector<std::int32_t> positions;    // predicted places, ascending; empty only when there is no candidate
  std::vector<TokenId> targets;           // the true tokens there
  std::vector<Change> changes;
};

// `ids`: one row without padding, special tokens included.
MaskedTokens maskTokens(const std::vector<TokenId>& ids, const MaskingRule& rule, Random random);

}  // namespace cloze
