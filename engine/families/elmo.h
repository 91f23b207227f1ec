// ELMo (Peters et al., 2018): configuration and catalogue entry, torch-free. The model is in elmo.cpp. Hugging Face has no such model: keys are
// those of the authors' options.json (allenai/bilm-tf), flat.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/catalogue.h"
#include "engine/core/error.h"
#include "engine/core/json.h"

namespace cloze {

struct ElmoConfig {
  std::int64_t vocabSize = 793471;
  std::int64_t projectionDim = 512, dim = 4096, layers = 2;
  bool skipConnections = true;
  double cellClip = 3, projectionClip = 3;
  std::int64_t letterDim = 16, highways = 2, letters = 50;
  FreeJson filters{"[[1,32],[2,32],[3,64],[4,128],[5,256],[6,512],[7,1024]]"};
  std::string activation = "relu";
  double dropout = 0.1, mixDropout = 0.5, mixPenalty = 0.001;
  bool mixLayerNorm = false;

  // Letters a filter spans, and how many there are; empty when the setting is no such list.
  std::vector<std::pair<std::int64_t, std::int64_t>> filterList() const {
    const Json json = Json::parse(filters.text, nullptr, false);
    std::vector<std::pair<std::int64_t, std::int64_t>> list;
    if (!json.is_array()) return {};
    for (const Json& filter : json) {
      const bool isPair = filter.is_array() && filter.size() == 2 && filter[0].is_number_unsigned() && filter[1].is_number_unsigned();
      if (!isPair || filter[0] < 1 || filter[0] > letters || filter[1] < 1 || filter[1] > 65536) return {};
      list.emplace_back(filter[0].get<std::int64_t>(), filter[1].get<std::int64_t>());
    }
    return list;
  }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("projection_dim", self.projectionDim, Label{"Width"}, Help{"Width of what each direction says of a word; the vectors of a word are twice as wide"}, Range{2, 16384});
    visit("n_layers", self.layers, Label{"Layers"}, Help{"LSTM layers of each direction"}, Range{1, 64});
    visit("dim", self.dim, Label{"LSTM cells"}, Help{"Cells of an LSTM layer, usually eight times the width"}, Range{2, 65536});
    visit("filters", self.filters, Label{"Letter filters"}, Help{"Convolutions over the letters of a word: how many letters each spans, and how many there are of it"});
    visit("char_dim", self.letterDim, Label{"Letter width"}, Help{"Width of a letter's embedding"}, Range{1, 1024});
    visit("n_highway", self.highways, Label{"Highway layers"}, Help{"Highway layers between the filters and the LSTMs"}, Range{0, 16});
    visit("dropout", self.dropout, Label{"Dropout"}, Help{"Share of the LSTMs' inputs and outputs set to zero while training"}, Range{0.0, 0.99});
    visit("use_skip_connections", self.skipConnections, Label{"Skip connections"}, Help{"Each LSTM layer above the first adds to what it reads"}, Advanced{});
    visit("cell_clip", self.cellClip, Label{"Cell limit"}, Help{"Cells are kept between minus and plus this; 0: no limit"}, Range{0.0, 1000.0}, Advanced{});
    visit("proj_clip", self.projectionClip, Label{"Output limit"}, Help{"Outputs of a layer are kept between minus and plus this; 0: no limit"}, Range{0.0, 1000.0}, Advanced{});
    visit("activation", self.activation, Label{"Activation"}, Help{"Activation of the letter filters"}, Choices{{"relu", "tanh"}}, Advanced{});
    visit("max_characters_per_token", self.letters, Label{"Letters of a word"}, Unit{"bytes"}, Help{"Places for a word's bytes, with its begin and end; longer words are cut"}, Range{4, 4096}, Advanced{});
    visit("vocab_size", self.vocabSize, Label{"Vocabulary"}, Unit{"pieces"}, Help{"Words that can be predicted; set by the tokeniser"}, Range{1, 2000000}, Advanced{});
    visit("mix_penalty", self.mixPenalty, Label{"Mix penalty"}, Help{"Pull of a task's layer mix towards the plain mean: times the squares of its weights"}, Range{0.0, 1000.0}, Advanced{});
    visit("mix_layer_norm", self.mixLayerNorm, Label{"Mix normalises"}, Help{"Bring each layer to mean 0 and deviation 1 before a task mixes them"}, Advanced{});
    visit("mix_dropout", self.mixDropout, Label{"Mix dropout"}, Help{"Share of the mixed vectors set to zero while a task is trained"}, Range{0.0, 0.99}, Advanced{});
  }
};

