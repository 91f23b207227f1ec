// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/task_features.h"

#include <stdexcept>

namespace cloze {

namespace {

struct LayersRow { const char* name; FeatureLayers layers; std::int64_t layer; };
constexpr LayersRow kLayersRows[] = {
    {"usual", FeatureLayers::Usual, -1},          {"embeddings", FeatureLayers::One, 0},         {"last", FeatureLayers::One, -1},
    {"second_to_last", FeatureLayers::One, -2},   {"sum_all", FeatureLayers::SumAll, -1},        {"sum_last4", FeatureLayers::SumLastFour, -1},
    {"mean_last4", FeatureLayers::MeanLastFour, -1}, {"concat_last4", FeatureLayers::ConcatLastFour, -1}, {"scalar_mix", FeatureLayers::Mix, -1},
    {"each", FeatureLayers::Each, -1}};

struct PoolingRow { const char* name; FeaturePooling pooling; };
constexpr PoolingRow kPoolingRows[] = {{"usual", FeaturePooling::Usual}, {"first", FeaturePooling::First}, {"last", FeaturePooling::Last}, {"mean", FeaturePooling::Mean}, {"concat", FeaturePooling::Concat}};

}  // namespace

void readFeatureLayers(const Json& layers, TaskFeatures& features) {
  if (layers.is_number_unsigned()) {
    features.layers = FeatureLayers::One;
    features.layer = layers.get<std::int64_t>();
    return;
  }
  std::string known;
  for (const LayersRow& row : kLayersRows) {
    if (layers == row.name) {
      features.layers = row.layers;
      features.layer = row.layer;
      return;
    }
    known += std::string(row.name) + ", ";
  }
  throw std::invalid_argument("is " + layers.dump() + "; it must be one of " + known + "or the number of a layer (0: the embeddings)");
}

FeaturePooling featurePooling(const std::string& name) {
  for (const PoolingRow& row : kPoolingRows)
    if (name == row.name) return row.pooling;
  throw std::invalid_argument("there is no pooling \"" + name + "\"; known are usual, first, last, mean and concat");
}

Json featureLayersJson(const TaskFeatures& features) {
  if (features.layers == FeatureLayers::One && features.layer > 0) return features.layer;
  for (const LayersRow& row : kLayersRows)
    if (features.layers == row.layers && (features.layers != FeatureLayers::One || features.layer == row.layer)) return row.name;
  return "usual";
}

const char* featurePoolingName(FeaturePooling pooling) {
  for (const PoolingRow& row : kPoolingRows)
    if (pooling == row.pooling) return row.name;
  return "usual";
}

void requireLayers(const TaskFeatures& features, std::int64_t layers) {
  if (features.layers == FeatureLayers::One && (features.layer > layers || features.layer < -1 - layers))
    throw std::invalid_argument("asks for layer " + std::to_string(features.layer) + "; the model has " + std::to_string(layers));
  const bool fourLayers = features.layers == FeatureLayers::SumLastFour || features.layers == FeatureLayers::MeanLastFour || features.layers == FeatureLayers::ConcatLastFour;
  if (fourLayers && layers + 1 < 4) throw std::invalid_argument("asks for the last four layers; the model has " + std::to_string(layers) + " and its embeddings");
}

}  // namespace cloze
