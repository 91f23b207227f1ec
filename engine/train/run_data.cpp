// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/run_data.h"

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"
#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "engine/core/tree_hash.h"
#include "engine/data/examples.h"
#include "engine/objectives/batch_recipe.h"
#include "engine/tasks/multi_task_examples.h"
#include "engine/tasks/task_paths.h"
#include "engine/text/tokenizer_trainer.h"
#include "engine/train/evaluator.h"

namespace cloze {

namespace {

constexpr const char* kTokenizerFolder = "tokenizer";
constexpr const char* kDataFile = "data.json";

using Texts = std::function<void(const std::function<void(std::string_view)>& each)>;

std::shared_ptr<const Tokenizer> makeTokenizer(const RunSpec& spec, const Texts& texts, Progress& progress) {
  if (!spec.tokenizer.from.empty()) return loadTokenizer(spec.tokenizer.from);
  progress.report("training the tokeniser", 0, 0);
  TokenizerTraining training;
  training.kind = spec.tokenizer.kind;
  training.vocabularySize = spec.tokenizer.vocabSize;
  training.lowercase = spec.tokenizer.lowercase;
  training.stripAccents = spec.tokenizer.stripAccents;
  return trainTokenizer(training, texts, progress);
}

// The tokeniser as the run uses it: the frozen one, or a new one that is frozen now.
std::shared_ptr<const Tokenizer> frozenTokenizer(const RunSpec& spec, const std::filesystem::path& out, const Texts& texts, Progress& progress) {
  if (out.empty()) return makeTokenizer(spec, texts, progress);
  const std::filesystem::path folder = out / kTokenizerFolder;
  if (!std::filesystem::exists(folder)) {
    const auto made = makeTokenizer(spec, texts, progress);
    AtomicFolder written(folder);
    made->save(written.path());
    written.commit();
  }
  return loadTokenizer(folder);                      // what the checkpoints will hold is what trains
}

struct Stores { std::shared_ptr<const TokenStore> training, validation; };

Stores openStores(const RunSpec& spec, const std::shared_ptr<const Tokenizer>& tokenizer, const Json& frozen, Progress& progress) {
  const auto open = [&](const std::vector<std::string>& entries, const char* key) {
    StoreRequest request;
    request.entries = entries;
    request.tokenizer = tokenizer;
    request.pairs = pairColumnsOf(spec);
    return frozen.contains(key) ? reopenStore(request, frozen.at(key).get<std::string>(), progress) : openStore(request, progress);
  };
  Stores stores;
  stores.training = open(spec.data.train, "training_store");
  if (!spec.data.validation.empty()) stores.validation = open(spec.data.validation, "validation_store");
  return stores;
}

Json describeData(const Stores& stores, const Tokenizer& tokenizer) {
  Json json = {{"tokenizer", tokenizer.contentHash()}, {"vocabulary", tokenizer.size()}, {"training_store", stores.training->key()},
               {"training_tokens", stores.training->tokens()}, {"training_documents", stores.training->documents()}};
  if (stores.validation) json["validation_store"] = stores.validation->key();
  json["training_texts"] = toJson(stores.training->report());
  if (stores.validation) json["validation_texts"] = toJson(stores.validation->report());
  return json;
}

// Which part of the held-out text an evaluation reads.
Json describeEvaluation(const RunSpec& spec, const BatchSource& validation) {
  return {{"batches", evaluationBatches(validation, spec.train.evaluationBatches)}, {"of_batches", validation.evaluationBatches()}, {"examples", validation.size()}};
}

std::string partlyEvaluated(const Json& evaluation) {
  if (evaluation.at("batches") >= evaluation.at("of_batches")) return {};
  return "each evaluation reads the same " + evaluation.at("batches").dump() + " of " + evaluation.at("of_batches").dump() + " held-out batches (train.evaluation_batches)";
}

std::vector<std::string> warningsOf(const Stores& stores, const ExampleSet& training, const Json& evaluation) {
  std::vector<std::string> warnings = corpusWarnings(stores.training->report());
  if (stores.validation)
    for (std::string& warning : corpusWarnings(stores.validation->report())) warnings.push_back(std::move(warning));
  if (training.recipe().kind == ExampleKind::SentencePairs && training.trueNextPairs() == 0)
    warnings.push_back("every document is one sentence: there is no true next sentence to learn from");
  if (evaluation.is_null()) warnings.push_back("no held-out text: nothing will be evaluated (give data.validation or several documents)");
  else if (std::string partly = partlyEvaluated(evaluation); !partly.empty()) warnings.push_back(std::move(partly));
  return warnings;
}

// ---- labelled examples

struct TaskSplits { std::shared_ptr<const TaskData> training, validation; };

TaskSplits readSplits(const RunSpec& spec, const TaskSpec& task) {
  const TaskColumns columns{task.columns.text, task.columns.pair, task.columns.label};
  const auto seed = static_cast<std::uint64_t>(spec.seed);
  TaskData training = readTask(task.id, taskPaths(task.id, task.train, "train"), columns);
  TaskSplits splits;
  if (!task.validation.empty()) splits.validation = std::make_shared<TaskData>(readTask(task.id, taskPaths(task.id, task.validation, "dev"), columns, training.labels));
  else if (spec.data.validationFraction > 0) splits.validation = std::make_shared<TaskData>(heldOut(training, spec.data.validationFraction, seed));
  if (task.limit > 0 && static_cast<std::size_t>(task.limit) < training.examples.size()) training.examples.resize(static_cast<std::size_t>(task.limit));
  splits.training = std::make_shared<TaskData>(shareOf(training, task.fraction, seed));
  return splits;
}

Json hashesOf(const RunSpec& spec) {
  Json hashes = Json::object();
  for (const TaskSpec& task : tasksOf(spec))
    for (const auto* files : {&task.train, &task.validation})
      for (const std::string& file : *files) hashes[file] = sha256Tree(file);
  return hashes;
}

// Of a folder all its files together.
Json stampOf(const std::filesystem::path& path) {
  std::error_code ignored;
  const auto timeOf = [&ignored](const std::filesystem::path& file) { return std::filesystem::last_write_time(file, ignored).time_since_epoch().count(); };
  if (!std::filesystem::is_directory(path)) return {std::filesystem::file_size(path, ignored), timeOf(path)};
  std::uintmax_t files = 0, bytes = 0;
  auto newest = timeOf(path);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, ignored)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    bytes += entry.file_size(ignored);
    newest = std::max(newest, timeOf(entry.path()));
  }
  return {files, bytes, newest};
}

