// Previews of a run that is not started yet, computed by the functions that train: learning rates, what the text holds, a sample tokeniser, one
// real batch, the cost, what labelled files hold. A thread for each kind; only the newest question of a kind is answered, an older one is cancelled.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/corpus.h"
#include "engine/run.h"
#include "engine/task_preview.h"
#include "widgets/models/preview_kind.h"

#include <QObject>

#include <array>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace cloze {

// A thread that runs the newest of the jobs it is given.
class PreviewLane {
 public:
  using Job = std::function<void(Progress&)>;
  PreviewLane();
  ~PreviewLane();
  void run(Job job, std::shared_ptr<Progress> progress);   // cancels what it runs now
  void cancel();

 private:
  void work();
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_ending = false;
  std::optional<Job> m_job;
  std::shared_ptr<Progress> m_progress;
  std::thread m_thread;
};

class PreviewSession : public QObject {
  Q_OBJECT
 public:
  explicit PreviewSession(QObject* parent = nullptr);
  ~PreviewSession() override;

  // `pasted`: text that stands for the file of this name until the run starts; written before it is read.
  struct Pasted { std::filesystem::path file; std::string text; };
  void ask(PreviewKind kind, const RunSpec& spec, std::int64_t step = 1, const Pasted& pasted = {});
  void cancel(PreviewKind kind);
  // The file of a pasted text is wanted for good (a run starts from it).
  void keep(const Pasted& pasted);

 Q_SIGNALS:
  void learningRatesReady(const std::vector<cloze::LearningRateCurve>& curves);
  void textReady(const cloze::CorpusReport& report);
  void tokenizerReady(const cloze::TokenizerSample& sample);
  void batchReady(const cloze::BatchPreview& preview, qint64 step);
  void costReady(const cloze::CostEstimate& estimate);
  void taskReady(const cloze::TaskPreview& preview);
  void progressed(cloze::PreviewKind kind, const QString& text);
  void failed(cloze::PreviewKind kind, const QString& message);   // "" = cancelled

 private:
  using Answer = std::function<void()>;
  static Answer answer(PreviewSession* self, PreviewKind kind, const RunSpec& spec, std::int64_t step, Progress& progress);
  void write(const Pasted& pasted);
  template <class Say> void tell(Say say) { QMetaObject::invokeMethod(this, std::move(say), Qt::QueuedConnection); }

  std::mutex m_draftMutex;
  std::filesystem::path m_draft;                      // written here for previews; replaced by the next one
  std::array<std::int64_t, kPreviewKinds> m_asked{};  // number of the newest question: replies of older ones are dropped
  std::array<PreviewLane, kPreviewKinds> m_lanes;     // last: its threads use the members above
};

}  // namespace cloze
