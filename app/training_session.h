// One training run in this process: a thread that owns the model, an observer that queues what it is told, and a timer that hands it to
// the window as values at most 20 times a second, and less often where what shows them costs more than its share of the processor. The log is written by the same observer calls, and what others ask for in it is done.
// Closing a view touches none of this.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "experiments/log_store.h"
#include "widgets/models/run_updates.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <thread>

namespace cloze {

class TrainingSession : public QObject {
  Q_OBJECT
 public:
  // `log` may be null: the run trains without being recorded (tests).
  TrainingSession(std::string runId, std::shared_ptr<LogStore> log, QObject* parent = nullptr);
  ~TrainingSession() override;                           // stops (saving) and waits

  void start(LaunchRequest request);
  void resume(const std::filesystem::path& out);

  const std::string& runId() const { return m_runId; }
  bool running() const;
  std::shared_ptr<RunControl> control() const { return m_control; }
  std::int64_t lastStep() const;
  const std::filesystem::path& out() const { return m_out; }
  void stop();                                           // saves and ends; ended() follows
  void wait();                                           // until the thread is done, after stop()

 Q_SIGNALS:
  void updated(const cloze::RunUpdates& updates);
  void ended(const cloze::RunResult& result);

 private:
  class Observer;
  void launch(std::function<RunResult(RunObserver&, RunControl&)> work);
  void deliver();
  void pace();

  std::string m_runId;
  std::filesystem::path m_out;
  std::shared_ptr<LogStore> m_log;
  std::shared_ptr<RunControl> m_control;
  std::shared_ptr<Observer> m_observer;
  std::thread m_thread;
  QTimer m_timer;
  double m_computed = 0;                                 // processor seconds of the window's thread, at the last delivery
};

}  // namespace cloze
