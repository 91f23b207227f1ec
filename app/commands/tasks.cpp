// `cloze tasks`: the data sets that models are fine-tuned on. `cloze tasks show ID --data PATH`: what the files of one hold.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "app/commands/text_table.h"
#include "engine/core/error.h"
#include "engine/core/json.h"
#include "engine/tasks/task.h"

#include <algorithm>
#include <iostream>
#include <memory>

namespace cloze {

CommandRun tasksCommand(CLI::App& app);

namespace {

constexpr std::size_t kLongestShown = 3, kExcerpt = 60;

struct TasksRequest {
  std::string id, data, split;
  TaskColumns columns;
  bool json = false;
};

const char* kindName(TaskKind kind) {
  switch (kind) {
    case TaskKind::Classification: return "classification";
    case TaskKind::Regression: return "regression";
    case TaskKind::Span: return "span";
    case TaskKind::Tagging: return "tagging";
    case TaskKind::Choice: return "choice";
    case TaskKind::WordInContext: return "word in context";
  }
  return "";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// ---- the catalogue

Json taskJson(const TaskInfo& info) {
  Json row{{"id", info.id}, {"title", info.title}, {"kind", kindName(info.kind)}, {"labels", info.labels}, {"metrics", info.metrics},
           {"paper", info.paper}, {"splits", info.splits}, {"maximum_length", info.maximumLength}};
  if (info.scores.first < info.scores.second) row["scores"] = {info.scores.first, info.scores.second};
  return row;
}

int listTasks(bool json) {
  Json rows = Json::array();
  TextTable table({{"id"}, {"kind"}, {"judged by"}, {"labels"}, {"paper"}});
  for (const TaskInfo& info : taskTable()) {
    rows.push_back(taskJson(info));
    const std::string labels = info.kind == TaskKind::Regression ? "a number" : info.labels.empty() ? "-" : joined(info.labels);
    table.add({info.id, kindName(info.kind), info.metrics.front(), shortened(labels, 44), info.paper.empty() ? "-" : info.paper});
  }
  if (json) std::cout << rows.dump(2) << '\n';
  else std::cout << table.text() << "\nWhat the files of one hold: cloze tasks show ID --data FOLDER\n";
  return 0;
}

// ---- one set

struct LongText { std::string id, text; std::int64_t words = 0; };

// What a model reads of an example, with a mark between the parts.
std::string wholeText(const TaskExample& example) {
  std::string text = example.text;
  for (const std::string& word : example.words) text += (text.empty() ? "" : " ") + word;
  if (!example.pair.empty()) text += " | " + example.pair;
  for (const std::string& choice : example.choices) text += " | " + choice;
  return text;
}

std::int64_t countWords(const std::string& text) {
  std::int64_t words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n';
    words += !blank && !inside;
    inside = !blank;
  }
  return words;
}

std::vector<LongText> longestTexts(const std::vector<TaskExample>& examples) {
  std::vector<LongText> texts;
  for (const TaskExample& example : examples) {
    std::string text = wholeText(example);
    const std::int64_t words = countWords(text);
    texts.push_back({example.id, std::move(text), words});
  }
  const auto shown = texts.begin() + static_cast<std::ptrdiff_t>(std::min(kLongestShown, texts.size()));
  std::partial_sort(texts.begin(), shown, texts.end(), [](const LongText& a, const LongText& b) { return a.words > b.words; });
  texts.erase(shown, texts.end());
  return texts;
}

Json splitJson(const std::string& split, const TaskData& data) {
  Json files = Json::array(), longest = Json::array();
  for (const TaskReport& report : data.reports) {
    Json labels = Json::object();
    for (const auto& [label, count] : report.labels) labels[label] = count;
    files.push_back({{"file", std::filesystem::absolute(report.file).lexically_normal().string()}, {"rows", report.rows}, {"labelled", report.labelled}, {"labels", labels},
                     {"skipped_rows", report.skippedRows}, {"skipped", report.skipped}, {"repaired_lines", report.repairedLines}});
  }
  for (const LongText& text : longestTexts(data.examples)) longest.push_back({{"id", text.id}, {"words", text.words}, {"text", text.text}});
  return {{"split", split}, {"rows", data.examples.size()}, {"files", files}, {"longest", longest}};
}

void printFile(const TaskReport& report, TaskKind kind) {
  std::cout << report.file.string() << "\n  " << groupedNumber(report.rows) << " rows" << (report.labelled ? "" : ", unlabelled: nothing can be scored on it") << '\n';
  if (report.skippedRows > 0) std::cout << "  " << groupedNumber(report.skippedRows) << " rows skipped:\n";
  for (const std::string& row : report.skipped) std::cout << "    " << row << '\n';
  if (report.repairedLines > 0) std::cout << "  " << groupedNumber(report.repairedLines) << " lines are no UTF-8: broken bytes became U+FFFD\n";
  if (!report.labelled) return;
  std::int64_t total = 0;
  for (const auto& entry : report.labels) total += entry.second;
  TextTable table({{kind == TaskKind::Regression ? "  score" : "  label"}, {kind == TaskKind::Tagging ? "words" : "rows", TextTable::Align::Right}, {"share", TextTable::Align::Right}});
  for (const auto& [label, count] : report.labels)
    table.add({"  " + label, groupedNumber(count), percentText(total == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(total))});
  if (!report.labels.empty()) std::cout << table.text();
}

void printSplit(const std::string& split, const TaskData& data, TaskKind kind) {
  if (!split.empty()) std::cout << split << ": ";
  for (const TaskReport& report : data.reports) printFile(report, kind);
  std::cout << "  longest:\n";
  for (const LongText& text : longestTexts(data.examples))
    std::cout << "    " << text.id << ", " << groupedNumber(text.words) << " words: " << shortened(text.text, kExcerpt) << '\n';
}

using SplitFiles = std::vector<std::pair<std::string, std::vector<std::filesystem::path>>>;

// Two splits may be one file, where a set has no other: "dev, test".
void addSplit(SplitFiles& chosen, const std::string& split, std::vector<std::filesystem::path> files) {
  for (auto& [name, known] : chosen)
    if (known == files) {
      name += ", " + split;
      return;
    }
  chosen.emplace_back(split, std::move(files));
}

// The splits that are in the folder; the one asked for; or the file by itself ("").
SplitFiles chosenSplits(const TasksRequest& request) {
  const TaskInfo& info = taskInfo(request.id);
  if (!std::filesystem::is_directory(request.data)) return {{"", taskFiles(request.id, request.data, "")}};
  if (!request.split.empty()) return {{request.split, taskFiles(request.id, request.data, request.split)}};
  SplitFiles chosen;
  std::string missing;
  for (const std::string& split : info.splits) {
    try {
      addSplit(chosen, split, taskFiles(request.id, request.data, split));
    } catch (const std::invalid_argument& error) {
      missing += (missing.empty() ? "" : "\n") + std::string(error.what());
    }
  }
  if (chosen.empty()) throw std::invalid_argument(missing);
  return chosen;
}

// Labels are those of the first split read, "train" where it is there.
int showTask(const TasksRequest& request) {
  const TaskInfo& info = taskInfo(request.id);
  Json splits = Json::array();
  std::vector<std::string> labels;
  for (const auto& [split, files] : chosenSplits(request)) {
    const TaskData data = readTask(request.id, files, request.columns, labels);
    if (labels.empty()) labels = data.labels;
    if (request.json) splits.push_back(splitJson(split, data));
    else printSplit(split, data, info.kind);
  }
  Json whole = taskJson(info);
  whole["labels"] = labels;
  whole["read"] = splits;
  if (request.json) std::cout << whole.dump(2) << '\n';
  return 0;
}

}  // namespace

CommandRun tasksCommand(CLI::App& app) {
  auto request = std::make_shared<TasksRequest>();
  app.add_flag("--json", request->json, "Machine-readable output");
  CLI::App* show = app.add_subcommand("show", "What the files of a data set hold: rows, labels, skipped rows, the longest texts");
  show->add_option("id", request->id, "Data set, as `cloze tasks` lists it")->required();
  show->add_option("--data", request->data, "Its folder as it is distributed, or one file")->required();
  show->add_option("--split", request->split, "train, dev, test ...; all that are there without it");
  show->add_option("--text", request->columns.text, "text_classification, text_regression: column of the text, by name or number from 0");
  show->add_option("--pair", request->columns.pair, "Column of the second text");
  show->add_option("--label", request->columns.label, "Column of the label");
  show->add_flag("--json", request->json, "Machine-readable output");
  return [request, show] { return show->parsed() ? showTask(*request) : listTasks(request->json); };
}

}  // namespace cloze
