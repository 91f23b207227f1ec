// The first page: continue what was interrupted, train the embedded example, look at the shipped model, recent runs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "experiments/queries.h"

#include <QScrollArea>

#include <vector>

class QFrame;
class QVBoxLayout;

namespace cloze {

class StartView : public QScrollArea {
  Q_OBJECT
 public:
  explicit StartView(QWidget* parent = nullptr);
  void setRuns(const std::vector<RunRow>& runs);
  void setDemoModel(bool shipped);                  // whether the shipped model is there

 Q_SIGNALS:
  void newRunRequested();
  void exampleRequested();                          // the toy-world run
  void demoMasksRequested();
  void demoNeighboursRequested();
  void runOpened(const QString& run);
  void continueRequested(const QString& run);

 private:
  void build();
  QFrame* makeExample(const QString& iconName, const QString& title, const QString& text, const QString& action, void (StartView::*signal)());
  void addRun(QVBoxLayout* column, const RunRow& row, bool interrupted);
  QVBoxLayout *m_interrupted, *m_recent;
  QWidget *m_interruptedPart, *m_recentPart, *m_demoMasks = nullptr, *m_demoNeighbours = nullptr;
};

}  // namespace cloze
