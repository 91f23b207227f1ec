// The statements of the log's writer: what each event changes in which table. Lives on the writer thread, inside its transactions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "engine/core/events.h"

namespace cloze {

class LogTables {
 public:
  explicit LogTables(SQLite::Database& database) : m_database(database) {}

  void start(const RunStarted& started, std::int64_t now, bool announce = true);   // announce: as an event too
  // `groups`: names of the parameter groups, in the order of the learning rates.
  void addStep(const std::string& run, const StepReport& report, const std::vector<std::string>& groups, std::int64_t now);
  void addEvaluation(const std::string& run, const Evaluated& evaluated);
  void addCheckpoint(const std::string& run, const Checkpointed& checkpointed, std::int64_t now);
  void addProbe(const std::string& run, const Probed& probed);
  void addEvent(const std::string& run, std::int64_t step, const std::string& kind, const std::string& message, std::int64_t now);
  void setState(const std::string& run, const std::string& state, const std::string& message, std::int64_t now);

  void rename(const std::string& run, const std::string& name);
  void tag(const std::string& run, const std::string& tags, const std::string& note);
  void remove(const std::string& run);
  void forgetCheckpoint(const std::string& run, std::int64_t step);
  void addLineage(const std::string& run, const std::string& parentRun, std::int64_t parentStep, const std::string& kind);
  void addRequest(const std::string& run, const std::string& request, std::int64_t now);

  // After BEGIN: forgets what it knew of the file when another connection wrote since (it may have deleted runs).
  void beginBatch();
  // Before a commit: writes the progress of the runs that stepped, once a batch instead of once a step.
  void endBatch();
  // After a rollback: forgets what the database forgot.
  void forget();

 private:
  struct Progress { std::int64_t step = 0, tokens = 0, updatedAt = 0; double seconds = 0, loss = 0; bool stepped = false; };

  SQLite::Statement& statement(const char* sql);         // prepared once, reset
  std::int64_t runNumber(const std::string& run);        // 0: no such run (deleted meanwhile): its records are dropped
  std::int64_t seriesNumber(std::int64_t run, const std::string& name);
  void addPoint(std::int64_t run, const std::string& name, std::int64_t step, double value);
  void addProgress(std::int64_t run, const StepReport& report, std::int64_t now);
  Progress& progressBefore(std::int64_t run, std::int64_t step);

  SQLite::Database& m_database;
  std::map<const char*, SQLite::Statement> m_statements;
  std::map<std::string, std::int64_t> m_runs;
  std::map<std::pair<std::int64_t, std::string>, std::int64_t> m_series;
  std::map<std::int64_t, Progress> m_progress;
  std::int64_t m_dataVersion = -1;
};

}  // namespace cloze
