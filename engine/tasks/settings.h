// Settings of fine-tuning: which task, and how a pre-trained model is transferred to it. Names as in DESIGN.md, section 5; the exact behaviour of
// each is engine/tasks/README.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/field.h"

namespace cloze {

std::vector<std::string> taskChoices();   // "" (none), then the ids of taskTable()

struct TaskColumnsSpec {
  std::string text, pair, label;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("text", self.text, Label{"Text column"}, Help{"Name of the column with the text, or its number from 0 in a file without a header"});
    visit("pair", self.pair, Label{"Second text column"}, Help{"Column with the second text of a pair; empty: there is none"});
    visit("label", self.label, Label{"Label column"}, Help{"Column with the label or the number to predict"});
  }
};

struct TaskSpec {
  std::string id;                         // "": pre-training
  std::vector<std::string> train, validation;
  std::int64_t maxLength = 0;
  std::int64_t limit = 0;
  double fraction = 1;
  TaskColumnsSpec columns;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("id", self.id, Label{"Task"}, Help{"Labelled task to fine-tune on; empty: pre-training on text"}, Choices{taskChoices()});
    visit("train", self.train, Label{"Training examples"}, Help{"Files of the task as they are distributed"});
    visit("validation", self.validation, Label{"Validation examples"}, Help{"Files that are only evaluated"});
    visit("max_length", self.maxLength, Label{"Longest example"}, Unit{"tokens"}, Help{"Longer examples are cut, special tokens included; 0: what is usual for the task"}, Range{0, 4096}, Advanced{});
    visit("limit", self.limit, Label{"First examples"}, Unit{"examples"}, Help{"Only so many examples from the beginning of the training files; 0: all"}, Range{0, 1e9}, Advanced{});
    visit("fraction", self.fraction, Label{"Share of the labels"}, Help{"Share of the training examples that is used, the same share of every class"}, Range{0.0001, 1}, Advanced{});
    visit.group("columns", self.columns, Label{"Columns"}, Advanced{});
  }
};

struct TransferSpec {
  FreeJson freeze{"\"none\""};
  double layerDecay = 1;
  std::int64_t reinitializeLayers = 0;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("freeze", self.freeze, Label{"Frozen"}, Help{"What is not trained: none, all_but_head, {\"below\": k}, or gradual: from the head downwards one layer more each epoch"});
    visit("layer_decay", self.layerDecay, Label{"Layer decay"}, Help{"Learning rate of each layer as a share of the layer's above it; 1: the same for all"}, Range{0.01, 1});
    visit("reinitialize_layers", self.reinitializeLayers, Label{"Fresh upper layers"}, Unit{"layers"}, Help{"So many of the highest layers start afresh in place of their pre-trained weights"}, Range{0, 256}, Advanced{});
  }
};

// transfer.freeze as read.
struct FreezeRule {
  enum class Kind { None, AllButHead, Below, Gradual };
  Kind kind = Kind::None;
  std::int64_t below = 0;                 // embeddings and this many layers are frozen
};
// std::invalid_argument saying what is allowed.
FreezeRule readFreeze(const FreeJson& freeze);

}  // namespace cloze
