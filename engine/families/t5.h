// T5 (Raffel et al., 2020): configuration and catalogue entry, torch-free. The model is in t5.cpp.
// Keys are those of Hugging Face's config.json.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/catalogue.h"
#include "engine/core/activations.h"
#include "engine/core/error.h"
#include "engine/families/require_only.h"

namespace cloze {

struct T5Config {
  std::int64_t vocabSize = 32128;
  std::int64_t width = 512, headSize = 64, inner = 2048, layers = 6;
  std::optional<std::int64_t> decoderLayers;
  std::int64_t heads = 8, buckets = 32, maximumDistance = 128;
  double dropout = 0.1, layerNormEpsilon = 1e-6, initializerFactor = 1;
  std::string projection = "relu";
  bool gated = false;
  std::string activation = "relu";
  bool tieWordEmbeddings = true;
  std::optional<std::int64_t> padTokenId = 0, endTokenId = 1, startTokenId = 0;

  std::int64_t decoders() const { return decoderLayers.value_or(layers); }
  std::int64_t attentionWidth() const { return heads * headSize; }

  // What "gated-gelu" stands for; dense_act_fn and is_gated_act, which follow, may say otherwise.
  void followProjection() {
    gated = projection.rfind("gated-", 0) == 0;
    activation = projection == "gated-gelu" ? "gelu_new" : gated ? projection.substr(6) : projection;
  }
  static std::vector<std::string> projections() {
    std::vector<std::string> names{"relu", "gated-gelu"};
    for (const std::string& name : activationNames())
      for (const std::string& one : {name, "gated-" + name})
        if (std::find(names.begin(), names.end(), one) == names.end()) names.push_back(one);
    return names;
  }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("d_model", self.width, Label{"Width"}, Help{"Width of every layer"}, Range{2, 16384});
    visit("num_layers", self.layers, Label{"Encoder layers"}, Help{"Layers that read the source"}, Range{1, 256});
    visit("num_decoder_layers", self.decoderLayers, Label{"Decoder layers"}, Help{"Layers that write the target; empty: as many as the encoder has"}, Range{1, 256});
    visit("num_heads", self.heads, Label{"Heads"}, Help{"Attention heads of each layer"}, Range{1, 512});
    visit("d_kv", self.headSize, Label{"Head width"}, Help{"Width of one head; heads times this need not be the width"}, Range{1, 4096});
    visit("d_ff", self.inner, Label{"Feed-forward width"}, Help{"Inner width of the feed-forward part"}, Range{1, 262144});
    visit("feed_forward_proj", self.projection, Label{"Feed-forward"}, Help{"Activation of the feed-forward part, gated or not: T5 has relu, T5 1.1 gated-gelu"}, Choices{projections()},
          Then{[&self] { self.followProjection(); }});
    visit("is_gated_act", self.gated, Label{"Gated"}, Help{"A second map multiplies what was activated; follows from the feed-forward setting"}, Advanced{});
    visit("dense_act_fn", self.activation, Label{"Activation"}, Help{"Activation of the feed-forward part; follows from the feed-forward setting"}, Choices{activationNames()}, Advanced{});
    visit("dropout_rate", self.dropout, Label{"Dropout"}, Help{"Share of hidden values and attention weights set to zero while training"}, Range{0.0, 0.99});
    visit("relative_attention_num_buckets", self.buckets, Label{"Distance buckets"}, Help{"Groups of distances between two tokens that share a bias"}, Range{4, 4096}, Advanced{});
    visit("relative_attention_max_distance", self.maximumDistance, Label{"Farthest distance"}, Unit{"tokens"}, Help{"From here on all distances share one bucket"}, Range{2, 1000000}, Advanced{});
    visit("layer_norm_epsilon", self.layerNormEpsilon, Label{"Layer-norm epsilon"}, Help{"Added to the mean square"}, Range{0.0, 1.0}, Advanced{});
    visit("initializer_factor", self.initializerFactor, Label{"Initial spread"}, Help{"Factor of the standard deviations of the first weights"}, Range{0.0, 10.0}, Advanced{});
    visit("vocab_size", self.vocabSize, Label{"Vocabulary"}, Unit{"pieces"}, Help{"Set by the tokeniser"}, Range{1, 2000000}, Advanced{});
    visit("tie_word_embeddings", self.tieWordEmbeddings, Label{"Tied head"}, Help{"The language head uses the word embeddings as its weights"}, Advanced{});
    visit("pad_token_id", self.padTokenId, Label{"Padding id"}, Help{"Fills rows up"}, Range{0, 2000000}, Advanced{});
    visit("eos_token_id", self.endTokenId, Label{"End id"}, Help{"Token that ends a text"}, Range{0, 2000000}, Advanced{});
    visit("decoder_start_token_id", self.startTokenId, Label{"Start id"}, Help{"What the decoder reads first"}, Range{0, 2000000}, Advanced{});
  }
};

