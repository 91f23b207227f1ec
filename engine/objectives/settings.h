// Settings of the objectives, torch-free: the rows of objectiveTable() in engine/catalogue.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/field.h"
#include "engine/core/task_features.h"
#include "engine/corrupt/masking_spec.h"
#include "engine/corrupt/permutation_spec.h"
#include "engine/corrupt/span_spec.h"
#include "engine/data/pair_columns.h"
#include "engine/tasks/task.h"

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

// Some words predicted in a random order.
struct PermutationLmSettings {
  PermutationSpec permutation;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit.group("permutation", self.permutation, Label{"Order"});
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

// ELECTRA's (Clark et al., 2020, section 2 and the authors' code): the generator sees 85 % of the chosen tokens as [MASK], the rest as they are.
struct ReplacedTokensSettings {
  MaskingSpec masking;
  double weight = 50;                                  // lambda of equation 2

  ReplacedTokensSettings() {
    masking.maskShare = 0.85;
    masking.randomShare = 0;
  }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("weight", self.weight, Label{"Weight of the judgement"}, Help{"What the loss of the discriminator is multiplied by beside that of the generator"}, Range{0.0, 1000.0});
    visit.group("masking", self.masking, Label{"Masking"});
  }
};

// Of "fine_tune": follows from the task and the way of transfer, so nobody sets it.
struct FineTuneSettings {
  struct Task { std::string name; TaskKind kind = TaskKind::Classification; std::int64_t labels = 2; };
  std::vector<Task> tasks;                             // one, or several that are learnt together: Batch::task
  TaskFeatures features;                               // of layers "each": one head a layer for the only task
  std::int64_t layers = 0;                             // of the body, for these heads
  bool frozenBody = false;                             // its features are made row by row, without gradient
  double languageWeight = 0;                           // of the next word's loss beside the task's

  template <class Self, class Visitor> static void describe(Self&, Visitor&) {}
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

// How words are hidden; nullptr for an objective that hides none.
inline const MaskingSpec* maskingOf(Settings* settings) {
  if (auto* masked = dynamic_cast<SettingsOf<MaskedLmSettings>*>(settings)) return &masked->value.masking;
  if (auto* replaced = dynamic_cast<SettingsOf<ReplacedTokensSettings>*>(settings)) return &replaced->value.masking;
  return nullptr;
}

}  // namespace cloze
