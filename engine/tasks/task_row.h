// A row of the table of data sets: what is told about it, how its files are named, and the reader they are given to.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "engine/tasks/reading.h"

namespace cloze {

// Where a table's columns are: by name in a file with a header (the first name that occurs), by number in one without.
struct TableLayout {
  TableFormat format = TableFormat::Tsv;
  std::vector<std::string> text, pair, label, id;
  // A file without header: its number of columns and the columns' numbers, -1 for none.
  struct Plain { std::size_t columns; int text, pair = -1, label = -1, id = -1; };
  std::vector<Plain> plain;
  std::string alsoText;                                // a column that continues the text after a blank
  std::string dropped;                                 // a label that means there is none: such rows are skipped and counted
  bool skipsBrokenRows = false;                        // the distributed files hold rows with missing fields: skipped and counted
  bool backslashIsLineBreak = false;                   // AG News
};

struct TaskRow;

struct ReadRequest {
  const TaskRow& row;
  std::vector<std::filesystem::path> files;
  TaskColumns columns;
};

using FoundFiles = std::vector<FoundFile>;
using TaskReader = FoundFiles (*)(const ReadRequest&);

struct SplitNames {
  std::string split;
  std::vector<std::string> names;                      // relative to the folder; the first that is there, and what belongs to it (filesOf)
};

struct TaskRow {
  TaskInfo info;
  std::vector<std::string> spellings;                  // of info.labels in files, where they differ from the names; both are read
  TaskReader read = nullptr;
  TableLayout layout;
  std::vector<SplitNames> splits;
  // What a name found stands for; null: itself.
  std::vector<std::filesystem::path> (*filesOf)(const std::filesystem::path& found) = nullptr;
};

const std::vector<TaskRow>& taskRows();
const TaskRow& taskRow(const std::string& id);         // std::invalid_argument with the nearest name

// ---- readers
FoundFiles readTableTask(const ReadRequest& request);          // columns as the row's layout says
FoundFiles readColumnsTask(const ReadRequest& request);        // columns as the request says
FoundFiles readCoarseQuestions(const ReadRequest& request);    // TREC: "COARSE:fine question"
FoundFiles readFineQuestions(const ReadRequest& request);
FoundFiles readTrees(const ReadRequest& request);              // Stanford sentiment treebank
FoundFiles readReviewFolders(const ReadRequest& request);      // IMDb
FoundFiles readTaggedColumns(const ReadRequest& request);      // CoNLL-2003
FoundFiles readRoleColumns(const ReadRequest& request);        // CoNLL-2012
FoundFiles readSpanQuestions(const ReadRequest& request);      // SQuAD
FoundFiles readWordPairs(const ReadRequest& request);          // WiC
FoundFiles readChoices(const ReadRequest& request);            // SWAG

// One FoundFile a file, each filled by `read`.
FoundFiles readEach(const ReadRequest& request, const std::function<void(FoundFile&)>& read);

// ---- names of files
std::filesystem::path goldFileOf(const std::filesystem::path& data);                     // dev.data.txt -> dev.gold.txt; empty: not there
std::vector<std::filesystem::path> withGoldFile(const std::filesystem::path& data);
std::vector<std::filesystem::path> roleFilesBelow(const std::filesystem::path& found);   // of a folder: *gold_conll below it, sorted
std::vector<std::filesystem::path> ratedReviews(const std::filesystem::path& found);     // of a folder: its pos and neg

}  // namespace cloze
