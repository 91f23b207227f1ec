// `cloze evaluate CKPT --data PATH` and `cloze predict CKPT (--text T | --data PATH)`: a fine-tuned checkpoint on its task.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iostream>

#include "app/commands/command.h"
#include "app/commands/engine/checkpoint_argument.h"
#include "app/commands/progress_line.h"
#include "app/commands/text_table.h"
#include "engine/core/json.h"
#include "engine/tasks/task.h"
#include "engine/tools.h"

namespace cloze {

namespace {

struct TaskOptions { TaskRequest request; bool json = false; };

Json metricsJson(const Metrics& metrics) {
  Json json = Json::object();
  for (const auto& [name, value] : metrics) json[name] = value;
  return json;
}

TaskResult run(const CheckpointArgument& checkpoint, TaskOptions& options) {
  options.request.checkpoint = checkpoint.resolve();
  ProgressLine line;
  return runTask(options.request, line.progress());
}

std::string confusionText(const TaskResult& result) {
  std::vector<TextTable::Column> columns{{"true \\ predicted"}};
  for (const std::string& label : result.labels) columns.push_back({label, TextTable::Align::Right});
  TextTable table(columns);
  for (std::size_t gold = 0; gold < result.labels.size(); ++gold) {
    std::vector<std::string> cells{result.labels[gold]};
    for (const std::int64_t count : result.confusion[gold]) cells.push_back(groupedNumber(count));
    table.add(std::move(cells));
  }
  return table.text();
}

// "Anna/B-PER lives in Paris/B-LOC"
std::string taggedText(const TaskPrediction& prediction) {
  std::string text;
  for (std::size_t i = 0; i < prediction.words.size(); ++i)
    text += (i ? " " : "") + prediction.words[i] + (prediction.tags[i] == "O" ? "" : "/" + prediction.tags[i]);
  return text;
}

int evaluate(const CheckpointArgument& checkpoint, TaskOptions& options) {
  const TaskResult result = run(checkpoint, options);
  if (result.labelled == 0) throw std::invalid_argument("none of the " + std::to_string(result.predictions.size()) + " examples is labelled: there is nothing to score (`cloze predict` needs no labels)");
  const double perSecond = static_cast<double>(result.predictions.size()) / std::max(result.seconds, 1e-9);
  if (options.json) {
    std::cout << Json{{"task", result.task}, {"metrics", metricsJson(result.metrics)}, {"examples", result.labelled}, {"labels", result.labels},
                      {"confusion", result.confusion}, {"cut", result.cut}, {"examples_per_second", perSecond}}.dump(2) << '\n';
    return 0;
  }
  for (const auto& [name, value] : result.metrics) std::cout << name << "  " << figureText(value) << '\n';
  std::cout << groupedNumber(result.labelled) << " examples of " << result.task << ", " << figureText(perSecond) << " examples/s\n";
  if (result.cut > 0) std::cout << groupedNumber(result.cut) << " of them were cut to the longest row\n";
  if (!result.confusion.empty() && result.labels.size() <= 12) std::cout << '\n' << confusionText(result);
  return 0;
}

// Choices are numbered from 0 in files; people read them.
std::string answerText(const TaskResult& result, const TaskPrediction& one, const std::string& answer) {
  const TaskKind kind = taskInfo(result.task).kind;
  if (kind == TaskKind::Span && answer.empty()) return "no answer";
  std::size_t number = one.choices.size();
  if (kind == TaskKind::Choice && !answer.empty()) number = static_cast<std::size_t>(std::stoul(answer));
  return shortened(number < one.choices.size() ? one.choices[number] : answer, 40);
}

// Of one text all that it could be, the likeliest first.
std::string bestText(const TaskResult& result, const TaskPrediction& one) {
  std::vector<std::pair<std::string, double>> best = one.best;
  for (std::size_t i = 0; i < one.probabilities.size(); ++i) best.emplace_back(i < result.labels.size() ? result.labels[i] : std::to_string(i), one.probabilities[i]);
  std::stable_sort(best.begin(), best.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (best.empty()) return {};
  TextTable table({{"answer"}, {"probability", TextTable::Align::Right}});
  for (const auto& [answer, probability] : best) table.add({answerText(result, one, answer), figureText(probability)});
  return table.text();
}

int predict(const CheckpointArgument& checkpoint, TaskOptions& options) {
  if (options.request.files.empty() && options.request.text.empty()) throw std::invalid_argument("predict needs --text TEXT or --data PATH");
  const TaskResult result = run(checkpoint, options);
  if (options.json) {
    Json rows = Json::array();
    for (const TaskPrediction& one : result.predictions) {
      Json row = {{"id", one.id}, {"text", one.text}, {"label", one.label}};
      if (!one.pair.empty()) row["pair"] = one.pair;
      if (one.labelled && one.goldTags.empty()) row["gold"] = one.gold;
      if (!one.words.empty()) row["words"] = one.words, row["tags"] = one.tags;
      if (!one.goldTags.empty()) row["gold_tags"] = one.goldTags;
      for (const auto& [text, probability] : one.best) row["best"].push_back({{"text", text}, {"probability", probability}});
      for (std::size_t i = 0; i < one.probabilities.size(); ++i) row["probabilities"][i < result.labels.size() ? result.labels[i] : std::to_string(i)] = one.probabilities[i];
      rows.push_back(std::move(row));
    }
    std::cout << rows.dump(2) << '\n';
    return 0;
  }
  if (!result.predictions.empty() && !result.predictions.front().words.empty()) {
    for (const TaskPrediction& one : result.predictions) std::cout << taggedText(one) << '\n';
    return 0;
  }
  TextTable table({{"label"}, {"probability", TextTable::Align::Right}, {"true"}, {"text"}});
  for (const TaskPrediction& one : result.predictions)
    table.add({answerText(result, one, one.label), one.probabilities.empty() && one.best.empty() ? "" : figureText(one.probability), one.labelled ? answerText(result, one, one.gold) : "", shortened(one.text + (one.pair.empty() ? "" : " | " + one.pair), 80)});
  std::cout << table.text();
  if (options.request.files.empty()) std::cout << '\n' << bestText(result, result.predictions.front());
  return 0;
}

std::shared_ptr<TaskOptions> addTaskOptions(CLI::App& app) {
  const auto options = std::make_shared<TaskOptions>();
  app.add_option("--task", options->request.task, "Task id (default: the one that the checkpoint was fine-tuned on; `cloze tasks` lists them)");
  app.add_option("--data", options->request.files, "Files of the task as they are distributed")->check(CLI::ExistingPath);
  app.add_option("--text-column", options->request.textColumn, "Column with the text, by name or number, in a file that is no known data set");
  app.add_option("--pair-column", options->request.pairColumn, "Column with the second text");
  app.add_option("--label-column", options->request.labelColumn, "Column with the label");
  app.add_option("--max-length", options->request.maximumLength, "Longest row in tokens; longer examples are cut (default: usual for the task)");
  app.add_option("--batch-size", options->request.batchSize, "Examples computed together")->capture_default_str()->check(CLI::Range(1, 65536));
  app.add_flag("--json", options->json, "Machine-readable output");
  return options;
}

}  // namespace

CommandRun evaluateCommand(CLI::App& app) {
  const auto checkpoint = addCheckpointArgument(app);
  const auto options = addTaskOptions(app);
  app.get_option("--data")->required();
  app.footer("Example: cloze evaluate runs/sst2 --data SST-2/dev.tsv");
  return [checkpoint, options] { return evaluate(*checkpoint, *options); };
}

CommandRun predictCommand(CLI::App& app) {
  const auto checkpoint = addCheckpointArgument(app);
  const auto options = addTaskOptions(app);
  app.add_option("--text", options->request.text, "One text to predict for (of a span: the question)")->excludes("--data");
  app.add_option("--pair", options->request.pair, "Its second text (of a span: the context)");
  app.add_option("--choice", options->request.choices, "One of the choices of a multiple choice (repeated)")->expected(1)->take_all();
  app.footer("Example: cloze predict runs/sst2 --text \"a gripping film\"");
  return [checkpoint, options] { return predict(*checkpoint, *options); };
}

}  // namespace cloze
