// A fine-tuned checkpoint on labelled files or on one text (engine/tools.h).
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>
#include <stdexcept>

#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/schema.h"
#include "engine/inspector.h"
#include "engine/io/hub_folder.h"
#include "engine/objectives/settings.h"
#include "engine/run_spec.h"
#include "engine/tasks/judge.h"
#include "engine/tasks/task_paths.h"
#include "engine/text/utf8.h"
#include "engine/tools.h"
#include "engine/train/evaluator.h"

namespace cloze {

namespace {

std::vector<std::string> labelsOf(const Json& keys) {
  std::vector<std::string> labels;
  const Json names = keys.value("id2label", Json::object());
  for (std::size_t i = 0; i < names.size(); ++i) labels.push_back(names.value(std::to_string(i), "LABEL_" + std::to_string(i)));
  return labels;
}

// One of several tasks that a checkpoint has heads for: its name, what config.json says of it, and the number of its head.
struct HeadOfTask { std::string name; Json keys; std::int64_t number = 0; };

HeadOfTask headOfTask(const TaskRequest& request, const HubConfig& hub, const std::filesystem::path& folder) {
  const Json several = hub.otherKeys.value("finetuning_tasks", Json::object());
  if (several.empty()) return {"", hub.otherKeys, 0};
  std::string known;
  for (std::size_t i = 0; i < hub.head.named.size(); ++i) {
    const std::string& name = hub.head.named[i].name;
    if (name == request.task) return {name, several.value(name, Json::object()), static_cast<std::int64_t>(i)};
    known += (known.empty() ? "" : ", ") + name;
  }
  throw std::invalid_argument(folder.string() + ": was fine-tuned on several tasks; say which with --task (" + known + ")");
}

const TaskInfo& taskOf(const TaskRequest& request, const Json& keys, const std::filesystem::path& folder) {
  const std::string id = keys.contains("task") ? keys["task"].get<std::string>() : request.task.empty() ? keys.value("finetuning_task", Json("")).get<std::string>() : request.task;
  if (id.empty()) throw std::invalid_argument(folder.string() + ": config.json does not say which task this checkpoint was fine-tuned on; give --task ID (`cloze tasks` lists them)");
  return taskInfo(id);
}

RunSpec frozenRun(const std::string& json) {
  RunSpec spec;
  fromJson(spec, parseJson(json, "the run's specification"), UnknownKeys::AreKept);   // the frozen one holds more: hashes, versions
  return spec;
}

// The run's task, or the one of this name where it learnt several.
TaskSpec taskOfRun(const RunSpec& run, const std::string& name) {
  const std::vector<TaskSpec> tasks = tasksOf(run);
  const std::vector<std::string> names = taskNames(run);
  const auto found = tasks.size() == 1 ? names.begin() : std::find(names.begin(), names.end(), name);
  if (found == names.end()) throw std::invalid_argument("this run has no task \"" + name + "\"");
  return tasks[static_cast<std::size_t>(found - names.begin())];
}

// What the run never trains on (engine/train/run_data.cpp).
TaskData keptBack(const RunSpec& run, const TaskSpec& task, const std::vector<std::string>& labels) {
  const TaskColumns columns{task.columns.text, task.columns.pair, task.columns.label};
  const auto read = [&](const std::vector<std::string>& files, const char* split) { return readTask(task.id, taskPaths(task.id, files, split), columns, labels); };
  if (!task.validation.empty()) return read(task.validation, "dev");
  if (run.data.validationFraction <= 0) throw std::invalid_argument("this run keeps no examples back for validation (task.validation, data.validation_fraction)");
  TaskData training = read(task.train, "train");
  return heldOut(training, run.data.validationFraction, static_cast<std::uint64_t>(run.seed));
}

// "the *bank* of the river": the word between the stars; they are taken out.
std::pair<std::int64_t, std::int64_t> takeMarkedWord(std::string& text) {
  const std::size_t begin = text.find('*'), end = begin == std::string::npos ? begin : text.find('*', begin + 1);
  if (end == std::string::npos || end == begin + 1 || text.find('*', end + 1) != std::string::npos)
    throw std::invalid_argument("\"" + text + "\": put stars around the one word that is asked about, as in \"the *bank* of the river\"");
  text.erase(end, 1);
  text.erase(begin, 1);
  return {static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end) - 1};
}

TaskExample typedExample(const TaskRequest& request, TaskKind kind) {
  TaskExample example;
  example.id = "text";
  example.text = request.text;
  example.pair = request.pair;
  if (kind == TaskKind::Choice) {
    if (request.choices.size() < 2) throw std::invalid_argument("a multiple choice needs two or more choices to choose from");
    example.choices = request.choices;
  }
  if (kind == TaskKind::WordInContext) {
    example.wordBytes = takeMarkedWord(example.text);
    example.pairWordBytes = takeMarkedWord(example.pair);
  }
  std::istringstream words(kind == TaskKind::Tagging ? request.text : "");
  for (std::string word; words >> word;) example.words.push_back(word);
  return example;
}

std::shared_ptr<const TaskData> dataOf(const TaskRequest& request, const std::string& name, const TaskInfo& task, const std::vector<std::string>& labels) {
  auto data = std::make_shared<TaskData>();
  if (!request.files.empty()) {
    *data = readTask(task.id, taskPaths(task.id, {request.files.begin(), request.files.end()}, "dev"), {request.textColumn, request.pairColumn, request.labelColumn}, labels);
    return data;
  }
  if (!request.specJson.empty() && request.text.empty()) {
    const RunSpec run = frozenRun(request.specJson);
    *data = keptBack(run, taskOfRun(run, name), labels);
    return data;
  }
  data->examples.push_back(typedExample(request, task.kind));
  data->labels = labels;
  return data;
}

// As the checkpoint's own heads say; a head that is not asked for only has to be there.
FineTuneSettings settingsOf(const HubConfig& hub, const HeadOfTask& head, const TaskInfo& task, std::int64_t labels) {
  FineTuneSettings settings;
  settings.features = hub.head.features;
  if (hub.head.named.size() <= 1) settings.tasks = {{task.id, task.kind, labels}};
  else for (const NamedHead& one : hub.head.named) settings.tasks.push_back({one.name, one.head == Head::TokenLabels ? TaskKind::Tagging : one.head == Head::Span ? TaskKind::Span : one.head == Head::Choice ? TaskKind::Choice : TaskKind::Classification, one.labels});
  settings.tasks[static_cast<std::size_t>(head.number)].kind = task.kind;
  return settings;
}

std::unique_ptr<Replicas> replicasOf(const HubConfig& hub, const std::filesystem::path& folder, const TaskInfo& task, const FineTuneSettings& settings, std::int64_t batchSize) {
  ModelPlan plan;
  plan.family = hub.family;
  plan.config = hub.config->clone();
  plan.objective = "fine_tune";
  plan.objectiveSettings = std::make_shared<SettingsOf<FineTuneSettings>>(settings);
  auto replicas = std::make_unique<Replicas>(plan, shardCount(0, batchSize));
  const LoadReport report = loadWeights(replicas->model(), folder);
  if (!report.missing.empty())
    throw std::invalid_argument(folder.string() + ": has no head for the task \"" + task.id + "\" (" + report.missing.front() + " is missing); fine-tune it first: `cloze train` with task.id and init.from");
  return replicas;
}

std::int64_t byteOfCharacter(const std::string& text, std::int64_t character) {
  std::size_t byte = 0;
  while (character-- > 0 && byte < text.size()) byte += static_cast<std::size_t>(decodeUtf8(text, byte).size);
  return static_cast<std::int64_t>(byte);
}

void describeAnswer(const TaskExample& example, const DecodedAnswer& answer, bool mayBeImpossible, TaskPrediction& result) {
  result.label = answer.text(mayBeImpossible ? 0 : std::numeric_limits<double>::infinity());
  for (const AnswerCandidate& candidate : answer.best) result.best.push_back({candidate.text, candidate.probability});
  if (!result.best.empty()) result.probability = result.best.front().second;
  if (!result.label.empty()) result.answerBytes = answer.best.front().bytes;
  if (example.answers.empty()) return;
  const TaskAnswer& gold = example.answers.front();
  result.gold = gold.text;
  result.goldBytes.first = byteOfCharacter(example.pair, gold.start);
  result.goldBytes.second = result.goldBytes.first + static_cast<std::int64_t>(gold.text.size());
}

TaskPrediction described(const TaskExamples& examples, const Prediction& prediction) {
  const TaskExample& example = examples.data().examples[static_cast<std::size_t>(prediction.example)];
  const std::vector<std::string>& labels = examples.data().labels;
  const auto named = [&](std::int32_t label) { return static_cast<std::size_t>(label) < labels.size() ? labels[static_cast<std::size_t>(label)] : std::to_string(label); };
  TaskPrediction result;
  result.id = example.id;
  result.text = example.text;
  result.pair = example.pair;
  result.labelled = isLabelled(examples.task(), example);
  if (examples.task().kind == TaskKind::Regression) {
    result.label = std::to_string(prediction.score);
    if (example.scored) {
      result.gold = std::to_string(example.score);
      result.loss = (prediction.score - example.score) * (prediction.score - example.score);
    }
    return result;
  }
  if (examples.task().kind == TaskKind::Tagging) {
    result.words = example.words;
    for (const std::int32_t tag : prediction.tags) result.tags.push_back(named(tag));
    for (const std::int32_t tag : example.tags) result.goldTags.push_back(named(tag));
    return result;
  }
  if (examples.task().kind == TaskKind::Span) {
    describeAnswer(example, prediction.answer, examples.task().id == "squad-2.0", result);
    return result;
  }
  result.choices = example.choices;
  result.label = named(prediction.label);
  result.probabilities = prediction.probabilities;
  result.probability = prediction.probabilities.at(static_cast<std::size_t>(prediction.label));
  if (example.label >= 0) {
    result.gold = named(example.label);
    result.loss = -std::log(std::max(prediction.probabilities.at(static_cast<std::size_t>(example.label)), 1e-30));
  }
  return result;
}

void addConfusion(const TaskExamples& examples, const std::vector<Prediction>& predictions, TaskResult& result) {
  const auto [predicted, gold] = labelPairs(examples, predictions);
  if (!gold.empty() && !result.labels.empty()) result.confusion = confusion(predicted, gold, static_cast<std::int32_t>(result.labels.size()));
}

}  // namespace

