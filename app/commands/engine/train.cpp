// `cloze train SPEC.json` and `cloze resume RUN_OR_DIR`: run a specification in this process, with the log and the terminal (or JSON lines)
// watching. Other processes ask for pause and stop through the log's requests table.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <iostream>

#include "app/commands/command.h"
#include "app/commands/engine/signals.h"
#include "app/commands/engine/training_output.h"
#include "engine/core/files.h"
#include "engine/inspector.h"
#include "engine/run.h"
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

struct TrainOptions { std::string spec, out, log; std::vector<std::string> assignments; bool json = false; };

int runTrain(const TrainOptions& options) {
  LaunchRequest request;
  request.spec = loadRunSpec(options.spec, options.assignments);
  request.log = std::filesystem::absolute(options.log.empty() ? defaultLogFile() : std::filesystem::path(options.log));
  request.runId = newRunId();
  request.out = std::filesystem::absolute(options.out.empty() ? homeFolder() / "runs" / request.runId : std::filesystem::path(options.out));
  resolveInit(request.spec, request.log);
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
  app.add_option("--out", options->out, "Folder of the run (default: beside the log, under runs/)");
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
