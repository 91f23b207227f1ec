// config.json in and out.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/io/hub_folder.h"

#include <unistd.h>

#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "engine/core/schema.h"

namespace cloze {

namespace {

std::string textOf(const Json& json, const char* key, std::vector<Problem>& problems) {
  if (!json.contains(key) || json[key].is_null()) return {};
  if (json[key].is_string()) return json[key].get<std::string>();
  problems.push_back({key, json[key].dump() + " is no text"});
  return {};
}

std::string architectureOf(const Json& json, std::vector<Problem>& problems) {
  if (!json.contains("architectures") || json["architectures"].is_null()) return {};
  const Json& list = json["architectures"];
  if (list.is_array() && list.empty()) return {};
  if (list.is_array() && list[0].is_string()) return list[0].get<std::string>();
  problems.push_back({"architectures", list.dump() + " is no list of class names"});
  return {};
}

std::int64_t labelsOf(const Json& json, std::vector<Problem>& problems) {
  constexpr std::int64_t kMostLabels = 1000000;
  if (json.contains("id2label") && !json["id2label"].is_null()) {
    if (json["id2label"].is_object() && !json["id2label"].empty()) return static_cast<std::int64_t>(json["id2label"].size());
    problems.push_back({"id2label", "expected an object of labels"});
  } else if (json.contains("num_labels") && !json["num_labels"].is_null()) {
    if (json["num_labels"].is_number_unsigned() && json["num_labels"] >= 1 && json["num_labels"] <= kMostLabels) return json["num_labels"].get<std::int64_t>();
    problems.push_back({"num_labels", json["num_labels"].dump() + " is no number of labels"});
  }
  return 2;
}

// Weights alone; training needs four times as much.
void requireMemory(const FamilyInfo& info, Settings& config, std::vector<Problem>& problems) {
  const double needed = 4.0 * static_cast<double>(info.parameterCount(config));
  const double there = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGE_SIZE));
  if (there <= 0 || needed <= there) return;
  const auto gigabytes = [](double bytes) { return std::to_string(static_cast<std::int64_t>(bytes / 1e9) + 1) + " GB"; };
  problems.push_back({"config.json", "a model of these sizes has " + std::to_string(info.parameterCount(config)) + " weights, " + gigabytes(needed) +
                                         "; this machine has " + gigabytes(there) + " of memory"});
}

// Values that change numbers whatever the family is.
void requireSupported(const Json& otherKeys, std::vector<Problem>& problems) {
  if (otherKeys.contains("quantization_config") && !otherKeys["quantization_config"].is_null())
    problems.push_back({"quantization_config", "quantised weights are not supported; use the original ones"});
}

Json withoutSettings(const Json& json, Settings& config) {
  const Json known = toJson(config);
  Json other = Json::object();
  for (const auto& item : json.items())
    if (!known.contains(item.key()) && item.key() != "model_type" && item.key() != "architectures") other[item.key()] = item.value();
  return other;
}

const FamilyInfo* knownFamily(const std::string& id, std::vector<Problem>& problems) {
  try {
    if (!id.empty()) return &family(id);
    problems.push_back({"model_type", "is missing: the family of the model is not known"});
  } catch (const std::invalid_argument& error) {
    problems.push_back({"model_type", error.what()});
  }
  return nullptr;
}

// ---- heads that no class of Hugging Face has: for its loaders such a folder is the bare body

constexpr const char* kTaskHeads = "cloze_task_heads";
struct HeadName { Head head; const char* name; };
constexpr HeadName kHeadNames[] = {{Head::SequenceLabels, "sequence_labels"}, {Head::TokenLabels, "token_labels"}, {Head::Span, "span"}, {Head::Choice, "choice"}};

Json taskHeadsJson(const HeadChoice& choice) {
  Json heads = Json::array();
  for (const NamedHead& one : choice.named)
    for (const HeadName& row : kHeadNames)
      if (row.head == one.head) heads.push_back({{"name", one.name}, {"kind", row.name}, {"labels", one.labels}});
  return {{"layers", featureLayersJson(choice.features)}, {"pooling", featurePoolingName(choice.features.pooling)}, {"dropout", choice.features.dropout},
          {"mix_penalty", choice.features.mixPenalty}, {"heads", heads}};
}

void readTaskHeads(const Json& json, HeadChoice& choice) {
  readFeatureLayers(json.at("layers"), choice.features);
  choice.features.pooling = featurePooling(json.at("pooling").get<std::string>());
  choice.features.dropout = json.at("dropout").get<double>();
  choice.features.mixPenalty = json.at("mix_penalty").get<double>();
  for (const Json& one : json.at("heads")) {
    NamedHead head{one.at("name").get<std::string>(), Head::None, one.at("labels").get<std::int64_t>()};
    for (const HeadName& row : kHeadNames)
      if (one.at("kind") == row.name) head.head = row.head;
    if (head.head == Head::None || head.labels < 1) throw std::invalid_argument(one.dump() + " is no head of a task");
    choice.named.push_back(head);
  }
  if (choice.named.empty()) throw std::invalid_argument("names no head");
  choice.head = choice.named.front().head;
}

void takeTaskHeads(HubConfig& config, std::vector<Problem>& problems) {
  if (!config.otherKeys.contains(kTaskHeads)) return;
  try {
    readTaskHeads(config.otherKeys[kTaskHeads], config.head);
    config.otherKeys.erase(kTaskHeads);
  } catch (const std::exception& error) {              // a key is missing or of another type, or says what does not exist
    problems.push_back({kTaskHeads, error.what()});
  }
}

}  // namespace

HubConfig readHubConfig(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "config.json";
  const Json json = readJsonFile(file);
  if (!json.is_object()) throw std::invalid_argument(file.string() + ": expected a JSON object");
  std::vector<Problem> problems;
  HubConfig result;
  result.family = textOf(json, "model_type", problems);
  result.architecture = architectureOf(json, problems);
  result.head.labels = labelsOf(json, problems);
  if (const FamilyInfo* info = knownFamily(result.family, problems)) {
    result.config = info->makeConfig();
    const auto wrong = fromJson(*result.config, json, UnknownKeys::AreKept);
    problems.insert(problems.end(), wrong.begin(), wrong.end());
    result.otherKeys = withoutSettings(json, *result.config);
    requireSupported(result.otherKeys, problems);
    const auto unfit = info->problems(*result.config, result.otherKeys);
    problems.insert(problems.end(), unfit.begin(), unfit.end());
    if (wrong.empty()) requireMemory(*info, *result.config, problems);
    try {
      if (!result.architecture.empty()) result.head.head = headOf(result.family, result.architecture);
    } catch (const std::invalid_argument& error) {
      problems.push_back({"architectures", error.what()});
    }
    takeTaskHeads(result, problems);
  }
  for (Problem& problem : problems) problem.where = file.string() + ": " + problem.where;
  if (!problems.empty()) throw InvalidRequest(std::move(problems));
  return result;
}

Json hubConfigJson(TextModel& model) {
  Json json = Json::object();
  json["architectures"] = Json::array({model.architecture()});
  json["model_type"] = model.family();
  const Json settings = toJson(model.config());                      // named: items() keeps a reference only
  for (const auto& item : settings.items()) json[item.key()] = item.value();
  for (const auto& item : model.otherKeys.items())
    if (item.key() != "torch_dtype" && item.key() != "dtype") json[item.key()] = item.value();
  if (model.taskHeads()) json[kTaskHeads] = taskHeadsJson(model.head());
  json["dtype"] = "float32";                                         // whatever it was: that is how it is written
  return json;
}

}  // namespace cloze
