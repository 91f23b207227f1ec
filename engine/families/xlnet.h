// XLNet (Yang et al., 2019): configuration and catalogue entry, torch-free. The model is in xlnet.cpp.
// Keys are those of Hugging Face's config.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/catalogue.h"
#include "engine/core/activations.h"
#include "engine/families/require_only.h"
#include "engine/families/settings_as.h"

namespace cloze {

struct XlnetConfig {
  std::int64_t vocabSize = 32000, width = 1024, layers = 24, heads = 16, headSize = 64, inner = 4096;
  std::string activation = "gelu", attention = "bi";
  bool untieBiases = true, bothDirections = false, sameLength = false, tieWordEmbeddings = true;
  std::optional<std::int64_t> memoryLength = 512, reuseLength;
  std::int64_t clampLength = -1;
  double dropout = 0.1, initializerRange = 0.02, layerNormEps = 1e-12;
  bool memoryInEvaluation = true, memoryInTraining = false, summaryMapped = true;
  std::string summaryType = "last";
  std::optional<std::string> summaryActivation = "tanh";
  double summaryDropout = 0.1;
  std::int64_t startTop = 5, endTop = 5;
  std::optional<std::int64_t> padTokenId = 5, beginTokenId = 1, endTokenId = 2;

  // Heads share the width; d_head, which follows, may not say otherwise.
  void shareWidth() { if (heads > 0) headSize = width / heads; }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("d_model", self.width, Label{"Width"}, Help{"Width of every layer"}, Range{2, 16384}, Then{[&self] { self.shareWidth(); }});
    visit("n_layer", self.layers, Label{"Layers"}, Help{"Layers of both streams, which share their weights"}, Range{1, 256});
    visit("n_head", self.heads, Label{"Heads"}, Help{"Attention heads of each layer; the width must be a multiple"}, Range{1, 512}, Then{[&self] { self.shareWidth(); }});
    visit("d_inner", self.inner, Label{"Feed-forward width"}, Help{"Inner width of the feed-forward part, usually four times the width"}, Range{1, 262144});
    visit("mem_len", self.memoryLength, Label{"Memory"}, Unit{"tokens"}, Help{"Tokens of earlier segments that each layer remembers at most; empty or 0: none"}, Range{0, 65536});
    visit("reuse_len", self.reuseLength, Label{"Carried tokens"}, Unit{"tokens"}, Help{"First tokens of a row that enter the memory, where the next row goes on; empty or 0: rows do not go on"}, Range{0, 65536});
    visit("bi_data", self.bothDirections, Label{"Both directions"}, Help{"Half of the rows of running text are read backwards"});
    visit("dropout", self.dropout, Label{"Dropout"}, Help{"Share of hidden values and attention weights set to zero while training"}, Range{0.0, 0.99});
    visit("ff_activation", self.activation, Label{"Activation"}, Help{"Activation of the feed-forward part"}, Choices{activationNames()}, Advanced{});
    visit("attn_type", self.attention, Label{"Attention"}, Help{"bi: to both sides, as the order of prediction allows (XLNet); uni: to what came before (Transformer-XL)"}, Choices{{"bi", "uni"}}, Advanced{});
    visit("same_length", self.sameLength, Label{"Same reach"}, Help{"With attention to what came before: no token sees farther back than another"}, Advanced{});
    visit("clamp_len", self.clampLength, Label{"Farthest distance"}, Unit{"tokens"}, Help{"Distances beyond count as this one; -1: no limit"}, Range{-1, 1000000}, Advanced{});
    visit("untie_r", self.untieBiases, Label{"Biases per layer"}, Help{"Each layer has biases of its own for content, distance and segment"}, Advanced{});
    visit("d_head", self.headSize, Label{"Head width"}, Help{"Width of one head; follows from width and heads"}, Range{1, 4096}, Advanced{});
    visit("vocab_size", self.vocabSize, Label{"Vocabulary"}, Unit{"pieces"}, Help{"Set by the tokeniser"}, Range{1, 2000000}, Advanced{});
    visit("initializer_range", self.initializerRange, Label{"Initial spread"}, Help{"Standard deviation of the first weights"}, Range{0.0, 10.0}, Advanced{});
    visit("layer_norm_eps", self.layerNormEps, Label{"Layer-norm epsilon"}, Help{"Added to the variance"}, Range{0.0, 1.0}, Advanced{});
    visit("tie_word_embeddings", self.tieWordEmbeddings, Label{"Tied head"}, Help{"The word head uses the word embeddings as its weights"}, Advanced{});
    visit("summary_type", self.summaryType, Label{"Summary of"}, Help{"Which token answers for a sequence; last: the last real one, [CLS]"}, Choices{{"last", "first", "mean", "cls_index"}}, Advanced{});
    visit("summary_use_proj", self.summaryMapped, Label{"Summary mapped"}, Help{"A linear map before the labels"}, Advanced{});
    visit("summary_activation", self.summaryActivation, Label{"Summary activation"}, Help{"Activation of that map; empty: none"}, Choices{activationNames()}, Advanced{});
    visit("summary_last_dropout", self.summaryDropout, Label{"Summary dropout"}, Help{"Dropout before the labels"}, Range{0.0, 0.99}, Advanced{});
    visit("use_mems_eval", self.memoryInEvaluation, Label{"Memory in evaluation"}, Help{"For other programs; here running text carries its memory whenever it goes on"}, Advanced{});
    visit("use_mems_train", self.memoryInTraining, Label{"Memory in training"}, Help{"For other programs; here running text carries its memory whenever it goes on"}, Advanced{});
    visit("start_n_top", self.startTop, Label{"Starts of a span"}, Help{"For other programs: starts that a beam over answers keeps"}, Range{1, 1000}, Advanced{});
    visit("end_n_top", self.endTop, Label{"Ends of a span"}, Help{"For other programs: ends that a beam over answers keeps"}, Range{1, 1000}, Advanced{});
    visit("pad_token_id", self.padTokenId, Label{"Padding id"}, Help{"Fills rows up"}, Range{0, 2000000}, Advanced{});
    visit("bos_token_id", self.beginTokenId, Label{"Begin id"}, Help{"Token that begins a text; the model does not use it"}, Range{0, 2000000}, Advanced{});
    visit("eos_token_id", self.endTokenId, Label{"End id"}, Help{"Token that ends a text; the model does not use it"}, Range{0, 2000000}, Advanced{});
  }
};

