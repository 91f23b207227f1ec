// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_tiles.h"

#include "engine/run_spec.h"
#include "widgets/charts/chart_scale.h"
#include "widgets/models/runs_model.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QGridLayout>

#include <cmath>

namespace cloze {

RunTiles::RunTiles(RunData* run, QWidget* parent) : QWidget(parent), m_run(run), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setSpacing(kSpace2);
  const QString names[kTiles] = {tr("Phase"), tr("Step"), tr("Loss"), tr("Speed"), tr("Left"), tr("Memory")};
  for (int i = 0; i < kTiles; ++i) m_tiles[static_cast<std::size_t>(i)] = new StatTile(names[i]);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  arrange(kTiles);
  connect(run, &RunData::valuesChanged, this, &RunTiles::refresh);
  connect(run, &RunData::statusChanged, this, &RunTiles::refresh);
  refresh();
}

void RunTiles::arrange(int columns) {
  if (columns == m_columns) return;
  m_columns = columns;
  for (int i = 0; i < kTiles; ++i) {
    m_grid->addWidget(m_tiles[static_cast<std::size_t>(i)], i / columns, i % columns);
    m_tiles[static_cast<std::size_t>(i)]->setProperty("compact", columns < kTiles);
  }
  for (int i = 0; i < kTiles; ++i) m_grid->setColumnStretch(i, i < columns ? 1 : 0);
}

void RunTiles::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange(width() < 6 * 118 * Theme::current().fontScale() ? 3 : 6);
}

void RunTiles::refresh() {
  const RunRow& row = m_run->row();
  showPhase();
  QString done = row.steps > 0 ? formatPercent(static_cast<double>(row.step) / static_cast<double>(row.steps)) : QString();
  if (m_run->axis()->knows(XUnit::Epoch) && row.step > 0) done += QStringLiteral(", ") + formatPosition(m_run->axis()->at(static_cast<double>(row.step), XUnit::Epoch), XUnit::Epoch);
  m_tiles[Step]->show(row.steps > 0 ? tr("%1 / %2").arg(formatCount(row.step), formatCount(row.steps)) : formatCount(row.step), done);
  showLoss();
  showSpeed();
  showTime();
  const std::int64_t measured = m_run->lastStepOf("memory_mb");
  if (measured < 0) m_tiles[Memory]->show(QStringLiteral("–"), tr("not recorded"));
  else m_tiles[Memory]->show(formatBytes(static_cast<std::uint64_t>(m_run->curve("memory_mb")->raw().lastY() * 1e6)), m_run->active() ? tr("of the process that trains") : tr("at the last step"));
}

void RunTiles::showPhase() {
  const RunRow& row = m_run->row();
  const bool working = m_run->active() && row.status != RunStatus::Paused && !m_run->phase().empty();
  QString phase = working ? schemaText(m_run->phase()) : runStatusText(row.status);
  if (!phase.isEmpty()) phase[0] = phase[0].toUpper();
  const bool preparing = working && m_run->phaseDone() >= 0 && m_run->phase() != "training";
  m_tiles[Phase]->show(phase, preparing ? formatPercent(m_run->phaseDone()) : learnedText(row.objective));
}

void RunTiles::showLoss() {
  const CurveStore& raw = m_run->curve("loss")->raw();
  const CurveStore& smooth = m_run->curve("loss")->smooth();
  const RunRow& row = m_run->row();
  if (!raw.empty() && !std::isfinite(raw.lastY())) return m_tiles[Loss]->show(tr("not a number"), tr("since step %1").arg(formatCount(static_cast<std::int64_t>(raw.notNumbers().front()))));
  const auto change = m_run->lossChange(100);
  const QString trend = !change ? QString() : *change < 0 ? tr("down %1 in 100 steps").arg(formatNumber(-*change, 2)) : tr("up %1 in 100 steps").arg(formatNumber(*change, 2));
  const QString held = std::isfinite(row.bestValidationLoss) ? tr("held-out text: %1").arg(formatNumber(row.bestValidationLoss)) : QString();
  m_tiles[Loss]->show(formatNumber(smooth.empty() ? row.lastLoss : smooth.lastY()), m_run->active() || held.isEmpty() ? trend : held);
}

void RunTiles::showSpeed() {
  const double speed = m_run->tokensPerSecond(), spread = m_run->speedSpread();
  QString note = tr("tokens per second");
  if (!std::isnan(speed) && !std::isnan(spread)) note += QStringLiteral(" ± ") + formatNumber(spread, 2);
  m_tiles[Speed]->show(std::isnan(speed) ? QStringLiteral("–") : formatNumber(speed), note);
}

void RunTiles::showTime() {
  const RunRow& row = m_run->row();
  m_tiles[Left]->setLabel(m_run->active() ? tr("Left") : tr("Time"));
  if (m_run->active()) m_tiles[Left]->show(formatDuration(m_run->secondsLeft()), tr("trained for %1").arg(formatDuration(row.seconds)));
  else m_tiles[Left]->show(formatDuration(row.seconds), tr("of training"));
}

}  // namespace cloze