TaskResult runTask(const TaskRequest& request, Progress& progress) {
  const std::filesystem::path folder = resolveCheckpoint(request.checkpoint);
  const HubConfig hub = readHubConfig(folder);
  if (hub.head.features.layers == FeatureLayers::Each) throw std::invalid_argument(folder.string() + ": holds a probe of each layer; the run's log says how good each of them is");
  const HeadOfTask head = headOfTask(request, hub, folder);
  const TaskInfo& task = taskOf(request, head.keys, folder);
  const auto data = dataOf(request, head.name, task, labelsOf(head.keys));
  const std::int64_t positions = modelSizes(hub.family, *hub.config).positions;
  const auto longestOfRun = [&request, &head] {
    const RunSpec run = frozenRun(request.specJson);
    return maximumLength(run, taskOfRun(run, head.name));
  };
  const std::int64_t usual = !request.specJson.empty() ? longestOfRun() : positions > 0 ? std::min(task.maximumLength, positions) : task.maximumLength;
  const BatchSource::Shape shape{request.batchSize, 1, false};
  const TaskExamples examples(TaskExamples::For::Evaluation, task.id, data, loadTokenizer(folder), request.maximumLength > 0 ? request.maximumLength : usual, shape, 1);
  const auto replicas = replicasOf(hub, folder, task, settingsOf(hub, head, task, static_cast<std::int64_t>(data->labels.size())), request.batchSize);

  const double begin = steadySeconds();
  Answers answers;
  for (std::int64_t number = 0; number < examples.evaluationBatches(); ++number) {
    progress.report("predicting", number, examples.evaluationBatches());
    progress.throwIfCancelled();
    Batch batch = examples.evaluationBatch(number);
    batch.task = head.number;
    const Totals totals = replicas->evaluate(batch);
    answers.insert(answers.end(), totals.answers.begin(), totals.answers.end());
  }
  TaskResult result;
  result.seconds = steadySeconds() - begin;
  result.task = task.id;
  result.labels = data->labels;
  result.cut = examples.cutExamples();
  const std::vector<Prediction> predictions = predictionsOf(examples, answers);
  for (const Prediction& prediction : predictions) result.predictions.push_back(described(examples, prediction));
  result.metrics = examples.judge(answers);
  result.labelled = std::count_if(data->examples.begin(), data->examples.end(), [&](const TaskExample& one) { return isLabelled(task, one); });
  if (task.kind == TaskKind::Classification || task.kind == TaskKind::WordInContext) addConfusion(examples, predictions, result);
  return result;
}

}  // namespace cloze
