// The facade of training (engine/run.h): launching, resuming, run folders and RunControl.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run.h"

#include <random>
#include <stdexcept>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/data/corpus.h"
#include "engine/inspector.h"
#include "engine/train/run_folder.h"
#include "engine/train/trainer.h"

namespace cloze {

// ---- RunControl

void RunControl::requestSnapshot(Deliver deliver) {
  {
    const std::lock_guard lock(m_mutex);
    if (!m_closed) {
      m_requests.push_back(std::move(deliver));
      return;
    }
  }
  deliver(nullptr);
}

std::vector<RunControl::Deliver> RunControl::takeSnapshotRequests() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_requests, {});
}

void RunControl::close() {
  std::vector<Deliver> unanswered;
  {
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    unanswered.swap(m_requests);
  }
  for (const Deliver& deliver : unanswered) deliver(nullptr);
}

// ---- launching

std::string newRunId() {
  static constexpr char kDigits[] = "abcdefghijkmnpqrstuvwxyz23456789";   // 32, none that look alike
  std::random_device device;                          // an identity, not a random choice of the run: nothing follows from it
  std::string id;
  for (int i = 0; i < 8; ++i) id += kDigits[device() % 32];
  return id;
}

void checkLaunch(const LaunchRequest& request) {
  std::vector<Problem> problems = checkCombinations(request.spec, nullptr);
  if (request.out.empty()) problems.push_back({"out", "the run needs a folder"});
  try {
    if (request.spec.init.from != "random") resolveCheckpoint(request.spec.init.from);
  } catch (const std::invalid_argument& error) {
    problems.push_back({"init.from", error.what()});
  }
  if (!problems.empty()) throw InvalidRequest(std::move(problems));
  requireNoRun(request.out);
  CorpusReport report;
  if (isFineTuning(request.spec)) {
    for (const TaskSpec& task : tasksOf(request.spec))
      for (const auto* files : {&task.train, &task.validation})
        for (const std::string& file : *files)
          if (!std::filesystem::exists(file)) problems.push_back({"task", file + ": there is no such file"});
    if (!problems.empty()) throw InvalidRequest(std::move(problems));
    return;
  }
  listCorpusFiles(request.spec.data.train, report, pairColumnsOf(request.spec).has_value());
  if (!request.spec.data.validation.empty()) listCorpusFiles(request.spec.data.validation, report, pairColumnsOf(request.spec).has_value());
}

RunResult train(const LaunchRequest& request, RunObserver& observer, RunControl& control) {
  checkLaunch(request);
  std::filesystem::create_directories(request.out);
  const RunLock lock(request.out);
  Trainer trainer(freezeRun(request.out, request.spec, request.runId, request.log), observer, control);
  try {
    return trainer.run();
  } catch (const std::invalid_argument&) {
    forgetRun(request.out);                          // a wrong request leaves nothing behind
    throw;
  }
}

RunResult resume(const std::filesystem::path& out, RunObserver& observer, RunControl& control) {
  FrozenRun run = readFrozenRun(out);
  if (const auto end = readRunEnd(run.out)) {
    observer.finished({end->step, "finished", end->checkpoint, end->metrics});
    control.close();
    return {RunOutcome::Finished, end->step, end->checkpoint, end->metrics, {}};
  }
  const RunLock lock(run.out);
  Trainer trainer(std::move(run), observer, control);
  return trainer.run();
}

RunFolder readRunFolder(const std::filesystem::path& out) {
  const FrozenRun run = readFrozenRun(out);
  RunFolder folder;
  folder.out = run.out;
  folder.log = run.log;
  folder.runId = run.runId;
  folder.specJson = run.specJson.dump();
  folder.finished = readRunEnd(run.out).has_value();
  folder.running = RunLock::isHeld(run.out);
  for (const CheckpointEntry& entry : listCheckpoints(run.out)) folder.lastCheckpointStep = entry.step;
  return folder;
}

}  // namespace cloze