// Exact, with the word head; a tied matrix and shared biases count once.
inline std::int64_t parameterCount(const XlnetConfig& c) {
  const std::int64_t H = c.width, F = c.inner, V = c.vocabSize, vector = c.heads * c.headSize;
  const std::int64_t activation = c.activation == "prelu" ? 1 : c.activation == "xielu" ? 2 : 0;
  const std::int64_t layer = 5 * H * vector + 2 * vector + 2 * H + (H * F + F) + (F * H + H) + 2 * H + activation;
  return V * H + H + c.layers * layer + (c.untieBiases ? c.layers : 1) * 3 * vector + V + (c.tieWordEmbeddings ? 0 : V * H);
}

// Forward multiply-adds of a step's batch (engine/bench.h): the last layer's content is only looked at, the stream of queries has the predicted places.
inline double xlnetMultiplyAdds(const XlnetConfig& c, const BatchWork& work) {
  const auto H = static_cast<double>(c.width), F = static_cast<double>(c.inner), L = static_cast<double>(c.layers), V = static_cast<double>(c.vocabSize);
  const double looking = 3 * work.length * H, feedForward = 2 * H * F;                         // content and distance scores, mixed values
  const double content = (L - 1) * (4 * H * H + looking + feedForward) + 2 * H * H;
  return work.tokens * content + work.predicted * (L * (2 * H * H + looking + feedForward) + H * V);
}

inline const XlnetConfig& xlnetConfig(const Settings& settings) { return settingsAs<XlnetConfig>(settings); }

inline std::vector<Problem> xlnetProblems(const XlnetConfig& c, const Json& otherKeys) {
  std::vector<Problem> problems;
  if (c.heads > 0 && c.width % c.heads != 0)
    problems.push_back({"n_head", "d_model " + std::to_string(c.width) + " is not a multiple of " + std::to_string(c.heads) + " heads"});
  else if (c.heads * c.headSize != c.width)
    problems.push_back({"d_head", std::to_string(c.headSize) + " is not d_model / n_head, " + std::to_string(c.width / c.heads)});
  if (c.width % 2 != 0) problems.push_back({"d_model", std::to_string(c.width) + " is odd: a distance is half sines, half cosines"});
  if (c.padTokenId && *c.padTokenId >= c.vocabSize)
    problems.push_back({"pad_token_id", std::to_string(*c.padTokenId) + " is outside the vocabulary of " + std::to_string(c.vocabSize)});
  if (c.reuseLength.value_or(0) > 0 && c.memoryLength.value_or(0) == 0)
    problems.push_back({"reuse_len", "is " + std::to_string(*c.reuseLength) + ", but mem_len leaves no room to keep it"});
  const std::string summary = c.summaryActivation.value_or("linear");
  if (summary == "prelu" || summary == "xielu" || (!c.summaryMapped && summary != "tanh" && summary != "linear"))
    problems.push_back({"summary_activation", "\"" + summary + "\" is not supported there; \"tanh\" is"});
  requireOnly(otherKeys, {{"is_decoder", false}, {"summary_proj_to_labels", false}, {"summary_first_dropout", 0}}, problems);
  return problems;
}

inline FamilyInfo xlnetInfo() {
  FamilyInfo info;
  info.id = "xlnet";
  info.title = "XLNet";
  info.year = 2019;
  info.idea = "Predict words in a random order, each from all that came before it in that order, on both sides; remember the text before";
  info.paper = "Yang, Dai, Yang, Carbonell, Salakhutdinov, Le: XLNet: Generalized Autoregressive Pretraining for Language Understanding";
  info.tokenizer = "unigram_cls_last";
  info.drawing = {{"x.xx.",
                   "xyxxx",
                   "x.xx.",
                   "x.xx.",
                   "x.xxy"},
                  ".?..?",
                  ".^..^"};
  info.keys = {"d_model", "n_layer", "n_head", "d_inner", "", "", "", "reuse_len"};
  info.objectives = {"permutation_lm"};
  info.makeConfig = [] { return std::make_unique<SettingsOf<XlnetConfig>>(); };
  info.parameterCount = [](Settings& config) { return parameterCount(xlnetConfig(config)); };
  info.multiplyAdds = [](const Settings& config, const BatchWork& work) { return xlnetMultiplyAdds(xlnetConfig(config), work); };
  info.problems = [](const Settings& config, const Json& otherKeys) { return xlnetProblems(xlnetConfig(config), otherKeys); };
  return info;
}

}  // namespace cloze
