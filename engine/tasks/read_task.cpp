// From found examples to numbered labels: the labels of a set, unknown ones as problems, how often each occurs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "engine/tasks/tags.h"
#include "engine/tasks/task_row.h"

namespace cloze {
namespace {

// Numbers by value, all else by bytes.
std::vector<std::string> sortedNames(const std::set<std::string>& names) {
  std::vector<std::string> sorted(names.begin(), names.end());
  std::int64_t number = 0;
  if (std::all_of(names.begin(), names.end(), [&](const std::string& name) { return parseNumber(name, number); }))
    std::sort(sorted.begin(), sorted.end(), [](const std::string& a, const std::string& b) {
      std::int64_t left = 0, right = 0;
      parseNumber(a, left);
      parseNumber(b, right);
      return left < right;
    });
  return sorted;
}

// O, then B- and I- of each type: a tag that goes on can be predicted even where training never shows it.
std::vector<std::string> sortedTags(const FoundFiles& files) {
  std::set<std::string> types;
  for (const FoundFile& file : files)
    for (const FoundExample& found : file.examples)
      for (const std::string& tag : found.tags)
        if (tag != "O") types.insert(tag.substr(2));
  std::vector<std::string> tags{"O"};
  for (const std::string& type : types) tags.insert(tags.end(), {"B-" + type, "I-" + type});
  return tags;
}

std::vector<std::string> foundLabels(const FoundFiles& files, TaskKind kind) {
  if (kind == TaskKind::Tagging) return sortedTags(files);
  std::set<std::string> names;
  for (const FoundFile& file : files)
    for (const FoundExample& found : file.examples)
      if (!found.label.empty()) names.insert(found.label);
  return sortedNames(names);
}

bool hasLabels(TaskKind kind) { return kind == TaskKind::Classification || kind == TaskKind::WordInContext || kind == TaskKind::Tagging; }

class LabelNumbers {
 public:
  LabelNumbers(const std::vector<std::string>& labels, const std::vector<std::string>& spellings) {
    for (const auto* names : {&labels, &spellings})
      for (std::size_t i = 0; i < names->size(); ++i) m_numbers.emplace((*names)[i], static_cast<std::int32_t>(i));
    for (std::size_t i = 0; i < labels.size() && i < kShownRows; ++i)
      m_expected += (i == 0 ? "" : ", ") + (i < spellings.size() ? spellings[i] + " (" + labels[i] + ")" : labels[i]);
    if (labels.size() > kShownRows) m_expected += " ...";
  }
  // -1 with a problem for a name that is no label.
  std::int32_t number(const std::string& name, std::int64_t line, FoundFile& file) const {
    if (const auto found = m_numbers.find(name); found != m_numbers.end()) return found->second;
    file.problem(line, "the label \"" + name + "\" is not in the set; expected one of " + m_expected);
    return -1;
  }

