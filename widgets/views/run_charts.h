// The charts of a run on one page: loss, learning rate, accuracy, gradient norm, speed; one cross-hair, one range, Follow / Keep / Fit.
// Which curves stand where follows from their names in the log, not from the model.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/chart_view.h"
#include "widgets/models/run_data.h"

#include <QWidget>

#include <vector>

class QButtonGroup;

namespace cloze {

class RunCharts : public QWidget {
  Q_OBJECT
 public:
  explicit RunCharts(RunData* run, QWidget* parent = nullptr);
  void setOthers(std::vector<RunData*> others);         // plotted runs, drawn behind in their own colours
  void setPlannedRates(const std::vector<std::pair<std::string, std::vector<double>>>& rates);
  QWidget* modeButtons() const { return m_modes; }      // shown by the run's page beside its tabs
  ChartView* lossChart() const { return m_charts.front(); }
  const std::vector<ChartView*>& charts() const { return m_charts; }
  void setMode(ChartMode mode);

 private:
  void makeModes();
  void link(ChartView* chart);
  void refreshCurves();
  void refreshValues();
  std::vector<ChartCurve> curvesOf(RunData* run, const std::vector<std::string>& names, CurveStyle style) const;
  std::vector<ChartCurve> lossCurves() const;
  std::vector<ChartCurve> accuracyCurves() const;
  std::vector<ChartCurve> rateCurves() const;

  RunData* m_run;
  std::vector<RunData*> m_others;
  std::vector<std::pair<std::string, std::shared_ptr<SmoothedCurve>>> m_planned;
  std::vector<ChartView*> m_charts;                     // loss, learning rate, accuracy, gradient norm, speed
  QWidget* m_modes = nullptr;
  QButtonGroup* m_modeGroup = nullptr;
};

}  // namespace cloze
