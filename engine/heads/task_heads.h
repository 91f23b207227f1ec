// Heads of tasks that any family carries: what they read of the body's layers (core/task_features.h), how the tokens of a sequence become one
// vector, dropout and a linear map to the labels. One head a task, or one a layer. A body that is frozen makes the features once (train/feature_store.h).
// Sequences are pooled before layers are mixed: for the first token and the mean that is the mixture of the paper, read from one vector a layer.
// R rows: sequences [B], predicted places [N] or all places [B * T]; K layers that are mixed, F width of a feature.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/blocks/scalar_mix.h"
#include "engine/core/task_features.h"
#include "engine/data/batch.h"
#include "engine/heads/classifier.h"

namespace cloze {

class TaskHeads {
 public:
  struct One { std::string name; FeatureRows rows = FeatureRows::Sequences; std::int64_t labels = 2; };   // its tensors: "task_head.<name>."
  struct Body { std::int64_t width = 0, layers = 0; };
  // features: nothing usual about them any more. Head i becomes layer group L + 1 + i. std::invalid_argument: more layers than there are.
  TaskHeads(ParameterTable& parameters, const TaskFeatures& features, const std::vector<One>& heads, const Body& body);

  static constexpr const char* kPrefix = "task_head.";

  // What the body made of a batch: L + 1 x [B, T, H], mask [B, T] bool (undefined: all real), predicted [N] flat.
  struct Read { std::vector<torch::Tensor> layers; torch::Tensor mask, predicted; };
  torch::Tensor features(const Read& read, std::size_t head) const;                          // [R, K, F]
  // Where the rows of features stand in their batch: dropout belongs to a row of it, so that shards change nothing.
  struct Places { std::int64_t batch = 0, length = 0; torch::Tensor predicted; };
  torch::Tensor logits(const torch::Tensor& features, const Places& places, std::size_t head, Pass& pass) const;   // [R, labels]

  bool readsAllLayers() const { return m_features.layers != FeatureLayers::One || m_features.layer != -1; }
  bool headPerLayer() const { return m_features.layers == FeatureLayers::Each; }
  std::size_t size() const { return m_heads.size(); }
  FeatureRows rows(std::size_t head) const { return m_heads[head].rows; }
  std::int64_t kept() const { return m_kept; }       // K
  std::int64_t width(std::size_t head) const;        // F
  torch::Tensor penalty() const;                     // of all mixtures; undefined: there is none
  LayerMix mix() const;                              // of the first head

 private:
  struct Head {
    FeatureRows rows;
    std::optional<ScalarMix> mix;
    Classifier classifier;
  };
  std::vector<torch::Tensor> chosen(const std::vector<torch::Tensor>& layers) const;         // K x [B, T, F']
  torch::Tensor pooled(const torch::Tensor& layer, const torch::Tensor& mask) const;         // [B, T, F'] -> [B, F]

  TaskFeatures m_features;
  Body m_body;
  std::int64_t m_kept = 1;
  std::vector<Head> m_heads;
};

}  // namespace cloze
