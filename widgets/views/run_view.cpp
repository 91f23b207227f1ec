// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_view.h"

#include "widgets/models/runs_model.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/views/more_steps.h"
#include "widgets/views/run_batches.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_checkpoints.h"
#include "widgets/views/run_configuration.h"
#include "widgets/views/run_lineage.h"
#include "widgets/views/run_samples.h"
#include "widgets/views/run_task.h"
#include "widgets/views/run_tiles.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

RunView::RunView(RunData* run, QWidget* parent)
    : QWidget(parent), m_run(run), m_tiles(new RunTiles(run)), m_banner(new Banner), m_head(new QGridLayout), m_tabs(new QTabBar), m_pages(new QStackedWidget),
      m_charts(new RunCharts(run)), m_batches(new RunBatches(run)), m_samples(new RunSamples(run)), m_task(new RunTask(run)), m_lineage(new RunLineage(run)), m_checkpoints(new RunCheckpoints(run)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace4, kSpace3, kSpace4, kSpace3);
  column->setSpacing(kSpace2);
  column->addWidget(m_tiles);
  column->addWidget(m_banner);
  m_head->setSpacing(kSpace2);
  m_head->setColumnStretch(1, 1);
  column->addLayout(m_head);
  makeActions();
  makePages();
  column->addWidget(m_pages, 1);
  connectPages();
  refreshPages();
  refreshStatus();
  refreshModels();
}

QWidget* RunView::makeActions() {
  m_actions = new QWidget;
  auto* row = new QHBoxLayout(m_actions);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace2);
  struct Row { QPushButton** button; QString text, help; const char* icon; };
  for (const Row& action : {Row{&m_pause, tr("Pause"), tr("Pause after the current step; looking inside goes on"), "pause"},
                            Row{&m_stop, tr("Stop and save"), tr("Save a checkpoint and end the run; it can be continued"), "stop"},
                            Row{&m_continue, tr("Continue"), tr("Go on from the newest checkpoint, as if nothing had happened"), "continue"},
                            Row{&m_more, tr("More steps..."), tr("Start a new run that grows from this one"), "plus"}}) {
    *action.button = makeButton(action.text, QString::fromLatin1(action.icon));
    (*action.button)->setToolTip(action.help);
    row->addWidget(*action.button);
  }
  connect(m_pause, &QPushButton::clicked, this, [this] { Q_EMIT pauseRequested(id(), m_run->row().status != RunStatus::Paused); });
  connect(m_stop, &QPushButton::clicked, this, [this] { Q_EMIT stopRequested(id()); });
  connect(m_continue, &QPushButton::clicked, this, [this] { Q_EMIT continueRequested(id()); });
  connect(m_more, &QPushButton::clicked, this, &RunView::askMoreSteps);
  return m_actions;
}

void RunView::makePages() {
  for (const QString& title : {tr("Charts"), tr("Configuration"), tr("Data"), tr("Samples"), tr("Task"), tr("Checkpoints"), tr("Lineage"), tr("Log")}) m_tabs->addTab(title);
  m_tabs->setExpanding(false);
  m_tabs->setDrawBase(false);
  m_tabs->setElideMode(Qt::ElideNone);
  m_tabs->setUsesScrollButtons(true);
  m_tabs->setAccessibleName(tr("Parts of the run"));
  QWidget* pages[] = {m_charts, new RunConfiguration(m_run), m_batches, m_samples, m_task, m_checkpoints, m_lineage, new RunLog(m_run)};
  for (QWidget* page : pages) m_pages->addWidget(page);
}

// A fine-tuned run answers for its task; one that learns a language fills in its held-out text.
void RunView::refreshPages() {
  m_tabs->setTabVisible(Task, m_task->any());
  m_tabs->setTabVisible(Samples, !m_task->any());
  arrangeHead();
}

void RunView::connectPages() {
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int page) {
    m_pages->setCurrentIndex(page);
    m_charts->controls()->setVisible(page == Charts);
    arrangeHead();
    if (page == Data) m_batches->askFirst();
  });
  connect(m_checkpoints, &RunCheckpoints::masksRequested, this, [this](const std::vector<ModelChoice>& models) {
    if (models.size() == 1) Q_EMIT masksRequested(models.front());
    else Q_EMIT comparisonRequested(models);
  });
  connect(m_checkpoints, &RunCheckpoints::neighboursRequested, this, &RunView::neighboursRequested);
  connect(m_charts, &RunCharts::checkpointAsked, this, [this](std::int64_t step) {
    if (const auto model = m_checkpoints->modelOf(step)) return void(Q_EMIT masksRequested(*model));
    showPage(Checkpoints);
    m_checkpoints->say(tr("The checkpoint of step %1 is no longer on the disk.").arg(formatCount(step)), true);
  });
  connect(m_task, &RunTask::transferAsked, this, [this] { Q_EMIT transferRequested(id()); });
  connect(m_lineage, &RunLineage::runRequested, this, &RunView::runRequested);
  connect(m_run, &RunData::listsChanged, this, &RunView::refreshPages);
  connect(m_banner, &Banner::triggered, this, [this] { Q_EMIT continueRequested(id()); });
  connect(m_run, &RunData::listsChanged, this, &RunView::refreshStatus);
  connect(m_run, &RunData::statusChanged, this, &RunView::refreshStatus);
  connect(m_checkpoints->model(), &QAbstractItemModel::dataChanged, this, &RunView::refreshModels);
  connect(m_checkpoints->model(), &QAbstractItemModel::rowsInserted, this, &RunView::refreshModels);
  connect(m_checkpoints->model(), &QAbstractItemModel::rowsRemoved, this, &RunView::refreshModels);
}