 private:
  std::map<std::string, std::int32_t> m_numbers;
  std::string m_expected;
};

void numberLabels(FoundFile& file, const TaskRow& row, const std::vector<std::string>& labels) {
  if (!hasLabels(row.info.kind)) return;
  const LabelNumbers numbers(labels, row.spellings);
  for (FoundExample& found : file.examples) {
    if (!found.label.empty()) found.example.label = numbers.number(found.label, found.line, file);
    for (std::size_t word = 0; word < found.tags.size(); ++word)
      found.example.tags.push_back(numbers.number(found.tags[word], found.line + static_cast<std::int64_t>(word), file));
  }
}

constexpr int kScoreRanges = 5;

// How many scores lie in each fifth of their range: the set's own, else from the smallest to the largest found.
void countScores(FoundFile& file, std::pair<double, double> range) {
  std::vector<double> scores;
  for (const FoundExample& found : file.examples)
    if (found.example.scored) scores.push_back(found.example.score);
  if (scores.empty()) return;
  if (range.first >= range.second) range = {*std::min_element(scores.begin(), scores.end()), *std::max_element(scores.begin(), scores.end())};
  const double width = (range.second - range.first) / kScoreRanges;
  for (int i = 0; i < kScoreRanges; ++i) {
    char name[64];
    std::snprintf(name, sizeof name, "%g to %g", range.first + i * width, range.first + (i + 1) * width);
    file.report.labels.emplace_back(name, 0);
  }
  for (const double score : scores)
    ++file.report.labels[static_cast<std::size_t>(width > 0 ? std::clamp(static_cast<int>((score - range.first) / width), 0, kScoreRanges - 1) : 0)].second;
}

void countLabels(FoundFile& file, const TaskRow& row, const std::vector<std::string>& labels) {
  std::map<std::string, std::int64_t> counts;
  std::int64_t labelled = 0;
  for (const FoundExample& found : file.examples) {
    const TaskExample& example = found.example;
    const bool known = example.label >= 0 || example.scored || !example.tags.empty() || !example.answers.empty() || example.impossible;
    labelled += known;
    if (row.info.kind == TaskKind::Span && known) ++counts[example.impossible ? "impossible" : "answerable"];
    else if (row.info.kind == TaskKind::Choice && known) ++counts[std::to_string(example.label)];
    else if (example.label >= 0) ++counts[labels[static_cast<std::size_t>(example.label)]];
    for (const std::int32_t tag : example.tags) ++counts[labels[static_cast<std::size_t>(tag)]];
  }
  file.report.rows = static_cast<std::int64_t>(file.examples.size());
  file.report.labelled = labelled > 0;
  if (hasLabels(row.info.kind)) for (const std::string& label : labels) file.report.labels.emplace_back(label, counts[label]);
  else if (row.info.kind == TaskKind::Regression) countScores(file, row.info.scores);
  else file.report.labels.assign(counts.begin(), counts.end());
  if (labelled > 0 && labelled < file.report.rows)
    file.problem(0, std::to_string(file.report.rows - labelled) + " of " + std::to_string(file.report.rows) + " examples have no label; a file is labelled or not");
}

void refuseProblems(const FoundFiles& files) {
  std::vector<Problem> problems;
  std::int64_t count = 0;
  for (const FoundFile& file : files) {
    count += file.problemCount;
    for (const Problem& problem : file.problems)
      if (problems.size() < kShownRows) problems.push_back(problem);
  }
  if (problems.empty()) return;
  const std::int64_t more = count - static_cast<std::int64_t>(problems.size());
  if (more > 0) problems.push_back({"", "and " + std::to_string(more) + " more of this kind"});
  throw InvalidRequest(std::move(problems));
}

}  // namespace

TaskData readTask(const std::string& id, const std::vector<std::filesystem::path>& files, const TaskColumns& columns, const std::vector<std::string>& labels) {
  const TaskRow& row = taskRow(id);
  if (files.empty()) throw InvalidRequest(std::vector<Problem>{{id, "no file is given"}});
  FoundFiles found = row.read({row, files, columns});
  TaskData data;
  if (hasLabels(row.info.kind)) data.labels = !row.info.labels.empty() ? row.info.labels : !labels.empty() ? labels : foundLabels(found, row.info.kind);
  for (FoundFile& file : found) {
    if (file.examples.empty() && file.problemCount == 0)
      file.problem(0, file.report.skippedRows > 0 ? "all " + std::to_string(file.report.skippedRows) + " rows were skipped; the first: " + file.report.skipped.front()
                                                  : std::string("the file holds no example"));
    numberLabels(file, row, data.labels);
  }
  refuseProblems(found);
  for (FoundFile& file : found) {
    countLabels(file, row, data.labels);
    for (FoundExample& example : file.examples) data.examples.push_back(std::move(example.example));
    data.reports.push_back(file.report);
  }
  refuseProblems(found);
  return data;
}

}  // namespace cloze
