// Charts that belong together: one range, one mode, one unit of x, one smoothing, one cross-hair with one table of values for all of them,
// one chosen range with its statistics; and one of them alone on the whole screen.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/chart_view.h"

#include <QObject>
#include <QPointer>

namespace cloze {

class ChartGroup : public QObject {
  Q_OBJECT
 public:
  // The table of values floats over `host`, which holds the charts.
  explicit ChartGroup(QWidget* host);

  void add(ChartView* chart);                      // takes over mode, unit and smoothing; it leaves the group when it is deleted
  const std::vector<ChartView*>& charts() const { return m_charts; }
  void setMode(ChartMode mode);
  void setXUnit(XUnit unit);
  void setLogX(bool logarithmic);
  void setSmoothing(double weight);
  ChartMode mode() const { return m_mode; }
  const ValueTable* table() const { return m_table; }
  void refreshTable();                             // new points came under the cross-hair

 Q_SIGNALS:
  void modeChanged(cloze::ChartMode mode);
  void flagActivated(const cloze::ChartFlag& flag);

 private:
  void hover(ChartView* chart, std::optional<double> position);
  void select(ChartView* chart, std::optional<PositionRange> range);
  void showAlone(ChartView* chart);
  void showTable(ChartView* beside, double position);

  QWidget* m_host;
  std::vector<ChartView*> m_charts;
  ValueTable* m_table;
  QPointer<ChartView> m_pointed;
  std::optional<double> m_crossHair;
  std::optional<PositionRange> m_selection;
  ChartMode m_mode = ChartMode::Fit;
  XUnit m_unit = XUnit::Step;
  bool m_logX = false;
  double m_smoothing = kSmoothing;
};

}  // namespace cloze
