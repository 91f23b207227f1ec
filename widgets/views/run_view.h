// A run: stat tiles, then Charts, Configuration (frozen at launch), Checkpoints and Log. A view only: closing it stops nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"
#include "widgets/models/run_data.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;
class QTableView;

namespace cloze {

class Banner;
class CheckpointsModel;
class EventsModel;
class RunCharts;
class SettingsModel;
class StatTile;

class RunView : public QWidget {
  Q_OBJECT
 public:
  enum Page { Charts, Configuration, Checkpoints, Log };
  explicit RunView(RunData* run, QWidget* parent = nullptr);
  RunData* run() const { return m_run; }
  RunCharts* charts() const { return m_charts; }
  void showPage(Page page);

 Q_SIGNALS:
  void masksRequested(const cloze::ModelChoice& model);
  void neighboursRequested(const cloze::ModelChoice& model);
  void continueRequested(const QString& run);

 private:
  QWidget* makeTiles();
  QWidget* makeConfiguration();
  QWidget* makeCheckpoints();
  QWidget* makeLog();
  void refreshValues();
  void refreshLists();
  void refreshStatus();
  std::optional<ModelChoice> chosenCheckpoint() const;

  RunData* m_run;
  RunCharts* m_charts;
  StatTile *m_phase, *m_step, *m_loss, *m_speed, *m_left;
  Banner* m_banner;
  QTabBar* m_tabs;
  QStackedWidget* m_pages;
  CheckpointsModel* m_checkpoints;
  EventsModel* m_events;
  SettingsModel* m_settings;
  QTableView* m_checkpointTable = nullptr;
  std::string m_shownSpec;
};

}  // namespace cloze
