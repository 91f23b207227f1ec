// Reading a specification: assignments first, then the schema, then what no single setting can say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run_spec.h"

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"
#include "engine/tasks/task.h"

#include <algorithm>
#include <map>

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
  if (!spec.task.id.empty() && !spec.tasks.empty()) problems.push_back({"tasks", "stands beside task.id; give one task or a list of them"});
  const std::vector<TaskSpec> tasks = tasksOf(spec);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const std::string key = spec.tasks.empty() ? "task" : "tasks." + std::to_string(i);
    if (tasks[i].id.empty()) problems.push_back({key + ".id", "is not said; `cloze tasks` lists them"});
    if (tasks[i].train.empty()) problems.push_back({key + ".train", "no training examples; give the task's training files"});
    if (sizes.positions > 0 && tasks[i].maxLength > sizes.positions)
      problems.push_back({key + ".max_length", "is " + std::to_string(tasks[i].maxLength) + ", more than the model's " + std::to_string(sizes.positions) + " positions"});
  }
  if (readsFrozenBody(spec.transfer) && tasks.size() > 1) problems.push_back({"transfer.mode", "\"" + spec.transfer.mode + "\" learns one task, not several"});
  if (spec.transfer.reinitializeLayers > sizes.layers)
    problems.push_back({"transfer.reinitialize_layers", "is " + std::to_string(spec.transfer.reinitializeLayers) + "; the model has " + std::to_string(sizes.layers) + " layers"});
}

// The next word's loss beside the task's.
void checkLanguageWeight(const RunSpec& spec, std::vector<Problem>& problems) {
  if (spec.transfer.languageWeight == 0) return;
  const auto& known = family(spec.family.id()).objectives;
  if (std::find(known.begin(), known.end(), "causal_lm") == known.end())
    problems.push_back({"transfer.language_weight", "the family \"" + spec.family.id() + "\" does not predict the next word"});
  if (readsFrozenBody(spec.transfer)) problems.push_back({"transfer.language_weight", "a frozen body learns no words (transfer.mode)"});
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
  try {
    requireLayers(taskFeatures(spec.transfer), sizes.layers);
  } catch (const std::invalid_argument& error) {
    problems.push_back({"transfer.features.layers", error.what()});
  }
  const Json freeze = Json::parse(spec.transfer.freeze.text, nullptr, false);
  if (readsFrozenBody(spec.transfer) && freeze != "none" && freeze != "all_but_head")
    problems.push_back({"transfer.freeze", "is " + spec.transfer.freeze.text + "; with transfer.mode \"" + spec.transfer.mode + "\" the whole body is frozen"});
  if (readsFrozenBody(spec.transfer) && !isFineTuning(spec)) problems.push_back({"transfer.mode", "\"" + spec.transfer.mode + "\" needs a task (task.id)"});
  checkLanguageWeight(spec, problems);
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

// A fiftieth of a task's examples would judge nothing.
void followTask(RunSpec& spec, const Json& written) {
  constexpr double kHeldOutExamples = 0.1;
  if (written.is_object() && (written.contains("task") || written.contains("tasks"))) spec.data.validationFraction = kHeldOutExamples;
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

std::vector<TaskSpec> tasksOf(const RunSpec& spec) {
  if (!spec.tasks.empty()) return spec.tasks;
  return spec.task.id.empty() ? std::vector<TaskSpec>() : std::vector<TaskSpec>{spec.task};
}

std::vector<std::string> taskNames(const RunSpec& spec) {
  std::vector<std::string> names;
  std::map<std::string, int> seen;
  for (const TaskSpec& task : tasksOf(spec)) {
    const int time = ++seen[task.id];
    names.push_back(time > 1 ? task.id + "-" + std::to_string(time) : task.id);
  }
  return names;
}

std::string watchedMetric(const RunSpec& spec) {
  if (!spec.train.earlyStopping.metric.empty()) return spec.train.earlyStopping.metric;
  if (spec.tasks.size() > 1) return "average";
  const std::vector<TaskSpec> tasks = tasksOf(spec);
  return tasks.empty() || taskInfo(tasks.front().id).metrics.empty() ? "loss" : taskInfo(tasks.front().id).metrics.front();
}

std::int64_t maximumLength(const RunSpec& spec, const TaskSpec& task) {
  if (task.maxLength > 0) return task.maxLength;
  const std::int64_t usual = taskInfo(task.id).maximumLength, positions = modelSizes(spec.family.id(), familyConfig(spec)).positions;
  return positions > 0 ? std::min(usual, positions) : usual;
}

std::int64_t maximumLength(const RunSpec& spec) {
  std::int64_t longest = isFineTuning(spec) ? 0 : spec.data.sequenceLength;
  for (const TaskSpec& task : tasksOf(spec)) longest = std::max(longest, maximumLength(spec, task));
  return longest;
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
  followTask(spec, json);
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
  const auto resolveTask = [&](TaskSpec& task) {
    for (auto* files : {&task.train, &task.validation})
      for (std::string& path : *files) path = absolutePath(path, base);
  };
  resolveTask(spec.task);
  for (TaskSpec& task : spec.tasks) resolveTask(task);
}

Json followCheckpoint(Json json, const std::filesystem::path& base) {
  const Json::json_pointer task("/task/id"), from("/init/from");
  if (!json.is_object() || !(json.contains(task) || json.contains("tasks")) || !json.contains(from) || !json.at(from).is_string()) return json;
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
