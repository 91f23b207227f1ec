// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preview_session.h"

#include "engine/core/clock.h"
#include "engine/core/files.h"
#include "widgets/models/planned_rates.h"
#include "widgets/shared/format.h"
#include "widgets/shared/translation.h"

namespace cloze {

namespace {

constexpr std::int64_t kLongReading = 256 << 20;
constexpr double kQuietSeconds = 0.4;      // what is done sooner says nothing: no flicker

class NoVisitor final : public CorpusVisitor {
 public:
  void sentence(std::string_view) override {}
};

// What the text holds. More than a moment's reading is left to the run: then only the size is known.
CorpusReport lookAt(const RunSpec& spec, Progress& progress) {
  const auto pairs = pairColumnsOf(spec);
  CorpusReport listed;
  for (const CorpusFile& file : listCorpusFiles(spec.data.train, listed, pairs.has_value())) listed.textBytes += file.bytes;
  NoVisitor nobody;
  return listed.textBytes > kLongReading ? listed : readCorpus(spec.data.train, nobody, progress, pairs);
}

}  // namespace

// ---- one thread

PreviewLane::PreviewLane() {
  m_thread = std::thread([this] { work(); });
}

PreviewLane::~PreviewLane() {
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
    if (m_progress) m_progress->cancel();
  }
  m_wake.notify_all();
  m_thread.join();
}

void PreviewLane::run(Job job, std::shared_ptr<Progress> progress) {
  {
    const std::lock_guard lock(m_mutex);
    if (m_progress) m_progress->cancel();
    m_progress = std::move(progress);
    m_job = std::move(job);
  }
  m_wake.notify_all();
}

void PreviewLane::cancel() {
  const std::lock_guard lock(m_mutex);
  if (m_progress) m_progress->cancel();
}

void PreviewLane::work() {
  for (;;) {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_ending || m_job; });
    if (m_ending) return;
    const Job job = *std::exchange(m_job, std::nullopt);
    const std::shared_ptr<Progress> progress = m_progress;
    lock.unlock();
    job(*progress);
  }
}

// ---- questions

PreviewSession::PreviewSession(QObject* parent) : QObject(parent) {}

PreviewSession::~PreviewSession() = default;

void PreviewSession::ask(PreviewKind kind, const RunSpec& spec, std::int64_t step, const Pasted& pasted) {
  const auto lane = static_cast<std::size_t>(kind);
  const std::int64_t number = ++m_asked[lane];
  // Whatever comes of it is told here, unless a newer question was asked meanwhile.
  const auto say = [this, lane, number](Answer told) {
    tell([this, lane, number, told = std::move(told)] { if (m_asked[lane] == number) told(); });
  };
  auto progress = std::make_shared<Progress>(Progress::Listener([this, say, kind, begun = steadySeconds()](const std::string& what, std::int64_t done, std::int64_t total) {
    if (steadySeconds() - begun < kQuietSeconds) return;
    const QString share = total > 0 ? QStringLiteral(", ") + formatPercent(static_cast<double>(done) / static_cast<double>(total)) : QString();
    say([this, kind, text = schemaText(what) + share] { Q_EMIT progressed(kind, text); });
  }));
  const auto job = [this, say, kind, spec, step, pasted](Progress& listener) {
    try {
      write(pasted);
      say(answer(this, kind, spec, step, listener));
    } catch (const Cancelled&) {
      say([this, kind] { Q_EMIT failed(kind, {}); });
    } catch (const std::exception& error) {
      say([this, kind, text = messageText(error.what())] { Q_EMIT failed(kind, text); });
    }
  };
  m_lanes[lane].run(job, std::move(progress));
}

PreviewSession::Answer PreviewSession::answer(PreviewSession* self, PreviewKind kind, const RunSpec& spec, std::int64_t step, Progress& progress) {
  switch (kind) {
    case PreviewKind::LearningRates: return [self, curves = previewLearningRates(spec, kPlannedPoints)] { Q_EMIT self->learningRatesReady(curves); };
    case PreviewKind::Tokenizer: return [self, sample = previewTokenizer(spec, progress)] { Q_EMIT self->tokenizerReady(sample); };
    case PreviewKind::Batch: return [self, preview = previewBatch(spec, step, progress), step] { Q_EMIT self->batchReady(preview, step); };
    case PreviewKind::Cost: return [self, cost = estimateCost(spec, progress)] { Q_EMIT self->costReady(cost); };
    case PreviewKind::Task: return [self, preview = previewTask(spec, progress)] { Q_EMIT self->taskReady(preview); };
    case PreviewKind::Text: break;
  }
  return [self, report = lookAt(spec, progress)] { Q_EMIT self->textReady(report); };
}

void PreviewSession::cancel(PreviewKind kind) { m_lanes[static_cast<std::size_t>(kind)].cancel(); }

void PreviewSession::write(const Pasted& pasted) {
  const std::lock_guard lock(m_draftMutex);
  if (pasted.file.empty() || std::filesystem::exists(pasted.file)) return;
  std::filesystem::create_directories(pasted.file.parent_path());
  writeFileAtomically(pasted.file, pasted.text);
  std::error_code error;
  if (!m_draft.empty()) std::filesystem::remove(m_draft, error);
  m_draft = pasted.file;
}

void PreviewSession::keep(const Pasted& pasted) {
  write(pasted);
  const std::lock_guard lock(m_draftMutex);
  if (m_draft == pasted.file) m_draft.clear();
}

}  // namespace cloze
