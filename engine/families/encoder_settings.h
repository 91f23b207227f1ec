// What the configurations of BERT and its successors have in common, under Hugging Face's keys: sizes, dropouts, ids, one description, one check.
// A family adds its own settings to it. Torch-free; encoder.h is the torch side.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/catalogue.h"
#include "engine/core/activations.h"
#include "engine/families/require_only.h"
#include "engine/families/settings_as.h"

namespace cloze {

struct EncoderSettings {
  std::int64_t vocabSize = 30522;
  std::int64_t hiddenSize = 768;
  std::int64_t hiddenLayers = 12;
  std::int64_t attentionHeads = 12;
  std::int64_t intermediateSize = 3072;
  std::string hiddenAct = "gelu";
  double hiddenDropout = 0.1;
  double attentionDropout = 0.1;
  std::int64_t maxPositions = 512;
  std::int64_t typeVocabSize = 2;
  double initializerRange = 0.02;
  double layerNormEps = 1e-12;
  std::optional<std::int64_t> padTokenId = 0;
  bool tieWordEmbeddings = true;
  std::optional<double> classifierDropout;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("hidden_size", self.hiddenSize, Label{"Width"}, Help{"Width of every layer"}, Range{2, 16384});
    visit("num_hidden_layers", self.hiddenLayers, Label{"Layers"}, Help{"Encoder layers"}, Range{1, 256});
    visit("num_attention_heads", self.attentionHeads, Label{"Heads"}, Help{"Attention heads of each layer; the width must be a multiple"}, Range{1, 512});
    visit("intermediate_size", self.intermediateSize, Label{"Feed-forward width"}, Help{"Inner width of the feed-forward part, usually four times the width"}, Range{1, 65536});
    visit("hidden_act", self.hiddenAct, Label{"Activation"}, Help{"Activation of the feed-forward part and of the masked-word head"}, Choices{activationNames()}, Advanced{});
    visit("hidden_dropout_prob", self.hiddenDropout, Label{"Dropout"}, Help{"Share of hidden values set to zero while training"}, Range{0.0, 0.99});
    visit("attention_probs_dropout_prob", self.attentionDropout, Label{"Attention dropout"}, Help{"Share of attention weights set to zero while training"}, Range{0.0, 0.99});
    visit("max_position_embeddings", self.maxPositions, Label{"Longest input"}, Unit{"tokens"}, Help{"Positions that have an embedding"}, Range{1, 65536}, Advanced{});
    visit("type_vocab_size", self.typeVocabSize, Label{"Segments"}, Help{"Segment embeddings (sentence A, sentence B)"}, Range{1, 64}, Advanced{});
    visit("vocab_size", self.vocabSize, Label{"Vocabulary"}, Unit{"pieces"}, Help{"Set by the tokeniser"}, Range{1, 2000000}, Advanced{});
    visit("initializer_range", self.initializerRange, Label{"Initial spread"}, Help{"Standard deviation of the first weights"}, Range{0.0, 10.0}, Advanced{});
    visit("layer_norm_eps", self.layerNormEps, Label{"Layer-norm epsilon"}, Help{"Added to the variance"}, Range{0.0, 1.0}, Advanced{});
    visit("pad_token_id", self.padTokenId, Label{"Padding id"}, Help{"Its embedding gets no gradient"}, Advanced{});
    visit("tie_word_embeddings", self.tieWordEmbeddings, Label{"Tied head"}, Help{"The masked-word head uses the word embeddings as its weights"}, Advanced{});
    visit("classifier_dropout", self.classifierDropout, Label{"Classifier dropout"}, Help{"Dropout before a task head; empty: as the hidden dropout"}, Range{0.0, 0.99}, Advanced{});
  }
};

// Of embeddings `width` wide (words, positions, segments, their norm), and of `layers` layers, exactly.
inline std::int64_t embeddingParameters(const EncoderSettings& c, std::int64_t width) { return (c.vocabSize + c.maxPositions + c.typeVocabSize + 2) * width; }
inline std::int64_t layerParameters(const EncoderSettings& c) {
  const std::int64_t H = c.hiddenSize, F = c.intermediateSize;
  return c.hiddenLayers * (4 * (H * H + H) + 2 * H + (H * F + F) + (F * H + H) + 2 * H);
}

inline std::vector<Problem> encoderProblems(const EncoderSettings& c, const Json& otherKeys) {
  std::vector<Problem> problems;
  if (c.attentionHeads > 0 && c.hiddenSize % c.attentionHeads != 0)
    problems.push_back({"num_attention_heads", "hidden_size " + std::to_string(c.hiddenSize) + " is not a multiple of " + std::to_string(c.attentionHeads) + " heads"});
  if (c.padTokenId && (*c.padTokenId < 0 || *c.padTokenId >= c.vocabSize))
    problems.push_back({"pad_token_id", std::to_string(*c.padTokenId) + " is outside the vocabulary of " + std::to_string(c.vocabSize)});
  requireOnly(otherKeys, {{"is_decoder", false}, {"add_cross_attention", false}, {"position_embedding_type", "absolute"}, {"pruned_heads", Json::object()}}, problems);
  return problems;
}

}  // namespace cloze
