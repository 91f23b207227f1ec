// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_batches.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/views/batch_view.h"

#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

RunBatches::RunBatches(RunData* run, QWidget* parent)
    : QWidget(parent), m_run(run), m_step(new QSpinBox), m_newest(makeButton(tr("Newest step"), QStringLiteral("follow"))), m_cancel(makeButton(tr("Cancel"))),
      m_waiting(makeLabel({}, "small")), m_banner(new Banner), m_batch(new BatchView),
      m_empty(new EmptyState(QStringLiteral("table"), tr("The batch of a step appears here, every changed token coloured."))) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  auto* head = new QHBoxLayout;
  m_step->setAccessibleName(tr("Step whose batch is shown"));
  m_step->setPrefix(tr("step") + QLatin1Char(' '));
  m_step->setMinimumWidth(150);
  m_step->setKeyboardTracking(false);
  head->addWidget(m_step);
  head->addWidget(m_newest);
  head->addWidget(m_waiting, 1);
  head->addWidget(m_cancel);
  column->addLayout(head);
  column->addWidget(m_banner);
  auto* content = new QWidget;
  content->setProperty("role", QStringLiteral("page"));
  auto* inside = new QVBoxLayout(content);
  inside->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  inside->addWidget(m_empty, 1);
  inside->addWidget(m_batch);
  inside->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(content);
  auto* cardColumn = new QVBoxLayout;
  QFrame* card = makeCard(cardColumn);
  cardColumn->setContentsMargins(1, 1, 1, 1);
  cardColumn->addWidget(scroll);
  column->addWidget(card, 1);
  m_batch->hide();
  m_cancel->hide();
  m_settle.setSingleShot(true);
  m_settle.setInterval(250);
  connect(&m_settle, &QTimer::timeout, this, &RunBatches::ask);
  connect(m_step, &QSpinBox::valueChanged, &m_settle, qOverload<>(&QTimer::start));
  connect(m_newest, &QPushButton::clicked, this, [this] { m_step->setValue(static_cast<int>(std::max<std::int64_t>(1, m_run->row().step))); });
  connect(m_cancel, &QPushButton::clicked, this, &RunBatches::cancelled);
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
  m_banner->clear();
  showWaiting(tr("Making the batch of step %1 once more...").arg(formatCount(m_step->value())));
  Q_EMIT asked(m_step->value());
}

void RunBatches::showWaiting(const QString& what) {
  m_waiting->setText(what);
  m_cancel->show();
}

void RunBatches::showBatch(const BatchPreview& preview, std::int64_t step) {
  m_waiting->clear();
  m_cancel->hide();
  m_empty->hide();
  m_batch->show(preview, step);
  static_cast<QWidget*>(m_batch)->show();
  const std::int64_t accumulate = m_run->spec().is_object() ? m_run->spec().value("train", Json::object()).value("accumulate", std::int64_t{1}) : 1;
  if (accumulate > 1) m_waiting->setText(tr("The first of the %1 batches of this step.").arg(formatCount(accumulate)));
}

void RunBatches::showError(const QString& text) {
  m_waiting->setText(text.isEmpty() ? tr("Cancelled.") : QString());
  m_cancel->hide();
  if (!text.isEmpty()) m_banner->sayError(text);
}

}  // namespace cloze
