// GPT-2 (Radford et al., 2019): a Transformer decoder with the norms first, trained to predict the next token; section 2.3.
// Names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/families/gpt2.h"

#include <cmath>

#include "engine/families/causal_model.h"

namespace cloze {

namespace {

CausalOptions gpt2Options(const Gpt2Config& c, const HeadChoice& choice) {
  CausalOptions options = causalOptions(c, c.innerWidth(), {"wte", "wpe"}, choice);
  options.layers.norm = NormPlace::Pre;                                                        // sec. 2.3: norms moved to the input of each sub-block,
  options.layers.finalNorm = causalPrefix(choice) + "ln_f";                                    // and one more after the last
  options.layers.residualSpread = 1 / std::sqrt(2.0 * static_cast<double>(c.layers));          // 1 / sqrt(N) of N residual layers
  options.layers.scale = c.scaleAttention ? (c.scaleByLayer ? ScoreScale::RootOfHeadSizeAndLayer : ScoreScale::RootOfHeadSize)
                                          : (c.scaleByLayer ? ScoreScale::Layer : ScoreScale::One);
  options.classifierDropout = c.classifierDropout.value_or(0.1);
  return options;
}

std::unique_ptr<TextModel> buildGpt2(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) {
  const Gpt2Config& c = gpt2Config(config);
  return std::make_unique<CausalFamily<Gpt2Config>>(c, gpt2Options(c, head), "gpt2", seed, head);
}

}  // namespace

ModelFactory gpt2Factory() {
  ModelFactory factory;
  factory.build = buildGpt2;
  factory.encoderPrefix = causalPrefix({Head::CausalLm});
  factory.architectures = {{Head::CausalLm, "GPT2LMHeadModel"}, {Head::None, "GPT2Model"}, {Head::DoubleHeads, "GPT2DoubleHeadsModel"},
                           {Head::SequenceLabels, "GPT2ForSequenceClassification"}, {Head::TokenLabels, "GPT2ForTokenClassification"},
                           {Head::Span, "GPT2ForQuestionAnswering"}};
  return factory;
}

}  // namespace cloze