// Size and time of every file: while they stand, nobody has to read the files to know that they are the same.
Json stampsOf(const RunSpec& spec) {
  Json stamps = Json::object();
  for (const TaskSpec& task : tasksOf(spec))
    for (const auto* files : {&task.train, &task.validation})
      for (const std::string& file : *files) stamps[file] = stampOf(file);
  return stamps;
}

// The examples are parsed again when a run goes on: they must be the ones it began with.
void requireSameFiles(const Json& frozen, const RunSpec& spec) {
  if (frozen.contains("file_stamps") && frozen["file_stamps"] == stampsOf(spec)) return;
  const Json now = hashesOf(spec);
  const Json& then = frozen.at("files");
  for (const auto& [file, hash] : then.items())
    if (now.value(file, "") != hash) throw std::runtime_error(file + ": is not the file that this run began with; put it back, or start a new run");
}

Json describeTask(const TaskExamples& examples) {
  Json labels = Json::object();
  for (std::size_t i = 0; i < examples.data().labels.size(); ++i) {
    const auto number = static_cast<std::int32_t>(i);
    const auto& all = examples.data().examples;
    labels[examples.data().labels[i]] = std::count_if(all.begin(), all.end(), [&](const TaskExample& one) { return one.label == number; });
  }
  return {{"examples", examples.size()}, {"labels", labels}, {"cut", examples.cutExamples()}, {"longest", examples.longest()}};
}

