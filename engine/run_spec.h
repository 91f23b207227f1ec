// The run specification: what `cloze train SPEC.json`, the form of the window and the log agree on. Names are those of the JSON.
// Paths are relative to the spec's file until resolvePaths().
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/field.h"
#include "engine/core/json.h"
#include "engine/data/pair_columns.h"
#include "engine/tasks/settings.h"

namespace cloze {

struct TokenizerSpec {
  std::string from;                       // an existing one (folder or file) instead of training
  std::string kind = "wordpiece";
  std::int64_t vocabSize = 8000;
  bool lowercase = true;
  bool stripAccents = false;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("from", self.from, Label{"Existing tokeniser"}, Help{"Folder or file of a tokeniser to use instead of training one"});
    visit("kind", self.kind, Label{"Kind"}, Help{"How words are cut into pieces"}, Choices{{"wordpiece", "unigram", "bpe", "byte_bpe", "char_bpe", "unigram_sentinels", "unigram_cls_last", "characters"}}, VisibleWhen{"from", ""});
    visit("vocab_size", self.vocabSize, Label{"Vocabulary"}, Unit{"pieces"}, Help{"Upper limit of the vocabulary; the trained size may be smaller"}, Range{64, 500000}, VisibleWhen{"from", ""});
    visit("lowercase", self.lowercase, Label{"Lower-case"}, Help{"Fold letters to lower case before cutting"}, VisibleWhen{"from", ""});
    visit("strip_accents", self.stripAccents, Label{"Strip accents"}, Help{"Remove accents (й becomes и): as the original uncased BERT did"}, VisibleWhen{"from", ""});
  }
};

struct DataSpec {
  std::vector<std::string> train;         // files or folders; "toy-world" is the embedded corpus
  std::vector<std::string> validation;    // empty: a fraction of train
  double validationFraction = 0.02;
  std::int64_t sequenceLength = 128;
  double shortSequenceProbability = 0.1;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("train", self.train, Label{"Training text"}, Help{"Files (.txt, .jsonl, .gz; of pairs .tsv, .jsonl) or folders; \"toy-world\" is the embedded corpus"});
    visit("validation", self.validation, Label{"Held-out text"}, Help{"Files or folders kept for evaluation; without them a fraction of the training text is held out"});
    visit("validation_fraction", self.validationFraction, Label{"Held-out share"}, Help{"Share of the documents held out when no held-out text is given; of a task's examples, a tenth unless something else is said"}, Range{0.0, 0.5});
    visit("sequence_length", self.sequenceLength, Label{"Sequence length"}, Unit{"tokens"}, Help{"Tokens of one example, special tokens included"}, Range{8, 4096});
    visit("short_sequence_probability", self.shortSequenceProbability, Label{"Short sequences"}, Help{"Share of examples cut to a random shorter length (BERT: 0.1)"}, Range{0.0, 1.0}, Advanced{});
  }
};

struct InitSpec {
  std::string from = "random";
  FreeJson parts{"\"all\""};

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("from", self.from, Label{"Start from"}, Help{"\"random\", or a checkpoint or run to start from"});
    visit("parts", self.parts, Label{"Parts"}, Help{"Which weights are taken: all, encoder, embeddings, {\"lower\": k} or a map"}, Advanced{});
  }
};

// init.parts as read: the whole model, its encoder, its embeddings, these and the k lower layers, or tensors by name - a map from a tensor of
// this model, or the beginning of such names up to a dot, to its name in the files ("" leaves it out).
struct InitParts {
  enum class Kind { All, Encoder, Embeddings, Lower, Map };
  Kind kind = Kind::All;
  std::int64_t lower = 0;
  std::vector<std::pair<std::string, std::string>> map;   // this model's -> the files'
};
// std::invalid_argument saying what is allowed.
InitParts readInitParts(const FreeJson& parts);

struct EarlyStopping {
  std::string metric;                     // "" = off
  std::int64_t patience = 3;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("metric", self.metric, Label{"Metric"}, Help{"Validation metric that must improve; empty: never stop early"});
    visit("patience", self.patience, Label{"Patience"}, Unit{"evaluations"}, Help{"Evaluations without improvement before stopping"}, Range{1, 1000});
  }
};

