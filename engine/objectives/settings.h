// Settings of the objectives, torch-free: the rows of objectiveTable() in engine/catalogue.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/corrupt/masking_spec.h"

namespace cloze {

// Objectives that mask words, alone or beside another.
struct MaskedLmSettings {
  MaskingSpec masking;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit.group("masking", self.masking, Label{"Masking"});
  }
};

struct BidirectionalLmSettings {
  std::int64_t negativeSamples = 0;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("negative_samples", self.negativeSamples, Label{"Wrong words"}, Unit{"words"},
          Help{"Wrong words drawn for each batch in place of the whole vocabulary (the original: 8192); 0, or as many as there are words: all of them"}, Range{0, 1000000}, Advanced{});
  }
};

struct NoSettings {
  template <class Self, class Visitor> static void describe(Self&, Visitor&) {}
};

}  // namespace cloze
