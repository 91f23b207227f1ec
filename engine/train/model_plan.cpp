// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/model_plan.h"

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"
#include "engine/tasks/task_examples.h"
#include "engine/train/optimizer.h"

namespace cloze {

namespace {

// Keys that Hugging Face's classes read beside the family's settings.
Json taskKeys(const TaskExamples& examples) {
  const TaskInfo& task = examples.task();
  Json keys = {{"finetuning_task", task.id}};
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
  if (const auto* examples = dynamic_cast<const TaskExamples*>(data.training.get())) {
    plan.objective = "fine_tune";
    plan.objectiveSettings = std::make_shared<SettingsOf<FineTuneSettings>>(
        FineTuneSettings{examples->task().kind, static_cast<std::int64_t>(examples->data().labels.size())});
    plan.otherKeys = taskKeys(*examples);
  }
  plan.seed = static_cast<std::uint64_t>(spec.seed);
  return plan;
}

std::vector<ParameterGroup> groupsOf(const RunSpec& spec) {
  return parameterGroups(spec.transfer, modelSizes(spec.family.id(), familyConfig(spec)).layers, optimizerSettings(spec.optimizer).weightDecay);
}

}  // namespace cloze
