// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_desk.h"

#include "engine/core/checkpoint_pin.h"
#include "widgets/models/planned_rates.h"
#include "widgets/shared/format.h"
#include "widgets/shared/translation.h"

namespace cloze {

RunDesk::RunDesk(QObject* parent) : QObject(parent) {
  m_thread = std::thread([this] { work(); });
}

RunDesk::~RunDesk() {
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
    for (const auto& progress : m_newest)
      if (progress) progress->cancel();
  }
  m_wake.notify_all();
  m_thread.join();
}

void RunDesk::push(Kind kind, Work work) {
  {
    const std::lock_guard lock(m_mutex);
    if (kind != Files && m_newest[kind]) m_newest[kind]->cancel();
    m_newest[kind] = std::make_shared<Progress>(Progress::Listener([this, kind](const std::string& what, std::int64_t done, std::int64_t total) {
      const QString share = total > 0 ? QStringLiteral(", ") + formatPercent(static_cast<double>(done) / static_cast<double>(total)) : QString();
      tell([this, kind, text = schemaText(what) + share] { Q_EMIT progressed(kind, text); });
    }));
    m_jobs.push_back({kind, m_newest[kind], std::move(work)});
  }
  m_wake.notify_all();
}

void RunDesk::cancel(Kind kind) {
  const std::lock_guard lock(m_mutex);
  if (m_newest[kind]) m_newest[kind]->cancel();
}

void RunDesk::work() {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_ending || !m_jobs.empty(); });
      if (m_ending) return;
      job = std::move(m_jobs.front());
      m_jobs.pop_front();
    }
    std::function<void()> say;
    try {
      job.progress->throwIfCancelled();
      say = job.work(*job.progress);
    } catch (const Cancelled&) {
      say = [this, kind = job.kind] { Q_EMIT failed(kind, QString()); };
    } catch (const std::exception& error) {
      say = [this, kind = job.kind, text = QString::fromUtf8(error.what())] { Q_EMIT failed(kind, text); };
    }
    const std::lock_guard lock(m_mutex);
    if (job.kind == Files || m_newest[job.kind] == job.progress) tell(std::move(say));     // a newer question: nobody waits for this answer
  }
}

void RunDesk::askRates(const RunSpec& frozen) {
  push(Rates, [this, frozen](Progress&) -> std::function<void()> {
    return [this, curves = previewLearningRates(frozen, kPlannedPoints)] { Q_EMIT ratesReady(curves); };
  });
}

void RunDesk::askBatch(const RunSpec& frozen, const std::filesystem::path& out, std::int64_t step) {
  push(BatchOfStep, [this, frozen, out, step](Progress& progress) -> std::function<void()> {
    return [this, step, batch = replayBatch(frozen, out, step, progress)] { Q_EMIT batchReady(batch, step); };
  });
}

void RunDesk::askSamples(const std::filesystem::path& checkpoint, const HeldOutRequest& request) {
  push(Samples, [this, checkpoint, request](Progress& progress) -> std::function<void()> {
    return [this, result = Inspector(checkpoint).heldOut(request, progress)] { Q_EMIT samplesReady(result); };
  });
}

void RunDesk::askTask(Kind kind, const TaskRequest& request) {
  push(kind, [this, kind, request](Progress& progress) -> std::function<void()> {
    return [this, kind, result = runTask(request, progress)] { Q_EMIT taskReady(kind, result); };
  });
}

void RunDesk::exportTo(const std::filesystem::path& checkpoint, const std::filesystem::path& folder) {
  push(Files, [this, checkpoint, folder](Progress&) -> std::function<void()> {
    exportCheckpoint(checkpoint, "hf", folder);
    return [this, text = tr("Exported to %1").arg(formatPath(QString::fromStdString(folder.string())))] { Q_EMIT filesDone(text); };
  });
}

void RunDesk::pin(const std::filesystem::path& checkpoint, bool pinned) {
  push(Files, [this, checkpoint, pinned](Progress&) -> std::function<void()> {
    pinCheckpoint(checkpoint, pinned);
    return [this, text = pinned ? tr("Pinned: it is kept whatever newer checkpoints come.") : tr("No longer pinned.")] { Q_EMIT filesDone(text); };
  });
}

void RunDesk::remove(const std::filesystem::path& checkpoint, std::int64_t step, bool runTrains) {
  push(Files, [this, checkpoint, step, runTrains](Progress&) -> std::function<void()> {
    deleteCheckpoint(checkpoint, runTrains);
    return [this, step, text = tr("The checkpoint of step %1 is deleted.").arg(formatCount(step))] {
      Q_EMIT removed(step);
      Q_EMIT filesDone(text);
    };
  });
}

}  // namespace cloze
