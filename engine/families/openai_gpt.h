// GPT (Radford et al., 2018): configuration and catalogue entry, torch-free. The model is in openai_gpt.cpp.
// Keys are those of Hugging Face's config.json, which calls the family "openai-gpt".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/catalogue.h"
#include "engine/core/error.h"
#include "engine/families/require_only.h"
#include "engine/families/summary_settings.h"

namespace cloze {

struct OpenaiGptConfig {
  std::int64_t vocabSize = 40478;
  std::int64_t width = 768, layers = 12, heads = 12, positions = 512;
  std::string activation = "gelu";                                       // here the name of the tanh form
  double residualDropout = 0.1, embeddingDropout = 0.1, attentionDropout = 0.1;
  double layerNormEpsilon = 1e-5, initializerRange = 0.02;
  bool tieWordEmbeddings = true;
  std::optional<std::int64_t> beginTokenId, endTokenId, padTokenId;
  SummarySettings summary;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("n_embd", self.width, Label{"Width"}, Help{"Width of every layer; the feed-forward part is four times as wide"}, Range{2, 16384});
    visit("n_layer", self.layers, Label{"Layers"}, Help{"Layers"}, Range{1, 256});
    visit("n_head", self.heads, Label{"Heads"}, Help{"Attention heads of each layer; the width must be a multiple"}, Range{1, 512});
    visit("n_positions", self.positions, Label{"Longest input"}, Unit{"tokens"}, Help{"Positions that have an embedding"}, Range{1, 65536});
    visit("afn", self.activation, Label{"Activation"}, Help{"Activation of the feed-forward part; gelu means its tanh form here"}, Choices{{"gelu", "relu", "silu", "swish"}}, Advanced{});
    visit("resid_pdrop", self.residualDropout, Label{"Dropout"}, Help{"Share of hidden values set to zero while training"}, Range{0.0, 0.99});
    visit("embd_pdrop", self.embeddingDropout, Label{"Embedding dropout"}, Help{"Share of the first layer's input set to zero while training"}, Range{0.0, 0.99}, Advanced{});
    visit("attn_pdrop", self.attentionDropout, Label{"Attention dropout"}, Help{"Share of attention weights set to zero while training"}, Range{0.0, 0.99});
    visit("layer_norm_epsilon", self.layerNormEpsilon, Label{"Layer-norm epsilon"}, Help{"Added to the variance"}, Range{0.0, 1.0}, Advanced{});
    visit("initializer_range", self.initializerRange, Label{"Initial spread"}, Help{"Standard deviation of the first weights"}, Range{0.0, 10.0}, Advanced{});
    visit("vocab_size", self.vocabSize, Label{"Vocabulary"}, Unit{"pieces"}, Help{"Set by the tokeniser"}, Range{1, 2000000}, Advanced{});
    visit("tie_word_embeddings", self.tieWordEmbeddings, Label{"Tied head"}, Help{"The language head uses the word embeddings as its weights"}, Advanced{});
    visit("bos_token_id", self.beginTokenId, Label{"Begin id"}, Help{"Token that begins a text"}, Advanced{});
    visit("eos_token_id", self.endTokenId, Label{"End id"}, Help{"Token that ends a text"}, Advanced{});
    visit("pad_token_id", self.padTokenId, Label{"Padding id"}, Help{"Finds the last token of a row that is classified"}, Advanced{});
    SummarySettings::describe(self.summary, visit);
  }
};

// Exact, with the language head; a tied matrix counts once.
inline std::int64_t parameterCount(const OpenaiGptConfig& c) {
  const std::int64_t H = c.width, V = c.vocabSize, layer = 12 * H * H + 13 * H;
  return (V + c.positions) * H + c.layers * layer + (c.tieWordEmbeddings ? 0 : V * H);
}

inline const OpenaiGptConfig& openaiGptConfig(const Settings& settings) {
  const auto* typed = dynamic_cast<const SettingsOf<OpenaiGptConfig>*>(&settings);
  if (!typed) throw std::invalid_argument("these settings are not GPT's");
  return typed->value;
}

inline std::vector<Problem> openaiGptProblems(const OpenaiGptConfig& c, const Json& otherKeys) {
  std::vector<Problem> problems;
  if (c.heads > 0 && c.width % c.heads != 0)
    problems.push_back({"n_head", "n_embd " + std::to_string(c.width) + " is not a multiple of " + std::to_string(c.heads) + " heads"});
  requireOnly(otherKeys, {{"summary_last_dropout", 0.0}, {"summary_use_proj", true}, {"summary_proj_to_labels", true}}, problems);
  return problems;
}

inline FamilyInfo openai_gptInfo() {
  FamilyInfo info;
  info.id = "openai-gpt";
  info.title = "GPT";
  info.year = 2018;
  info.idea = "Predict the next word from what came before; the first of its line, with the norms after each part";
  info.paper = "Radford, Narasimhan, Salimans, Sutskever: Improving Language Understanding by Generative Pre-Training";
  info.tokenizer = "char_bpe";
  info.drawing = {{"x....",
                   "xx...",
                   "xxx..",
                   "xxxx.",
                   "xxxxx"},
                  ".....",
                  "^^^^^"};
  info.objectives = {"causal_lm"};
  info.keys = {"n_embd", "n_layer", "n_head", "", "n_positions"};
  info.makeConfig = [] { return std::make_unique<SettingsOf<OpenaiGptConfig>>(); };
  info.parameterCount = [](Settings& config) { return parameterCount(openaiGptConfig(config)); };
  info.problems = [](const Settings& config, const Json& otherKeys) { return openaiGptProblems(openaiGptConfig(config), otherKeys); };
  return info;
}

}  // namespace cloze
