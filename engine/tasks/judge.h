// From a model's answers to predictions and metrics, task by task.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/tasks/metrics.h"
#include "engine/tasks/task_examples.h"

namespace cloze {

// What a model says of one example. Shared by metrics, the command line and the window.
struct Prediction {
  std::int64_t example = 0;                          // its place in TaskData::examples
  std::int32_t label = -1;                           // Classification, WordInContext, Choice
  std::vector<double> probabilities;                 // of every label, or of every choice
  double score = 0;                                  // Regression
  std::vector<std::int32_t> tags;                    // Tagging: one a word; a word that is not in the row counts as outside
  DecodedAnswer answer;                              // Span
};

// One an example, in the order of the examples that were answered.
std::vector<Prediction> predictionsOf(const TaskExamples& examples, const Answers& answers);
// Predicted and true labels side by side, of the labelled examples.
struct LabelPairs { Labels predicted, gold; };
LabelPairs labelPairs(const TaskExamples& examples, const std::vector<Prediction>& predictions);
// TaskInfo::metrics over the labelled ones; empty when none is.
Metrics judgeAnswers(const TaskExamples& examples, const Answers& answers);

}  // namespace cloze
