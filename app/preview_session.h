// Previews of a run that is not started yet, computed by the functions that train: learning rates and one real batch. One thread; only the
// newest question of each kind is answered.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"

#include <QObject>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace cloze {

class PreviewSession : public QObject {
  Q_OBJECT
 public:
  explicit PreviewSession(QObject* parent = nullptr);
  ~PreviewSession() override;

  void askLearningRates(const RunSpec& spec);
  void askBatch(const RunSpec& spec, std::int64_t step);
  void cancelBatch();

 Q_SIGNALS:
  void learningRatesReady(const std::vector<cloze::LearningRateCurve>& curves);
  void batchReady(const cloze::BatchPreview& preview, qint64 step);
  void progressed(const QString& text);
  void failed(const QString& message);                // of the batch; wrong rates are seen in the form

 private:
  struct BatchQuestion { RunSpec spec; std::int64_t step = 1; std::shared_ptr<Progress> progress; };
  void work();
  void answerRates(const RunSpec& spec);
  void answerBatch(BatchQuestion& question);
  template <class Say> void tell(Say say) { QMetaObject::invokeMethod(this, std::move(say), Qt::QueuedConnection); }

  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_ending = false;
  std::optional<RunSpec> m_rates;
  std::optional<BatchQuestion> m_batch;
  std::shared_ptr<Progress> m_batchProgress;
  std::thread m_thread;
};

}  // namespace cloze
