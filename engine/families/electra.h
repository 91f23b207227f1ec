// ELECTRA (Clark et al., 2020): configuration and catalogue entry, torch-free. The models are in electra.cpp.
// Keys are those of Hugging Face's config.json, and the generator's share as the authors' configuration calls it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

#include "engine/families/encoder_settings.h"

namespace cloze {

struct ElectraConfig : EncoderSettings {
  std::int64_t embeddingSize = 128;
  double generatorShare = 0.25;

  ElectraConfig() {
    hiddenSize = 256;
    attentionHeads = 4;
    intermediateSize = 1024;
  }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    EncoderSettings::describe(self, visit);
    visit("embedding_size", self.embeddingSize, Label{"Embedding width"}, Help{"Width of the word embeddings, which generator and discriminator share"}, Range{1, 16384});
    visit("generator_hidden_size", self.generatorShare, Label{"Generator"}, Help{"Width of the generator as a share of the discriminator's"}, Range{0.01, 1.0});
  }
};

// The small masked language model that proposes words: as deep, narrower, heads of 64 (section 3.2 and the authors' code).
inline ElectraConfig generatorOf(const ElectraConfig& c) {
  ElectraConfig generator = c;
  generator.hiddenSize = std::max<std::int64_t>(1, std::lround(c.generatorShare * static_cast<double>(c.hiddenSize)));
  generator.attentionHeads = std::max<std::int64_t>(1, generator.hiddenSize / 64);
  generator.intermediateSize = 4 * generator.hiddenSize;
  generator.generatorShare = 1;
  return generator;
}

// Exact; of the encoder, the discriminator's head and the generator's.
inline std::int64_t electraEncoderParameters(const ElectraConfig& c) {
  const std::int64_t H = c.hiddenSize, E = c.embeddingSize;
  return embeddingParameters(c, E) + (E != H ? E * H + H : 0) + layerParameters(c);
}
inline std::int64_t replacedHeadParameters(const ElectraConfig& c) { return c.hiddenSize * c.hiddenSize + c.hiddenSize + c.hiddenSize + 1; }
inline std::int64_t maskedHeadParameters(const ElectraConfig& c) {
  const std::int64_t E = c.embeddingSize, V = c.vocabSize;
  return c.hiddenSize * E + E + 2 * E + V + (c.tieWordEmbeddings ? 0 : V * E);
}
// Both models, what they share counted once.
inline std::int64_t parameterCount(const ElectraConfig& c) {
  const ElectraConfig generator = generatorOf(c);
  return electraEncoderParameters(c) + replacedHeadParameters(c) + electraEncoderParameters(generator) + maskedHeadParameters(generator) -
         embeddingParameters(c, c.embeddingSize);
}

// Forward multiply-adds of a step's batch (engine/bench.h): both models read every token, the word head sees the predicted ones.
inline double electraMultiplyAdds(const ElectraConfig& c, const BatchWork& work) {
  const auto body = [&](const ElectraConfig& one) {
    const auto H = static_cast<double>(one.hiddenSize), F = static_cast<double>(one.intermediateSize), E = static_cast<double>(one.embeddingSize);
    const double layer = 4 * H * H + 2 * H * F + 2 * work.length * H;
    return work.tokens * (static_cast<double>(one.hiddenLayers) * layer + (one.embeddingSize != one.hiddenSize ? E * H : 0));
  };
  const ElectraConfig generator = generatorOf(c);
  const auto H = static_cast<double>(c.hiddenSize), E = static_cast<double>(c.embeddingSize);
  const double words = work.predicted * E * (static_cast<double>(generator.hiddenSize) + static_cast<double>(c.vocabSize));
  return body(c) + body(generator) + words + work.tokens * (H * H + H);
}

inline const ElectraConfig& electraConfig(const Settings& settings) { return settingsAs<ElectraConfig>(settings); }

inline std::vector<Problem> electraProblems(const ElectraConfig& c, const Json& otherKeys) {
  std::vector<Problem> problems = encoderProblems(c, otherKeys);
  const ElectraConfig generator = generatorOf(c);
  if (generator.hiddenSize % generator.attentionHeads != 0)
    problems.push_back({"generator_hidden_size", "the generator would be " + std::to_string(generator.hiddenSize) + " wide, which is not a multiple of its " +
                                                     std::to_string(generator.attentionHeads) + " heads"});
  return problems;
}

inline FamilyInfo electraInfo() {
  FamilyInfo info;
  info.id = "electra";
  info.title = "ELECTRA";
  info.year = 2020;
  info.idea = "A small model puts plausible words in place of some; the large one says of every word whether it is the original";
  info.paper = "Clark, Luong, Le, Manning: ELECTRA: Pre-training Text Encoders as Discriminators Rather Than Generators";
  info.tokenizer = "wordpiece";
  info.drawing = {{"xxxxx",
                   "xxxxx",
                   "xxxxx",
                   "xxxxx",
                   "xxxxx"},
                  ".?..?",
                  "^^^^^"};
  info.taskPooling = "first";
  info.objectives = {"replaced_tokens"};
  info.makeConfig = [] { return std::make_unique<SettingsOf<ElectraConfig>>(); };
  info.parameterCount = [](Settings& config) { return parameterCount(electraConfig(config)); };
  info.problems = [](const Settings& config, const Json& otherKeys) { return electraProblems(electraConfig(config), otherKeys); };
  info.multiplyAdds = [](const Settings& config, const BatchWork& work) { return electraMultiplyAdds(electraConfig(config), work); };
  return info;
}

}  // namespace cloze