struct TrainSpec {
  std::int64_t steps = 2000;
  double epochs = 0;                      // > 0: instead of steps
  std::int64_t batchSize = 32;
  std::int64_t accumulate = 1;
  std::int64_t evaluateEvery = 200;
  std::int64_t evaluationBatches = 200;   // 0: all
  std::int64_t checkpointEvery = 500;
  std::int64_t keepCheckpoints = 3;
  bool overfitOneBatch = false;
  EarlyStopping earlyStopping;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("steps", self.steps, Label{"Steps"}, Unit{"steps"}, Help{"Optimiser steps"}, Range{1, 100000000});
    visit("epochs", self.epochs, Label{"Epochs"}, Unit{"epochs"}, Help{"Passes over the text instead of a number of steps; 0 uses the steps"}, Range{0, 100000}, Advanced{});
    visit("batch_size", self.batchSize, Label{"Batch"}, Unit{"examples"}, Help{"Examples of one forward pass"}, Range{1, 65536});
    visit("accumulate", self.accumulate, Label{"Accumulate"}, Unit{"batches"}, Help{"Batches whose gradients are added before one optimiser step"}, Range{1, 4096}, Advanced{});
    visit("evaluate_every", self.evaluateEvery, Label{"Evaluate every"}, Unit{"steps"}, Help{"Steps between evaluations on held-out text; 0: only at the end"}, Range{0, 100000000});
    visit("evaluation_batches", self.evaluationBatches, Label{"Evaluate on"}, Unit{"batches"}, Help{"Held-out batches each evaluation reads at most, the same random ones every time; 0: all of them"}, Range{0, 100000000}, Advanced{});
    visit("checkpoint_every", self.checkpointEvery, Label{"Checkpoint every"}, Unit{"steps"}, Help{"Steps between checkpoints; 0: only at the end"}, Range{0, 100000000});
    visit("keep_checkpoints", self.keepCheckpoints, Label{"Keep"}, Unit{"checkpoints"}, Help{"Newest checkpoints kept with their training state, beside the best"}, Range{1, 1000}, Advanced{});
    visit("overfit_one_batch", self.overfitOneBatch, Label{"Overfit one batch"}, Help{"Every step sees the batch of the first step, masks included: the loss must fall, or something is wrong"}, Advanced{});
    visit.group("early_stopping", self.earlyStopping, Label{"Early stopping"}, Advanced{});
  }
};

struct ComputeSpec {
  std::int64_t shards = 0;
  std::string device = "cpu";

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("shards", self.shards, Label{"Shards"}, Help{"Threads that each train on a part of the batch; 0: one per core"}, Range{0, 256}, Advanced{});
    visit("device", self.device, Label{"Device"}, Help{"Where to compute"}, Choices{{"cpu"}}, Advanced{});
  }
};

// The tables of variants; engine/catalogue.cpp fills them.
const VariantTable& familyTable();
const VariantTable& objectiveTable();
const VariantTable& optimizerTable();
const VariantTable& scheduleTable();

