// Reading a specification: assignments first, then the schema, then what no single setting can say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run_spec.h"

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"

#include <algorithm>

namespace cloze {

namespace {

void checkModelAgainstText(const RunSpec& spec, const Json& written, std::vector<Problem>& problems) {
  const ModelSizes sizes = modelSizes(spec.family.id(), familyConfig(spec));
  if (sizes.positions > 0 && spec.data.sequenceLength > sizes.positions)
    problems.push_back({"data.sequence_length", "is " + std::to_string(spec.data.sequenceLength) + ", over family.config." + family(spec.family.id()).keys.positions + " (" +
                                                    std::to_string(sizes.positions) + "); shorten it or give the model more positions"});
  for (const Problem& problem : family(spec.family.id()).problems(familyConfig(spec), Json::object()))
    problems.push_back({"family.config." + problem.where, problem.message});
  const Json::json_pointer vocabulary("/family/config/vocab_size");
  if (written.is_object() && written.contains(vocabulary))
    problems.push_back({"family.config.vocab_size", "the vocabulary comes from the tokeniser; set tokenizer.vocab_size instead"});
}

void checkTraining(const RunSpec& spec, std::vector<Problem>& problems) {
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

std::string absolutePath(const std::string& path, const std::filesystem::path& base) {
  if (path.empty() || path == "toy-world" || std::filesystem::path(path).is_absolute()) return path;
  return (base / path).lexically_normal().string();
}

}  // namespace

std::vector<Problem> checkCombinations(const RunSpec& spec, const Json& written) {
  std::vector<Problem> problems = validate(spec);
  checkModelAgainstText(spec, written, problems);
  checkTraining(spec, problems);
  checkInit(spec, problems);
  return problems;
}

std::optional<PairColumns> pairColumnsOf(const RunSpec& spec) {
  const auto* pairs = dynamic_cast<const SettingsOf<TextToTextSettings>*>(spec.objective.settings());
  return pairs ? std::optional(pairs->value.columns) : std::nullopt;
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
}

}  // namespace cloze
