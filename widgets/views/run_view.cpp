// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_view.h"

#include "engine/run_spec.h"
#include "widgets/models/list_models.h"
#include "widgets/models/runs_model.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/views/run_charts.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

QTableView* makeTable(QAbstractItemModel* model, int stretchedColumn, const QString& name) {
  auto* table = new QTableView;
  table->setModel(model);
  table->verticalHeader()->hide();
  table->setShowGrid(false);
  table->setAlternatingRowColors(true);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setTabKeyNavigation(false);
  table->setAccessibleName(name);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table->horizontalHeader()->setSectionResizeMode(stretchedColumn, QHeaderView::Stretch);
  table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 2 * kSpace1 + 4);
  table->setTextElideMode(Qt::ElideMiddle);
  return table;
}

QFrame* inCard(QWidget* content) {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  column->setContentsMargins(1, 1, 1, 1);
  column->addWidget(content);
  return card;
}

}  // namespace

RunView::RunView(RunData* run, QWidget* parent)
    : QWidget(parent), m_run(run), m_charts(new RunCharts(run)), m_banner(new Banner), m_tabs(new QTabBar), m_pages(new QStackedWidget),
      m_checkpoints(new CheckpointsModel(this)), m_events(new EventsModel(this)), m_settings(new SettingsModel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace2);
  column->addWidget(makeTiles());
  column->addWidget(m_banner);
  auto* row = new QHBoxLayout;
  for (const QString& title : {tr("Charts"), tr("Configuration"), tr("Checkpoints"), tr("Log")}) m_tabs->addTab(title);
  m_tabs->setExpanding(false);
  m_tabs->setDrawBase(false);
  m_tabs->setAccessibleName(tr("Parts of the run"));
  row->addWidget(m_tabs);
  row->addStretch(1);
  row->addWidget(m_charts->modeButtons());
  column->addLayout(row);
  for (QWidget* page : {static_cast<QWidget*>(m_charts), makeConfiguration(), makeCheckpoints(), makeLog()}) m_pages->addWidget(page);
  column->addWidget(m_pages, 1);
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
    m_pages->setCurrentIndex(page);
    m_charts->modeButtons()->setVisible(page == Charts);
  });
  connect(m_banner, &Banner::triggered, this, [this] { Q_EMIT continueRequested(QString::fromStdString(m_run->id())); });
  connect(run, &RunData::valuesChanged, this, &RunView::refreshValues);
  connect(run, &RunData::listsChanged, this, &RunView::refreshLists);
  connect(run, &RunData::statusChanged, this, &RunView::refreshStatus);
  refreshValues();
  refreshLists();
}

void RunView::showPage(Page page) { m_tabs->setCurrentIndex(page); }

QWidget* RunView::makeTiles() {
  auto* tiles = new QWidget;
  auto* row = new QHBoxLayout(tiles);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace2);
  m_phase = new StatTile(tr("Phase"));
  m_step = new StatTile(tr("Step"));
  m_loss = new StatTile(tr("Loss"));
  m_speed = new StatTile(tr("Speed"));
  m_left = new StatTile(tr("Left"));
  for (StatTile* tile : {m_phase, m_step, m_loss, m_speed, m_left}) row->addWidget(tile, 1);
  return tiles;
}

QWidget* RunView::makeConfiguration() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  auto* head = new QHBoxLayout;
  auto* filter = new QLineEdit;
  filter->setPlaceholderText(tr("Search the settings"));
  filter->setAccessibleName(filter->placeholderText());
  filter->setClearButtonEnabled(true);
  filter->setMaximumWidth(320);
  head->addWidget(filter);
  head->addWidget(makeLabel(tr("As it was when the run was started; what differs from the preset comes first."), "small"), 1);
  column->addLayout(head);
  auto* sorted = new QSortFilterProxyModel(page);
  sorted->setSourceModel(m_settings);
  sorted->setFilterKeyColumn(-1);
  sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
  connect(filter, &QLineEdit::textChanged, sorted, &QSortFilterProxyModel::setFilterFixedString);
  column->addWidget(inCard(makeTable(sorted, 2, tr("Configuration"))), 1);
  return page;
}

QWidget* RunView::makeCheckpoints() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  m_checkpointTable = makeTable(m_checkpoints, 4, tr("Checkpoints"));
  column->addWidget(inCard(m_checkpointTable), 1);
  auto* row = new QHBoxLayout;
  QPushButton* masks = makeButton(tr("Open in masked words"), QStringLiteral("mask"));
  QPushButton* neighbours = makeButton(tr("Open in neighbours"), QStringLiteral("neighbours"));
  row->addWidget(masks);
  row->addWidget(neighbours);
  row->addStretch(1);
  column->addLayout(row);
  connect(masks, &QPushButton::clicked, this, [this] { if (const auto model = chosenCheckpoint()) Q_EMIT masksRequested(*model); });
  connect(neighbours, &QPushButton::clicked, this, [this] { if (const auto model = chosenCheckpoint()) Q_EMIT neighboursRequested(*model); });
  const auto enable = [this, masks, neighbours] {
    const bool any = chosenCheckpoint().has_value();
    masks->setEnabled(any);
    neighbours->setEnabled(any);
  };
  connect(m_checkpointTable->selectionModel(), &QItemSelectionModel::selectionChanged, this, enable);
  connect(m_checkpoints, &QAbstractItemModel::rowsInserted, this, [this] { if (!m_checkpointTable->currentIndex().isValid()) m_checkpointTable->selectRow(0); });
  enable();
  return page;
}

