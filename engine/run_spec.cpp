// Reading a specification: assignments first, then the schema, then what no single setting can say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run_spec.h"

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"
#include "engine/tasks/task.h"

#include <algorithm>

namespace cloze {

namespace {

void checkModelAgainstText(const RunSpec& spec, const Json& written, std::vector<Problem>& problems) {
  const ModelSizes sizes = modelSizes(spec.family.id(), familyConfig(spec));
  if (sizes.positions > 0 && !isFineTuning(spec) && spec.data.sequenceLength > sizes.positions)
    problems.push_back({"data.sequence_length", "is " + std::to_string(spec.data.sequenceLength) + ", over family.config." + family(spec.family.id()).keys.positions + " (" +
                                                    std::to_string(sizes.positions) + "); shorten it or give the model more positions"});
  if (sizes.reused > 0 && !isFineTuning(spec) && spec.data.sequenceLength < sizes.reused + 8)
    problems.push_back({"data.sequence_length", "is " + std::to_string(spec.data.sequenceLength) + ": behind the " + std::to_string(sizes.reused) + " tokens of family.config." +
                                                    family(spec.family.id()).keys.reused + " there is no room for two texts"});
  for (const Problem& problem : family(spec.family.id()).problems(familyConfig(spec), Json::object()))
    problems.push_back({"family.config." + problem.where, problem.message});
  const Json::json_pointer vocabulary("/family/config/vocab_size");
  if (written.is_object() && written.contains(vocabulary))
    problems.push_back({"family.config.vocab_size", "the vocabulary comes from the tokeniser; set tokenizer.vocab_size instead"});
}

void checkTask(const RunSpec& spec, std::vector<Problem>& problems) {
  const ModelSizes sizes = modelSizes(spec.family.id(), familyConfig(spec));
  if (spec.task.train.empty()) problems.push_back({"task.train", "no training examples; give the task's training files"});
  if (sizes.positions > 0 && spec.task.maxLength > sizes.positions)
    problems.push_back({"task.max_length", "is " + std::to_string(spec.task.maxLength) + ", more than the model's " + std::to_string(sizes.positions) + " positions"});
  if (spec.transfer.reinitializeLayers > sizes.layers)
    problems.push_back({"transfer.reinitialize_layers", "is " + std::to_string(spec.transfer.reinitializeLayers) + "; the model has " + std::to_string(sizes.layers) + " layers"});
}

// Also of a run that is no fine-tuning: the rates of layers matter to any run.
void checkTransfer(const RunSpec& spec, std::vector<Problem>& problems) {
  const ModelSizes sizes = modelSizes(spec.family.id(), familyConfig(spec));
  try {
    const FreezeRule rule = readFreeze(spec.transfer.freeze);
    if (rule.below > sizes.layers)
      problems.push_back({"transfer.freeze", "asks for the " + std::to_string(rule.below) + " lower layers; the model has " + std::to_string(sizes.layers)});
  } catch (const std::invalid_argument& error) {
    problems.push_back({"transfer.freeze", error.what()});
  }
}

void checkTraining(const RunSpec& spec, std::vector<Problem>& problems) {
  if (isFineTuning(spec)) return checkTask(spec, problems);
  if (spec.data.train.empty()) problems.push_back({"data.train", "no training text; give files, folders or \"toy-world\""});
  const auto& known = family(spec.family.id()).objectives;
  if (std::find(known.begin(), known.end(), spec.objective.id()) == known.end())
    problems.push_back({"objective.id", "the family \"" + spec.family.id() + "\" does not train \"" + spec.objective.id() + "\""});
  if (const MaskingSpec* masking = maskingOf(spec.objective.settings())) checkMasking(*masking, "objective.masking", problems);
}

void checkInit(const RunSpec& spec, std::vector<Problem>& problems) {
  try {
    readInitParts(spec.init.parts);
  } catch (const std::invalid_argument& error) {
    problems.push_back({"init.parts", error.what()});
  }
}

// What a specification leaves open is as its family usually has it: the objective and the kind of tokeniser.
void followFamily(RunSpec& spec, const Json& written) {
  const Json::json_pointer id("/family/id"), objective("/objective/id"), kind("/tokenizer/kind");
  if (!written.is_object() || !written.contains(id) || !written.at(id).is_string()) return;
  for (const FamilyInfo& info : families()) {
    if (info.id != written.at(id).get<std::string>()) continue;
    if (!written.contains(objective)) spec.objective.choose(objectiveTable(), info.objectives.front());
    if (!written.contains(kind)) spec.tokenizer.kind = info.tokenizer;
  }
}

// The folder of a model, or of the newest checkpoint of a run.
std::filesystem::path modelFolderOf(const std::filesystem::path& path) {
  if (std::filesystem::exists(path / "config.json")) return path;
  std::filesystem::path newest;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    const std::string name = entry.path().filename().string();
    if (name.rfind("checkpoint-", 0) == 0 && std::filesystem::exists(entry.path() / "config.json") && name > newest.filename().string()) newest = entry.path();
  }
  return newest;
}

std::string absolutePath(const std::string& path, const std::filesystem::path& base) {
  if (path.empty() || path == "toy-world" || std::filesystem::path(path).is_absolute()) return path;
  return (base / path).lexically_normal().string();
}

}  // namespace

