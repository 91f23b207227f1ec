// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/cost_card.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QVBoxLayout>

namespace cloze {

CostCard::CostCard(QWidget* parent)
    : PreviewCard(tr("What it will cost"), tr("Two steps on the first batches measure time, memory and disk; nothing is kept of them."), parent), m_time(makeText({})), m_memory(makeText({})),
      m_disk(makeText({})), m_estimate(makeButton(tr("Estimate"))), m_try(makeButton(tr("Try 20 steps"))), m_overfit(makeButton(tr("Overfit one batch"))) {
  for (QLabel* line : {m_time, m_memory, m_disk}) {
    body()->addWidget(line);
    line->hide();
  }
  auto* buttons = new FlowLayout(nullptr, kSpace2, kSpace2);
  for (QPushButton* button : {m_estimate, m_try, m_overfit}) buttons->addWidget(button);
  body()->addLayout(buttons);
  m_try->setToolTip(tr("Starts a run of 20 steps with these settings: does everything fit together?"));
  m_overfit->setToolTip(tr("Starts a run of 100 steps that sees the same batch each time: a model that cannot learn one batch by heart learns nothing"));
  connect(m_estimate, &QPushButton::clicked, this, &CostCard::asked);
  connect(m_try, &QPushButton::clicked, this, &CostCard::tryAsked);
  connect(m_overfit, &QPushButton::clicked, this, &CostCard::overfitAsked);
  connect(this, &PreviewCard::busyChanged, this, [this](bool busy) { m_estimate->setEnabled(!busy); });
}

void CostCard::showCost(const CostEstimate& cost, const RunSpec& spec) {
  m_cost = cost;
  m_measured = true;
  showProgress({});
  const bool steps = spec.train.epochs <= 0;
  const QString step = cost.secondsPerStep < 10 ? tr("%1 s a step").arg(formatNumber(cost.secondsPerStep, 2)) : tr("%1 a step").arg(formatDuration(cost.secondsPerStep));
  m_time->setText(steps ? tr("Time: about %1 (%2)").arg(formatDuration(cost.secondsPerStep * static_cast<double>(spec.train.steps)), step) : tr("Time: %1").arg(step));
  m_memory->setText(tr("Memory: %1 of %2 free").arg(formatBytes(cost.peakBytes), formatBytes(cost.freeBytes)));
  m_disk->setText(tr("Disk: %1 a checkpoint, %2 are kept").arg(formatBytes(cost.checkpointBytes), formatCount(spec.train.keepCheckpoints + 1)));
  for (QLabel* line : {m_time, m_memory, m_disk}) {
    setRole(line, "");
    line->show();
  }
}

void CostCard::settingsChanged() {
  m_cost.reset();
  if (!m_measured || busy()) return;
  for (QLabel* line : {m_time, m_memory, m_disk}) setRole(line, "muted");
  showNote(tr("The settings have changed since; estimate again."));
}

void CostCard::setTriesEnabled(bool enabled) {
  for (QPushButton* button : {m_try, m_overfit}) button->setEnabled(enabled);
}

}  // namespace cloze
