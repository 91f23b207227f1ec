// The names of a chart's curves on a line of their own (never over the curves), each a button that shows or hides its curve.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/plot.h"

#include <QAbstractButton>
#include <QPen>

namespace cloze {

class LegendButton : public QAbstractButton {
 public:
  LegendButton(const ChartCurve& curve, QWidget* parent);
  void setCurve(const ChartCurve& curve);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {40, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QPen m_pen;
  int m_mark = -1;                                 // the shape on it, -1: none
};

class ChartLegend : public QWidget {
  Q_OBJECT
 public:
  explicit ChartLegend(QWidget* parent = nullptr);
  void setCurves(const std::vector<ChartCurve>& curves);      // hidden with fewer than two
  const std::vector<LegendButton*>& buttons() const { return m_buttons; }

 Q_SIGNALS:
  void toggled(int curve, bool shown);

 private:
  std::vector<LegendButton*> m_buttons;
};

}  // namespace cloze
