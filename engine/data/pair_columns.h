// Texts that come in pairs, an input and the target it should become: which columns of a table or a JSON line hold them, and what is put before
// every input to say what the task is (Raffel et al., 2020, section 2.4: "translate English to German: ").
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/core/field.h"

namespace cloze {

struct PairColumns {
  std::string input = "input", target = "target", prefix;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("input", self.input, Label{"Input column"}, Help{"Column (.tsv) or key (.jsonl) of the text that is read"});
    visit("target", self.target, Label{"Target column"}, Help{"Column or key of the text that is written"});
    visit("prefix", self.prefix, Label{"Prefix"}, Help{"Put before every input to name the task: \"summarize: \""});
  }
};

}  // namespace cloze
