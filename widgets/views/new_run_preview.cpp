// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/new_run_preview.h"

#include "widgets/charts/chart_view.h"
#include "widgets/models/planned_rates.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/views/batch_view.h"
#include "widgets/views/cost_card.h"
#include "widgets/views/task_card.h"
#include "widgets/views/tokenizer_sample.h"

#include <QFileInfo>
#include <QVBoxLayout>

namespace cloze {

NewRunPreview::NewRunPreview(QWidget* parent)
    : QWidget(parent), m_task(new TaskCard), m_rates(new ChartView(tr("Learning rate"), tr("by step"))), m_pieces(new TokenizerSampleCard), m_cost(new CostCard) {
  setProperty("role", QStringLiteral("page"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, kSpace1, 0);
  column->setSpacing(kSpace3);
  m_rates->setEmptyText(tr("The learning rate of every step appears here, from the function that trains."));
  fitToText(m_rates, [this] { m_rates->setFixedHeight(static_cast<int>(210 * Theme::current().fontScale())); });
  column->addWidget(m_task);
  column->addWidget(m_rates);
  column->addWidget(makeBatchCard());
  column->addWidget(m_pieces);
  column->addWidget(m_cost);
  column->addWidget(makeCommandCard());
  column->addStretch(1);
  for (const PreviewKind kind : {PreviewKind::Tokenizer, PreviewKind::Batch, PreviewKind::Cost, PreviewKind::Task})
    connect(card(kind), &PreviewCard::cancelled, this, [this, kind] { Q_EMIT cancelled(kind); });
  connect(m_cost, &CostCard::asked, this, &NewRunPreview::costAsked);
  setFineTuning(false);
}

void NewRunPreview::setFineTuning(bool fineTuning) {
  m_task->setVisible(fineTuning);
  m_pieces->setVisible(!fineTuning);
}

QWidget* NewRunPreview::makeBatchCard() {
  m_batchCard = new PreviewCard(tr("What the objective does"), tr("Reads the text, cuts it into tokens and shows one batch as the model will see it."));
  m_batch = new BatchView;
  m_showBatch = makeButton(tr("Show a real batch"));
  m_batchCard->body()->addWidget(m_batch);
  m_batchCard->body()->addWidget(m_showBatch, 0, Qt::AlignLeft);
  m_batch->hide();
  connect(m_showBatch, &QPushButton::clicked, this, &NewRunPreview::batchAsked);
  connect(m_batchCard, &PreviewCard::busyChanged, this, [this](bool busy) { m_showBatch->setEnabled(!busy); });
  return m_batchCard;
}

QWidget* NewRunPreview::makeCommandCard() {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  column->addWidget(makeLabel(tr("The same in a terminal"), "heading"));
  QPushButton* copy = makeButton(tr("Save settings and copy"), QStringLiteral("copy"));
  copy->setToolTip(tr("Writes the settings to a file and copies the command that trains from it"));
  connect(copy, &QPushButton::clicked, this, &NewRunPreview::commandWanted);
  m_command = makeText({}, "code");
  m_file = makeText({}, "small");
  column->addWidget(m_command);
  column->addWidget(m_file);
  column->addWidget(copy, 0, Qt::AlignLeft);
  return card;
}

PreviewCard* NewRunPreview::card(PreviewKind kind) const {
  switch (kind) {
    case PreviewKind::Tokenizer: return m_pieces;
    case PreviewKind::Batch: return m_batchCard;
    case PreviewKind::Cost: return m_cost;
    case PreviewKind::Task: return m_task;
    default: return nullptr;
  }
}

void NewRunPreview::showLearningRates(const std::vector<LearningRateCurve>& curves, const RunSpec& spec) {
  std::vector<ChartCurve> shown;
  double highest = 0;
  for (const PlannedRate& rate : plannedRates(curves)) shown.push_back({metricTitle(rate.group), static_cast<int>(shown.size()), CurveStyle::Line, rate.curve});
  for (const LearningRateCurve& curve : curves)
    for (const double value : curve.rates) highest = std::max(highest, value);
  const bool all = shown.size() == 1 && curves.size() > 1;
  if (all) shown.front().name = tr("all parameter groups");
  m_rates->setTitle(tr("Learning rate"), spec.train.epochs > 0 ? tr("as over %1 steps; the epochs are counted when the text is read").arg(formatCount(spec.train.steps)) : tr("by step"));
  m_rates->setCurves(std::move(shown));
  m_rates->setFigure(curves.empty() ? QString() : tr("highest %1").arg(formatRate(highest)));
}

void NewRunPreview::showBatch(const BatchPreview& preview, std::int64_t step) {
  m_batchCard->showProgress({});
  m_showBatch->setText(tr("Next batch"));
  m_batch->show(preview, step);
  m_batch->QWidget::show();
}

void NewRunPreview::clearBatch() {
  m_batch->clear();
  m_batch->hide();
  m_batchCard->showProblem({});
  m_showBatch->setText(tr("Show a real batch"));
}

void NewRunPreview::settingsChanged() {
  m_cost->settingsChanged();
  if (!m_batch->isHidden() && !m_batchCard->busy()) m_batchCard->showNote(tr("The settings have changed since; show a batch again."));
}

void NewRunPreview::showCommand(const QString& file) {
  const QString shortened = QString(QFileInfo(file).fileName()).replace(QLatin1Char('-'), QStringLiteral("-\u200B"));   // it may wrap there
  m_command->setText(QStringLiteral("cloze train %1").arg(shortened));
  m_file->setText(tr("The file is written into %1.").arg(formatPath(QFileInfo(file).path())));
  m_command->setToolTip(file);
}

}  // namespace cloze