void warnOf(const TaskExamples& examples, const Json& described, const std::string& part, std::vector<std::string>& warnings) {
  const std::string of = " of the " + part + " examples";
  for (const TaskReport& report : examples.data().reports)
    if (report.skippedRows > 0) warnings.push_back(report.file.string() + ": " + std::to_string(report.skippedRows) + " rows left out, the first: " + report.skipped.front());
  if (examples.cutExamples() > 0)
    warnings.push_back(std::to_string(examples.cutExamples()) + of + " are longer than task.max_length and are " + (examples.task().kind == TaskKind::Span ? "read in windows" : "cut"));
  for (const auto& [label, count] : described.at("labels").items())
    if (count == 0 && examples.task().kind != TaskKind::Tagging) warnings.push_back("no" + of.substr(3) + " has the label \"" + label + "\"");
}

// The examples of one split of every task, described and warned of.
struct SplitExamples {
  std::vector<MultiTaskExamples::Part> parts;
  Json described = Json::object();
  std::vector<std::string> warnings;
};

SplitExamples examplesOf(const RunSpec& spec, const std::vector<TaskSplits>& splits, TaskExamples::For purpose, const std::shared_ptr<const Tokenizer>& tokenizer) {
  const std::vector<TaskSpec> tasks = tasksOf(spec);
  const std::vector<std::string> names = taskNames(spec);
  const bool training = purpose == TaskExamples::For::Training, several = tasks.size() > 1;
  const BatchSource::Shape shape{spec.train.batchSize, several ? 1 : spec.train.accumulate, !several && spec.train.overfitOneBatch};
  SplitExamples split;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const auto& data = training ? splits[i].training : splits[i].validation;
    if (!training && (!data || data->examples.empty())) continue;
    const auto examples = std::make_shared<TaskExamples>(purpose, tasks[i].id, data, tokenizer, maximumLength(spec, tasks[i]), shape, static_cast<std::uint64_t>(spec.seed) + i);
    Json described = describeTask(*examples);
    warnOf(*examples, described, (training ? "training" : "validation") + (several ? std::string(" ") + names[i] : std::string()), split.warnings);
    if (several) split.described[names[i]] = std::move(described);
    else split.described = std::move(described);
    split.parts.push_back({names[i], examples});
  }
  if (several && !training && !split.parts.empty() && split.parts.size() < tasks.size()) throw std::invalid_argument("tasks: some have validation examples and others have none; give all of them task.validation, or none");
  return split;
}

std::shared_ptr<const BatchSource> sourceOf(const RunSpec& spec, std::vector<MultiTaskExamples::Part> parts) {
  if (parts.size() == 1) return parts.front().examples;
  const BatchSource::Shape shape{spec.train.batchSize, spec.train.accumulate, spec.train.overfitOneBatch};
  std::int64_t size = 0;
  for (const auto& part : parts) size += part.examples->size();
  const double epochs = spec.train.epochs > 0 ? spec.train.epochs : static_cast<double>(spec.train.steps * shape.batchSize * shape.accumulate) / static_cast<double>(size);
  const MultiTaskExamples::Plan plan{taskSampling(spec.sampling), std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(epochs))), static_cast<std::uint64_t>(spec.seed)};
  return std::make_shared<MultiTaskExamples>(std::move(parts), shape, plan);
}