// Exact, with the language head; a tied matrix counts once.
inline std::int64_t parameterCount(const T5Config& c) {
  const std::int64_t H = c.width, attention = 4 * H * c.attentionWidth(), feedForward = (c.gated ? 3 : 2) * H * c.inner;
  const std::int64_t encoder = c.layers * (attention + feedForward + 2 * H), decoder = c.decoders() * (2 * attention + feedForward + 3 * H);
  return (c.tieWordEmbeddings ? 1 : 2) * c.vocabSize * H + encoder + decoder + 2 * (c.buckets * c.heads + H);
}

inline const T5Config& t5Config(const Settings& settings) {
  const auto* typed = dynamic_cast<const SettingsOf<T5Config>*>(&settings);
  if (!typed) throw std::invalid_argument("these settings are not T5's");
  return typed->value;
}

inline std::vector<Problem> t5Problems(const T5Config& c, const Json& otherKeys) {
  std::vector<Problem> problems;
  if (c.maximumDistance <= c.buckets / 2)
    problems.push_back({"relative_attention_max_distance", std::to_string(c.maximumDistance) + " is not over half of the " + std::to_string(c.buckets) + " buckets, which stand for one distance each"});
  for (const auto& [key, id] : {std::pair("pad_token_id", c.padTokenId), {"eos_token_id", c.endTokenId}, {"decoder_start_token_id", c.startTokenId}})
    if (id && *id >= c.vocabSize) problems.push_back({key, std::to_string(*id) + " is outside the vocabulary of " + std::to_string(c.vocabSize)});
  if (c.activation == "prelu" || c.activation == "xielu") problems.push_back({"dense_act_fn", "\"" + c.activation + "\" has weights of its own, which T5's files do not hold"});
  requireOnly(otherKeys, {{"is_decoder", false}, {"is_encoder_decoder", true}}, problems);
  return problems;
}

inline FamilyInfo t5Info() {
  FamilyInfo info;
  info.id = "t5";
  info.title = "T5";
  info.year = 2019;
  info.idea = "Read a text with gaps and write what stood in them; every task is text in, text out";
  info.paper = "Raffel, Shazeer, Roberts, Lee, Narang, Matena, Zhou, Li, Liu: Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer";
  info.tokenizer = "unigram_sentinels";
  info.drawing = {{"xxx..",
                   "xxx..",
                   "xxx..",
                   "yyyx.",
                   "yyyxx"},
                  ".?...",
                  "...^^"};
  info.objectives = {"span_corruption", "text_to_text"};
  info.keys = {"d_model", "num_layers", "num_heads", "d_ff", "", "d_kv", "num_decoder_layers"};
  info.makeConfig = [] { return std::make_unique<SettingsOf<T5Config>>(); };
  info.parameterCount = [](Settings& config) { return parameterCount(t5Config(config)); };
  info.problems = [](const Settings& config, const Json& otherKeys) { return t5Problems(t5Config(config), otherKeys); };
  return info;
}

}  // namespace cloze
