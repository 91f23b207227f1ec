// The settings of BERT's masking rule (Devlin et al. 2018, section 3.1) as specs and forms hold them: "objective": {"masking": {...}}.
// engine/corrupt/mask_tokens.h turns them, with a tokeniser, into a MaskingRule.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/field.h"

namespace cloze {

struct MaskingSpec {
  double probability = 0.15;
  std::int64_t staticCopies = 0;          // 0: a fresh mask every time an example is visited; n: n fixed maskings in turn
  bool wholeWord = false;
  double maskShare = 0.8;
  double randomShare = 0.1;               // the rest is kept

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("probability", self.probability, Label{"Masked share"}, Help{"Share of the tokens that are predicted"}, Range{0.01, 0.9});
    visit("static_copies", self.staticCopies, Label{"Static maskings"}, Help{"0: a new mask every time; n: each example has n fixed masks used in turn (the original BERT: 10)"}, Range{0, 1000});
    visit("whole_word", self.wholeWord, Label{"Whole words"}, Help{"Mask all pieces of a word together"});
    visit("mask_share", self.maskShare, Label{"Shown as [MASK]"}, Help{"Share of the chosen tokens that the model sees as [MASK]"}, Range{0.0, 1.0}, Advanced{});
    visit("random_share", self.randomShare, Label{"Shown as a random token"}, Help{"Share of the chosen tokens that the model sees as a random token; the rest stays as it is"}, Range{0.0, 1.0}, Advanced{});
  }
};

// What ranges cannot say: the two shares together are at most 1. `where`: the key path of the group, "objective.masking".
inline void checkMasking(const MaskingSpec& spec, const std::string& where, std::vector<Problem>& problems) {
  if (spec.maskShare + spec.randomShare > 1.0 + 1e-9)
    problems.push_back({where + ".random_share", "mask_share and random_share are shares of the same tokens: together they must be at most 1"});
}

}  // namespace cloze
