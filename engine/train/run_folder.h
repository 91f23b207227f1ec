// A run's folder on disk: OUT/run.json (what was asked for, frozen before anything slow), run.lock (held while a process trains), tokenizer/
// (frozen before step 0), data.json (what was tokenised), checkpoint-NNNNNN/, result.json (only when the run is over).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/events.h"
#include "engine/core/json.h"
#include "engine/run_spec.h"

namespace cloze {

// The lock of a run: held by the process that trains it, freed by the kernel whatever happens to the process.
class RunLock {
 public:
  // Throws std::invalid_argument naming the process that holds it.
  explicit RunLock(const std::filesystem::path& out);
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  static bool isHeld(const std::filesystem::path& out);

 private:
  int m_file = -1;
};

struct FrozenRun {
  std::filesystem::path out, log;
  std::string runId;
  RunSpec spec;                                      // defaults filled in, compute.shards resolved, paths absolute
  Json specJson;
};

// std::invalid_argument with the hint `cloze resume` when `out` holds a run.
void requireNoRun(const std::filesystem::path& out);
// Writes OUT/run.json, where no run may be yet, and returns what was written.
FrozenRun freezeRun(const std::filesystem::path& out, const RunSpec& spec, const std::string& runId, const std::filesystem::path& log);
// Takes back what freezeRun wrote, and the folder when nothing else is in it; a run with checkpoints stays.
void forgetRun(const std::filesystem::path& out);
// std::invalid_argument when `out` holds no run, std::runtime_error when run.json is damaged.
FrozenRun readFrozenRun(const std::filesystem::path& out);

// How a run ended; nothing while it can go on.
struct RunEnd { std::int64_t step = 0; std::string checkpoint; Metrics metrics; };
void writeRunEnd(const std::filesystem::path& out, const RunEnd& end);
std::optional<RunEnd> readRunEnd(const std::filesystem::path& out);

std::filesystem::path checkpointFolder(const std::filesystem::path& out, std::int64_t step);   // OUT/checkpoint-000500
struct CheckpointEntry { std::int64_t step = 0; std::filesystem::path folder; bool resumable = false; };
std::vector<CheckpointEntry> listCheckpoints(const std::filesystem::path& out);                // ascending steps
// The run that wrote a checkpoint's folder, and at which step; {"", -1} when none did.
struct CheckpointOrigin { std::string run; std::int64_t step = -1; };
CheckpointOrigin originOf(const std::filesystem::path& checkpoint);

Json metricsToJson(const Metrics& metrics);          // values that are no number are null
Metrics metricsFromJson(const Json& json);

}  // namespace cloze
