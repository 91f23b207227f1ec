// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_session.h"

#include "engine/core/clock.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

namespace cloze {

namespace {

constexpr int kFastest = 50, kSlowest = 500;             // milliseconds between two deliveries
constexpr double kWindowShare = 0.015;                   // of one core, that what is delivered may cost in the window's thread

}  // namespace

// Told by the training thread; holds the lock only to push or to swap.
class TrainingSession::Observer final : public RunObserver {
 public:
  explicit Observer(std::unique_ptr<RunObserver> log) : m_log(std::move(log)) {}

  void started(const RunStarted& started) override { if (m_log) m_log->started(started); with([&](RunUpdates& u) { u.started = started; }); }
  void prepared(const RunStarted& started) override { if (m_log) m_log->prepared(started); with([&](RunUpdates& u) { u.started = started; }); }
  void step(const StepReport& report) override {
    if (m_log) m_log->step(report);
    m_lastStep = report.step;
    with([&](RunUpdates& u) { u.steps.push_back(report); });
  }
  void evaluated(const Evaluated& evaluated) override { if (m_log) m_log->evaluated(evaluated); with([&](RunUpdates& u) { u.evaluations.push_back(evaluated); }); }
  void checkpointing() override { if (m_log) m_log->checkpointing(); }
  void checkpointed(const Checkpointed& saved) override { if (m_log) m_log->checkpointed(saved); with([&](RunUpdates& u) { u.checkpoints.push_back(saved); }); }
  void probed(const Probed& probed) override { if (m_log) m_log->probed(probed); with([&](RunUpdates& u) { u.probes.push_back(probed); }); }
  void event(const RunEvent& event) override { if (m_log) m_log->event(event); with([&](RunUpdates& u) { u.events.push_back(event); }); }
  void finished(const RunFinished& finished) override { if (m_log) m_log->finished(finished); with([&](RunUpdates& u) { u.finished = finished; }); }
  void failed(const std::string& message) override { if (m_log) m_log->failed(message); with([&](RunUpdates& u) { u.failed = message; }); }

  // A refusal before the run began is no run: it is told to the window, not to the log.
  void refused(const std::string& message) { with([&](RunUpdates& u) { if (u.failed.empty()) u.failed = message; }); }
  void setResult(RunResult result) { const std::lock_guard lock(m_mutex); m_result = std::move(result); }
  std::optional<RunResult> result() const { const std::lock_guard lock(m_mutex); return m_result; }
  std::int64_t lastStep() const { return m_lastStep; }
  RunUpdates take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_updates, RunUpdates());
  }

 private:
  template <class Change> void with(Change change) {
    const std::lock_guard lock(m_mutex);
    change(m_updates);
  }
  std::unique_ptr<RunObserver> m_log;
  mutable std::mutex m_mutex;
  RunUpdates m_updates;
  std::optional<RunResult> m_result;
  std::atomic<std::int64_t> m_lastStep{0};
};

TrainingSession::TrainingSession(std::string runId, std::shared_ptr<LogStore> log, QObject* parent)
    : QObject(parent), m_runId(std::move(runId)), m_log(std::move(log)), m_control(std::make_shared<RunControl>()) {
  m_timer.setInterval(kFastest);
  connect(&m_timer, &QTimer::timeout, this, &TrainingSession::deliver);
}

TrainingSession::~TrainingSession() {
  stop();
  wait();
}

void TrainingSession::start(LaunchRequest request) {
  m_out = request.out;
  launch([request = std::move(request)](RunObserver& observer, RunControl& control) { return train(request, observer, control); });
}

void TrainingSession::resume(const std::filesystem::path& out) {
  m_out = out;
  launch([out](RunObserver& observer, RunControl& control) { return cloze::resume(out, observer, control); });
}

void TrainingSession::launch(std::function<RunResult(RunObserver&, RunControl&)> work) {
  m_observer = std::make_shared<Observer>(m_log ? m_log->observer(m_runId) : nullptr);
  m_thread = std::thread([observer = m_observer, control = m_control, log = m_log, run = m_runId, work = std::move(work)] {
    RunResult result;
    try {
      std::optional<RequestPoller> asked;
      if (log) asked.emplace(log->file(), run, [&](LogRequest request) { obey(request, *control); });
      result = work(*observer, *control);
    } catch (const std::exception& error) {
      result.message = error.what();
      observer->refused(result.message);
    }
    observer->setResult(std::move(result));
  });
  m_computed = threadCpuSeconds();
  m_timer.start();
}

bool TrainingSession::running() const { return m_thread.joinable(); }

std::int64_t TrainingSession::lastStep() const { return m_observer ? m_observer->lastStep() : 0; }

void TrainingSession::stop() { m_control->stop(); }

void TrainingSession::wait() {
  if (m_thread.joinable()) m_thread.join();
}

// Training uses all cores, so a step waits for whatever the window computes: the next delivery comes when the one before has been paid for.
void TrainingSession::pace() {
  const double computed = threadCpuSeconds();
  m_timer.setInterval(std::clamp(static_cast<int>((computed - std::exchange(m_computed, computed)) * 1000 / kWindowShare), kFastest, kSlowest));
}

void TrainingSession::deliver() {
  const std::optional<RunResult> result = m_observer->result();   // before take(): nothing may come after the last batch
  const RunUpdates updates = m_observer->take();
  if (!updates.empty()) Q_EMIT updated(updates);
  pace();
  if (!result) return;
  m_timer.stop();
  wait();
  if (m_log) m_log->flush();
  Q_EMIT ended(*result);
}

}  // namespace cloze