void RunView::showPage(Page page) { m_tabs->setCurrentIndex(page); }

// Tabs, the charts' controls and the actions on one line, or on two or three where the window is narrow.
void RunView::arrangeHead() {
  QWidget* controls = m_charts->controls();
  const bool charts = m_tabs->currentIndex() == Charts;
  const int room = width() - 2 * kSpace4 - kSpace2;
  for (QLabel* label : controls->findChildren<QLabel*>()) label->setVisible(room > 36 * fontMetrics().height());   // the slider's tip says the same
  const int tabs = m_tabs->sizeHint().width(), actions = m_actions->sizeHint().width(), wanted = static_cast<FlowLayout*>(controls->layout())->lineWidth();
  const int rows = !charts ? (tabs + actions <= room ? 1 : 2) : tabs + actions + wanted + kSpace2 <= room ? 1 : tabs + actions <= room ? 2 : wanted + actions + kSpace2 <= room ? 3 : 4;
  const int wantedRows = charts ? rows : rows + 100;
  controls->setMinimumWidth(rows < 4 ? wanted : 0);                    // on the fourth line they may wrap
  if (wantedRows == m_headRows) return;
  m_headRows = wantedRows;
  m_head->addWidget(m_tabs, 0, 0, 1, rows >= 3 || (!charts && rows == 2) ? 3 : 1);
  // one line: tabs, controls, actions; two: tabs and actions, controls below; three: tabs, controls and actions below; four: each alone
  m_head->addWidget(controls, rows == 1 ? 0 : 1, rows == 1 ? 1 : 0, 1, rows == 2 || rows == 4 ? 3 : rows == 3 ? 2 : 1, rows == 4 ? Qt::Alignment() : Qt::AlignRight);
  m_head->addWidget(m_actions, !charts ? rows - 1 : rows <= 2 ? 0 : rows - 2, 2, Qt::AlignRight);
}

void RunView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrangeHead();
}

void RunView::askMoreSteps() {
  const auto model = m_checkpoints->newestModel();
  if (!model) return;
  for (const CheckpointRow& row : m_run->checkpoints())
    if (row.folder == model->checkpoint) {
      auto* dialog = new MoreSteps(*m_run, row, this);
      connect(dialog, &MoreSteps::asked, this, &RunView::growthRequested);
      return dialog->open();
    }
}

void RunView::refreshModels() {
  std::vector<ModelChoice> models;
  for (const ShownCheckpoint& row : m_checkpoints->model()->rows())
    if (const auto model = m_checkpoints->modelOf(row.step)) models.push_back(*model);
  m_samples->setModels(models);
  m_task->setModels(models);
  m_more->setVisible(!m_run->active() && !models.empty() && !m_run->spec().is_null());
  arrangeHead();
}

void RunView::refreshStatus() {
  const RunRow& row = m_run->row();
  const bool active = m_run->active(), paused = row.status == RunStatus::Paused;
  const bool broken = !active && (row.status == RunStatus::Interrupted || row.status == RunStatus::Stopped);
  m_pause->setVisible(active);
  m_pause->setText(paused ? tr("Go on") : tr("Pause"));
  m_pause->setIcon(icon(paused ? QStringLiteral("play") : QStringLiteral("pause")));
  m_stop->setVisible(active);
  m_continue->setVisible(broken);
  refreshModels();
  const QString why = QString::fromStdString(row.message);
  if (m_run->gone()) m_banner->say(QStringLiteral("info"), "banner-warn", tr("This run was deleted from the log elsewhere. What was read of it stays until the page is closed."));
  else if (row.status == RunStatus::Failed) m_banner->say(QStringLiteral("error"), "banner-bad", why.isEmpty() ? tr("The run failed.") : tr("The run failed: %1").arg(why));
  else if (row.status == RunStatus::Interrupted && row.createdAt > 0) m_banner->say(QStringLiteral("warning"), "banner-warn", tr("Interrupted at step %1. It can go on as if nothing had happened.").arg(formatCount(row.step)), tr("Continue"));
  else if (row.status == RunStatus::Stopped) m_banner->say(QStringLiteral("info"), "banner-warn", tr("Stopped at step %1, with everything saved.").arg(formatCount(row.step)), tr("Continue"));
  else if (row.status == RunStatus::Queued) m_banner->say(QStringLiteral("info"), "banner-warn", tr("Waits its turn: it starts when the runs before it have ended."));
  else m_banner->clear();
}

}  // namespace cloze
