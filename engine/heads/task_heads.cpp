// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/heads/task_heads.h"

#include <limits>

#include "engine/blocks/functions.h"

namespace cloze {

namespace {

torch::Tensor summed(const std::vector<torch::Tensor>& layers, std::size_t first) {
  torch::Tensor sum = layers.at(first);
  for (std::size_t i = first + 1; i < layers.size(); ++i) sum = sum + layers[i];
  return sum;
}

// The last real token of each row: [B, T, F] -> [B, F].
torch::Tensor lastOf(const torch::Tensor& layer, const torch::Tensor& mask) {
  if (!mask.defined()) return layer.select(1, layer.size(1) - 1);
  const auto places = torch::arange(layer.size(1), torch::kInt64).expand({layer.size(0), layer.size(1)});
  const auto last = torch::where(mask, places, torch::zeros_like(places)).amax(1);           // [B]
  return layer.gather(1, last.view({-1, 1, 1}).expand({-1, 1, layer.size(2)})).squeeze(1);
}

torch::Tensor meanOf(const torch::Tensor& layer, const torch::Tensor& mask) {
  if (!mask.defined()) return layer.mean(1);
  const auto real = mask.unsqueeze(-1).to(torch::kFloat32);
  return (layer * real).sum(1) / real.sum(1);
}

torch::Tensor maximumOf(const torch::Tensor& layer, const torch::Tensor& mask) {
  return (mask.defined() ? layer.masked_fill(mask.logical_not().unsqueeze(-1), -std::numeric_limits<float>::infinity()) : layer).amax(1);
}

std::int64_t layersKept(const TaskFeatures& features, std::int64_t layers) {
  return features.layers == FeatureLayers::Mix || features.layers == FeatureLayers::Each ? layers + 1 : 1;
}

}  // namespace

TaskHeads::TaskHeads(ParameterTable& parameters, const TaskFeatures& features, const std::vector<One>& heads, const Body& body)
    : m_features(features), m_body(body), m_kept(layersKept(features, body.layers)) {
  requireLayers(features, body.layers);
  for (const One& one : heads) {
    parameters.setLayer(body.layers + 1 + static_cast<std::int64_t>(m_heads.size()));
    const std::string prefix = kPrefix + (one.name.empty() ? "" : one.name + ".");
    std::optional<ScalarMix> mix;
    if (features.layers == FeatureLayers::Mix) mix.emplace(parameters, prefix + "mix", ScalarMix::Options{body.layers + 1, false, features.mixPenalty});
    const std::int64_t tokens = body.width * (features.layers == FeatureLayers::ConcatLastFour ? 4 : 1);
    const std::int64_t width = tokens * (one.rows == FeatureRows::Sequences && features.pooling == FeaturePooling::Concat ? 3 : 1);
    m_heads.push_back({one.rows, mix, Classifier(parameters, prefix + "classifier", {width, one.labels, features.dropout})});
  }
}

std::int64_t TaskHeads::width(std::size_t head) const {
  return m_body.width * (m_features.layers == FeatureLayers::ConcatLastFour ? 4 : 1) * (rows(head) == FeatureRows::Sequences && m_features.pooling == FeaturePooling::Concat ? 3 : 1);
}

std::vector<torch::Tensor> TaskHeads::chosen(const std::vector<torch::Tensor>& layers) const {
  const std::size_t count = layers.size();
  switch (m_features.layers) {
    case FeatureLayers::SumAll: return {summed(layers, 0)};
    case FeatureLayers::SumLastFour: return {summed(layers, count - 4)};
    case FeatureLayers::MeanLastFour: return {summed(layers, count - 4) / 4};
    case FeatureLayers::ConcatLastFour: return {torch::cat(std::vector<torch::Tensor>(layers.end() - 4, layers.end()), -1)};
    case FeatureLayers::Mix:
    case FeatureLayers::Each: return layers;
    default: return {layers.at(m_features.layer >= 0 ? static_cast<std::size_t>(m_features.layer) : count - static_cast<std::size_t>(-m_features.layer))};
  }
}

torch::Tensor TaskHeads::pooled(const torch::Tensor& layer, const torch::Tensor& mask) const {
  switch (m_features.pooling) {
    case FeaturePooling::Last: return lastOf(layer, mask);
    case FeaturePooling::Mean: return meanOf(layer, mask);
    case FeaturePooling::Concat: return torch::cat({lastOf(layer, mask), maximumOf(layer, mask), meanOf(layer, mask)}, 1);
    default: return layer.select(1, 0);
  }
}

torch::Tensor TaskHeads::features(const Read& read, std::size_t head) const {
  std::vector<torch::Tensor> parts;
  for (const torch::Tensor& layer : chosen(read.layers)) {
    const auto places = [&] { return layer.reshape({-1, layer.size(2)}); };                   // [B * T, F]
    if (rows(head) == FeatureRows::Sequences) parts.push_back(pooled(layer, read.mask));
    else parts.push_back(rows(head) == FeatureRows::Predicted ? gatherRows(places(), read.predicted) : places());
  }
  return torch::stack(parts, 1);
}

torch::Tensor TaskHeads::logits(const torch::Tensor& features, const Places& places, std::size_t head, Pass& pass) const {
  const Head& one = m_heads.at(head);
  const auto input = one.mix ? one.mix->forward(features.unbind(1), {}) : features.select(1, headPerLayer() ? static_cast<std::int64_t>(head) : 0);   // [R, F]
  if (one.rows == FeatureRows::Sequences) return one.classifier.forward(input.contiguous(), pass);
  const std::int64_t B = places.batch, T = places.length, F = input.size(1);
  const bool some = one.rows == FeatureRows::Predicted;
  const auto all = some ? torch::zeros({B * T, F}).index_copy(0, places.predicted, input) : input;
  const auto logits = one.classifier.forward(all.reshape({B, T, F}), pass);                   // [B, T, labels]
  const auto rows = logits.view({B * T, logits.size(2)});
  return some ? gatherRows(rows, places.predicted) : rows;
}

torch::Tensor TaskHeads::penalty() const {
  torch::Tensor sum;
  for (const Head& head : m_heads)
    if (head.mix) sum = sum.defined() ? sum + head.mix->penalty() : head.mix->penalty();
  return sum;
}

LayerMix TaskHeads::mix() const { return m_heads.front().mix ? m_heads.front().mix->mix() : LayerMix(); }

}  // namespace cloze
