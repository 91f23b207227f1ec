// What reaches the window about a run, as values: gathered from the training thread (at most 20 times a second) or read from the log.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/events.h"
#include "experiments/queries.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cloze {

struct RunUpdates {
  std::optional<RunStarted> started;            // also when the exact sizes became known
  std::vector<StepReport> steps;
  std::vector<Evaluated> evaluations;
  std::vector<Checkpointed> checkpoints;
  std::vector<RunEvent> events;
  std::vector<Probed> probes;
  std::optional<RunFinished> finished;
  std::string failed;                           // "" = it did not
  bool empty() const {
    return !started && steps.empty() && evaluations.empty() && checkpoints.empty() && events.empty() && probes.empty() && !finished && failed.empty();
  }
};

// What the log holds of one run beyond what was read before.
struct RunLogPart {
  RunRow row;
  std::string specJson, environmentJson;        // "" when they were read before
  std::map<std::string, std::vector<SeriesPoint>> series;
  std::vector<CheckpointRow> checkpoints;       // all of them
  std::vector<EventRow> events;                 // all of them
  std::vector<LineageRow> parents;              // what it grew from
  std::vector<ProbeRow> probes;                 // all of them
};

}  // namespace cloze
