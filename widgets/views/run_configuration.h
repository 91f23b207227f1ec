// The configuration a run was started with, frozen: what differs from the preset first; searched, copied.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/run_data.h"

#include <QWidget>

class QTableView;

namespace cloze {

class SettingsModel;

class RunConfiguration : public QWidget {
  Q_OBJECT
 public:
  explicit RunConfiguration(RunData* run, QWidget* parent = nullptr);

 private:
  void refresh();
  RunData* m_run;
  SettingsModel* m_settings;
  QTableView* m_table;
  std::string m_shown;
};

// What happened to a run, newest first; filtered, copied.
class RunLog : public QWidget {
  Q_OBJECT
 public:
  explicit RunLog(RunData* run, QWidget* parent = nullptr);
  QTableView* table() const { return m_table; }

 private:
  void refresh();
  RunData* m_run;
  class EventsModel* m_events;
  QTableView* m_table;
};

}  // namespace cloze
