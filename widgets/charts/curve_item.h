// A chart as one painted item: grid and labels, curves reduced to two points a pixel column, legend, markers, flags on the x axis, not-a-number marks, the cross-hair with its table of values.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/curve_store.h"

#include <QColor>
#include <QGraphicsObject>
#include <QPen>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace cloze {

enum class CurveStyle { Smoothed, Line, Markers, Planned };   // raw at 35 % behind its mean; as it is; dashed with dots; dashed and thin

struct ChartCurve {
  QString name;
  int colour = 0;                                  // of the run, Theme::runColour
  CurveStyle style = CurveStyle::Line;
  std::shared_ptr<const SmoothedCurve> data;
  bool shown = true;
  const CurveStore& store() const { return style == CurveStyle::Smoothed && !data->smooth().empty() ? data->smooth() : data->raw(); }
};

struct ChartFlag {
  double x = 0;
  QString text;                                    // tooltip
  enum class Kind { Checkpoint, Evaluation, Warning, Note } kind = Kind::Note;
};

struct ChartWindow { double x0 = 0, x1 = 1, y0 = 0, y1 = 1; };
struct ChartTick { double value = 0; QString label; };

class CurveItem : public QGraphicsObject {
  Q_OBJECT
 public:
  explicit CurveItem(QGraphicsItem* parent = nullptr) : QGraphicsObject(parent) {}

  void setPlot(const QRectF& plot);
  const QRectF& plot() const { return m_plot; }
  void setWindow(const ChartWindow& window);
  const ChartWindow& window() const { return m_window; }
  std::vector<ChartCurve>& curves() { return m_curves; }
  const std::vector<ChartCurve>& curves() const { return m_curves; }
  void setFlags(std::vector<ChartFlag> flags);
  const std::vector<ChartFlag>& chartFlags() const { return m_flags; }
  // x of the cross-hair; `table`: with the values box (the chart under the pointer).
  void setCrossHair(std::optional<double> x, bool table);
  void setEmptyText(const QString& text);
  void setTicks(std::vector<ChartTick> x, std::vector<ChartTick> y);
  // The curve whose name stands at this place of the legend; -1: none. The legend is ours too: Qt's takes a row of the chart for itself.
  int legendAt(const QPointF& place) const;

  QRectF boundingRect() const override { return m_plot.adjusted(-120, -20, 40, 40); }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override;
  double xAt(double pixel) const;
  double pixelOfX(double x) const;
  double pixelOfY(double y) const;

 private:
  void paintCurve(QPainter& painter, const ChartCurve& curve) const;
  void paintLine(QPainter& painter, const CurveStore& store, const QPen& pen) const;
  void paintMarkers(QPainter& painter, const ChartCurve& curve) const;
  void paintNotNumbers(QPainter& painter, const ChartCurve& curve) const;
  void paintFlags(QPainter& painter) const;
  void paintLabels(QPainter& painter) const;
  void paintLegend(QPainter& painter) const;
  QRectF legendLine(std::size_t number) const;
  void paintCrossHair(QPainter& painter) const;
  void paintTable(QPainter& painter, double x) const;

  QRectF m_plot;
  ChartWindow m_window;
  std::vector<ChartCurve> m_curves;
  std::vector<ChartFlag> m_flags;
  std::vector<ChartTick> m_xTicks, m_yTicks;
  std::optional<double> m_crossHair;
  bool m_table = false;
  QString m_emptyText;
};

}  // namespace cloze