// Exact, of the encoder alone: letters, highways, projection, both directions.
inline std::int64_t encoderParameterCount(const ElmoConfig& c) {
  constexpr std::int64_t kAlphabet = 261;
  std::int64_t features = 0, letters = kAlphabet * c.letterDim;
  for (const auto& [span, count] : c.filterList()) {
    letters += span * c.letterDim * count + count;
    features += count;
  }
  const std::int64_t highways = c.highways * 2 * (features * features + features), P = c.projectionDim, C = c.dim;
  const std::int64_t projection = features == P ? 0 : features * P + P;
  const std::int64_t lstm = (P + P) * 4 * C + 4 * C + C * P;
  return letters + highways + projection + 2 * c.layers * lstm;
}

// With the softmax that both directions share.
inline std::int64_t parameterCount(const ElmoConfig& c) { return encoderParameterCount(c) + c.vocabSize * c.projectionDim + c.vocabSize; }

// Each token once a direction and layer; letters, highways and projection once a distinct word; the head once a predicted word and direction.
inline double multiplyAdds(const ElmoConfig& c, const BatchWork& work) {
  const auto number = [](std::int64_t value) { return static_cast<double>(value); };
  double features = 0, tables = 0;
  for (const auto& [span, count] : c.filterList()) {
    features += number(count);
    tables += 261 * number(c.letterDim) * number(span * count);
  }
  const double P = number(c.projectionDim), C = number(c.dim), word = number(c.highways) * 2 * features * features + features * P;
  return tables + work.distinctTokens * word + 2 * number(c.layers) * work.tokens * (2 * P * 4 * C + C * P) + 2 * work.predicted * P * number(c.vocabSize);
}

inline std::vector<Problem> elmoProblems(const ElmoConfig& c) {
  std::vector<Problem> problems;
  if (c.filterList().empty())
    problems.push_back({"filters", c.filters.text + " is no list of [letters, how many], such as [[1,32],[2,32]], with at most " + std::to_string(c.letters) + " letters (max_characters_per_token)"});
  return problems;
}

inline const ElmoConfig& elmoConfig(const Settings& settings) {
  const auto* typed = dynamic_cast<const SettingsOf<ElmoConfig>*>(&settings);
  if (!typed) throw std::invalid_argument("these settings are not ELMo's");
  return typed->value;
}

inline FamilyInfo elmoInfo() {
  FamilyInfo info;
  info.id = "elmo";
  info.title = "ELMo";
  info.year = 2018;
  info.idea = "Two readers of one text, one from each end, predict the next word; words come from their letters, vectors from all layers";
  info.paper = "Peters, Neumann, Iyyer, Gardner, Clark, Lee, Zettlemoyer: Deep contextualized word representations";
  info.tokenizer = "characters";
  info.letters = 50;
  info.directions = 2;
  info.taskLayers = "scalar_mix";
  info.taskPooling = "concat";
  info.drawing = {{"abbbb",
                   "aabbb",
                   "aaabb",
                   "aaaab",
                   "aaaaa"},
                  ".....",
                  "^^^^^"};
  info.keys.width = "projection_dim";
  info.keys.layers = "n_layers";
  info.keys.heads = "";
  info.keys.inner = "dim";
  info.keys.positions = "";
  info.objectives = {"bidirectional_lm"};
  info.makeConfig = [] { return std::make_unique<SettingsOf<ElmoConfig>>(); };
  info.parameterCount = [](Settings& config) { return parameterCount(elmoConfig(config)); };
  info.multiplyAdds = [](const Settings& config, const BatchWork& work) { return multiplyAdds(elmoConfig(config), work); };
  info.problems = [](const Settings& config, const Json&) { return elmoProblems(elmoConfig(config)); };
  return info;
}

}  // namespace cloze
