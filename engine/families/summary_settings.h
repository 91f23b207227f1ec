// The summary_* keys of Hugging Face's config.json: how a causal model answers for a whole sequence (heads/sequence_summary.h). Torch-free.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/core/activations.h"
#include "engine/core/field.h"

namespace cloze {

struct SummarySettings {
  std::string type = "cls_index";
  std::optional<std::string> activation;
  double firstDropout = 0.1;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("summary_type", self.type, Label{"Summary of"}, Help{"Which token answers for a sequence in the multiple-choice head"}, Choices{{"last", "first", "mean", "cls_index"}}, Advanced{});
    visit("summary_activation", self.activation, Label{"Summary activation"}, Help{"Activation of the multiple-choice head; empty: none"}, Choices{activationNames()}, Advanced{});
    visit("summary_first_dropout", self.firstDropout, Label{"Summary dropout"}, Help{"Dropout before the multiple-choice head"}, Range{0.0, 0.99}, Advanced{});
  }
};

}  // namespace cloze
