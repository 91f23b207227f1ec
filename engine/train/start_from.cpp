// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/start_from.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "engine/core/json.h"
#include "engine/core/schema.h"
#include "engine/inspector.h"
#include "engine/io/hub_folder.h"
#include "engine/train/run_folder.h"

namespace cloze {

namespace {

// "bert.encoder" stands for itself and for all that begins with "bert.encoder."
bool isWithin(const std::string& name, const std::string& part) {
  return name.compare(0, part.size(), part) == 0 && (name.size() == part.size() || name[part.size()] == '.');
}

// The longest entry that holds the name decides.
std::string mappedName(const InitParts& parts, const std::string& name) {
  const std::pair<std::string, std::string>* best = nullptr;
  for (const auto& entry : parts.map)
    if (isWithin(name, entry.first) && (!best || entry.first.size() > best->first.size())) best = &entry;
  return !best || best->second.empty() ? std::string() : best->second + name.substr(best->first.size());
}

std::string sourceName(const InitParts& parts, std::int64_t layers, const Parameter& parameter, const std::string& name) {
  switch (parts.kind) {
    case InitParts::Kind::All: return name;
    case InitParts::Kind::Encoder: return parameter.layer <= layers ? name : "";
    case InitParts::Kind::Embeddings: return parameter.layer == 0 ? name : "";
    case InitParts::Kind::Lower: return parameter.layer <= parts.lower ? name : "";
    case InitParts::Kind::Map: return mappedName(parts, name);
  }
  return "";
}

std::vector<std::string> tensorNames(TextModel& model) {
  std::vector<std::string> names;
  for (const Parameter& parameter : model.parameters().all()) {
    if (parameter.fileNames.empty()) names.push_back(parameter.name);
    for (const FileName& file : parameter.fileNames) names.push_back(file.name);
  }
  return names;
}

void requireParts(const InitParts& parts, TextModel& model) {
  if (parts.lower > model.layers())
    throw std::invalid_argument("init.parts: asks for the " + std::to_string(parts.lower) + " lower layers; this model has " + std::to_string(model.layers()));
  const std::vector<std::string> names = tensorNames(model);
  for (const auto& [part, source] : parts.map)
    if (std::none_of(names.begin(), names.end(), [&, &wanted = part](const std::string& name) { return isWithin(name, wanted); })) {
      const std::string nearest = nearestName(part, names);
      throw std::invalid_argument("init.parts: this model has no tensor \"" + part + "\"" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?"));
    }
}

bool hasVocabulary(const std::filesystem::path& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (const auto& file = entry.path(); file.filename() == "vocab.txt" || file.filename() == "tokenizer.json" || file.extension() == ".model") return true;
  return false;
}

// The other model's row of each token; empty when the vocabularies are one, or for weights without a vocabulary: then the shapes must fit.
std::vector<TokenId> rowsByTokenOf(const std::filesystem::path& folder, const Tokenizer& mine) {
  if (!hasVocabulary(folder)) return {};
  std::shared_ptr<const Tokenizer> theirs;
  try {
    theirs = loadTokenizer(folder);
  } catch (const std::exception& error) {
    throw std::invalid_argument(std::string("init.from: which word has which row is not known: ") + error.what());
  }
  std::vector<TokenId> rows;
  bool same = theirs->size() == mine.size();
  for (TokenId id = 0; id < mine.size(); ++id) {
    rows.push_back(theirs->id(mine.token(id)));
    same = same && rows.back() == id;
  }
  return same ? std::vector<TokenId>() : rows;
}

// A pooler is the body's own, although it stands above its layers.
bool isOfTask(const TextModel& model, const Parameter& parameter, const std::string& name) {
  const std::string& encoder = modelFactory(model.family()).encoderPrefix;
  if (model.taskHeads() || encoder.empty()) return parameter.layer > model.layers();
  return name.compare(0, encoder.size(), encoder) != 0;
}

std::string listOf(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 4;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) list += (i ? ", " : "") + names[i];
  return names.size() > kMost ? list + " and " + std::to_string(names.size() - kMost) + " more" : list;
}

StartReport accountOf(const InitSpec& init, const std::filesystem::path& folder, const std::vector<std::string>& names, const LoadReport& weights) {
  StartReport report;
  const std::set<std::string> taken(weights.taken.begin(), weights.taken.end()), byToken(weights.takenByToken.begin(), weights.takenByToken.end());
  std::vector<std::string> fresh;
  Json tensors = Json::array();
  for (const std::string& name : names) {
    if (!taken.count(name)) fresh.push_back(name);
    tensors.push_back({{"name", name}, {"state", byToken.count(name) ? "loaded_by_row" : taken.count(name) ? "loaded" : "fresh"}});
  }
  report.account = {{"from", folder.string()}, {"parts", toJson(init).at("parts")}, {"tensors", tensors}, {"missing", weights.missing}, {"unused", weights.ignored}};
  report.summary = std::to_string(weights.taken.size()) + " of " + std::to_string(names.size()) + " tensors start from " + folder.string();
  if (!weights.takenByToken.empty()) report.summary += "; another vocabulary, rows matched by token: " + listOf(weights.takenByToken);
  if (!weights.missing.empty()) report.summary += "; asked for but not there: " + listOf(weights.missing);
  if (!fresh.empty()) report.summary += "; fresh: " + listOf(fresh);
  if (!weights.ignored.empty() && report.account["parts"] == "all") report.summary += "; not used: " + listOf(weights.ignored);
  const CheckpointOrigin origin = originOf(folder);
  report.parentRun = origin.run.empty() ? folder.string() : origin.run;
  report.parentStep = origin.step;
  return report;
}

}  // namespace

StartReport startFrom(const RunSpec& spec, Replicas& replicas, const Tokenizer& tokenizer) {
  const InitSpec& init = spec.init;
  if (init.from == "random") return {};
  TextModel& model = replicas.model();
  const InitParts parts = readInitParts(init.parts);
  requireParts(parts, model);
  const std::filesystem::path folder = resolveCheckpoint(init.from);
  WeightChoice choice;
  const std::int64_t layers = model.layers(), kept = layers - spec.transfer.reinitializeLayers;
  const bool otherHead = isFineTuning(spec) && (spec.tasks.size() > 1 || readJsonFile(folder / "config.json").value("finetuning_task", Json()) != tasksOf(spec).front().id);
  choice.source = [&](const Parameter& parameter, const std::string& name) -> std::string {
    const bool fresh = (parameter.layer > kept && parameter.layer <= layers) || (otherHead && isOfTask(model, parameter, name));
    return fresh ? "" : sourceName(parts, layers, parameter, name);
  };
  choice.rows = rowsByTokenOf(folder, tokenizer);
  const LoadReport weights = loadWeights(model, folder, choice);
  if (weights.taken.empty()) throw std::invalid_argument("init.from: " + init.from + " has none of the weights that are asked for");
  return accountOf(init, folder, tensorNames(model), weights);
}

}  // namespace cloze
