// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/stack.h"

namespace cloze {

namespace {

LayerNames withPrefix(LayerNames names, const std::string& prefix) {
  for (std::string* name : {&names.attention.fused, &names.attention.query, &names.attention.key, &names.attention.value,
                            &names.attentionOutput.linear, &names.attentionOutput.norm, &names.widen.linear, &names.widen.activation,
                            &names.narrow.linear, &names.narrow.norm})
    name->insert(0, prefix);
  return names;
}

}  // namespace

Stack::Stack(ParameterTable& parameters, const StackOptions& options) {
  for (std::int64_t i = 0; i < options.layers; ++i) {
    parameters.setLayer(i + 1);
    const LayerNames names = withPrefix(options.names, options.prefix + std::to_string(i) + ".");
    const std::int64_t width = options.width;
    m_layers.push_back({SelfAttention(parameters, names.attention, {width, options.heads, options.attentionDropout}),
                        ProjectAddNorm(parameters, names.attentionOutput, {width, width, options.epsilon, options.hiddenDropout}),
                        FeedForward(parameters, names.widen, names.narrow,
                                    {width, options.inner, options.activation, options.epsilon, options.hiddenDropout})});
  }
}

StackResult Stack::forward(torch::Tensor hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass) const {
  StackResult result;
  for (const Layer& layer : m_layers) {
    const AttentionResult attention = layer.attention.forward(hidden, mask, batch, pass);
    hidden = layer.attentionOutput.forward(attention.context, hidden, batch, pass);
    hidden = layer.feedForward.forward(hidden, batch, pass);
    if (pass.capture.hiddenStates) result.hiddenStates.push_back(hidden);
    if (pass.capture.attentions) result.attentions.push_back(attention.probabilities);
  }
  result.hidden = hidden;
  return result;
}

}  // namespace cloze
