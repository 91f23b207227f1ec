// What a task's head reads of the body: which layers' outputs, and how the tokens of a sequence become one vector. Names as in a specification's
// transfer.features and in the "task_heads" of a checkpoint's config.json. Facts: FAMILIES-recurrent-and-tasks.md, sections 1.4 and 7.2.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/json.h"

namespace cloze {

// Usual: as the family does it. One: TaskFeatures::layer. Mix: a learned mixture of all (Peters et al., 2018, equation 1). Each: all of them, one a head.
enum class FeatureLayers { Usual, One, SumAll, SumLastFour, MeanLastFour, ConcatLastFour, Mix, Each };
// First and Last: that token's vector. Concat: [last, maximum, mean] (Howard and Ruder, 2018, section 3.3). Padding never counts.
enum class FeaturePooling { Usual, First, Last, Mean, Concat };

struct TaskFeatures {
  FeatureLayers layers = FeatureLayers::Usual;
  std::int64_t layer = -1;                           // of One: 0 the embeddings, 1..L; -1 the last, -2 the one before it
  FeaturePooling pooling = FeaturePooling::Usual;
  double dropout = 0.1;                              // of the head
  double mixPenalty = 0.001;                         // lambda of the mixture: added to the loss as lambda * |w|^2
  bool ownHead = false;                              // a head of its own even where both are usual: for a body that is only read
  bool isUsual() const { return !ownHead && layers == FeatureLayers::Usual && pooling == FeaturePooling::Usual; }
};

// Layers by name ("scalar_mix", "concat_last4", ...) or number; std::invalid_argument saying what is allowed.
void readFeatureLayers(const Json& layers, TaskFeatures& features);
FeaturePooling featurePooling(const std::string& name);
Json featureLayersJson(const TaskFeatures& features);
const char* featurePoolingName(FeaturePooling pooling);

// The highest layer that is read of L + 1 outputs; std::invalid_argument when there is none of that number.
void requireLayers(const TaskFeatures& features, std::int64_t layers);

}  // namespace cloze
