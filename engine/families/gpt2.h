// GPT-2 (Radford et al., 2019): configuration and catalogue entry, torch-free. The model is in gpt2.cpp.
// Keys are those of Hugging Face's config.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/catalogue.h"
#include "engine/core/activations.h"
#include "engine/core/error.h"
#include "engine/families/require_only.h"
#include "engine/families/summary_settings.h"

namespace cloze {

struct Gpt2Config {
  std::int64_t vocabSize = 50257;
  std::int64_t width = 768, layers = 12, heads = 12;
  std::optional<std::int64_t> inner;
  std::int64_t positions = 1024;
  std::string activation = "gelu_new";
  double residualDropout = 0.1, embeddingDropout = 0.1, attentionDropout = 0.1;
  double layerNormEpsilon = 1e-5, initializerRange = 0.02;
  bool scaleAttention = true, scaleByLayer = false, tieWordEmbeddings = true;
  std::optional<std::int64_t> beginTokenId = 50256, endTokenId = 50256, padTokenId;
  std::optional<double> classifierDropout;
  SummarySettings summary;

  std::int64_t innerWidth() const { return inner.value_or(4 * width); }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("n_embd", self.width, Label{"Width"}, Help{"Width of every layer"}, Range{2, 16384});
    visit("n_layer", self.layers, Label{"Layers"}, Help{"Layers"}, Range{1, 256});
    visit("n_head", self.heads, Label{"Heads"}, Help{"Attention heads of each layer; the width must be a multiple"}, Range{1, 512});
    visit("n_inner", self.inner, Label{"Feed-forward width"}, Help{"Inner width of the feed-forward part; empty: four times the width"}, Range{1, 65536});
    visit("n_positions", self.positions, Label{"Longest input"}, Unit{"tokens"}, Help{"Positions that have an embedding"}, Range{1, 65536});
    visit("activation_function", self.activation, Label{"Activation"}, Help{"Activation of the feed-forward part"}, Choices{activationNames()}, Advanced{});
    visit("resid_pdrop", self.residualDropout, Label{"Dropout"}, Help{"Share of hidden values set to zero while training"}, Range{0.0, 0.99});
    visit("embd_pdrop", self.embeddingDropout, Label{"Embedding dropout"}, Help{"Share of the first layer's input set to zero while training"}, Range{0.0, 0.99}, Advanced{});
    visit("attn_pdrop", self.attentionDropout, Label{"Attention dropout"}, Help{"Share of attention weights set to zero while training"}, Range{0.0, 0.99});
    visit("layer_norm_epsilon", self.layerNormEpsilon, Label{"Layer-norm epsilon"}, Help{"Added to the variance"}, Range{0.0, 1.0}, Advanced{});
    visit("initializer_range", self.initializerRange, Label{"Initial spread"}, Help{"Standard deviation of the first weights"}, Range{0.0, 10.0}, Advanced{});
    visit("scale_attn_weights", self.scaleAttention, Label{"Scaled attention"}, Help{"Divide attention scores by the root of the head's width"}, Advanced{});
    visit("scale_attn_by_inverse_layer_idx", self.scaleByLayer, Label{"Scaled by layer"}, Help{"Divide attention scores by the layer's number too"}, Advanced{});
    visit("vocab_size", self.vocabSize, Label{"Vocabulary"}, Unit{"pieces"}, Help{"Set by the tokeniser"}, Range{1, 2000000}, Advanced{});
    visit("tie_word_embeddings", self.tieWordEmbeddings, Label{"Tied head"}, Help{"The language head uses the word embeddings as its weights"}, Advanced{});
    visit("bos_token_id", self.beginTokenId, Label{"Begin id"}, Help{"Token that begins a text"}, Advanced{});
    visit("eos_token_id", self.endTokenId, Label{"End id"}, Help{"Token that ends a text"}, Advanced{});
    visit("pad_token_id", self.padTokenId, Label{"Padding id"}, Help{"Finds the last token of a row that is classified"}, Advanced{});
    visit("classifier_dropout", self.classifierDropout, Label{"Classifier dropout"}, Help{"Dropout before a task head; empty: 0.1"}, Range{0.0, 0.99}, Advanced{});
    SummarySettings::describe(self.summary, visit);
  }
};

// Exact, with the language head; a tied matrix counts once.
inline std::int64_t parameterCount(const Gpt2Config& c) {
  const std::int64_t H = c.width, F = c.innerWidth(), V = c.vocabSize;
  const std::int64_t layer = 4 * (H * H + H) + (H * F + F) + (F * H + H) + 4 * H;
  return (V + c.positions) * H + c.layers * layer + 2 * H + (c.tieWordEmbeddings ? 0 : V * H);
}

inline const Gpt2Config& gpt2Config(const Settings& settings) {
  const auto* typed = dynamic_cast<const SettingsOf<Gpt2Config>*>(&settings);
  if (!typed) throw std::invalid_argument("these settings are not GPT-2's");
  return typed->value;
}

inline std::vector<Problem> gpt2Problems(const Gpt2Config& c, const Json& otherKeys) {
  std::vector<Problem> problems;
  if (c.heads > 0 && c.width % c.heads != 0)
    problems.push_back({"n_head", "n_embd " + std::to_string(c.width) + " is not a multiple of " + std::to_string(c.heads) + " heads"});
  requireOnly(otherKeys, {{"add_cross_attention", false}, {"is_decoder", false}, {"summary_last_dropout", 0.0}, {"summary_use_proj", true}, {"summary_proj_to_labels", true}}, problems);
  return problems;
}

inline FamilyInfo gpt2Info() {
  FamilyInfo info;
  info.id = "gpt2";
  info.title = "GPT-2";
  info.year = 2019;
  info.idea = "Predict the next word from what came before; then go on writing";
  info.paper = "Radford, Wu, Child, Luan, Amodei, Sutskever: Language Models are Unsupervised Multitask Learners";
  info.tokenizer = "byte_bpe";
  info.drawing = {{"x....",
                   "xx...",
                   "xxx..",
                   "xxxx.",
                   "xxxxx"},
                  ".....",
                  "^^^^^"};
  info.objectives = {"causal_lm"};
  info.keys = {"n_embd", "n_layer", "n_head", "n_inner", "n_positions"};
  info.makeConfig = [] { return std::make_unique<SettingsOf<Gpt2Config>>(); };
  info.parameterCount = [](Settings& config) { return parameterCount(gpt2Config(config)); };
  info.problems = [](const Settings& config, const Json& otherKeys) { return gpt2Problems(gpt2Config(config), otherKeys); };
  return info;
}

}  // namespace cloze
