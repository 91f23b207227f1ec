// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/sequence_stack.h"

namespace cloze {

namespace {

SequenceLayerNames absoluteNames(SequenceLayerNames names, const std::string& prefix) {
  for (std::string* name : {&names.layer.attention.fused, &names.layer.attention.query, &names.layer.attention.key, &names.layer.attention.value,
                            &names.layer.attentionOutput.linear, &names.layer.attentionOutput.norm, &names.layer.widen.linear, &names.layer.widen.activation,
                            &names.layer.narrow.linear, &names.layer.narrow.norm, &names.gate, &names.cross.fused, &names.cross.query, &names.cross.key,
                            &names.cross.value, &names.crossOutput.linear, &names.crossOutput.norm})
    if (!name->empty()) name->insert(0, prefix);
  return names;
}

}  // namespace

SequenceStack::Layer SequenceStack::makeLayer(ParameterTable& parameters, const SequenceStackOptions& options, std::int64_t number) {
  const SequenceLayerNames names = absoluteNames(options.names, options.prefix + std::to_string(number) + ".");
  SelfAttention::Options attention = options.attention;
  attention.layer = static_cast<std::size_t>(number);
  FeedForward::Options feedForward = options.feedForward;
  feedForward.gate = names.gate;
  SelfAttention self(parameters, names.layer.attention, attention);
  ProjectAddNorm output(parameters, names.layer.attentionOutput, options.output);
  std::optional<CrossAttention> cross;
  std::optional<ProjectAddNorm> crossOutput;
  if (!names.cross.fused.empty()) {
    cross.emplace(parameters, names.cross, attention);
    crossOutput.emplace(parameters, names.crossOutput, options.output);
  }
  return {self, output, cross, crossOutput, FeedForward(parameters, names.layer.widen, names.layer.narrow, feedForward)};
}

SequenceStack::SequenceStack(ParameterTable& parameters, const SequenceStackOptions& options) : m_finalDropout(options.output.dropout) {
  for (std::int64_t i = 0; i < options.layers; ++i) {
    parameters.setLayer(options.firstGroup + i);
    m_layers.push_back(makeLayer(parameters, options, i));
    if (i == 0 && options.relative) m_relative.emplace(parameters, *options.relative);
  }
  if (!options.finalNorm.empty()) m_finalNorm = addNorm(parameters, options.finalNorm, options.attention.width, options.output.epsilon, options.output.norm);
}

torch::Tensor SequenceStack::run(const Layer& layer, const SequenceInput& input, torch::Tensor hidden, const torch::Tensor& bias, SequenceResult& result, Pass& pass) const {
  const AttentionResult self = layer.attention.forward(layer.attentionOutput.enter(hidden), input.mask, input.batch, pass, bias);
  hidden = layer.attentionOutput.forward(self.context, hidden, input.batch, pass);
  if (pass.capture.attentions) result.attentions.push_back(self.probabilities);
  if (layer.cross) {
    const AttentionResult cross = layer.cross->forward(layer.crossOutput->enter(hidden), input.source, input.batch, pass);
    hidden = layer.crossOutput->forward(cross.context, hidden, input.batch, pass);
    if (pass.capture.attentions) result.crossAttentions.push_back(cross.probabilities);
  }
  return layer.feedForward.forward(hidden, input.batch, pass);
}

SequenceResult SequenceStack::forward(const SequenceInput& input, Pass& pass) const {
  SequenceResult result;
  const std::int64_t T = input.hidden.size(0) / input.batch, before = pass.cache ? pass.cache->length : 0;
  const auto bias = m_relative ? m_relative->forward(before, T, before + T) : torch::Tensor();          // [A, T, K]
  auto hidden = input.hidden;
  for (const Layer& layer : m_layers) {
    hidden = run(layer, input, hidden, bias, result, pass);
    if (pass.capture.hiddenStates) result.hiddenStates.push_back(hidden);
  }
  if (m_finalNorm) hidden = dropoutRows(normalise(hidden, *m_finalNorm), nextDropout(pass, m_finalDropout), input.batch);
  if (m_finalNorm && pass.capture.hiddenStates) result.hiddenStates.back() = hidden;
  if (pass.cache) pass.cache->length += T;
  result.hidden = hidden;
  return result;
}

}  // namespace cloze
