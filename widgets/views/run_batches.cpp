// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_batches.h"

#include "widgets/shared/format.h"
#include "widgets/views/batch_view.h"

#include <QSpinBox>

#include <algorithm>

namespace cloze {

RunBatches::RunBatches(RunData* run, QWidget* parent)
    : AskedPage(QStringLiteral("table"), tr("The batch of a step appears here, every changed token coloured."), parent), m_run(run), m_step(new QSpinBox), m_batch(new BatchView) {
  m_step->setAccessibleName(tr("Step whose batch is shown"));
  m_step->setPrefix(tr("step") + QLatin1Char(' '));
  m_step->setMinimumWidth(150);
  m_step->setKeyboardTracking(false);
  QPushButton* newest = makeButton(tr("Newest step"), QStringLiteral("follow"));
  addControl(m_step);
  addControl(newest);
  content()->addWidget(m_batch);
  m_batch->hide();
  m_settle.setSingleShot(true);
  m_settle.setInterval(250);
  connect(&m_settle, &QTimer::timeout, this, &RunBatches::ask);
  connect(m_step, &QSpinBox::valueChanged, &m_settle, qOverload<>(&QTimer::start));
  connect(newest, &QPushButton::clicked, this, [this] { m_step->setValue(static_cast<int>(std::max<std::int64_t>(1, m_run->row().step))); });
  connect(run, &RunData::listsChanged, this, &RunBatches::refresh);
  refresh();
}

void RunBatches::refresh() {
  const QSignalBlocker quiet(m_step);
  const std::int64_t steps = std::max<std::int64_t>({1, m_run->row().steps, m_run->row().step});
  m_step->setRange(1, static_cast<int>(std::min<std::int64_t>(steps, 2000000000)));
}

void RunBatches::askFirst() {
  if (m_asked || m_run->spec().is_null()) return;
  const QSignalBlocker quiet(m_step);
  m_step->setValue(static_cast<int>(std::max<std::int64_t>(1, m_run->row().step)));
  ask();
}

void RunBatches::ask() {
  m_settle.stop();
  m_asked = true;
  showWaiting(tr("Making the batch of step %1 once more...").arg(formatCount(m_step->value())));
  Q_EMIT asked(m_step->value());
}

void RunBatches::showBatch(const BatchPreview& preview, std::int64_t step) {
  const std::int64_t accumulate = m_run->spec().is_object() ? m_run->spec().value("train", Json::object()).value("accumulate", std::int64_t{1}) : 1;
  showAnswer(true, accumulate > 1 ? tr("The first of the %1 batches of this step.").arg(formatCount(accumulate)) : QString());
  m_batch->show(preview, step);
  static_cast<QWidget*>(m_batch)->show();
}

}  // namespace cloze
