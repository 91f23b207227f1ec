// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/model_plan.h"

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"
#include "engine/tasks/multi_task_examples.h"
#include "engine/train/optimizer.h"

namespace cloze {

namespace {

// Keys that Hugging Face's classes read beside the family's settings.
Json labelKeys(const TaskExamples& examples) {
  const TaskInfo& task = examples.task();
  Json keys = Json::object();
  const bool regression = task.kind == TaskKind::Regression;
  if (regression) keys["problem_type"] = "regression";
  if (regression || task.kind == TaskKind::Classification || task.kind == TaskKind::WordInContext || task.kind == TaskKind::Tagging) {
    Json names = Json::object(), numbers = Json::object();
    const std::vector<std::string> labels = regression ? std::vector<std::string>{"score"} : examples.data().labels;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      names[std::to_string(i)] = labels[i];
      numbers[labels[i]] = i;
    }
    keys["id2label"] = names;
    keys["label2id"] = numbers;
  }
  return keys;
}

Json taskKeys(const std::vector<MultiTaskExamples::Part>& parts) {
  if (parts.size() > 1) {                              // each by its name; readers of the single keys find none
    Json keys = {{"finetuning_tasks", Json::object()}};
    for (const auto& part : parts) {
      keys["finetuning_tasks"][part.name] = labelKeys(*part.examples);
      keys["finetuning_tasks"][part.name]["task"] = part.examples->task().id;
    }
    return keys;
  }
  Json keys = labelKeys(*parts.front().examples);
  keys["finetuning_task"] = parts.front().examples->task().id;
  return keys;
}

// The tasks that a source of examples belongs to; none: it is text.
std::vector<MultiTaskExamples::Part> partsOf(const BatchSource& source) {
  if (const auto* several = dynamic_cast<const MultiTaskExamples*>(&source)) return several->parts();
  if (const auto* one = dynamic_cast<const TaskExamples*>(&source)) return {MultiTaskExamples::Part{one->task().id, std::shared_ptr<const TaskExamples>(std::shared_ptr<void>(), one)}};
  return {};
}

}  // namespace

ModelPlan modelPlan(const RunSpec& spec, const PreparedData& data) {
  const Tokenizer& tokenizer = *data.tokenizer;
  ModelPlan plan;
  plan.family = spec.family.id();
  std::shared_ptr<Settings> config = familyConfig(spec).clone();
  Json vocabulary = {{"vocab_size", tokenizer.predictable()}};
  const Json known = toJson(*config);
  const SpecialTokens& special = tokenizer.special();
  for (const auto& [key, id] : {std::pair("pad_token_id", special.pad), {"bos_token_id", special.begin}, {"eos_token_id", special.end}, {"decoder_start_token_id", special.pad}})
    if (known.contains(key) && (id >= 0 || std::string(key) == "bos_token_id" || std::string(key) == "eos_token_id")) vocabulary[key] = id >= 0 ? Json(id) : Json();
  readJson(*config, vocabulary);
  plan.config = config;
  plan.objective = spec.objective.id();
  plan.objectiveSettings = spec.objective.settings()->clone();
  if (const auto parts = partsOf(*data.training); !parts.empty()) {
    FineTuneSettings settings;
    for (const auto& part : parts) settings.tasks.push_back({part.name, part.examples->task().kind, static_cast<std::int64_t>(part.examples->data().labels.size())});
    settings.features = taskFeatures(spec.transfer);
    settings.layers = modelSizes(spec.family.id(), familyConfig(spec)).layers;
    settings.frozenBody = readsFrozenBody(spec.transfer);
    settings.languageWeight = spec.transfer.languageWeight;
    plan.objective = "fine_tune";
    plan.objectiveSettings = std::make_shared<SettingsOf<FineTuneSettings>>(settings);
    plan.otherKeys = taskKeys(parts);
  }
  plan.seed = static_cast<std::uint64_t>(spec.seed);
  return plan;
}

std::vector<ParameterGroup> groupsOf(const RunSpec& spec) {
  const std::vector<std::string> heads = spec.tasks.size() > 1 ? taskNames(spec) : std::vector<std::string>();
  return parameterGroups(spec.transfer, modelSizes(spec.family.id(), familyConfig(spec)).layers, optimizerSettings(spec.optimizer).weightDecay, heads);
}

}  // namespace cloze
