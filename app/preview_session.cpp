// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preview_session.h"

#include "widgets/shared/format.h"
#include "widgets/shared/translation.h"

namespace cloze {

PreviewSession::PreviewSession(QObject* parent) : QObject(parent) {
  m_thread = std::thread([this] { work(); });
}

PreviewSession::~PreviewSession() {
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
    if (m_batchProgress) m_batchProgress->cancel();
  }
  m_wake.notify_all();
  m_thread.join();
}

void PreviewSession::askLearningRates(const RunSpec& spec) {
  {
    const std::lock_guard lock(m_mutex);
    m_rates = spec;
  }
  m_wake.notify_all();
}

void PreviewSession::askBatch(const RunSpec& spec, std::int64_t step) {
  cancelBatch();
  {
    const std::lock_guard lock(m_mutex);
    m_batchProgress = std::make_shared<Progress>(Progress::Listener([this](const std::string& what, std::int64_t done, std::int64_t total) {
      const QString share = total > 0 ? QStringLiteral(", ") + formatPercent(static_cast<double>(done) / static_cast<double>(total)) : QString();
      tell([this, text = schemaText(what) + share] { Q_EMIT progressed(text); });
    }));
    m_batch = BatchQuestion{spec, step, m_batchProgress};
  }
  m_wake.notify_all();
}

void PreviewSession::cancelBatch() {
  const std::lock_guard lock(m_mutex);
  if (m_batchProgress) m_batchProgress->cancel();
  m_batch.reset();
}

void PreviewSession::work() {
  for (;;) {
    std::optional<RunSpec> rates;
    std::optional<BatchQuestion> batch;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_ending || m_rates || m_batch; });
      if (m_ending) return;
      rates = std::exchange(m_rates, std::nullopt);
      if (!rates) batch = std::exchange(m_batch, std::nullopt);
    }
    if (rates) answerRates(*rates);
    if (batch) answerBatch(*batch);
  }
}

void PreviewSession::answerRates(const RunSpec& spec) {
  try {
    tell([this, curves = previewLearningRates(spec)] { Q_EMIT learningRatesReady(curves); });
  } catch (const std::exception&) {
    tell([this] { Q_EMIT learningRatesReady({}); });
  }
}

void PreviewSession::answerBatch(BatchQuestion& question) {
  try {
    BatchPreview preview = previewBatch(question.spec, question.step, *question.progress);
    tell([this, preview = std::move(preview), step = question.step] { Q_EMIT batchReady(preview, step); });
  } catch (const Cancelled&) {
    tell([this] { Q_EMIT failed(tr("Cancelled.")); });
  } catch (const std::exception& error) {
    tell([this, text = QString::fromUtf8(error.what())] { Q_EMIT failed(text); });
  }
}

}  // namespace cloze
