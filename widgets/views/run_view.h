// A run: stat tiles, what can be done with it, then Charts, Configuration (frozen at launch), Data, Samples (of a fine-tuned
// run: Task), Checkpoints, Lineage and Log. A view only: it
// says what is wanted (signals) and shows what came of it; closing it stops nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"
#include "widgets/models/run_data.h"
#include "widgets/models/run_growth.h"

#include <QWidget>

class QGridLayout;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace cloze {

class Banner;
class RunBatches;
class RunCharts;
class RunCheckpoints;
class RunLog;
class RunLineage;
class RunSamples;
class RunTask;
class RunTiles;

class RunView : public QWidget {
  Q_OBJECT
 public:
  enum Page { Charts, Configuration, Data, Samples, Task, Checkpoints, Lineage, Log };
  explicit RunView(RunData* run, QWidget* parent = nullptr);
  RunData* run() const { return m_run; }
  RunTiles* tiles() const { return m_tiles; }
  RunCharts* charts() const { return m_charts; }
  RunBatches* batches() const { return m_batches; }
  RunSamples* samples() const { return m_samples; }
  RunTask* task() const { return m_task; }
  RunLineage* lineage() const { return m_lineage; }
  RunCheckpoints* checkpoints() const { return m_checkpoints; }
  void showPage(Page page);
  void askMoreSteps();

 Q_SIGNALS:
  void masksRequested(const cloze::ModelChoice& model);
  void comparisonRequested(const std::vector<cloze::ModelChoice>& models);   // of the same sentence, side by side
  void neighboursRequested(const std::vector<cloze::ModelChoice>& models);   // one, or two side by side
  void continueRequested(const QString& run);
  void pauseRequested(const QString& run, bool paused);
  void stopRequested(const QString& run);
  void transferRequested(const QString& run);            // did it help to start from a checkpoint?
  void runRequested(const QString& run);                 // a relative's page
  void growthRequested(const cloze::Growth& growth);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* makeActions();
  void makePages();
  void connectPages();
  void arrangeHead();
  void refreshPages();                                   // which of them a run like this has
  void refreshStatus();
  void refreshModels();
  QString id() const { return QString::fromStdString(m_run->id()); }

  RunData* m_run;
  RunTiles* m_tiles;
  Banner* m_banner;
  QGridLayout* m_head;
  QTabBar* m_tabs;
  QWidget* m_actions = nullptr;
  QPushButton *m_pause = nullptr, *m_stop = nullptr, *m_continue = nullptr, *m_more = nullptr;
  QStackedWidget* m_pages;
  RunCharts* m_charts;
  RunBatches* m_batches;
  RunSamples* m_samples;
  RunTask* m_task;
  RunLineage* m_lineage;
  RunCheckpoints* m_checkpoints;
  int m_headRows = 0;
};

}  // namespace cloze
