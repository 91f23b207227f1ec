// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/task_preview.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <set>

#include "engine/core/files.h"
#include "engine/data/corpus.h"
#include "engine/data/toy_world_files.h"
#include "engine/tasks/reading.h"
#include "engine/tasks/task_examples.h"

namespace cloze {

namespace {

using TaskFileNames = std::vector<std::string>;
using Cells = std::vector<std::string>;

constexpr std::size_t kPreviewRows = 8, kGuessRows = 200, kCountedExamples = 20000, kCountedAtOnce = 500;
constexpr std::int64_t kUncut = 1 << 20;

// ---- which files

std::filesystem::path embeddedSets(Progress& progress) {
  const std::filesystem::path folder = homeFolder() / "toy-world";
  if (!std::filesystem::exists(folder / "world.json")) {
    progress.report("writing the toy world", 0, 0);
    writeToyWorld(makeToyWorld(), folder, progress);
  }
  return folder;
}

std::vector<std::filesystem::path> pathsOf(const TaskFileNames& names) { return {names.begin(), names.end()}; }

TaskFileNames namesOf(const std::vector<std::filesystem::path>& paths) {
  TaskFileNames names;
  for (const auto& path : paths) names.push_back(path.string());
  return names;
}

void findFiles(const TaskSpec& task, Progress& progress, TaskPreview& preview) {
  preview.train = task.train;
  preview.validation = task.validation;
  if (task.train.size() != 1) return;
  const std::filesystem::path folder = task.train.front() == kToyWorldEntry ? embeddedSets(progress) : std::filesystem::path(task.train.front());
  if (!std::filesystem::is_directory(folder)) return;
  preview.train = namesOf(taskFiles(task.id, folder, "train"));
  if (!task.validation.empty()) return;
  try {
    preview.validation = namesOf(taskFiles(task.id, folder, "dev"));
  } catch (const std::invalid_argument&) {                 // it has none: a share of the training examples is held out
  }
}

// ---- columns of a table

bool looksLikeHeader(const Cells& cells) {
  std::set<std::string> seen;
  for (const std::string& cell : cells) {
    double number = 0;
    if (isBlank(cell) || cell.size() > 40 || parseNumber(cell, number) || !seen.insert(cell).second) return false;
  }
  return cells.size() > 1;
}

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  return text;
}

std::size_t columnCalled(const Cells& names, const std::set<std::string>& wanted) {
  return static_cast<std::size_t>(std::find_if(names.begin(), names.end(), [&](const std::string& name) { return wanted.count(lowerCase(name)) > 0; }) - names.begin());
}

struct ColumnFacts { std::size_t letters = 0; std::set<std::string> values; };

std::vector<ColumnFacts> factsOf(const std::vector<TableRow>& rows, std::size_t first, std::size_t columns) {
  std::vector<ColumnFacts> facts(columns);
  for (std::size_t row = first; row < std::min(rows.size(), kGuessRows); ++row)
    for (std::size_t column = 0; column < std::min(columns, rows[row].cells.size()); ++column) {
      facts[column].letters += rows[row].cells[column].size();
      facts[column].values.insert(rows[row].cells[column]);
    }
  return facts;
}

// By their usual names; else the longest column is the text, and the one with the fewest different values the label.
TaskColumnsSpec guessColumns(const Cells& names, const std::vector<ColumnFacts>& facts) {
  std::size_t text = columnCalled(names, {"text", "sentence", "sentence1", "review", "question", "question1", "premise", "content", "document", "title"});
  if (text == names.size())
    text = static_cast<std::size_t>(std::max_element(facts.begin(), facts.end(), [](const auto& a, const auto& b) { return a.letters < b.letters; }) - facts.begin());
  std::size_t label = columnCalled(names, {"label", "labels", "class", "category", "gold_label", "gold", "target", "sentiment", "score", "rating", "stars"});
  for (std::size_t column = 0; label == names.size() && column < names.size(); ++column) {
    const auto fewer = [&](std::size_t other) { return other != text && facts[other].values.size() < facts[column].values.size(); };
    bool fewest = column != text;
    for (std::size_t other = 0; other < names.size(); ++other) fewest = fewest && !fewer(other);
    if (fewest) label = column;
  }
  const std::size_t pair = columnCalled(names, {"pair", "text2", "sentence2", "question2", "hypothesis"});
  const auto named = [&](std::size_t column) { return column < names.size() ? names[column] : std::string(); };
  return {named(text), pair == text ? std::string() : named(pair), named(label)};
}

void lookAtTable(const TaskSpec& task, TaskPreview& preview) {
  FoundFile found(preview.train.front());
  const Table table = readTable(found, formatByExtension(preview.train.front()));
  for (const Problem& problem : found.problems) preview.problems.push_back(problem);
  if (table.rows.empty()) return;
  const Cells& first = table.rows.front().cells;
  const bool named = std::find(first.begin(), first.end(), task.columns.text) != first.end();
  const bool header = formatByExtension(preview.train.front()) == TableFormat::JsonLines || named || looksLikeHeader(first);
  for (std::size_t column = 0; column < first.size(); ++column) preview.columns.push_back(header ? first[column] : std::to_string(column));
  for (std::size_t row = header ? 1 : 0; row < table.rows.size() && preview.rows.size() < kPreviewRows; ++row) preview.rows.push_back(table.rows[row].cells);
  if (preview.chosen.text.empty()) preview.chosen = guessColumns(preview.columns, factsOf(table.rows, header ? 1 : 0, first.size()));
}

// ---- examples

std::string joinedBy(const char* separator, const Cells& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

Cells rowOf(const TaskInfo& task, const TaskData& data, const TaskExample& example) {
  const auto label = [&](std::int32_t number) { return number >= 0 && static_cast<std::size_t>(number) < data.labels.size() ? data.labels[static_cast<std::size_t>(number)] : std::string(); };
  switch (task.kind) {
    case TaskKind::Regression: return {example.text, example.pair, example.scored ? Json(example.score).dump() : ""};
    case TaskKind::Span: return {example.text, example.pair, example.answers.empty() ? "" : example.answers.front().text};
    case TaskKind::Choice: {
      const auto right = static_cast<std::size_t>(example.label);
      return {example.text, joinedBy(" / ", example.choices), example.label >= 0 && right < example.choices.size() ? example.choices[right] : ""};
    }
    case TaskKind::Tagging: {
      Cells tags;
      for (const std::int32_t tag : example.tags) tags.push_back(label(tag));
      return {joinedBy(" ", example.words), example.predicate >= 0 ? example.words[static_cast<std::size_t>(example.predicate)] : "", joinedBy(" ", tags)};
    }
    default: return {example.text, example.pair, label(example.label)};
  }
}

// Of each example, as the run will read it but for the cutting.
std::vector<std::int32_t> lengthsOf(const TaskInfo& task, const TaskData& data, const std::shared_ptr<const Tokenizer>& tokenizer, Progress& progress) {
  const std::size_t all = std::min(data.examples.size(), kCountedExamples);
  std::vector<std::int32_t> lengths(all, 0);
  for (std::size_t begin = 0; begin < all; begin += kCountedAtOnce) {
    progress.report("counting tokens", static_cast<std::int64_t>(begin), static_cast<std::int64_t>(all));
    auto part = std::make_shared<TaskData>();
    part->labels = data.labels;
    for (std::size_t i = begin; i < std::min(begin + kCountedAtOnce, all); ++i) part->examples.push_back(data.examples[i]);
    const TaskExamples rows(TaskExamples::For::Evaluation, task.id, part, tokenizer, kUncut, BatchSource::Shape{1, 1, false}, 1);
    std::int64_t count = rows.size();
    if (task.kind == TaskKind::Choice) count = std::accumulate(part->examples.begin(), part->examples.end(), std::int64_t{0}, [](std::int64_t sum, const TaskExample& one) { return sum + static_cast<std::int64_t>(one.choices.size()); });
    for (std::int64_t row = 0; row < count; ++row) {
      std::int32_t& length = lengths[begin + static_cast<std::size_t>(rows.row(row).example)];
      length = std::max(length, static_cast<std::int32_t>(rows.row(row).ids.size()));
    }
  }
  return lengths;
}

void readExamples(const RunSpec& spec, Progress& progress, TaskPreview& preview) {
  const TaskInfo& task = taskInfo(spec.task.id);
  const TaskColumns columns{preview.chosen.text, preview.chosen.pair, preview.chosen.label};
  progress.report("reading the examples", 0, 0);
  const TaskData training = readTask(task.id, pathsOf(preview.train), columns);
  preview.trainReports = training.reports;
  preview.examples = static_cast<std::int64_t>(training.examples.size());
  for (std::size_t i = 0; !preview.isTable && i < std::min(training.examples.size(), kPreviewRows); ++i) preview.rows.push_back(rowOf(task, training, training.examples[i]));
  if (!spec.tokenizer.from.empty()) preview.lengths = lengthsOf(task, training, loadTokenizer(spec.tokenizer.from), progress);
  if (!preview.validation.empty()) preview.validationReports = readTask(task.id, pathsOf(preview.validation), columns, training.labels).reports;
}

}  // namespace

TaskPreview previewTask(const RunSpec& spec, Progress& progress) {
  TaskPreview preview;
  preview.isTable = spec.task.id == "text_classification" || spec.task.id == "text_regression";
  preview.chosen = spec.task.columns;
  findFiles(spec.task, progress, preview);
  if (preview.train.empty()) return preview;
  try {
    if (preview.isTable) lookAtTable(spec.task, preview);
    if (preview.problems.empty()) readExamples(spec, progress, preview);
  } catch (const InvalidRequest& invalid) {
    preview.problems = invalid.problems();
  }
  return preview;
}

}  // namespace cloze
