// Reading the experiment log: read-only connections, plain rows. Used by the window's models and by `cloze runs`.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/events.h"
#include "engine/core/json.h"

namespace cloze {

enum class RunStatus { Running, Paused, Stopped, Finished, Failed, Interrupted, Queued };   // Interrupted: not ended, and run.lock is not held; Queued: waits in a window, not in the log
std::string runStatusId(RunStatus status);           // "running", ...

struct RunRow {
  std::string id, name, family, preset, objective, tags, note;
  RunStatus status = RunStatus::Interrupted;
  std::int64_t step = 0, steps = 0, parameters = 0, tokens = 0;
  std::int64_t createdAt = 0, updatedAt = 0;         // Unix milliseconds
  double lastLoss = 0, bestValidationLoss = 0;       // NaN when there is none
  double seconds = 0;                                // trained so far
  std::filesystem::path out;
  std::string message;                               // of a failure
  std::int64_t number = 0;                           // 1, 2, ... in the order of their starts; the same in every process
};

struct SeriesPoint { std::int64_t step = 0; double value = 0; std::int64_t tokens = 0; double seconds = 0; };   // tokens, seconds: so far
struct CheckpointRow { std::int64_t step = 0; std::filesystem::path folder; std::uint64_t bytes = 0; bool best = false, removed = false; std::int64_t createdAt = 0; };
struct EventRow { std::int64_t step = 0; std::string kind, message; std::int64_t createdAt = 0; };
struct ProbeRow { std::int64_t step = 0; std::string text, resultJson; };
struct LineageRow { std::string run, parentRun, kind; std::int64_t parentStep = 0; };

std::string learntBy(const Json& spec);              // RunRow::objective of a frozen specification: its task, or tasks ("toy-nli, toy-ner"), else its objective
std::string sqliteVersion();
bool sqliteMixesUpCheckpoints();                     // the WAL-reset bug, mended in 3.51.3

class LogReader {
 public:
  // A file that does not exist yet reads as empty. std::runtime_error: newer schema, foreign or damaged file.
  explicit LogReader(const std::filesystem::path& file);
  ~LogReader();
  LogReader(LogReader&&) noexcept;

  std::vector<RunRow> runs() const;                  // newest first
  RunRow run(const std::string& idOrUniquePrefix) const;   // std::invalid_argument with the nearest id
  std::string specJson(const std::string& run) const;
  std::string environmentJson(const std::string& run) const;
  std::vector<std::string> seriesNames(const std::string& run) const;   // "loss", "learning_rate/decay", "validation/loss", ...
  std::vector<SeriesPoint> series(const std::string& run, const std::string& name, std::int64_t afterStep = -1) const;
  std::vector<CheckpointRow> checkpoints(const std::string& run) const;
  std::vector<EventRow> events(const std::string& run) const;
  std::vector<ProbeRow> probes(const std::string& run) const;
  std::vector<LineageRow> lineage() const;
  std::int64_t version() const;                      // changes whenever another connection wrote (PRAGMA data_version); 0: nothing there yet

 private:
  struct Implementation;
  std::unique_ptr<Implementation> m_implementation;
};

}  // namespace cloze
