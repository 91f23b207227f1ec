// GPT (Radford et al., 2018): a Transformer decoder with the norms after each part, trained to predict the next token; section 3.1.
// Names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/openai_gpt.h"

#include "engine/families/causal_model.h"
#include "engine/families/summary_options.h"

namespace cloze {

namespace {

const std::string kGptPrefix = "transformer.";

StackOptions gptLayers(const OpenaiGptConfig& c, const std::string& prefix) {
  StackOptions options;                                                                        // sec. 4.1
  options.prefix = prefix + "h.";
  options.names.attention = {"attn.c_attn", {}, {}, {}};
  options.names.attentionOutput = {"attn.c_proj", "ln_1"};
  options.names.widen = {"mlp.c_fc", "mlp.act"};
  options.names.narrow = {"mlp.c_proj", "ln_2"};
  options.layers = c.layers;
  options.width = c.width;
  options.heads = c.heads;
  options.inner = 4 * c.width;
  options.activation = c.activation == "gelu" ? "gelu_new" : c.activation;
  options.epsilon = c.layerNormEpsilon;
  options.hiddenDropout = c.residualDropout;
  options.attentionDropout = c.attentionDropout;
  options.span = AttentionSpan::Causal;
  options.layout = MatrixLayout::InputsFirst;
  return options;
}

CausalOptions gptOptions(const OpenaiGptConfig& c, const std::string& prefix) {
  CausalOptions options;
  options.embeddings.prefix = prefix;
  options.embeddings.tables = {{"tokens_embed", c.vocabSize}, {"positions_embed", c.positions}};
  options.embeddings.norm = "";
  options.embeddings.width = c.width;
  options.embeddings.dropout = c.embeddingDropout;
  options.layers = gptLayers(c, prefix);
  options.tied = c.tieWordEmbeddings;
  options.initializerRange = c.initializerRange;
  options.padding = c.padTokenId;
  options.summary = summaryOptions(c.summary);
  return options;
}

std::string gptPrefixOf(const HeadChoice& choice) { return choice.head == Head::None ? "" : kGptPrefix; }

class OpenaiGptModel final : public CausalModel {
 public:
  OpenaiGptModel(const OpenaiGptConfig& config, std::optional<std::uint64_t> seed, const HeadChoice& choice)
      : CausalModel(gptOptions(config, gptPrefixOf(choice)), gptPrefixOf(choice), seed, choice), m_settings(config) {}
  Settings& config() override { return m_settings; }
  std::string family() const override { return "openai-gpt"; }

 private:
  SettingsOf<OpenaiGptConfig> m_settings;
};

std::unique_ptr<TextModel> buildOpenaiGpt(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  return std::make_unique<OpenaiGptModel>(openaiGptConfig(config), seed, head);
}

}  // namespace

ModelFactory openai_gptFactory() {
  ModelFactory factory;
  factory.build = buildOpenaiGpt;
  factory.encoderPrefix = kGptPrefix;
  factory.architectures = {{Head::CausalLm, "OpenAIGPTLMHeadModel"}, {Head::None, "OpenAIGPTModel"}, {Head::DoubleHeads, "OpenAIGPTDoubleHeadsModel"},
                           {Head::SequenceLabels, "OpenAIGPTForSequenceClassification"}};
  return factory;
}

}  // namespace cloze