std::vector<Problem> checkCombinations(const RunSpec& spec, const Json& written) {
  std::vector<Problem> problems = validate(spec);
  checkModelAgainstText(spec, written, problems);
  checkTraining(spec, problems);
  checkTransfer(spec, problems);
  checkInit(spec, problems);
  return problems;
}

std::optional<PairColumns> pairColumnsOf(const RunSpec& spec) {
  const auto* pairs = dynamic_cast<const SettingsOf<TextToTextSettings>*>(spec.objective.settings());
  return pairs ? std::optional(pairs->value.columns) : std::nullopt;
}

std::int64_t maximumLength(const RunSpec& spec) {
  if (!isFineTuning(spec)) return spec.data.sequenceLength;
  if (spec.task.maxLength > 0) return spec.task.maxLength;
  const std::int64_t usual = taskInfo(spec.task.id).maximumLength, positions = modelSizes(spec.family.id(), familyConfig(spec)).positions;
  return positions > 0 ? std::min(usual, positions) : usual;
}

Json fileJson(const RunSpec& spec) {
  Json json = toJson(Described(spec));
  if (const Json::json_pointer config("/family/config"); json.contains(config)) json[config].erase("vocab_size");
  return json;
}

std::vector<Problem> doubtsAbout(const RunSpec& spec) {
  std::vector<Problem> doubts;
  if (spec.train.epochs > 0) return doubts;                  // the number of steps is known once the text is read
  for (const FlatSetting& setting : flatten(*spec.schedule.settings()))
    if (setting.path == "warmup_steps" && setting.value.get<std::int64_t>() > spec.train.steps)
      doubts.push_back({"schedule.warmup_steps", "is " + setting.value.dump() + ", over train.steps (" + std::to_string(spec.train.steps) + "): the learning rate never reaches its peak"});
  return doubts;
}

InitParts readInitParts(const FreeJson& given) {
  Json json = Json::parse(given.text, nullptr, false);
  if (json.is_discarded()) json = given.text;                // typed into a form without quotes
  InitParts parts;
  const std::pair<const char*, InitParts::Kind> names[] = {{"all", InitParts::Kind::All}, {"encoder", InitParts::Kind::Encoder}, {"embeddings", InitParts::Kind::Embeddings}};
  for (const auto& [name, kind] : names)
    if (json == name) parts.kind = kind;
  if (parts.kind != InitParts::Kind::All || json == "all") return parts;
  if (json.is_object() && json.size() == 1 && json.contains("lower") && json["lower"].is_number_unsigned()) {
    parts.kind = InitParts::Kind::Lower;
    parts.lower = json["lower"].get<std::int64_t>();
    return parts;
  }
  parts.kind = InitParts::Kind::Map;
  const bool isMap = json.is_object() && !json.empty() && std::all_of(json.begin(), json.end(), [](const Json& name) { return name.is_string(); });
  if (!isMap)
    throw std::invalid_argument("is " + json.dump() + "; it must be \"all\", \"encoder\", \"embeddings\", {\"lower\": number of layers} or a map {\"tensor of this model\": \"tensor in the files\"}");
  for (const auto& [name, source] : json.items()) parts.map.emplace_back(name, source.get<std::string>());
  return parts;
}

