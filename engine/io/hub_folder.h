// A model as Hugging Face lays it out: config.json, model.safetensors (or pytorch_model.bin), tokeniser files. What is written here opens with
// from_pretrained; what others wrote is loaded by name, with their older habits (gamma/beta, missing prefix, buffers, tied copies).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/families/text_model.h"
#include "engine/text/tokenizer.h"

namespace cloze {

// What matched and what did not. Entries are tensor names; renamed: "old -> new".
struct LoadReport {
  std::vector<std::string> taken;                    // this model's tensors that were filled
  std::vector<std::string> takenByToken;             // of them: those whose rows were matched by token
  std::vector<std::string> missing;                  // asked for, but not in the files
  std::vector<std::string> renamed, ignored;
};

// config.json as read: the family's settings, and everything else as it was.
struct HubConfig {
  std::string family;                                // model_type
  std::unique_ptr<Settings> config;
  Json otherKeys = Json::object();                   // written back
  std::string architecture;                          // the first of "architectures"; "" when there is none
  HeadChoice head;                                   // by architecture and number of labels; the family's pre-training heads without one
};
// InvalidRequest with every problem at once: wrong types, values out of range, unsupported values that change numbers, sizes that cannot be.
// Nothing is allocated. std::runtime_error when the file cannot be read.
HubConfig readHubConfig(const std::filesystem::path& folder);

// A model built from the folder's config with the folder's weights. head: instead of the folder's own; missing weights of heads are then
// initialised from seed 0 and listed in the report.
std::unique_ptr<TextModel> loadModelFolder(const std::filesystem::path& folder, LoadReport* report = nullptr, const std::optional<HeadChoice>& head = std::nullopt);
// What of a model is taken from files: by default every tensor under its own name, row by row.
struct WeightChoice {
  // The name in the files of one of the model's tensors; "" leaves it as it is.
  std::function<std::string(const Parameter& parameter, const std::string& name)> source;
  std::vector<TokenId> rows;                         // [V] the files' row of each token, -1: none, it gets the mean row. Empty: the vocabularies are one
};
// Fills the model's parameters by name. Parameters without a tensor keep their value and are listed as missing.
// std::invalid_argument: shapes that do not fit (each with both), no weights in the folder, a file that is no weights (HTML page, LFS pointer).
LoadReport loadWeights(TextModel& model, const std::filesystem::path& folder, const WeightChoice& choice = {});

// Writes config.json and model.safetensors into an existing folder, and the tokeniser's files when there is one. model.safetensors is a function
// of the weights alone: tensors in name order, __metadata__ exactly {"format":"pt"}. A model inside it (TextModel::generator) gets a folder in the folder.
void saveModelFolder(TextModel& model, const std::filesystem::path& folder, const Tokenizer* tokenizer);
Json hubConfigJson(TextModel& model);                // config.json: the settings, model_type, architectures, and the keys that were there

}  // namespace cloze
