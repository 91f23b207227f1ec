// Settings of the objectives, torch-free: the rows of objectiveTable() in engine/catalogue.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/corrupt/masking_spec.h"
#include "engine/corrupt/span_spec.h"
#include "engine/data/pair_columns.h"

namespace cloze {

// Objectives that mask words, alone or beside another.
struct MaskedLmSettings {
  MaskingSpec masking;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit.group("masking", self.masking, Label{"Masking"});
  }
};

// Spans hidden behind sentinels, written by a decoder.
struct SpanCorruptionSettings {
  SpanSpec spans;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit.group("spans", self.spans, Label{"Spans"});
  }
};

// A text turned into another one.
struct TextToTextSettings {
  PairColumns columns;
  std::int64_t targetLength = 64;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    PairColumns::describe(self.columns, visit);
    visit("target_length", self.targetLength, Label{"Target length"}, Unit{"tokens"}, Help{"Tokens of a target at most, special tokens included; what is longer is cut"}, Range{2, 4096});
  }
};

struct NoSettings {
  template <class Self, class Visitor> static void describe(Self&, Visitor&) {}
};

}  // namespace cloze
