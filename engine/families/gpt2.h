// GPT-2 (Radford et al., 2019): configuration and catalogue entry, torch-free. The model is in gpt2.cpp.
// Keys are those of Hugging Face's config.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/activations.h"
#include "engine/families/causal_settings.h"

namespace cloze {

struct Gpt2Config : CausalSettings {
  std::optional<std::int64_t> inner;
  bool scaleAttention = true, scaleByLayer = false;
  std::optional<double> classifierDropout;

  Gpt2Config() { beginTokenId = endTokenId = 50256; }
  std::int64_t innerWidth() const { return inner.value_or(4 * width); }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    describeSizes(self, visit);
    visit("n_inner", self.inner, Label{"Feed-forward width"}, Help{"Inner width of the feed-forward part; empty: four times the width"}, Range{1, 65536});
    visit("activation_function", self.activation, Label{"Activation"}, Help{"Activation of the feed-forward part"}, Choices{activationNames()}, Advanced{});
    visit("scale_attn_weights", self.scaleAttention, Label{"Scaled attention"}, Help{"Divide attention scores by the root of the head's width"}, Advanced{});
    visit("scale_attn_by_inverse_layer_idx", self.scaleByLayer, Label{"Scaled by layer"}, Help{"Divide attention scores by the layer's number too"}, Advanced{});
    visit("classifier_dropout", self.classifierDropout, Label{"Classifier dropout"}, Help{"Dropout before a task head; empty: 0.1"}, Range{0.0, 0.99}, Advanced{});
    describeRest(self, visit);
  }
};

inline const Gpt2Config& gpt2Config(const Settings& settings) { return settingsAs<Gpt2Config>(settings); }

inline std::vector<Problem> gpt2Problems(const Gpt2Config& c, const Json& otherKeys) {
  std::vector<Problem> problems = causalProblems(c, otherKeys);
  requireOnly(otherKeys, {{"add_cross_attention", false}, {"is_decoder", false}}, problems);
  return problems;
}

inline FamilyInfo gpt2Info() {
  FamilyInfo info = causalInfo();
  info.id = "gpt2";
  info.title = "GPT-2";
  info.year = 2019;
  info.idea = "Predict the next word from what came before; then go on writing";
  info.paper = "Radford, Wu, Child, Luan, Amodei, Sutskever: Language Models are Unsupervised Multitask Learners";
  info.tokenizer = "byte_bpe";
  info.keys.inner = "n_inner";
  info.makeConfig = [] { return std::make_unique<SettingsOf<Gpt2Config>>(); };
  info.parameterCount = [](Settings& config) {
    const Gpt2Config& c = gpt2Config(config);
    return causalParameters(c, c.innerWidth()) + 2 * c.width;                          // and the norm at the end
  };
  info.problems = [](const Settings& config, const Json& otherKeys) { return gpt2Problems(gpt2Config(config), otherKeys); };
  return info;
}

}  // namespace cloze
