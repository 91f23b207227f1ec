// What the page of one run asks for away from the window's thread: planned learning rates, a batch once more, held-out samples, what it answers for its task, and what is done
// to the files of a checkpoint. One thread, one job after the other; a newer question of a kind cancels the older one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspector.h"
#include "engine/run.h"
#include "engine/tools.h"

#include <QObject>

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace cloze {

class RunDesk : public QObject {
  Q_OBJECT
 public:
  enum Kind { Rates, BatchOfStep, Samples, Task, OwnText, Files, kKinds };
  explicit RunDesk(QObject* parent = nullptr);
  ~RunDesk() override;

  void askRates(const RunSpec& frozen);
  void askBatch(const RunSpec& frozen, const std::filesystem::path& out, std::int64_t step);
  void askSamples(const std::filesystem::path& checkpoint, const HeldOutRequest& request);
  void askTask(Kind kind, const TaskRequest& request);               // Task: examples of the run; OwnText: one typed
  void exportTo(const std::filesystem::path& checkpoint, const std::filesystem::path& folder);
  void pin(const std::filesystem::path& checkpoint, bool pinned);
  void remove(const std::filesystem::path& checkpoint, std::int64_t step, bool runTrains);
  void cancel(Kind kind);

 Q_SIGNALS:
  void ratesReady(const std::vector<cloze::LearningRateCurve>& curves);
  void batchReady(const cloze::BatchPreview& batch, qint64 step);
  void samplesReady(const cloze::HeldOutResult& result);
  void taskReady(cloze::RunDesk::Kind kind, const cloze::TaskResult& result);
  void filesDone(const QString& text);
  void removed(qint64 step);
  void progressed(cloze::RunDesk::Kind kind, const QString& text);
  void failed(cloze::RunDesk::Kind kind, const QString& message);   // "" = cancelled

 private:
  using Work = std::function<std::function<void()>(Progress&)>;      // gives what the window is told
  struct Job { Kind kind; std::shared_ptr<Progress> progress; Work work; };
  void push(Kind kind, Work work);
  void work();
  template <class Say> void tell(Say say) { QMetaObject::invokeMethod(this, std::move(say), Qt::QueuedConnection); }

  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_ending = false;
  std::deque<Job> m_jobs;
  std::array<std::shared_ptr<Progress>, kKinds> m_newest;
  std::thread m_thread;
};

}  // namespace cloze
