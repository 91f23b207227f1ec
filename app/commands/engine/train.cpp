// `cloze train SPEC.json` and `cloze resume RUN_OR_DIR`: run a specification in this process, with the log and the terminal (or JSON lines)
// watching. Other processes ask for pause and stop through the log's requests table.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <iostream>

#include "app/commands/command.h"
#include "app/commands/engine/run_series.h"
#include "app/commands/engine/signals.h"
#include "app/commands/engine/training_output.h"
#include "app/commands/text_table.h"
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/inspector.h"
#include "engine/run.h"
#include "engine/transfer_report.h"
#include "experiments/log_store.h"
#include "experiments/queries.h"

namespace cloze {

namespace {

constexpr int kDone = 0, kFailed = 1, kInterrupted = 130;

int exitCode(const RunResult& result) {
  switch (result.outcome) {
    case RunOutcome::Finished: return kDone;
    case RunOutcome::Stopped: return kInterrupted;
    case RunOutcome::Failed: return kFailed;
  }
  return kFailed;
}

struct Session { std::filesystem::path log; std::string run; bool json = false; };

// Runs `work` with the log, the output and the signals attached.
int runWatched(const Session& session, const std::function<RunResult(RunObserver&, RunControl&)>& work) {
  RunControl control;
  const StopOnSignal signals(control);
  LogStore store(session.log);
  const auto logged = store.observer(session.run);
  const auto output = session.json ? jsonOutput() : terminalOutput();
  ObserverList observers;
  observers.add(*logged);
  observers.add(*output);
  RequestPoller poller(session.log, session.run, [&control](LogRequest request) { obey(request, control); });
  const RunResult result = work(observers, control);
  store.flush();
  if (!store.lastError().empty()) std::cerr << "cloze: the log could not be written: " << store.lastError() << '\n';
  return exitCode(result);
}

// `init.from` may name a run of the log instead of a folder.
void resolveInit(RunSpec& spec, const std::filesystem::path& log) {
  if (spec.init.from == "random" || std::filesystem::exists(spec.init.from)) return;
  spec.init.from = LogReader(log).run(std::filesystem::path(spec.init.from).filename().string()).out.string();
}

struct TrainOptions { std::string spec, out, log; std::vector<std::string> assignments; std::int64_t seeds = 0; bool json = false; };

struct SeedResult { std::int64_t seed = 1; double value = 0; std::filesystem::path out; };

void printSeeds(const std::string& metric, const std::vector<SeedResult>& results, bool json) {
  std::vector<double> values;
  for (const SeedResult& one : results) values.push_back(one.value);
  const Spread spread = spreadOf(values);
  const auto number = [](double value) { return std::isfinite(value) ? Json(value) : Json(); };
  if (json) {
    Json all = {{"event", "seeds"}, {"metric", metric}, {"mean", number(spread.mean)}, {"deviation", number(spread.deviation)}, {"runs", Json::array()}};
    for (const SeedResult& one : results) all["runs"].push_back({{"seed", one.seed}, {"value", number(one.value)}, {"out", one.out.string()}});
    std::cout << all.dump() << '\n';
    return;
  }
  TextTable table({{"seed", TextTable::Align::Right}, {metric, TextTable::Align::Right}, {"folder"}});
  for (const SeedResult& one : results) table.add({std::to_string(one.seed), figureText(one.value), one.out.string()});
  std::cout << '\n' << table.text() << metric << ": mean " << figureText(spread.mean) << ", deviation " << figureText(spread.deviation) << " over " << results.size() << " seeds\n";
}

// Each seed is a run of its own, in OUT/seed-N; finished ones are not repeated when the command is given again.
int runSeeds(const LaunchRequest& all, bool json) {
  const std::vector<SeedRun> runs = seedRuns(all.spec);
  const std::string metric = watchedMetric(all.spec);
  LogStore store(all.log);
  RunControl control;
  const StopOnSignal signals(control);
  std::vector<SeedResult> results;
  for (const SeedRun& run : runs) {
    const std::filesystem::path out = all.out / ("seed-" + std::to_string(run.seed));
    const auto output = json ? jsonOutput() : terminalOutput();
    const RunResult result = trainOrTake({run.spec, out, {}, all.log}, store, output.get(), control);
    if (result.outcome == RunOutcome::Stopped) std::cerr << "stopped in seed " << run.seed << "; the same command with --out " << all.out.string() << " goes on\n";
    if (result.outcome != RunOutcome::Finished) return exitCode(result);
    results.push_back({run.seed, std::nan(""), out});
    for (const auto& [name, value] : result.metrics)
      if (name == metric) results.back().value = value;
  }
  printSeeds(metric, results, json);
  return kDone;
}

int runTrain(const TrainOptions& options) {
  LaunchRequest request;
  request.spec = loadRunSpec(options.spec, options.assignments);
  for (std::int64_t i = 0; i < options.seeds; ++i) {
    if (i == 0) request.spec.seeds.clear();
    request.spec.seeds.push_back(request.spec.seed + i);
  }
  request.log = std::filesystem::absolute(options.log.empty() ? defaultLogFile() : std::filesystem::path(options.log));
  request.runId = newRunId();
  request.out = std::filesystem::absolute(options.out.empty() ? homeFolder() / "runs" / request.runId : std::filesystem::path(options.out));
  resolveInit(request.spec, request.log);
  if (options.seeds > 1 || (request.spec.seeds.size() > 1 && isFineTuning(request.spec))) return runSeeds(request, options.json);
  checkLaunch(request);
  return runWatched({request.log, request.runId, options.json}, [&](RunObserver& observer, RunControl& control) { return train(request, observer, control); });
}

struct ResumeOptions { std::string run, log; bool json = false; };

RunFolder findRun(const ResumeOptions& options) {
  const std::filesystem::path given = options.run;
  if (std::filesystem::exists(given / "run.json")) return readRunFolder(given);
  if (std::filesystem::is_directory(given)) throw std::invalid_argument(options.run + ": holds no run (there is no run.json)");
  return readRunFolder(LogReader(options.log.empty() ? defaultLogFile() : std::filesystem::path(options.log)).run(options.run).out);
}

int runResume(const ResumeOptions& options) {
  const RunFolder folder = findRun(options);
  const std::filesystem::path log = !options.log.empty() ? std::filesystem::absolute(options.log) : folder.log.empty() ? defaultLogFile() : folder.log;
  if (folder.finished && !options.json) std::cerr << "run " << folder.runId << " is already finished\n";
  if (folder.finished) {                             // nothing happens that the log should know
    RunControl control;
    const auto output = options.json ? jsonOutput() : terminalOutput();
    return exitCode(resume(folder.out, *output, control));
  }
  return runWatched({log, folder.runId, options.json}, [&](RunObserver& observer, RunControl& control) { return resume(folder.out, observer, control); });
}

}  // namespace

CommandRun trainCommand(CLI::App& app) {
  auto options = std::make_shared<TrainOptions>();
  app.add_option("SPEC", options->spec, "Run specification (JSON); `cloze schema run` lists its settings")->required();
  app.add_option("--set", options->assignments, "Change a setting: --set train.steps=100 (may be repeated)")->expected(1)->take_all();
  app.add_option("--seeds", options->seeds, "Repeat the run with so many seeds, from the specification's on, and tell mean and deviation")->check(CLI::Range(2, 1000));
  app.add_option("--out", options->out, "Folder of the run (default: beside the log, under runs/); of several seeds it holds seed-1, seed-2, ...");
  app.add_option("--log", options->log, "Experiment log (default: experiments.sqlite in Cloze's home)");
  app.add_flag("--json", options->json, "One JSON object a line on stdout: started, step ..., finished");
  app.footer("Example: cloze train spec.json --set train.steps=500 --out runs/first\nCtrl-C saves and says how to go on; once more quits at once.");
  return [options] { return runTrain(*options); };
}

CommandRun resumeCommand(CLI::App& app) {
  auto options = std::make_shared<ResumeOptions>();
  app.add_option("RUN", options->run, "The run's folder, or its id in the log")->required();
  app.add_option("--log", options->log, "Experiment log (default: the one the run began with)");
  app.add_flag("--json", options->json, "One JSON object a line on stdout");
  app.footer("Example: cloze resume runs/first");
  return [options] { return runResume(*options); };
}

}  // namespace cloze
