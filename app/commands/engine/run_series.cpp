// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/engine/run_series.h"

#include "app/commands/engine/training_output.h"

namespace cloze {

RunResult trainOrTake(LaunchRequest request, LogStore& store, RunObserver* output, RunControl& control) {
  const bool begun = std::filesystem::exists(request.out / "run.json");
  request.runId = begun ? readRunFolder(request.out).runId : newRunId();
  const bool finished = begun && readRunFolder(request.out).finished;
  const auto logged = store.observer(request.runId);
  ObserverList observers;
  if (!finished) observers.add(*logged);             // nothing happens that the log should know
  if (output) observers.add(*output);
  RequestPoller poller(request.log, request.runId, [&control](LogRequest asked) { obey(asked, control); });
  const RunResult result = begun ? resume(request.out, observers, control) : train(request, observers, control);
  store.flush();
  return result;
}

}  // namespace cloze
