// T5 (Raffel et al., 2020): an encoder and a decoder that turn any text into any other; section 2.1. Norms first and without a mean, no biases, scores
// that are not scaled but know how far apart two tokens are. Names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/t5.h"

#include <cmath>

#include "engine/families/encoder_decoder.h"

namespace cloze {

namespace {

double root(std::int64_t width) { return 1 / std::sqrt(static_cast<double>(width)); }

// layer.0 attends to itself, the decoder's layer.1 to the source, the last one is the feed-forward part.
SequenceLayerNames t5Names(bool decoder, bool gated) {
  const auto attention = [](const std::string& prefix, const std::string& fused) { return SelfAttention::Names{prefix + fused, prefix + "q", prefix + "k", prefix + "v"}; };
  const std::string last = decoder ? "layer.2." : "layer.1.", dense = last + "DenseReluDense.";
  SequenceLayerNames names;
  names.layer.attention = attention("layer.0.SelfAttention.", "qkv");
  names.layer.attentionOutput = {"layer.0.SelfAttention.o", "layer.0.layer_norm"};
  names.layer.widen = {dense + (gated ? "wi_0" : "wi"), dense + "act"};
  names.layer.narrow = {dense + "wo", last + "layer_norm"};
  if (gated) names.gate = dense + "wi_1";
  if (!decoder) return names;
  names.cross = attention("layer.1.EncDecAttention.", "kv");
  names.crossOutput = {"layer.1.EncDecAttention.o", "layer.1.layer_norm"};
  return names;
}

SequenceStackOptions t5Stack(const T5Config& c, bool decoder) {
  const std::string stack = decoder ? "decoder." : "encoder.";
  const auto form = [](double spread) { return LinearForm{MatrixLayout::OutputsFirst, spread, false}; };   // no biases anywhere
  SequenceStackOptions options;
  options.prefix = stack + "block.";
  options.names = t5Names(decoder, c.gated);
  options.layers = decoder ? c.decoders() : c.layers;
  options.firstGroup = decoder ? c.layers + 1 : 1;
  options.attention.width = c.width;
  options.attention.heads = c.heads;
  options.attention.headSize = c.headSize;
  options.attention.dropout = c.dropout;
  options.attention.span = decoder ? AttentionSpan::Causal : AttentionSpan::Everything;
  options.attention.scale = 1;                                                                 // the first query weights are small instead
  options.attention.form = form(root(c.width));
  options.attention.querySpread = root(c.headSize);
  options.output = {c.attentionWidth(), c.width, c.layerNormEpsilon, c.dropout, NormPlace::Pre, form(root(c.attentionWidth())), NormKind::RootMeanSquare};
  options.feedForward = {c.activation, form(root(c.width)), options.output, "", c.dropout};
  options.feedForward.narrow.in = c.inner;
  options.feedForward.narrow.form = form(root(c.inner));
  options.finalNorm = stack + "final_layer_norm";
  options.relative = RelativeBias::Options{stack + "block.0.layer.0.SelfAttention.relative_attention_bias.weight", {c.buckets, c.maximumDistance, !decoder}, c.heads, root(c.width)};
  return options;
}

EncoderDecoderOptions t5Options(const T5Config& c) {
  EncoderDecoderOptions options;
  options.embeddings.tables = {{"shared", c.vocabSize}};
  options.embeddings.norm = "";
  options.embeddings.width = c.width;
  options.embeddings.dropout = c.dropout;
  options.encoder = t5Stack(c, false);
  options.decoder = t5Stack(c, true);
  options.tied = c.tieWordEmbeddings;
  options.tiedScale = root(c.width);
  options.initializerRange = c.initializerFactor;
  return options;
}

class T5Model final : public EncoderDecoderModel {
 public:
  T5Model(const T5Config& config, std::optional<std::uint64_t> seed, const HeadChoice& choice) : EncoderDecoderModel(t5Options(config), seed, choice), m_settings(config) {}
  Settings& config() override { return m_settings; }
  std::string family() const override { return "t5"; }

 private:
  SettingsOf<T5Config> m_settings;
};

std::unique_ptr<TextModel> buildT5(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  return std::make_unique<T5Model>(t5Config(config), seed, head);
}

}  // namespace

ModelFactory t5Factory() {
  ModelFactory factory;
  factory.build = buildT5;
  factory.architectures = {{Head::SequenceToSequence, "T5ForConditionalGeneration"}, {Head::None, "T5Model"}};
  return factory;
}

}  // namespace cloze
