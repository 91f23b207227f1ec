// What labelled files hold, before a run learns from them: which files a folder stands for, the first rows, the columns of a table, how often each
// label occurs, the rows that are wrong, and how many tokens each example has. The facade of choosing a task: std only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/progress.h"
#include "engine/run_spec.h"
#include "engine/tasks/task.h"

namespace cloze {

struct TaskPreview {
  std::vector<std::string> train, validation;          // the files that will be read
  bool isTable = false;                                // its columns are to be chosen
  std::vector<std::string> columns;                    // of a table: names, or numbers from 0; of a known layout empty: text, pair, label
  TaskColumnsSpec chosen;                              // as asked, or guessed from names and values where nothing was
  std::vector<std::vector<std::string>> rows;          // the first few
  std::vector<TaskReport> trainReports, validationReports;
  std::vector<Problem> problems;                       // what keeps the files from being read, by file and line
  std::int64_t examples = 0;                           // to train on
  std::vector<std::int32_t> lengths;                   // tokens of the first examples, uncut; of a choice the longest. Empty without a tokeniser
};

// Of spec.task: its train may be "toy-world" (the labelled sets of the embedded world, written into Cloze's home when they are not there) or one
// folder as the set is distributed; then validation, where it is empty, becomes the set's own. Lengths are counted with spec.tokenizer.from.
// Throws for what cannot be found at all; what is wrong inside the files stands in `problems`.
TaskPreview previewTask(const RunSpec& spec, Progress& progress);

}  // namespace cloze