RunSpec readRunSpec(const Json& json) {
  RunSpec spec;
  followFamily(spec, json);
  std::vector<Problem> problems = fromJson(spec, json);
  const bool variantsStand = spec.family.settings() && spec.objective.settings() && spec.schedule.settings();
  if (variantsStand)
    for (Problem& problem : checkCombinations(spec, json)) problems.push_back(std::move(problem));
  if (!problems.empty()) throw InvalidRequest(std::move(problems));
  return spec;
}

RunSpec loadRunSpec(const std::filesystem::path& file, const std::vector<std::string>& assignments) {
  if (!std::filesystem::exists(file)) throw std::invalid_argument(file.string() + ": there is no such file; expected a run specification");
  Json json = readJsonFile(file);
  RunSpec known;
  followFamily(known, json);
  fromJson(known, json);                                     // only to know which settings are text; problems come below
  for (const std::string& assignment : assignments) assignSetting(json, assignment, flatten(known));
  json = followCheckpoint(std::move(json), std::filesystem::absolute(file).parent_path());
  try {
    RunSpec spec = readRunSpec(json);
    resolvePaths(spec, std::filesystem::absolute(file).parent_path());
    return spec;
  } catch (const InvalidRequest& invalid) {
    std::vector<Problem> problems = invalid.problems();
    for (Problem& problem : problems) problem.where = file.string() + (problem.where.empty() ? "" : ": " + problem.where);
    throw InvalidRequest(std::move(problems));
  }
}

void resolvePaths(RunSpec& spec, const std::filesystem::path& base) {
  for (std::string& path : spec.data.train) path = absolutePath(path, base);
  for (std::string& path : spec.data.validation) path = absolutePath(path, base);
  spec.tokenizer.from = absolutePath(spec.tokenizer.from, base);
  if (spec.init.from != "random") spec.init.from = absolutePath(spec.init.from, base);
  for (std::string& path : spec.task.train) path = absolutePath(path, base);
  for (std::string& path : spec.task.validation) path = absolutePath(path, base);
}

Json followCheckpoint(Json json, const std::filesystem::path& base) {
  const Json::json_pointer task("/task/id"), from("/init/from");
  if (!json.is_object() || !json.contains(task) || !json.contains(from) || !json.at(from).is_string()) return json;
  const std::filesystem::path folder = modelFolderOf(base / json.at(from).get<std::string>());
  if (folder.empty()) return json;
  const Json config = readJsonFile(folder / "config.json");
  if (!json.contains(Json::json_pointer("/family/id")) && config.contains("model_type")) json["family"]["id"] = config["model_type"];
  if (!json["family"].contains("preset") && json["family"]["id"] == config.value("model_type", Json())) {
    const auto known = family(config["model_type"].get<std::string>()).makeConfig();
    Json sizes = toJson(*known);
    for (const auto& [key, value] : config.items())
      if (sizes.contains(key)) sizes[key] = value;
    sizes.erase("vocab_size");
    if (json["family"].contains("config")) sizes.update(json["family"]["config"]);
    json["family"]["config"] = sizes;
  }
  if (!json["tokenizer"].contains("from")) json["tokenizer"]["from"] = folder.string();
  return json;
}

}  // namespace cloze
