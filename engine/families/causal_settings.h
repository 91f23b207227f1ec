// What the configurations of GPT and its successors have in common, under Hugging Face's keys: sizes, dropouts, ids, one description, one count
// of parameters, one check. A family adds its own settings to it. Torch-free; causal_model.h is the torch side.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/catalogue.h"
#include "engine/families/require_only.h"
#include "engine/families/settings_as.h"
#include "engine/families/summary_settings.h"

namespace cloze {

struct CausalSettings {
  std::int64_t vocabSize = 50257;
  std::int64_t width = 768, layers = 12, heads = 12, positions = 1024;
  std::string activation = "gelu_new";
  double residualDropout = 0.1, embeddingDropout = 0.1, attentionDropout = 0.1;
  double layerNormEpsilon = 1e-5, initializerRange = 0.02;
  bool tieWordEmbeddings = true;
  std::optional<std::int64_t> beginTokenId, endTokenId, padTokenId;
  SummarySettings summary;

  template <class Self, class Visitor> static void describeSizes(Self& self, Visitor& visit) {
    visit("n_embd", self.width, Label{"Width"}, Help{"Width of every layer"}, Range{2, 16384});
    visit("n_layer", self.layers, Label{"Layers"}, Help{"Layers"}, Range{1, 256});
    visit("n_head", self.heads, Label{"Heads"}, Help{"Attention heads of each layer; the width must be a multiple"}, Range{1, 512});
    visit("n_positions", self.positions, Label{"Longest input"}, Unit{"tokens"}, Help{"Positions that have an embedding"}, Range{1, 65536});
  }

  template <class Self, class Visitor> static void describeRest(Self& self, Visitor& visit) {
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

// Exact, with the language head, without a norm at the end; a tied matrix counts once. inner: width of the feed-forward part.
inline std::int64_t causalParameters(const CausalSettings& c, std::int64_t inner) {
  const std::int64_t H = c.width, F = inner, V = c.vocabSize;
  const std::int64_t layer = 4 * (H * H + H) + (H * F + F) + (F * H + H) + 4 * H;
  return (V + c.positions) * H + c.layers * layer + (c.tieWordEmbeddings ? 0 : V * H);
}

inline std::vector<Problem> causalProblems(const CausalSettings& c, const Json& otherKeys) {
  std::vector<Problem> problems;
  if (c.heads > 0 && c.width % c.heads != 0)
    problems.push_back({"n_head", "n_embd " + std::to_string(c.width) + " is not a multiple of " + std::to_string(c.heads) + " heads"});
  requireOnly(otherKeys, {{"summary_last_dropout", 0.0}, {"summary_use_proj", true}, {"summary_proj_to_labels", true}}, problems);
  return problems;
}

// What the catalogue says of each of them; the family adds who it is.
inline FamilyInfo causalInfo() {
  FamilyInfo info;
  info.drawing = {{"x....",
                   "xx...",
                   "xxx..",
                   "xxxx.",
                   "xxxxx"},
                  ".....",
                  "^^^^^"};
  info.objectives = {"causal_lm"};
  info.taskPooling = "last";
  info.keys = {"n_embd", "n_layer", "n_head", "", "n_positions"};
  return info;
}

}  // namespace cloze
