// The facade of single tools: the parity forward pass, import, export, evaluation, tokeniser training. std only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/events.h"
#include "engine/core/progress.h"

namespace cloze {

// `cloze forward`: runs the calls of case.json on the inputs io.safetensors and writes every tensor that it lists (see
// ../shared/reference/README.md). Empty paths: the files of these names in the checkpoint folder.
struct ForwardRequest { std::filesystem::path checkpoint, calls, inputs, out; };
struct ForwardSummary { std::string modelClass; std::vector<std::string> tensors; };
ForwardSummary forward(const ForwardRequest& request);

// Reads another format (or an HF folder with pytorch_model.bin, gamma/beta names, bare encoder ...) and writes Cloze's own layout.
struct ImportSummary { std::string family, modelClass; std::int64_t parameters = 0; std::vector<std::string> renamed, ignored, missing; std::filesystem::path out; };
ImportSummary importCheckpoint(const std::filesystem::path& path, const std::filesystem::path& out);
// format: "hf": a folder that from_pretrained opens, without training state.
ImportSummary exportCheckpoint(const std::filesystem::path& checkpoint, const std::string& format, const std::filesystem::path& out);

// `cloze evaluate` and `cloze predict`: a fine-tuned checkpoint on labelled files, or on one text.
struct TaskRequest {
  std::filesystem::path checkpoint;
  std::string task;                        // "": the one that the checkpoint was fine-tuned on; of several, the name of one (taskNames)
  std::vector<std::filesystem::path> files;
  std::string text, pair;                  // without files: one example; a question and its context for a span; *stars* around the word in context
  std::vector<std::string> choices;        // of that one example, for a multiple choice
  std::string specJson;                    // without files and text: of a run, frozen; the examples it keeps back for validation, cut as it cuts them
  std::string textColumn, pairColumn, labelColumn;
  std::int64_t maximumLength = 0;          // 0: what is usual for the task
  std::int64_t batchSize = 32;
};
struct TaskPrediction {
  std::string id, text, pair;
  std::string label, gold;                 // names; of a regression the numbers as text; of a span "": there is no answer
  bool labelled = false;                   // whether the example says what is right: `gold`, `goldTags`
  double probability = 0;                  // of the label
  std::vector<double> probabilities;       // of all labels
  double loss = 0;                         // -ln p(gold), or the squared error; 0: unlabelled
  std::vector<std::string> words, tags, goldTags;                  // of a tagging task
  std::vector<std::pair<std::string, double>> best;                // of a span: answers with their probabilities
  std::vector<std::string> choices;                                // of a multiple choice
  std::pair<std::int64_t, std::int64_t> answerBytes{-1, -1}, goldBytes{-1, -1};   // of a span: where the answer stands in `pair`; -1: there is none
};
struct TaskResult {
  std::string task;
  std::vector<std::string> labels;
  Metrics metrics;                         // empty: nothing was labelled
  std::vector<TaskPrediction> predictions; // in the order of the files
  std::vector<std::vector<std::int64_t>> confusion;   // [gold][predicted]; empty without labels
  std::int64_t labelled = 0, cut = 0;
  double seconds = 0;                      // of the model alone
};
TaskResult runTask(const TaskRequest& request, Progress& progress);

struct EnvironmentReport {
  struct Row { std::string name, value, advice; bool good = true; };
  std::vector<Row> rows;
};
EnvironmentReport doctor();                 // threads, BLAS, LibTorch, memory, disk

}  // namespace cloze
