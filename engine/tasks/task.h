// Fine-tuning tasks: what an example is, and the table of data sets with their readers, labels and metrics. Torch-free.
// Layouts, label orders and pitfalls of each set: engine/tasks/README.md. Adding a data set is one reader and one row of the table.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cloze {

enum class TaskKind {
  Classification,      // one of `labels` for a text or a pair of texts
  Regression,          // a number for a text or a pair
  Span,                // an answer inside `pair` (the context) to the question `text`
  Tagging,             // one of `labels` (IOB2) for every word
  Choice,              // which of `choices` continues `text`
  WordInContext,       // whether the word marked in `text` and the one marked in `pair` mean the same: one of `labels`
};

struct TaskAnswer { std::string text; std::int64_t start = 0; };        // start: in code points of the context

struct TaskExample {
  std::string id;                                      // as the file names it; else its line number
  std::string text, pair;                              // UTF-8; pair empty: there is none
  std::int32_t label = -1;                             // Classification, WordInContext, Choice; -1: unlabelled
  double score = 0;                                    // Regression
  bool scored = false;                                 // Regression: whether there is a score
  std::vector<std::string> words;                      // Tagging
  std::vector<std::int32_t> tags;                      // Tagging: one a word; empty: unlabelled
  std::int64_t predicate = -1;                         // Tagging of semantic roles: the word asked about
  std::vector<std::string> choices;                    // Choice
  std::vector<TaskAnswer> answers;                     // Span: all gold answers; empty and not impossible: unlabelled
  bool impossible = false;                             // Span, SQuAD 2.0
  std::pair<std::int64_t, std::int64_t> wordBytes{-1, -1}, pairWordBytes{-1, -1};   // WordInContext: [begin, end) in text, in pair
};

// What was read of a file; nothing is dropped in silence.
struct TaskReport {
  std::filesystem::path file;
  std::int64_t rows = 0;                               // examples kept
  std::vector<std::pair<std::string, std::int64_t>> labels;             // how often each occurs, in the order of TaskData::labels; Regression: fifths of the range
  std::vector<std::string> skipped;                    // "line 17: empty question2", the first 20; all are counted
  std::int64_t skippedRows = 0;
  std::int64_t repairedLines = 0;                      // lines that are no UTF-8: broken bytes became U+FFFD
  bool labelled = true;
};

struct TaskData {
  std::vector<TaskExample> examples;
  std::vector<std::string> labels;                     // names by number; empty for Regression, Span and Choice
  std::vector<TaskReport> reports;                     // one a file
};

// Columns of a file that is no known data set: by name where the file has a header, else by number from 0. Empty: not there.
struct TaskColumns {
  std::string text, pair, label;
};

struct TaskInfo {
  std::string id, title;                               // "sst-2", "SST-2"
  TaskKind kind = TaskKind::Classification;
  std::vector<std::string> labels;                     // fixed names in their order; empty: found in the training file, sorted
  std::vector<std::string> metrics;                    // names as in metrics(): the first one is what a run is judged by
  std::string paper;
  std::int64_t maximumLength = 128;                    // tokens of a row by default
  std::pair<double, double> scores{0, 0};              // Regression: smallest and largest; equal: not known
  std::vector<std::string> splits;                     // that taskFiles() knows, "train" first; empty: files are named one by one
};

const std::vector<TaskInfo>& taskTable();
const TaskInfo& taskInfo(const std::string& id);       // std::invalid_argument with the nearest name

// The files of one split in a folder as it is distributed; a path that is a file is that file (with its gold file, for a set of two).
// std::invalid_argument naming what was looked for.
std::vector<std::filesystem::path> taskFiles(const std::string& id, const std::filesystem::path& folder, const std::string& split);

// Reads files of one split, as they are distributed. `labels`: of the training split, for a task without fixed ones; empty: they are found here.
// InvalidRequest with all problems at once (the first 20 by file and line): wrong number of columns, a label outside the set, an answer that is not
// at its offset, tags of another length, an empty file.
TaskData readTask(const std::string& id, const std::vector<std::filesystem::path>& files, const TaskColumns& columns = {},
                  const std::vector<std::string>& labels = {});

}  // namespace cloze
