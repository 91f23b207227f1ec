// GPT (Radford et al., 2018): a Transformer decoder with the norms after each part, trained to predict the next token; section 3.1.
// Names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/openai_gpt.h"

#include "engine/families/causal_model.h"

namespace cloze {

namespace {

CausalOptions gptOptions(const OpenaiGptConfig& c, const HeadChoice& choice) {                 // sec. 4.1
  CausalOptions options = causalOptions(c, c.innerWidth(), {"tokens_embed", "positions_embed"}, choice);
  if (c.activation == "gelu") options.layers.activation = "gelu_new";
  return options;
}

std::unique_ptr<TextModel> buildOpenaiGpt(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  const OpenaiGptConfig& c = openaiGptConfig(config);
  return std::make_unique<CausalFamily<OpenaiGptConfig>>(c, gptOptions(c, head), "openai-gpt", seed, head);
}

}  // namespace

ModelFactory openai_gptFactory() {
  ModelFactory factory;
  factory.build = buildOpenaiGpt;
  factory.encoderPrefix = causalPrefix({Head::CausalLm});
  factory.architectures = {{Head::CausalLm, "OpenAIGPTLMHeadModel"}, {Head::None, "OpenAIGPTModel"}, {Head::DoubleHeads, "OpenAIGPTDoubleHeadsModel"},
                           {Head::SequenceLabels, "OpenAIGPTForSequenceClassification"}};
  return factory;
}

}  // namespace cloze
