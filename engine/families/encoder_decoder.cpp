// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/encoder_decoder.h"

#include <utility>

#include "engine/blocks/key_value_cache.h"

namespace cloze {

EncoderDecoderModel::EncoderDecoderModel(const EncoderDecoderOptions& options, std::optional<std::uint64_t> seed, const HeadChoice& choice)
    : TextModel(seed, options.initializerRange, choice), m_options(options), m_embeddings(m_parameters, options.embeddings), m_encoder(m_parameters, options.encoder) {
  const std::string words = options.embeddings.prefix + options.embeddings.tables.front().name + ".weight";
  for (const char* copy : {"encoder.embed_tokens.weight", "decoder.embed_tokens.weight"}) m_parameters.alias(words, {copy});
  if (choice.features.isUsual()) m_decoder.emplace(m_parameters, options.decoder);
  if (choice.head == Head::SequenceToSequence) addHead();
}

void EncoderDecoderModel::addHead() {
  const auto& words = m_options.embeddings.tables.front();
  m_parameters.setLayer(m_options.decoder.firstGroup + m_options.decoder.layers);
  if (m_options.tied) {
    m_head = m_embeddings.words();
    m_parameters.alias(m_options.embeddings.prefix + words.name + ".weight", {"lm_head.weight"});
    return;
  }
  m_head = m_parameters.add("lm_head.weight", {words.rows, m_options.embeddings.width}, Init::Normal);
  m_parameters.rowPerToken("lm_head.weight");
}

Output EncoderDecoderModel::encode(const BatchTensors& batch, Pass& pass) const {
  const std::int64_t B = batch.ids.size(0), T = batch.ids.size(1);
  KeyValueCache* const cache = std::exchange(pass.cache, nullptr);   // of the decoder
  const auto embedded = m_embeddings.forward({batch.ids}, pass);                                  // [B * T, H]
  const SequenceResult read = m_encoder.forward({embedded, attentionBytesOf(batch), {}, B}, pass);
  pass.cache = cache;
  const auto shaped = [&](const torch::Tensor& rows) { return rows.view({B, T, -1}); };           // [B, T, H]
  Output output;
  output.hidden = shaped(read.hidden);
  if (pass.capture.hiddenStates) output.hiddenStates.push_back(shaped(embedded));
  for (const auto& state : read.hiddenStates) output.hiddenStates.push_back(shaped(state));
  output.attentions = read.attentions;
  return output;
}

Output EncoderDecoderModel::decode(const BatchTensors& batch, const Source& source, Pass& pass) const {
  const std::int64_t B = batch.decoderIds.size(0), T = batch.decoderIds.size(1);
  const auto embedded = m_embeddings.forward({batch.decoderIds}, pass);                           // [B * T, H]
  const SequenceResult written = m_decoder->forward({embedded, {}, source, B}, pass);
  const auto shaped = [&](const torch::Tensor& rows) { return rows.view({B, T, -1}); };           // [B, T, H]
  Output output;
  output.hidden = shaped(written.hidden);
  if (pass.capture.hiddenStates) output.hiddenStates.push_back(shaped(embedded));
  for (const auto& state : written.hiddenStates) output.hiddenStates.push_back(shaped(state));
  output.attentions = written.attentions;
  output.crossAttentions = written.crossAttentions;
  return output;
}

Output EncoderDecoderModel::forward(const BatchTensors& batch, Pass& pass) {
  if (!batch.decoderIds.defined()) return encode(batch, pass);
  if (pass.cache && !pass.cache->source.empty()) return decode(batch, {}, pass);
  const Output read = encode(batch, pass);
  Output output = decode(batch, {read.hidden.flatten(0, 1), attentionBytesOf(batch)}, pass);
  output.sourceHidden = read.hidden;
  output.sourceHiddenStates = read.hiddenStates;
  output.sourceAttentions = read.attentions;
  return output;
}

torch::Tensor EncoderDecoderModel::tokenLogits(const torch::Tensor& hidden) {
  if (!m_head.defined()) return TextModel::tokenLogits(hidden);
  return linear(m_options.tied && m_options.tiedScale != 1 ? hidden * m_options.tiedScale : hidden, {m_head, {}});
}

}  // namespace cloze
