// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/stack.h"

#include <cmath>

#include "engine/blocks/key_value_cache.h"

namespace cloze {

namespace {

LayerNames withPrefix(LayerNames names, const std::string& prefix) {
  for (std::string* name : {&names.attention.fused, &names.attention.query, &names.attention.key, &names.attention.value,
                            &names.attentionOutput.linear, &names.attentionOutput.norm, &names.widen.linear, &names.widen.activation,
                            &names.narrow.linear, &names.narrow.norm})
    if (!name->empty()) name->insert(0, prefix);
  return names;
}

double scaleOf(const StackOptions& options, std::int64_t layer) {   // layer from 1
  const bool byRoot = options.scale == ScoreScale::RootOfHeadSize || options.scale == ScoreScale::RootOfHeadSizeAndLayer;
  const bool byLayer = options.scale == ScoreScale::Layer || options.scale == ScoreScale::RootOfHeadSizeAndLayer;
  const double root = byRoot ? std::sqrt(static_cast<double>(options.width) / static_cast<double>(options.heads)) : 1;
  return 1 / (root * (byLayer ? static_cast<double>(layer) : 1));
}

}  // namespace

Stack::Stack(ParameterTable& parameters, const StackOptions& options) {
  const std::int64_t width = options.width;
  const LinearForm inside{options.layout, 1}, ending{options.layout, options.residualSpread};
  const ProjectAddNorm::Options attentionEnd{width, width, options.epsilon, options.hiddenDropout, options.norm, ending};
  const ProjectAddNorm::Options narrow{options.inner, width, options.epsilon, options.hiddenDropout, options.norm, ending};
  for (std::int64_t i = 0; i < options.layers; ++i) {
    parameters.setLayer(i + 1);
    const LayerNames names = withPrefix(options.names, options.prefix + std::to_string(i) + ".");
    m_layers.push_back({SelfAttention(parameters, names.attention,
                                      {width, options.heads, options.attentionDropout, options.span, scaleOf(options, i + 1), inside, static_cast<std::size_t>(i)}),
                        ProjectAddNorm(parameters, names.attentionOutput, attentionEnd),
                        FeedForward(parameters, names.widen, names.narrow, {options.activation, inside, narrow})});
  }
  if (!options.finalNorm.empty()) m_finalNorm = addLayerNorm(parameters, options.finalNorm, width, options.epsilon);
}

StackResult Stack::forward(torch::Tensor hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass) const {
  StackResult result;
  for (const Layer& layer : m_layers) {
    ++pass.layer;
    const AttentionResult attention = layer.attention.forward(layer.attentionOutput.enter(hidden), mask, batch, pass);
    hidden = layer.attentionOutput.forward(attention.context, hidden, batch, pass);
    hidden = layer.feedForward.forward(hidden, batch, pass);
    if (pass.capture.hiddenStates) result.hiddenStates.push_back(hidden);
    if (pass.capture.attentions) result.attentions.push_back(attention.probabilities);
  }
  ++pass.layer;
  if (m_finalNorm) hidden = layerNorm(hidden, *m_finalNorm);
  if (m_finalNorm && pass.capture.hiddenStates) result.hiddenStates.back() = hidden;
  if (pass.cache) pass.cache->length += hidden.size(0) / batch;
  result.hidden = hidden;
  return result;
}

}  // namespace cloze
