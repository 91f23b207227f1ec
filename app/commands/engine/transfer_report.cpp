// `cloze transfer-report SPEC.json`: the same task from scratch, from the checkpoint, and with the checkpoint frozen, over shares of the labels and
// over seeds. Every run is in the log; runs that are finished are not repeated when the command is given again, and of their checkpoints only the
// best one stays.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <iostream>

#include "app/commands/command.h"
#include "app/commands/engine/run_series.h"
#include "app/commands/engine/signals.h"
#include "app/commands/text_table.h"
#include "engine/core/checkpoint_pin.h"
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/run.h"
#include "engine/tasks/task.h"
#include "engine/transfer_report.h"
#include "experiments/log_store.h"
#include "experiments/queries.h"

namespace cloze {

namespace {

struct ReportOptions { std::string spec, out, log; std::vector<std::string> assignments; std::string keep = "best"; double scratchRate = 0; bool json = false; };

std::filesystem::path folderOf(const std::filesystem::path& out, const TransferRun& run) {
  return out / (std::string(armName(run.arm)) + "-" + figureText(run.fraction) + "-seed" + std::to_string(run.seed));
}

// What a finished run no longer needs: its result is in result.json, and nothing goes on from it.
void tidy(const std::string& run, const std::string& keep, LogStore& store) {
  if (keep == "all") return;
  const std::vector<CheckpointRow> rows = LogReader(store.file()).checkpoints(run);
  const bool judged = std::any_of(rows.begin(), rows.end(), [](const CheckpointRow& row) { return row.best; });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool best = judged ? rows[i].best : i + 1 == rows.size();
    if (rows[i].removed || (best && keep == "best") || !std::filesystem::exists(rows[i].folder) || isPinned(rows[i].folder)) continue;
    deleteCheckpoint(rows[i].folder, false);
    store.forgetCheckpoint(run, rows[i].step);
  }
  store.flush();
}

Json reportJson(const std::string& metric, const std::vector<ArmResult>& results, const TransferSummary& summary) {
  const auto number = [](double value) { return std::isfinite(value) ? Json(value) : Json(); };
  Json json = {{"metric", metric}, {"runs", Json::array()}, {"arms", Json::array()}, {"gains", Json::array()}};
  for (const ArmResult& one : results)
    json["runs"].push_back({{"arm", armName(one.arm)}, {"fraction", one.fraction}, {"seed", one.seed}, {"examples", one.examples}, {"value", number(one.value)}});
  for (const ArmSummary& one : summary.arms)
    json["arms"].push_back({{"arm", armName(one.arm)}, {"fraction", one.fraction}, {"examples", one.examples}, {"seeds", one.seeds}, {"mean", number(one.mean)}, {"deviation", number(one.deviation)}});
  for (const TransferGain& one : summary.gains)
    json["gains"].push_back({{"arm", armName(one.arm)}, {"fraction", one.fraction}, {"difference", one.difference}, {"low", one.low}, {"high", one.high}, {"verdict", one.verdict},
                             {"label_multiplier", number(one.multiplier)}});
  return json;
}

std::string multiplierText(double multiplier) { return std::isinf(multiplier) ? "more than there are" : figureText(multiplier) + " times"; }

void print(const std::string& metric, const TransferSummary& summary) {
  TextTable arms({{"labels", TextTable::Align::Right}, {"arm"}, {metric, TextTable::Align::Right}, {"deviation", TextTable::Align::Right}, {"seeds", TextTable::Align::Right}});
  for (const ArmSummary& one : summary.arms) arms.add({groupedNumber(one.examples), armName(one.arm), figureText(one.mean), figureText(one.deviation), std::to_string(one.seeds)});
  TextTable gains({{"share", TextTable::Align::Right}, {"arm"}, {"over scratch", TextTable::Align::Right}, {"95 % interval"}, {"verdict"}, {"labels that scratch needs"}});
  for (const TransferGain& one : summary.gains)
    gains.add({figureText(100 * one.fraction) + " %", armName(one.arm), figureText(one.difference), figureText(one.low) + " to " + figureText(one.high), one.verdict, multiplierText(one.multiplier)});
  std::cout << arms.text() << '\n' << gains.text();
}

int runReport(const ReportOptions& options) {
  const RunSpec spec = loadRunSpec(options.spec, options.assignments);
  const auto log = std::filesystem::absolute(options.log.empty() ? defaultLogFile() : std::filesystem::path(options.log));
  const auto out = std::filesystem::absolute(options.out.empty() ? homeFolder() / "runs" / "transfer-report" : std::filesystem::path(options.out));
  const std::vector<TransferRun> runs = transferRuns(spec, options.scratchRate);
  const std::string metric = taskInfo(spec.task.id).metrics.front();
  LogStore store(log);
  RunControl control;
  const StopOnSignal signals(control);
  std::vector<ArmResult> results;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const std::filesystem::path folder = folderOf(out, runs[i]);
    const RunResult result = trainOrTake({runs[i].spec, folder, {}, log}, store, nullptr, control);
    store.flush();
    if (result.outcome == RunOutcome::Failed) throw std::runtime_error(runs[i].spec.name + ": " + result.message);
    if (result.outcome == RunOutcome::Stopped) {
      std::cerr << "stopped in " << runs[i].spec.name << "; the same command goes on\n";
      return 130;
    }
    tidy(readRunFolder(folder).runId, options.keep, store);
    ArmResult one{runs[i].arm, runs[i].fraction, runs[i].seed, readJsonFile(folder / "data.json").at("training_examples").get<std::int64_t>(), std::nan("")};
    for (const auto& [name, value] : result.metrics)
      if (name == metric) one.value = value;
    std::cerr << "[" << i + 1 << "/" << runs.size() << "] " << runs[i].spec.name << ": " << metric << " " << figureText(one.value) << '\n';
    results.push_back(one);
  }
  const TransferSummary summary = summarise(results);
  Json json = reportJson(metric, results, summary);
  json["disk_bytes"] = folderBytes(out);
  writeFileAtomically(out / "transfer_report.json", json.dump(2) + "\n");
  if (options.json) std::cout << json.dump(2) << '\n';
  else print(metric, summary);
  std::cerr << out.string() << " takes " << byteText(json["disk_bytes"]) << " (checkpoints kept: " << options.keep << "; --keep best, none or all)\n";
  return 0;
}

}  // namespace

CommandRun transferReportCommand(CLI::App& app) {
  auto options = std::make_shared<ReportOptions>();
  app.add_option("SPEC", options->spec, "Run specification with task.id and init.from; its seeds and fractions say what is repeated")->required();
  app.add_option("--set", options->assignments, "Change a setting: --set train.epochs=3 (may be repeated)")->expected(1)->take_all();
  app.add_option("--out", options->out, "Folder of the runs and of transfer_report.json");
  app.add_option("--scratch-learning-rate", options->scratchRate, "Learning rate of the runs from scratch, which need a higher one (default: the same)")->check(CLI::PositiveNumber);
  app.add_option("--keep", options->keep, "Checkpoints of finished runs that stay: the best of each, none, or all")->capture_default_str()->check(CLI::IsMember({"best", "none", "all"}));
  app.add_option("--log", options->log, "Experiment log (default: experiments.sqlite in Cloze's home)");
  app.add_flag("--json", options->json, "Machine-readable output");
  app.footer("Example: cloze transfer-report sst2.json --out runs/report --scratch-learning-rate 5e-4\nFinished runs are not repeated when the command is given again.");
  return [options] { return runReport(*options); };
}

}  // namespace cloze
