// Paints a Plot: grid, labels, selection, curves with their envelope, what is not a number or not on a logarithmic axis, flags, cross-hair.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/plot.h"

#include <QPainter>
#include <QPen>

namespace cloze {

QPen curvePen(const ChartCurve& curve);            // as its line is drawn, for legends and tables too
QColor flagColour(ChartFlag::Kind kind);
// A small sign of its own for each kind, standing on `foot`.
void paintFlag(QPainter& painter, ChartFlag::Kind kind, const QPointF& foot);

class PlotPainter {
 public:
  PlotPainter(const Plot& plot, QPainter& painter) : m_plot(plot), m_painter(painter) {}
  void paint();

 private:
  void paintLabels();
  void paintSelection();
  void paintCurve(const ChartCurve& curve);
  struct Column { double x = 0, top = 0, bottom = 0; };
  bool isDense(const std::vector<CurvePoint>& points) const;
  std::vector<Column> columnsOf(const std::vector<CurvePoint>& points, const ChartCurve& curve) const;
  void paintRaw(const std::vector<CurvePoint>& points, const ChartCurve& curve, const QPen& pen);
  void paintMean(const std::vector<CurvePoint>& points, const ChartCurve& curve, const QPen& pen);
  void paintLine(const QPolygonF& line, QPen pen);
  void paintBand(const ChartCurve& curve, const std::vector<double>& edges);
  void paintPoints(const ChartCurve& curve);
  bool inside(const QPointF& point) const;
  void paintMarkers(const ChartCurve& curve);
  void paintMarks(const ChartCurve& curve);
  void paintNotNumbers(const ChartCurve& curve);
  void paintNotPositive(const std::vector<CurvePoint>& points, const ChartCurve& curve);
  void paintFlags();
  QPointF at(const ChartCurve& curve, const CurvePoint& point) const;

  const Plot& m_plot;
  QPainter& m_painter;
};

}  // namespace cloze