PreparedData prepareTask(const RunSpec& spec, const std::filesystem::path& out, Progress& progress) {
  PreparedData data;
  const bool isFrozen = !out.empty() && std::filesystem::exists(out / kDataFile);
  progress.report("reading the examples", 0, 0);
  const Json frozen = isFrozen ? readJsonFile(out / kDataFile) : Json();
  if (isFrozen) requireSameFiles(frozen, spec);
  std::vector<TaskSplits> splits;
  for (const TaskSpec& task : tasksOf(spec)) splits.push_back(readSplits(spec, task));
  data.tokenizer = frozenTokenizer(spec, out, [&](const std::function<void(std::string_view)>& each) {
    for (const TaskSplits& split : splits)
      for (const TaskExample& example : split.training->examples) forEachText(example, each);
  }, progress);
  progress.report("tokenising", 0, 0);
  SplitExamples training = examplesOf(spec, splits, TaskExamples::For::Training, data.tokenizer), validation = examplesOf(spec, splits, TaskExamples::For::Evaluation, data.tokenizer);
  data.warnings = training.warnings;
  data.warnings.insert(data.warnings.end(), validation.warnings.begin(), validation.warnings.end());
  data.training = sourceOf(spec, std::move(training.parts));
  data.description = {{"tokenizer", data.tokenizer->contentHash()}, {"vocabulary", data.tokenizer->size()}, {"files", isFrozen ? frozen.at("files") : hashesOf(spec)},
                      {"file_stamps", stampsOf(spec)}, {"training", training.described}, {"training_examples", data.training->size()}};
  if (!validation.parts.empty()) {
    data.validation = sourceOf(spec, std::move(validation.parts));
    data.description["validation"] = validation.described;
    data.description["evaluation"] = describeEvaluation(spec, *data.validation);
    if (std::string partly = partlyEvaluated(data.description["evaluation"]); !partly.empty()) data.warnings.push_back(std::move(partly));
  }
  if (!out.empty() && !isFrozen) writeFileAtomically(out / kDataFile, data.description.dump(2) + "\n");
  return data;
}

}  // namespace

PreparedData prepareData(const RunSpec& spec, const std::filesystem::path& out, Progress& progress) {
  if (isFineTuning(spec)) return prepareTask(spec, out, progress);
  PreparedData data;
  const bool isFrozen = !out.empty() && std::filesystem::exists(out / kDataFile);
  const Json frozen = isFrozen ? readJsonFile(out / kDataFile) : Json::object();
  data.tokenizer = frozenTokenizer(spec, out, [&](const std::function<void(std::string_view)>& each) { readSentences(spec.data.train, each, progress, pairColumnsOf(spec)); }, progress);
  const Stores stores = openStores(spec, data.tokenizer, frozen, progress);

  const auto seed = static_cast<std::uint64_t>(spec.seed);
  const double fraction = stores.validation ? 0.0 : spec.data.validationFraction;
  DocumentSplit split = fraction > 0 ? splitDocuments(*stores.training, fraction, seed) : DocumentSplit{allDocuments(*stores.training), {}};
  const BatchRecipe recipe = batchRecipe(spec, *data.tokenizer);
  const auto training = std::make_shared<ExampleSet>(stores.training, std::move(split.train), recipe, seed);
  data.training = training;
  if (stores.validation) data.validation = std::make_shared<ExampleSet>(stores.validation, allDocuments(*stores.validation), recipe, seed);
  else if (!split.validation.empty()) data.validation = std::make_shared<ExampleSet>(stores.training, std::move(split.validation), recipe, seed);

  data.description = isFrozen ? frozen : describeData(stores, *data.tokenizer);
  data.description["evaluation"] = data.validation ? describeEvaluation(spec, *data.validation) : Json();
  if (!isFrozen) data.description["training_examples"] = data.training->size();
  if (!out.empty() && !isFrozen) writeFileAtomically(out / kDataFile, data.description.dump(2) + "\n");
  data.warnings = warningsOf(stores, *training, data.description["evaluation"]);
  return data;
}

std::int64_t plannedSteps(const RunSpec& spec, const BatchSource& source) {
  return spec.train.epochs > 0 ? std::max<std::int64_t>(1, source.stepsOf(spec.train.epochs)) : spec.train.steps;
}

}  // namespace cloze
