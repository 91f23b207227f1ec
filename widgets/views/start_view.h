// The first page: a tour of three cards, continue what was interrupted, train the embedded example, look at the shipped model, recent runs and files.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "experiments/queries.h"

#include <QScrollArea>

#include <vector>

class QFrame;
class QGridLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace cloze {

class StartView : public QScrollArea {
  Q_OBJECT
 public:
  explicit StartView(QWidget* parent = nullptr);
  void setRuns(const std::vector<RunRow>& runs);
  void setDemoModel(bool shipped);                  // whether the shipped model is there
  void setRecent(const std::vector<std::string>& paths);
  void showTour(bool shown);                        // three cards that can be skipped
  bool tourShown() const { return m_tour->isVisibleTo(this); }

 Q_SIGNALS:
  void newRunRequested();
  void exampleRequested();                          // the toy-world run, started at once
  void tourEnded();                                 // read or skipped
  void pathRequested(const QString& path);
  void demoMasksRequested();
  void demoNeighboursRequested();
  void runOpened(const QString& run);
  void continueRequested(const QString& run);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build();
  void arrange(int columns);
  QFrame* makeExample(const QString& iconName, const QString& title, const QString& text, const QString& action, void (StartView::*signal)());
  QFrame* makeTour();
  void showCard(int card);
  void addRun(QVBoxLayout* column, const RunRow& row, bool interrupted);
  QVBoxLayout *m_interrupted, *m_recent, *m_files;
  QFrame* m_tour = nullptr;
  QLabel *m_tourTitle = nullptr, *m_tourText = nullptr, *m_tourPlace = nullptr, *m_tourPicture = nullptr;
  QPushButton *m_tourNext = nullptr, *m_tourBack = nullptr;
  QGridLayout* m_grid = nullptr;
  std::vector<QWidget*> m_examples;
  int m_card = 0, m_columns = 0;
  QWidget *m_interruptedPart, *m_recentPart, *m_filesPart, *m_demoMasks = nullptr, *m_demoNeighbours = nullptr;
};

}  // namespace cloze
