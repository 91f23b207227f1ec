// XLNet's corruption (Yang et al., 2019, sections 2.2 and 2.3; _sample_mask and _local_perm of the authors' code): about one token in K is predicted, in
// spans behind the beginning of a word, in a random order; no token is changed. Pure: ids, rule and random in, ranks and places out.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/random.h"
#include "engine/corrupt/permutation_spec.h"
#include "engine/text/tokenizer.h"

namespace cloze {

struct PermutationRule {
  PermutationSpec spec;
  std::vector<std::uint8_t> special;      // [vocabulary] 1: never predicted; it has a place in the order
  std::vector<std::uint8_t> startsWord;   // [vocabulary] 1: a span may begin here
};
PermutationRule makePermutationRule(const PermutationSpec& spec, const Tokenizer& tokenizer);

struct OrderedTokens {
  std::vector<std::int32_t> order;        // [ids] rank; -1: neither predicted nor special, seen by all (data/batch.h)
  std::vector<std::int32_t> positions;    // predicted places, ascending; empty when fewer than two tokens could be
};

// `ids`: one row without padding. Its first `reused` tokens have their own order and half of the predictions, as what stands behind them has.
// backward: the text stands backwards. At least one token of each part is neither special nor predicted, so that everything predicted sees something.
OrderedTokens orderTokens(const std::vector<TokenId>& ids, std::int64_t reused, bool backward, const PermutationRule& rule, Random random);
// The same for places that are chosen. When nothing else is left to be seen, special tokens are seen by all.
OrderedTokens orderChosen(const std::vector<TokenId>& ids, const std::vector<std::int32_t>& positions, const PermutationRule& rule, Random random);

}  // namespace cloze
