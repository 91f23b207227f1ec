// SPDX-License-Identifier: GPL-3.0-or-later
#include "experiments/log_store.h"

#include <utility>
#include <vector>

#include "engine/core/clock.h"
#include "engine/core/event_ids.h"
#include "experiments/log_writer.h"

namespace cloze {
namespace {

using Urgency = LogWriter::Urgency;

// Turns each event into a job; times are taken here, when things happen.
class LogObserver final : public RunObserver {
 public:
  LogObserver(LogWriter& writer, std::string run) : m_writer(writer), m_run(std::move(run)) {}

  void started(const RunStarted& started) override {
    m_groups = std::make_shared<const std::vector<std::string>>(started.parameterGroups);
    RunStarted copy = started;
    if (copy.run.empty()) copy.run = m_run;
    m_writer.post([copy = std::move(copy), now = unixMilliseconds()](LogTables& tables) { tables.start(copy, now); }, Urgency::Durable);
    m_started = true;
    for (const auto& [early, time] : std::exchange(m_early, {})) post(early, time);
  }
  void prepared(const RunStarted& started) override {
    m_writer.post([started, now = unixMilliseconds()](LogTables& tables) {
      tables.start(started, now, false);
      if (!started.parentRun.empty()) tables.addLineage(started.run, started.parentRun, started.parentStep, "init");
    }, Urgency::Durable);
  }
  void step(const StepReport& report) override {
    m_step = report.step;
    m_writer.post([run = m_run, report, groups = m_groups, now = unixMilliseconds()](LogTables& tables) { tables.addStep(run, report, *groups, now); });
  }
  void evaluated(const Evaluated& evaluated) override {
    m_writer.post([run = m_run, evaluated](LogTables& tables) { tables.addEvaluation(run, evaluated); });
  }
  void checkpointing() override { m_writer.flush(); }
  void checkpointed(const Checkpointed& checkpointed) override {
    m_writer.post([run = m_run, checkpointed, now = unixMilliseconds()](LogTables& tables) { tables.addCheckpoint(run, checkpointed, now); }, Urgency::Durable);
  }
  void probed(const Probed& probed) override {
    m_writer.post([run = m_run, probed](LogTables& tables) { tables.addProbe(run, probed); });
  }
  void event(const RunEvent& event) override {
    if (event.kind == RunEventKind::Phase && event.message == m_phase) return;   // progress within a phase is not history
    if (event.kind == RunEventKind::Phase) m_phase = event.message;
    if (m_started) post(event, unixMilliseconds());
    else m_early.emplace_back(event, unixMilliseconds());   // the run has no row yet
  }
  void finished(const RunFinished& finished) override {
    m_writer.post([run = m_run, finished, now = unixMilliseconds()](LogTables& tables) {
      tables.addEvent(run, finished.step, finished.outcome, finished.checkpoint.string(), now);
      tables.setState(run, finished.outcome, "", now);
    }, Urgency::Durable);
  }
  void failed(const std::string& message) override {
    m_writer.post([run = m_run, step = m_step, message, now = unixMilliseconds()](LogTables& tables) {
      tables.addEvent(run, step, "failed", message, now);
      tables.setState(run, "failed", message, now);
    }, Urgency::Durable);
  }

 private:
  void post(const RunEvent& event, std::int64_t now) {
    m_writer.post([run = m_run, event, now](LogTables& tables) { write(tables, run, event, now); },
                  event.kind == RunEventKind::Interrupted ? Urgency::Durable : Urgency::Batched);
  }
  static void write(LogTables& tables, const std::string& run, const RunEvent& event, std::int64_t now) {
    tables.addEvent(run, event.step, runEventId(event.kind), event.message, now);
    if (event.kind == RunEventKind::Paused) tables.setState(run, "paused", "", now);
    if (event.kind == RunEventKind::Resumed) tables.setState(run, "active", "", now);
    if (event.kind == RunEventKind::Interrupted) tables.setState(run, "interrupted", event.message, now);
  }

  LogWriter& m_writer;
  std::string m_run;
  std::shared_ptr<const std::vector<std::string>> m_groups = std::make_shared<const std::vector<std::string>>();
  std::vector<std::pair<RunEvent, std::int64_t>> m_early;
  bool m_started = false;
  std::string m_phase;
  std::int64_t m_step = 0;
};

}  // namespace

struct LogStore::Implementation {
  explicit Implementation(const std::filesystem::path& path) : file(path), writer(path) {}
  std::filesystem::path file;
  LogWriter writer;
};

LogStore::LogStore(const std::filesystem::path& file) : m_implementation(std::make_unique<Implementation>(file)) {}
LogStore::~LogStore() = default;

std::unique_ptr<RunObserver> LogStore::observer(const std::string& run) { return std::make_unique<LogObserver>(m_implementation->writer, run); }

void LogStore::renameRun(const std::string& run, const std::string& name) {
  m_implementation->writer.post([=](LogTables& tables) { tables.rename(run, name); }, Urgency::Durable);
}

void LogStore::tagRun(const std::string& run, const std::string& tags, const std::string& note) {
  m_implementation->writer.post([=](LogTables& tables) { tables.tag(run, tags, note); }, Urgency::Durable);
}

void LogStore::deleteRun(const std::string& run) {
  m_implementation->writer.post([=](LogTables& tables) { tables.remove(run); }, Urgency::Durable);
}

void LogStore::forgetCheckpoint(const std::string& run, std::int64_t step) {
  m_implementation->writer.post([=](LogTables& tables) { tables.forgetCheckpoint(run, step); });
}

void LogStore::addLineage(const std::string& run, const std::string& parentRun, std::int64_t parentStep, const std::string& kind) {
  m_implementation->writer.post([=](LogTables& tables) { tables.addLineage(run, parentRun, parentStep, kind); });
}

void LogStore::request(const std::string& run, LogRequest request) {
  m_implementation->writer.post([=, now = unixMilliseconds()](LogTables& tables) { tables.addRequest(run, logRequestId(request), now); }, Urgency::Durable);
}

void LogStore::flush() { m_implementation->writer.flush(); }

const std::filesystem::path& LogStore::file() const { return m_implementation->file; }

std::string LogStore::lastError() const { return m_implementation->writer.lastError(); }

}  // namespace cloze