struct RunSpec {
  std::string name = "untitled run";
  std::int64_t seed = 1;
  Variant family{familyTable(), familyTable().front().id};
  TokenizerSpec tokenizer;
  DataSpec data;
  Variant objective{objectiveTable(), "masked_lm+next_sentence"};
  TaskSpec task;
  std::vector<TaskSpec> tasks;            // several that are learnt together, in place of `task`
  std::string sampling = "proportional";
  TransferSpec transfer;
  InitSpec init;
  Variant optimizer{optimizerTable(), "adamw"};
  Variant schedule{scheduleTable(), "linear"};
  TrainSpec train;
  std::vector<std::string> probes;
  ComputeSpec compute;
  std::vector<std::int64_t> seeds;
  std::vector<double> fractions;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("name", self.name, Label{"Name"}, Help{"Name of the run, as lists show it"});
    visit("seed", self.seed, Label{"Seed"}, Help{"Every random choice follows from it"}, Range{0, 9007199254740991.0});
    visit.variant("family", "id", self.family, familyTable(), Label{"Family"}, Help{"Model family"});
    visit.group("tokenizer", self.tokenizer, Label{"Tokeniser"});
    visit.group("data", self.data, Label{"Text"});
    visit.variant("objective", "id", self.objective, objectiveTable(), Label{"Objective"}, Help{"What the model learns to predict"});
    visit.group("task", self.task, Label{"Task"});
    visit.list("tasks", self.tasks, Label{"Tasks together"}, Help{"Several tasks on one body, a head each, in place of one task"}, Advanced{});
    visit("sampling", self.sampling, Label{"Sampling of tasks"}, Help{"How often each of several tasks is drawn: as its number of examples, as the root of it, all alike, or from proportional towards alike over the epochs"}, Choices{{"proportional", "square_root", "uniform", "annealed"}}, Advanced{});
    visit.group("init", self.init, Label{"Start"});
    visit.group("transfer", self.transfer, Label{"Transfer"}, Advanced{});
    visit.variant("optimizer", "id", self.optimizer, optimizerTable(), Label{"Optimiser"});
    visit.variant("schedule", "id", self.schedule, scheduleTable(), Label{"Learning-rate schedule"});
    visit.group("train", self.train, Label{"Training"});
    visit("probes", self.probes, Label{"Probes"}, Help{"Sentences with [MASK], or prompts for a model that predicts the next word, asked at every checkpoint"});
    visit.group("compute", self.compute, Label{"Computer"});
    visit("seeds", self.seeds, Label{"Seeds"}, Help{"`cloze train` repeats a run of a task with each of these seeds and tells mean and deviation, `cloze transfer-report` every run; empty: once, and 1, 2, 3"}, Advanced{});
    visit("fractions", self.fractions, Label{"Shares of the labels"}, Help{"`cloze transfer-report` trains on each of these shares of the training examples; empty: 0.01, 0.1, 1"}, Advanced{});
  }
};

// Reads, checks and resolves a spec: schema problems and impossible combinations together. `sourceJson` gives the keys the user wrote.
// InvalidRequest with all problems.
RunSpec readRunSpec(const Json& json);
// From a file, with --set assignments; paths become absolute (relative to the file's folder).
RunSpec loadRunSpec(const std::filesystem::path& file, const std::vector<std::string>& assignments);
void resolvePaths(RunSpec& spec, const std::filesystem::path& base);
// A task that starts from a checkpoint (a model's folder, or a run's, whose newest checkpoint is meant) takes its family, sizes and tokeniser from
// there where the specification does not give them. Nothing happens without both, or when the folder has no config.json.
Json followCheckpoint(Json json, const std::filesystem::path& base);
// As a file that loadRunSpec() reads again: without the vocabulary's size, which comes from the tokeniser.
Json fileJson(const RunSpec& spec);
// Impossible combinations (sequence_length over max_position_embeddings, family.config.vocab_size beside a tokeniser, ...).
// `written`: the user's JSON, to see which keys were given; null when the spec comes from a form.
std::vector<Problem> checkCombinations(const RunSpec& spec, const Json& written);
// The columns of an objective that is trained on pairs of texts; nullopt: on running text.
std::optional<PairColumns> pairColumnsOf(const RunSpec& spec);
inline bool isFineTuning(const RunSpec& spec) { return !spec.task.id.empty() || !spec.tasks.empty(); }
// The tasks of a run: none, its task, or several that are learnt together.
std::vector<TaskSpec> tasksOf(const RunSpec& spec);
// What they are called in metrics and heads: their ids, numbered where one occurs again.
std::vector<std::string> taskNames(const RunSpec& spec);
// The metric by which a run is judged: train.early_stopping.metric, the task's first one, "average" of several tasks, else "loss".
std::string watchedMetric(const RunSpec& spec);
// Tokens of the longest row: of the text, or task.max_length, or what is usual for the task as far as the model has positions.
std::int64_t maximumLength(const RunSpec& spec);
std::int64_t maximumLength(const RunSpec& spec, const TaskSpec& task);
// What may be meant but rarely is: the run starts all the same, and says so in its log.
std::vector<Problem> doubtsAbout(const RunSpec& spec);

}  // namespace cloze
