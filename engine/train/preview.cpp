// What a run would do before it does it (engine/run.h): computed by the very functions that train.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <mutex>

#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/memory.h"
#include "engine/core/schema.h"
#include "engine/data/corpus.h"
#include "engine/run.h"
#include "engine/tasks/multi_task_examples.h"
#include "engine/text/readable.h"
#include "engine/text/tokenizer_trainer.h"
#include "engine/train/checkpoint.h"
#include "engine/train/model_plan.h"
#include "engine/train/run_data.h"
#include "engine/train/schedule.h"
#include "engine/train/settings.h"

namespace cloze {

namespace {

// Everything the data of a run follows from: the settings, and the files as they are now.
std::string dataKey(const RunSpec& spec) {
  Json key = toJson(Described(spec));
  for (const char* part : {"name", "optimizer", "schedule", "probes", "compute", "init"}) key.erase(part);
  std::vector<std::string> entries = spec.data.train;
  entries.insert(entries.end(), spec.data.validation.begin(), spec.data.validation.end());
  CorpusReport report;
  std::error_code error;
  if (!spec.tokenizer.from.empty()) key["tokenizer_time"] = std::filesystem::last_write_time(spec.tokenizer.from, error).time_since_epoch().count();
  for (const TaskSpec& one : tasksOf(spec))
    for (const auto* files : {&one.train, &one.validation})
      for (const std::string& file : *files) key["files"].push_back({file, std::filesystem::last_write_time(file, error).time_since_epoch().count()});
  if (isFineTuning(spec)) return key.dump();
  for (const CorpusFile& file : listCorpusFiles(entries, report, pairColumnsOf(spec).has_value()))
    key["files"].push_back({file.path, file.bytes, file.toyWorld ? 0 : std::filesystem::last_write_time(file.path, error).time_since_epoch().count()});
  return key.dump();
}

// The newest data stay at hand, so that the next batch costs no second reading.
std::shared_ptr<const PreparedData> previewData(const RunSpec& spec, Progress& progress) {
  static std::mutex mutex;
  static std::string heldKey;
  static std::shared_ptr<const PreparedData> held;
  const std::string key = dataKey(spec);
  {
    const std::lock_guard lock(mutex);
    if (held && key == heldKey) return held;
  }
  auto made = std::make_shared<const PreparedData>(prepareData(spec, {}, progress));
  const std::lock_guard lock(mutex);
  heldKey = key;
  return held = made;
}

struct EnoughText {};

// The first sentences: enough to train a tokeniser that resembles the real one, in a moment.
std::vector<std::string> firstSentences(const RunSpec& spec, Progress& progress) {
  constexpr std::size_t kSentences = 4000, kBytes = 400000;
  std::vector<std::string> sentences;
  std::size_t bytes = 0;
  try {
    readSentences(spec.data.train, [&](std::string_view text) {
      sentences.emplace_back(text);
      bytes += text.size();
      if (sentences.size() >= kSentences || bytes >= kBytes) throw EnoughText();
    }, progress, pairColumnsOf(spec));
  } catch (const EnoughText&) {
  }
  return sentences;
}

std::shared_ptr<const Tokenizer> sampleTokenizer(const RunSpec& spec, const std::vector<std::string>& sentences, Progress& progress) {
  TokenizerTraining training;
  training.kind = spec.tokenizer.kind;
  training.vocabularySize = spec.tokenizer.vocabSize;
  training.lowercase = spec.tokenizer.lowercase;
  training.stripAccents = spec.tokenizer.stripAccents;
  const auto source = [&](const std::function<void(std::string_view)>& each) { for (const std::string& text : sentences) each(text); };
  for (;; training.vocabularySize = std::max<std::int64_t>(64, training.vocabularySize / 2)) {
    try {
      return trainTokenizer(training, source, progress);
    } catch (const std::invalid_argument&) {         // so little text does not fill so large a vocabulary
      if (training.vocabularySize <= 128) throw;
    }
  }
}

TokenizerSample::Piece samplePiece(const Tokenizer& tokenizer, TokenId id) {
  const bool bytes = tokenizer.kind() == "byte_bpe";
  TokenizerSample::Piece piece{bytes ? readablePiece(tokenizer.token(id), true) : tokenizer.decode({id}), tokenizer.continuesWord(id), tokenizer.isSpecial(id)};
  piece.text.erase(0, std::min(piece.text.size(), piece.text.find_first_not_of(' ')));
  if (piece.text.empty() || piece.special) piece.text = tokenizer.token(id);
  const std::string mark = piece.continuesWord ? "##" : "\u2581";
  if (piece.text.size() > mark.size() && piece.text.compare(0, mark.size(), mark) == 0) piece.text.erase(0, mark.size());
  return piece;
}

}  // namespace

std::vector<LearningRateCurve> previewLearningRates(const RunSpec& spec, std::int64_t maximumPoints) {
  const std::int64_t steps = spec.train.steps, stride = maximumPoints > 0 ? std::max<std::int64_t>(1, (steps + maximumPoints - 1) / maximumPoints) : 1;
  std::vector<LearningRateCurve> curves;
  const Thawing thawing(groupsOf(spec), spec.train.epochs, steps);
  for (const ParameterGroup& group : thawing.groups()) {
    LearningRateCurve curve{group.name, stride, {}};
    for (std::int64_t step = 1; step <= steps; step += stride)
      curve.rates.push_back(thawing.rate(group, scheduledRate(spec.schedule, baseRate(spec.optimizer, step), step, steps), step));
    curves.push_back(std::move(curve));
  }
  return curves;
}

BatchPreview previewBatch(const RunSpec& spec, std::int64_t step, Progress& progress) {
  const auto data = previewData(spec, progress);
  BatchPreview preview;
  preview.batch = data->training->batch(step, 0);
  preview.steps = plannedSteps(spec, *data->training);
  preview.examples = data->training->size();
  preview.vocabulary = data->tokenizer->predictable();
  preview.idea = objective(spec.objective.id()).idea;
  preview.bytePieces = data->tokenizer->kind() == "byte_bpe";
  const Batch& batch = preview.batch;
  for (std::int64_t row = 0; row < batch.rows; ++row) {
    auto& tokens = preview.tokens.emplace_back();
    for (std::int64_t column = 0; column < batch.length; ++column)
      tokens.push_back(data->tokenizer->token(batch.ids[static_cast<std::size_t>(row * batch.length + column)]));
  }
  const auto* several = dynamic_cast<const MultiTaskExamples*>(data->training.get());
  const TaskExamples* task = several ? several->parts()[static_cast<std::size_t>(batch.task)].examples.get() : dynamic_cast<const TaskExamples*>(data->training.get());
  for (TokenId target : batch.targets) preview.trueTokens.push_back(task ? task->data().labels.at(static_cast<std::size_t>(target)) : data->tokenizer->token(target));
  if (task) {
    preview.rowLabels = task->rowLabels(several ? several->ownBatch(batch) : batch);
    preview.idea = task->task().title;
  }
  return preview;
}

TokenizerSample previewTokenizer(const RunSpec& spec, Progress& progress) {
  constexpr std::size_t kLines = 6;
  const std::vector<std::string> sentences = firstSentences(spec, progress);
  TokenizerSample sample;
  sample.trained = spec.tokenizer.from.empty();
  const auto tokenizer = sample.trained ? sampleTokenizer(spec, sentences, progress) : loadTokenizer(spec.tokenizer.from);
  sample.vocabulary = tokenizer->size();
  if (sample.trained) sample.sentences = static_cast<std::int64_t>(sentences.size());
  for (std::size_t i = 0; i < std::min(sentences.size(), kLines); ++i) {
    Pieces pieces;
    tokenizer->encode(sentences[i], pieces);
    auto& line = sample.lines.emplace_back();
    for (const TokenId id : pieces.ids) line.push_back(samplePiece(*tokenizer, id));
  }
  return sample;
}

CostEstimate estimateCost(const RunSpec& spec, Progress& progress) {
  constexpr std::uint64_t kBytesOfAParameter = 4 * sizeof(float);      // weight, gradient, two moments
  CostEstimate cost;
  const std::uint64_t resident = residentBytes(), available = availableMemory();
  cost.freeBytes = available + resident;                               // what this process may come to
  const FamilyInfo& info = family(spec.family.id());
  const std::uint64_t least = static_cast<std::uint64_t>(info.parameterCount ? info.parameterCount(familyConfig(spec)) : 0) * kBytesOfAParameter;
  if (least > available)
    throw std::runtime_error("the weights, gradients and moments alone take " + std::to_string(least >> 20) + " MB, " + std::to_string(available >> 20) + " MB of memory are free");
  const auto data = previewData(spec, progress);
  progress.report("building the model", 0, 0);
  Replicas replicas(modelPlan(spec, *data), shardCount(spec.compute.shards, spec.train.batchSize));
  const auto optimizer = buildOptimizer(spec.optimizer, replicas.layout(), groupsOf(spec));
  const std::vector<double> rates(optimizer->groups().groups.size(), 1e-6);
  constexpr std::int64_t kDrySteps = 2;                                // the first one allocates
  for (std::int64_t step = 1; step <= kDrySteps; ++step) {
    progress.report("dry steps", step - 1, kDrySteps);
    const double begin = steadySeconds();
    std::vector<Batch> batches;
    for (std::int64_t i = 0; i < spec.train.accumulate; ++i) batches.push_back(data->training->batch(step, i));
    replicas.differentiate(batches, step);
    optimizer->step(replicas.pool(), replicas.weights(), replicas.gradients(), rates, step);
    cost.secondsPerStep = steadySeconds() - begin;
    progress.throwIfCancelled();
  }
  cost.peakBytes = residentBytes();
  cost.checkpointBytes = checkpointBytes(replicas.layout());
  cost.parameters = replicas.layout().parameters();
  return cost;
}

}  // namespace cloze
