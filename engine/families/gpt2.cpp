// GPT-2 (Radford et al., 2019): a Transformer decoder with the norms first, trained to predict the next token; section 2.3.
// Names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/gpt2.h"

#include <cmath>

#include "engine/families/causal_model.h"
#include "engine/families/summary_options.h"

namespace cloze {

namespace {

const std::string kGpt2Prefix = "transformer.";

StackOptions gpt2Layers(const Gpt2Config& c, const std::string& prefix) {
  StackOptions options;
  options.prefix = prefix + "h.";
  options.names.attention = {"attn.c_attn", {}, {}, {}};
  options.names.attentionOutput = {"attn.c_proj", "ln_1"};
  options.names.widen = {"mlp.c_fc", "mlp.act"};
  options.names.narrow = {"mlp.c_proj", "ln_2"};
  options.layers = c.layers;
  options.width = c.width;
  options.heads = c.heads;
  options.inner = c.innerWidth();
  options.activation = c.activation;
  options.epsilon = c.layerNormEpsilon;
  options.hiddenDropout = c.residualDropout;
  options.attentionDropout = c.attentionDropout;
  options.norm = NormPlace::Pre;                                                               // sec. 2.3: norms moved to the input of each sub-block,
  options.finalNorm = prefix + "ln_f";                                                         // and one more after the last
  options.span = AttentionSpan::Causal;
  options.scale = c.scaleAttention ? (c.scaleByLayer ? ScoreScale::RootOfHeadSizeAndLayer : ScoreScale::RootOfHeadSize)
                                   : (c.scaleByLayer ? ScoreScale::Layer : ScoreScale::One);
  options.layout = MatrixLayout::InputsFirst;
  options.residualSpread = 1 / std::sqrt(2.0 * static_cast<double>(c.layers));                 // sec. 2.3: 1 / sqrt(N) of N residual layers
  return options;
}

CausalOptions gpt2Options(const Gpt2Config& c, const std::string& prefix) {
  CausalOptions options;
  options.embeddings.prefix = prefix;
  options.embeddings.tables = {{"wte", c.vocabSize}, {"wpe", c.positions}};
  options.embeddings.norm = "";
  options.embeddings.width = c.width;
  options.embeddings.dropout = c.embeddingDropout;
  options.layers = gpt2Layers(c, prefix);
  options.tied = c.tieWordEmbeddings;
  options.initializerRange = c.initializerRange;
  options.classifierDropout = c.classifierDropout.value_or(0.1);
  options.padding = c.padTokenId;
  options.summary = summaryOptions(c.summary);
  return options;
}

std::string prefixOf(const HeadChoice& choice) { return choice.head == Head::None ? "" : kGpt2Prefix; }

class Gpt2Model final : public CausalModel {
 public:
  Gpt2Model(const Gpt2Config& config, std::optional<std::uint64_t> seed, const HeadChoice& choice)
      : CausalModel(gpt2Options(config, prefixOf(choice)), prefixOf(choice), seed, choice), m_settings(config) {}
  Settings& config() override { return m_settings; }
  std::string family() const override { return "gpt2"; }

 private:
  SettingsOf<Gpt2Config> m_settings;
};

std::unique_ptr<TextModel> buildGpt2(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  return std::make_unique<Gpt2Model>(gpt2Config(config), seed, head);
}

}  // namespace

ModelFactory gpt2Factory() {
  ModelFactory factory;
  factory.build = buildGpt2;
  factory.encoderPrefix = kGpt2Prefix;
  factory.architectures = {{Head::CausalLm, "GPT2LMHeadModel"}, {Head::None, "GPT2Model"}, {Head::DoubleHeads, "GPT2DoubleHeadsModel"},
                           {Head::SequenceLabels, "GPT2ForSequenceClassification"}, {Head::TokenLabels, "GPT2ForTokenClassification"},
                           {Head::Span, "GPT2ForQuestionAnswering"}};
  return factory;
}

}  // namespace cloze
