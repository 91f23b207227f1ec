// The settings of permutation language modelling (Yang et al., 2019, sections 2.2 and 2.3) as specs and forms hold them: "objective": {"permutation":
// {...}}. engine/corrupt/order_tokens.h turns them, with a tokeniser, into a PermutationRule.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/core/field.h"

namespace cloze {

struct PermutationSpec {
  std::int64_t share = 6;                 // K: one token in K is predicted
  std::int64_t longestSpan = 5;
  bool wholeWords = false;                // spans are counted in words; the authors' code counts pieces
  std::int64_t block = 256;               // perm_size of the authors' code

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("share", self.share, Label{"One token in"}, Unit{"tokens"}, Help{"One token in this many is predicted, the last ones of the random order; the others are seen by all"}, Range{2, 64});
    visit("longest_span", self.longestSpan, Label{"Longest span"}, Unit{"tokens"}, Help{"Predicted tokens stand in spans of up to this many, shorter ones more often"}, Range{1, 64});
    visit("whole_words", self.wholeWords, Label{"Whole words"}, Help{"Count spans in words instead of pieces"}, Advanced{});
    visit("block", self.block, Label{"Block of the order"}, Unit{"tokens"}, Help{"A long row is ordered block by block, each as the first one"}, Range{2, 4096}, Advanced{});
  }
};

}  // namespace cloze
