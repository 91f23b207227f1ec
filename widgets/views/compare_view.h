// Compare: any number of runs on one page - a metric of all of them over steps, tokens or time; best, last and value at a chosen place; the
// settings in which they differ; two of their checkpoints to look into. Runs that differ in the seed only can be taken together.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/compare_groups.h"
#include "widgets/models/inspector_messages.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace cloze {

class Banner;
class ChartView;
class DifferencesModel;
class ModelPicker;
class ResultsModel;
class ResultsSorter;

class CompareView : public QWidget {
  Q_OBJECT
 public:
  explicit CompareView(QWidget* parent = nullptr);

  void addRun(RunData* run);                             // once
  void removeRun(const std::string& run);
  const std::vector<RunData*>& runs() const { return m_runs; }
  // The runs of the log: what can be added; a compared run that was there and is gone leaves the page with a note.
  void setKnownRuns(const std::vector<RunRow>& rows);
  void setModels(const std::vector<ModelChoice>& models);

  void setMetric(const std::string& metric);
  std::string chosenMetric() const;
  void setGrouped(bool grouped);
  void setXUnit(XUnit unit);                             // what the curves are aligned by
  void setPosition(double position);                     // of the column "at"
  void refreshNow();

  ChartView* chart() const { return m_chart; }
  ResultsModel* results() const { return m_results; }
  DifferencesModel* differences() const { return m_differences; }
  QString note() const;
  QString curvesCsv() const;                             // every point of the metric, run by run, in the C locale

 Q_SIGNALS:
  void addRequested(const QString& run);
  void newRunRequested();
  void masksRequested(const std::vector<cloze::ModelChoice>& models);
  void neighboursRequested(const std::vector<cloze::ModelChoice>& models);

 private:
  struct Line { std::vector<RunData*> runs; QString title; std::vector<std::shared_ptr<const SmoothedCurve>> curves; std::unique_ptr<SeedBand> band; };

  QWidget* makeHead();
  QWidget* makeChoices();
  QWidget* makeTables();
  QWidget* makeInside();
  QWidget* makeTableCard(const QString& title, QLabel* note, QWidget* extra, QTableView* table, const QString& name);
  void refreshRuns();                                    // the set of runs changed
  void refreshChips();
  void refreshMetrics();
  void refreshLines();
  void refreshValues();
  void fillAddMenu();
  void hovered(std::optional<double> position);
  void aligned();
  void exportAs(const QString& kind);
  std::vector<ModelChoice> chosenModels() const;

  std::vector<RunData*> m_runs;
  std::vector<RunRow> m_known;
  QSet<QString> m_seen;                                  // of the compared runs: those that the log knew
  std::vector<ModelChoice> m_models;
  std::vector<Line> m_lines;
  bool m_metricChosen = false;
  QTimer m_refresh;

  QStackedWidget* m_stack;
  QWidget* m_chips = nullptr;
  QToolButton* m_add = nullptr;
  Banner* m_note;
  QComboBox *m_metric = nullptr, *m_align = nullptr;
  XUnit m_unit = XUnit::Step;
  QCheckBox *m_group = nullptr, *m_follow = nullptr;
  QLabel *m_groupNote = nullptr, *m_better = nullptr, *m_same = nullptr;
  QDoubleSpinBox* m_position = nullptr;
  ChartView* m_chart;
  ResultsModel* m_results;
  ResultsSorter* m_sorted;
  DifferencesModel* m_differences;
  QTableView *m_resultTable = nullptr, *m_differenceTable = nullptr;
  ModelPicker *m_first = nullptr, *m_second = nullptr;
};

}  // namespace cloze
