// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/encoder.h"

#include <stdexcept>

#include "engine/blocks/activation.h"

namespace cloze {

namespace {

EmbeddingOptions encoderEmbeddings(const EncoderSettings& c, const std::string& prefix, std::int64_t width) {
  EmbeddingOptions options;                                                                   // sec. 3, figure 2: token + position + segment
  options.prefix = prefix + "embeddings.";
  options.tables = {{"word_embeddings", c.vocabSize}, {"position_embeddings", c.maxPositions}, {"token_type_embeddings", c.typeVocabSize}};
  options.width = width;
  options.padding = c.padTokenId.value_or(-1);
  options.epsilon = c.layerNormEps;
  options.dropout = c.hiddenDropout;
  return options;
}

StackOptions encoderLayers(const EncoderSettings& c, const std::string& prefix) {
  StackOptions options;                                                                       // sec. 3: L layers, width H, A heads
  options.prefix = prefix + "encoder.layer.";
  options.names.attention = {"attention.self.query_key_value", "attention.self.query", "attention.self.key", "attention.self.value"};
  options.names.attentionOutput = {"attention.output.dense", "attention.output.LayerNorm"};
  options.names.widen = {"intermediate.dense", "intermediate.intermediate_act_fn"};
  options.names.narrow = {"output.dense", "output.LayerNorm"};
  options.layers = c.hiddenLayers;
  options.width = c.hiddenSize;
  options.heads = c.attentionHeads;
  options.inner = c.intermediateSize;
  options.activation = c.hiddenAct;
  options.epsilon = c.layerNormEps;
  options.hiddenDropout = c.hiddenDropout;
  options.attentionDropout = c.attentionDropout;
  return options;
}

std::optional<Affine> projection(ParameterTable& parameters, const std::string& name, std::int64_t in, std::int64_t out) {
  return in == out ? std::nullopt : std::optional(addLinear(parameters, name, in, out));
}

}  // namespace

Encoder::Encoder(ParameterTable& parameters, const EncoderSettings& settings, const std::string& prefix, std::int64_t embeddingSize)
    : m_embeddings(parameters, encoderEmbeddings(settings, prefix, embeddingSize)),
      m_project(projection(parameters, prefix + "embeddings_project", embeddingSize, settings.hiddenSize)),
      m_layers(parameters, encoderLayers(settings, prefix)), m_positions(settings.maxPositions) {
  parameters.setLayer(settings.hiddenLayers + 1);
}

Output Encoder::forward(const BatchTensors& batch, Pass& pass) const {
  const std::int64_t B = batch.ids.size(0), T = batch.ids.size(1);
  if (T > m_positions)
    throw std::invalid_argument("a sequence of " + std::to_string(T) + " tokens is longer than max_position_embeddings, " + std::to_string(m_positions));
  auto embedded = m_embeddings.forward({batch.ids, positionIdsOf(batch), typeIdsOf(batch)}, pass);         // [B * T, E]
  if (m_project) embedded = linear(embedded, *m_project);                                                  // [B * T, H]
  const StackResult encoded = m_layers.forward(embedded, attentionBytesOf(batch), B, pass);
  const auto shaped = [&](const torch::Tensor& rows) { return rows.view({B, T, -1}); };                    // [B, T, H]
  Output output;
  output.hidden = shaped(encoded.hidden);
  if (pass.capture.hiddenStates) output.hiddenStates.push_back(shaped(embedded));
  for (const auto& state : encoded.hiddenStates) output.hiddenStates.push_back(shaped(state));
  output.attentions = encoded.attentions;
  return output;
}

}  // namespace cloze
