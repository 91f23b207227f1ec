// What exists, with schemas: the menu of the window and of the command line. No torch behind it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/field.h"
#include "engine/core/json.h"

namespace cloze {

struct PresetInfo {
  std::string id;              // "mini"
  std::string title;           // "Mini"
  Json config;                 // only the keys that differ from the family's defaults
};

// The idea of a family as a small picture, one character a cell: row i, column j of `sees` says whether position i looks at position j ('.': it
// does not; another letter: it does, one letter a direction or a model, painted in its own colour). `input` has a '?' where the text is hidden or
// changed, `predicted` a '^' where something is predicted. Empty: no picture.
struct FamilyDrawing {
  std::vector<std::string> sees;   // T rows of T characters
  std::string input, predicted;    // T characters
};

// What a family calls its sizes in config.json; "": it has no such setting.
struct ConfigKeys {
  std::string width = "hidden_size", layers = "num_hidden_layers", heads = "num_attention_heads", inner = "intermediate_size",
              positions = "max_position_embeddings", headSize{}, decoderLayers{}, reused{};   // reused: first tokens of a row that enter a memory
};

// How much of a batch there is to compute: all its tokens, those of one row, the places that are predicted, and the tokens that differ.
struct BatchWork { double tokens = 0, length = 0, predicted = 0, distinctTokens = 0; };

struct FamilyInfo {
  std::string id;              // "bert", also config.json's model_type
  std::string title;           // "BERT"
  int year = 0;
  std::string idea;            // one line
  std::string paper;           // "Devlin et al., 2018"
  std::string tokenizer;       // usual kind
  std::int64_t letters = 0;    // slots of a word when the model reads letters; 0: it reads ids
  std::int64_t directions = 1; // vectors of `width` side by side for each token
  std::string taskLayers = "last", taskPooling = "mean";   // what a task's head reads where the family has no head of its own (core/task_features.h)
  FamilyDrawing drawing;
  ConfigKeys keys;
  std::vector<std::string> objectives;                            // ids, the first is the usual one
  std::function<std::unique_ptr<Settings>()> makeConfig;          // HF config.json keys, defaults
  std::function<std::int64_t(Settings& config)> parameterCount;   // exact, tied matrices once, pre-training heads included; allocates nothing
  // Settings that do not fit together, and those `otherKeys` of a config.json (the ones that are no settings) whose value changes numbers and
  // is not supported. Asked by a specification, a config.json and the builder alike.
  std::function<std::vector<Problem>(const Settings& config, const Json& otherKeys)> problems;
  std::function<double(const Settings& config, const BatchWork& work)> multiplyAdds;   // forward, for the bench; empty: one stack of layers and a word head
};

struct ObjectiveInfo {
  std::string id;              // "masked_lm"
  std::string title;           // "Masked language model"
  std::string idea;
};

const std::vector<FamilyInfo>& families();
const FamilyInfo& family(const std::string& id);                  // std::invalid_argument with the nearest name
// resources/presets/<family>.json: [{"id", "title", "config": {...}}, ...]
const std::vector<PresetInfo>& presets(const std::string& family);
const std::vector<ObjectiveInfo>& objectives();
const ObjectiveInfo& objective(const std::string& id);            // std::invalid_argument

// What the "family" of a spec holds beside its id: {"preset": .., "config": {..}}. Choosing a preset fills config.
struct FamilySettings {
  std::string family, preset;
  std::unique_ptr<Settings> config;

  FamilySettings() = default;
  explicit FamilySettings(const std::string& familyId);          // the first preset
  FamilySettings(const FamilySettings& other);
  FamilySettings& operator=(FamilySettings other);
  void applyPreset();                                            // config = defaults, then the preset's keys

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("preset", self.preset, Label{"Preset"}, Help{"Size of the model; its settings can be changed one by one"}, Choices{self.presetIds()},
          Then{[&self] { self.applyPreset(); }});
    if (self.config) visit.group("config", *self.config, Label{"Model"});
  }
  std::vector<std::string> presetIds() const;
};

// The sizes of a model, whatever its family calls them.
struct ModelSizes { std::int64_t width = 0, layers = 0, heads = 0, inner = 0, positions = 0, attention = 0, decoderLayers = 0, reused = 0; };   // positions 0: no limit; attention: of all heads
ModelSizes modelSizes(const std::string& family, const Settings& config);

// The family's config of a spec.
struct RunSpec;
Settings& familyConfig(const RunSpec& spec);

}  // namespace cloze