QWidget* RunView::makeLog() { return inCard(makeTable(m_events, 2, tr("Log"))); }

std::optional<ModelChoice> RunView::chosenCheckpoint() const {
  const QModelIndex index = m_checkpointTable->currentIndex();
  if (!index.isValid() || m_checkpoints->at(index.row()).removed) return std::nullopt;
  const CheckpointRow& row = m_checkpoints->at(index.row());
  return ModelChoice{tr("%1, step %2").arg(QString::fromStdString(m_run->row().name), formatCount(row.step)), row.folder, m_run->id(), m_run->colour(), false};
}

void RunView::refreshValues() {
  const RunRow& row = m_run->row();
  const QString phase = m_run->phase().empty() || !m_run->active() ? runStatusText(row.status) : row.status == RunStatus::Paused ? runStatusText(row.status) : schemaText(m_run->phase());
  QString shown = phase;
  if (!shown.isEmpty()) shown[0] = shown[0].toUpper();
  const bool known = m_run->phaseDone() >= 0 && m_run->active() && m_run->phase() != "training";
  QString objective = QString::fromStdString(row.objective);
  for (const VariantRow& choice : objectiveTable())
    if (choice.id == row.objective) objective = schemaText(choice.title);
  m_phase->show(shown, known ? formatPercent(m_run->phaseDone()) : objective);
  const QString share = row.steps > 0 ? formatPercent(static_cast<double>(row.step) / static_cast<double>(row.steps)) : QString();
  m_step->show(row.steps > 0 ? tr("%1 / %2").arg(formatCount(row.step), formatCount(row.steps)) : formatCount(row.step), share);
  const auto change = m_run->lossChange(100);
  const QString trend = !change ? QString() : *change < 0 ? tr("down %1 in 100 steps").arg(formatNumber(-*change, 2)) : tr("up %1 in 100 steps").arg(formatNumber(*change, 2));
  const auto smooth = m_run->curve("loss");
  const double loss = smooth->smooth().empty() ? row.lastLoss : smooth->smooth().lastY();
  m_loss->show(formatNumber(loss), std::isfinite(row.bestValidationLoss) && !m_run->active() ? tr("held-out text: %1").arg(formatNumber(row.bestValidationLoss)) : trend);
  m_speed->show(std::isnan(m_run->tokensPerSecond()) ? QStringLiteral("–") : formatNumber(m_run->tokensPerSecond()), tr("tokens per second"));
  m_left->setLabel(m_run->active() ? tr("Left") : tr("Time"));
  if (m_run->active()) m_left->show(formatDuration(m_run->secondsLeft()), tr("trained for %1").arg(formatDuration(row.seconds)));
  else m_left->show(formatDuration(row.seconds), tr("of training"));
}

void RunView::refreshLists() {
  std::vector<CheckpointRow> checkpoints = m_run->checkpoints();
  std::reverse(checkpoints.begin(), checkpoints.end());
  m_checkpoints->setRows(std::move(checkpoints));
  std::vector<EventRow> events = m_run->events();
  std::reverse(events.begin(), events.end());
  m_events->setRows(std::move(events));
  const std::string spec = m_run->spec().dump();
  if (spec != m_shownSpec) {
    m_shownSpec = spec;
    m_settings->setRows(settingRows(m_run->spec()));
  }
  refreshStatus();
}

void RunView::refreshStatus() {
  const RunRow& row = m_run->row();
  switch (row.status) {
    case RunStatus::Failed:
      m_banner->say(QStringLiteral("error"), "banner-bad", row.message.empty() ? tr("The run failed.") : tr("The run failed: %1").arg(QString::fromStdString(row.message)));
      break;
    case RunStatus::Interrupted:
      m_banner->say(QStringLiteral("warning"), "banner-warn", tr("Interrupted at step %1. It can go on as if nothing had happened.").arg(formatCount(row.step)), tr("Continue"));
      break;
    case RunStatus::Stopped:
      m_banner->say(QStringLiteral("info"), "banner-warn", tr("Stopped at step %1, with everything saved.").arg(formatCount(row.step)), tr("Continue"));
      break;
    default: m_banner->clear();
  }
  refreshValues();
}

}  // namespace cloze
