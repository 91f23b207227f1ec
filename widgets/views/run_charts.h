// The charts of a run on one page, as cards that reflow: which charts there are and which curves stand where follows from the names of the series
// in the log ("loss", "validation/loss", "learning_rate/decay", whatever a family brings), their titles and units from the table of metrics.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/chart_group.h"
#include "widgets/models/planned_rates.h"
#include "widgets/models/run_data.h"

#include <QWidget>

#include <map>
#include <vector>

class QButtonGroup;
class QComboBox;
class QSlider;

namespace cloze {

class CardGrid;

class RunCharts : public QWidget {
  Q_OBJECT
 public:
  explicit RunCharts(RunData* run, QWidget* parent = nullptr);
  void setOthers(std::vector<RunData*> others);         // plotted runs, drawn behind in their own colours
  void setPlannedRates(const std::vector<LearningRateCurve>& curves);
  QWidget* controls() const { return m_controls; }      // modes, x, smoothing: shown by the run's page beside its tabs
  ChartGroup* group() const { return m_group; }
  ChartView* chart(const std::string& id) const;        // "loss", "learning_rate", "masked_accuracy", ...; null when there is none
  ChartView* layerScoresChart() const { return m_layerScores; }   // of a layer probe; null before its first evaluation, and of other runs
  ChartView* lossChart() const { return chart("loss"); }
  void setMode(ChartMode mode) { m_group->setMode(mode); }
  void setXUnit(XUnit unit);
  void setSmoothing(double weight);

 Q_SIGNALS:
  void checkpointAsked(std::int64_t step);              // its flag was clicked

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void makeControls();
  QWidget* makeModes();
  QWidget* makeSmoothing();
  ChartView* makeChart(const std::string& id);
  std::vector<std::string> chartIds() const;
  std::vector<ChartCurve> curvesOf(const std::string& chart, RunData* run) const;
  std::vector<ChartCurve> rateCurves(std::vector<ChartCurve> curves) const;
  QString figureOf(const std::string& chart) const;
  std::vector<ChartFlag> flags() const;
  void refreshCurves();
  void refreshLayerScores();
  void refreshFlags();
  void refreshValues();

  RunData* m_run;
  std::vector<RunData*> m_others;
  std::vector<PlannedRate> m_planned;
  ChartGroup* m_group;
  CardGrid* m_grid;
  std::map<std::string, ChartView*> m_charts;           // by id
  ChartView* m_layerScores = nullptr;                   // its x counts layers: in no group with those that count steps
  std::vector<std::string> m_order;
  QWidget* m_controls = nullptr;
  QButtonGroup* m_modeButtons = nullptr;
  QComboBox* m_unit = nullptr;
  QSlider* m_smoothing = nullptr;
};

}  // namespace cloze
