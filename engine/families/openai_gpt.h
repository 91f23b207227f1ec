// GPT (Radford et al., 2018): configuration and catalogue entry, torch-free. The model is in openai_gpt.cpp.
// Keys are those of Hugging Face's config.json, which calls the family "openai-gpt".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/families/causal_settings.h"

namespace cloze {

struct OpenaiGptConfig : CausalSettings {
  OpenaiGptConfig() {
    vocabSize = 40478;
    positions = 512;
    activation = "gelu";                                                                 // here the name of the tanh form
  }
  std::int64_t innerWidth() const { return 4 * width; }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    describeSizes(self, visit);
    visit("afn", self.activation, Label{"Activation"}, Help{"Activation of the feed-forward part; gelu means its tanh form here"}, Choices{{"gelu", "relu", "silu", "swish"}}, Advanced{});
    describeRest(self, visit);
  }
};

inline const OpenaiGptConfig& openaiGptConfig(const Settings& settings) { return settingsAs<OpenaiGptConfig>(settings); }

inline FamilyInfo openai_gptInfo() {
  FamilyInfo info = causalInfo();
  info.id = "openai-gpt";
  info.title = "GPT";
  info.year = 2018;
  info.idea = "Predict the next word from what came before; the first of its line, with the norms after each part";
  info.paper = "Radford, Narasimhan, Salimans, Sutskever: Improving Language Understanding by Generative Pre-Training";
  info.tokenizer = "char_bpe";
  info.makeConfig = [] { return std::make_unique<SettingsOf<OpenaiGptConfig>>(); };
  info.parameterCount = [](Settings& config) { return causalParameters(openaiGptConfig(config), openaiGptConfig(config).innerWidth()); };
  info.problems = [](const Settings& config, const Json& otherKeys) { return causalProblems(openaiGptConfig(config), otherKeys); };
  return info;
}

}  // namespace cloze
