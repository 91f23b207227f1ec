// Settings of fine-tuning: which task, and how a pre-trained model is transferred to it. Names as in DESIGN.md, section 5; the exact behaviour of
// each is engine/tasks/README.md.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/field.h"
#include "engine/core/task_features.h"

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

// What a head reads in place of what is usual for the family (core/task_features.h).
struct FeaturesSpec {
  FreeJson layers{"\"usual\""};
  std::string pooling = "usual";
  double dropout = 0.1;
  double mixPenalty = 0.001;
  bool cache = true;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("layers", self.layers, Label{"Layers"}, Help{"Whose outputs a task's head reads: usual, embeddings, the number of a layer, last, second_to_last, sum_all, sum_last4, mean_last4, concat_last4, scalar_mix (learned shares of all)"});
    visit("pooling", self.pooling, Label{"Pooling"}, Help{"How the tokens of a text become one vector: usual for the family, the first or the last token, their mean, or last, maximum and mean side by side"}, Choices{{"usual", "first", "last", "mean", "concat"}});
    visit("dropout", self.dropout, Label{"Head dropout"}, Help{"Dropout before a head that reads other than the usual layers or pooling"}, Range{0, 0.99}, Advanced{});
    visit("mix_penalty", self.mixPenalty, Label{"Mix penalty"}, Help{"Pull of the learned shares towards the plain mean (ELMo: 0.001)"}, Range{0, 1000}, Advanced{});
    visit("cache", self.cache, Label{"Keep features"}, Help{"Of a frozen body: read every example once and keep what it gives, so that an epoch costs only the head"}, Advanced{});
  }
};

struct TransferSpec {
  std::string mode = "fine_tune";
  FeaturesSpec features;
  double languageWeight = 0;
  FreeJson freeze{"\"none\""};
  double layerDecay = 1;
  std::int64_t reinitializeLayers = 0;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("mode", self.mode, Label{"Mode"}, Help{"Fine-tune the weights, learn a head on the features of a frozen body, or a probe on each of its layers"}, Choices{{"fine_tune", "feature_based", "layer_probe"}});
    visit.group("features", self.features, Label{"Features"}, Advanced{});
    visit("language_weight", self.languageWeight, Label{"Next words beside the task"}, Help{"Weight of the loss of next words beside the task's, for models that predict them (GPT: 0.5); 0: only the task"}, Range{0, 100}, Advanced{});
    visit("freeze", self.freeze, Label{"Frozen"}, Help{"What is not trained: none, all_but_head, {\"below\": k}, or gradual: from the head downwards one layer more each epoch"});
    visit("layer_decay", self.layerDecay, Label{"Layer decay"}, Help{"Learning rate of each layer as a share of the layer's above it; 1: the same for all"}, Range{0.01, 1});
    visit("reinitialize_layers", self.reinitializeLayers, Label{"Fresh upper layers"}, Unit{"layers"}, Help{"So many of the highest layers start afresh in place of their pre-trained weights"}, Range{0, 256}, Advanced{});
  }
};

// Whether the body stays as it is and is only read.
inline bool readsFrozenBody(const TransferSpec& transfer) { return transfer.mode != "fine_tune"; }
// transfer.features as read; of a layer probe each layer. std::invalid_argument saying what is allowed.
TaskFeatures taskFeatures(const TransferSpec& transfer);

// transfer.freeze as read.
struct FreezeRule {
  enum class Kind { None, AllButHead, Below, Gradual };
  Kind kind = Kind::None;
  std::int64_t below = 0;                 // embeddings and this many layers are frozen
};
// std::invalid_argument saying what is allowed.
FreezeRule readFreeze(const FreeJson& freeze);

}  // namespace cloze
