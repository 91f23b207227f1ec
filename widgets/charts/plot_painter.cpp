// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/plot_painter.h"

#include "widgets/charts/curve_marks.h"
#include "widgets/shared/theme.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>
#include <map>

namespace cloze {

namespace {

QColor withAlpha(QColor colour, double alpha) {
  colour.setAlphaF(static_cast<float>(alpha));
  return colour;
}

constexpr double kFlagHeight = 9;

}  // namespace

QPen curvePen(const ChartCurve& curve) {
  const Theme& theme = Theme::current();
  const QColor colour = theme.runColour(curve.colour);
  switch (curve.style) {
    case CurveStyle::Mean:
    case CurveStyle::Smoothed: return {colour, 2, theme.runPenStyle(curve.colour)};
    case CurveStyle::Line: return {colour, 1.8, theme.runPenStyle(curve.colour)};
    case CurveStyle::Planned: return {theme.tokens().muted, 1.2, Qt::DashLine};
    case CurveStyle::Markers: break;
  }
  return {colour.darker(theme.kind() == ThemeKind::Light ? 130 : 90), 1.4, Qt::DashLine};
}

QColor flagColour(ChartFlag::Kind kind) {
  const ThemeTokens& tokens = Theme::current().tokens();
  switch (kind) {
    case ChartFlag::Kind::Checkpoint:
    case ChartFlag::Kind::Resume: return tokens.good;
    case ChartFlag::Kind::Warning: return tokens.bad;
    case ChartFlag::Kind::Evaluation: return tokens.accent;
    case ChartFlag::Kind::Pause:
    case ChartFlag::Kind::Interruption: return tokens.warn;
    case ChartFlag::Kind::Note: break;
  }
  return tokens.muted;
}

void paintFlag(QPainter& painter, ChartFlag::Kind kind, const QPointF& foot) {
  const QColor colour = flagColour(kind);
  const double x = foot.x(), y = foot.y(), top = y - kFlagHeight;
  painter.setPen(QPen(colour, 1.6, Qt::SolidLine, Qt::FlatCap));
  painter.setBrush(colour);
  switch (kind) {
    case ChartFlag::Kind::Checkpoint:               // a flag on its pole
      painter.drawLine(QPointF(x, y), QPointF(x, top));
      painter.setPen(Qt::NoPen);
      painter.drawPolygon(QPolygonF({{x, top}, {x + 6, top + 2.5}, {x, top + 5}}));
      break;
    case ChartFlag::Kind::Pause:
      painter.drawLine(QPointF(x - 2, y), QPointF(x - 2, top));
      painter.drawLine(QPointF(x + 2, y), QPointF(x + 2, top));
      break;
    case ChartFlag::Kind::Resume:
      painter.setPen(Qt::NoPen);
      painter.drawPolygon(QPolygonF({{x - 3, top}, {x + 4, y - kFlagHeight / 2}, {x - 3, y}}));
      break;
    case ChartFlag::Kind::Interruption:             // a cross
      painter.drawLine(QPointF(x - 3.5, top + 1), QPointF(x + 3.5, y - 1));
      painter.drawLine(QPointF(x + 3.5, top + 1), QPointF(x - 3.5, y - 1));
      break;
    case ChartFlag::Kind::Warning:
      painter.setPen(Qt::NoPen);
      painter.drawPolygon(QPolygonF({{x, top}, {x + 5, y}, {x - 5, y}}));
      break;
    case ChartFlag::Kind::Evaluation: painter.drawLine(QPointF(x, y), QPointF(x, y - 4)); break;
    case ChartFlag::Kind::Note: painter.drawEllipse(QPointF(x, y - 4), 2, 2); break;
  }
}

void PlotPainter::paint() {
  if (m_plot.area.width() < 2 || m_plot.area.height() < 2) return;
  m_painter.save();
  paintLabels();
  if (m_plot.empty()) {
    m_painter.setFont(Theme::current().body());
    m_painter.setPen(Theme::current().tokens().muted);
    m_painter.drawText(m_plot.area, Qt::AlignCenter | Qt::TextWordWrap, m_plot.emptyText);
  }
  m_painter.setClipRect(m_plot.area.adjusted(-1, -2, 1, 1));
  if (m_plot.selection) paintSelection();
  m_painter.setRenderHint(QPainter::Antialiasing);
  for (const ChartCurve& curve : m_plot.curves)
    if (curve.shown) paintCurve(curve);
  m_painter.setClipping(false);                    // a mark at the edge stands out of it, whole
  for (const ChartCurve& curve : m_plot.curves)
    if (curve.shown) paintPoints(curve);
  paintFlags();
  if (m_plot.crossHair) {
    const double x = m_plot.pixelOfX(*m_plot.crossHair);
    m_painter.setPen(QPen(Theme::current().tokens().muted, 1, Qt::DashLine));
    if (x >= m_plot.area.left() - 1 && x <= m_plot.area.right() + 1) m_painter.drawLine(QPointF(x, m_plot.area.top()), QPointF(x, m_plot.area.bottom()));
  }
  m_painter.restore();
}

void PlotPainter::paintLabels() {
  const QRectF& area = m_plot.area;
  const QFont font = Theme::current().small();
  const QFontMetricsF metrics(font);
  const double line = metrics.height();
  m_painter.setFont(font);
  m_painter.setPen(QPen(withAlpha(Theme::current().tokens().line, 0.6), 1));
  for (const ChartTick& tick : m_plot.yTicks) {
    const double y = std::round(m_plot.pixelOfY(tick.value)) + 0.5;
    m_painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
  }
  m_painter.setPen(QPen(Theme::current().tokens().line, 1));
  m_painter.drawLine(area.bottomLeft(), area.bottomRight());
  m_painter.setPen(Theme::current().tokens().muted);
  double lastY = 1e9;                              // labels of a logarithmic axis crowd: those that would touch are left out
  for (const ChartTick& tick : m_plot.yTicks) {
    const double y = m_plot.pixelOfY(tick.value);
    if (lastY - y < line * 0.95) continue;
    lastY = y;
    m_painter.drawText(QRectF(area.left() - 200, y - line / 2, 200 - kSpace2, line), Qt::AlignRight | Qt::AlignVCenter, tick.label);
  }
  double free = area.left() - kSpace2;
  for (const ChartTick& tick : m_plot.xTicks) {
    const double width = metrics.horizontalAdvance(tick.label);
    const double left = std::min(m_plot.pixelOfX(tick.value) - width / 2, area.right() + kSpace3 - width - 1);
    if (left < free) continue;
    free = left + width + kSpace2;
    m_painter.drawText(QRectF(left, area.bottom() + kSpace1, width + 2, line), Qt::AlignLeft | Qt::AlignVCenter, tick.label);
  }
  m_painter.drawText(QRectF(area.left() - 200, area.bottom() + kSpace1, 200 - kSpace2 - 2, line), Qt::AlignRight | Qt::AlignVCenter, m_plot.xTitle());
}

void PlotPainter::paintSelection() {
  const double left = m_plot.pixelOfX(std::min(m_plot.selection->from, m_plot.selection->to)), right = m_plot.pixelOfX(std::max(m_plot.selection->from, m_plot.selection->to));
  const QRectF band = QRectF(left, m_plot.area.top(), right - left, m_plot.area.height()) & m_plot.area;
  m_painter.fillRect(band, withAlpha(Theme::current().tokens().accent, 0.12));
  m_painter.setPen(QPen(Theme::current().tokens().accent, 1));
  m_painter.drawLine(band.topLeft(), band.bottomLeft());
  m_painter.drawLine(band.topRight(), band.bottomRight());
}

void PlotPainter::paintCurve(const ChartCurve& curve) {
  const QPen pen = curvePen(curve);
  const std::vector<double> edges = m_plot.edges(curve);
  std::vector<CurvePoint> points;
  curve.data->raw().reduce(edges, points);
  if (curve.low && curve.high) paintBand(curve, edges);
  if (curve.averaged()) {
    if (curve.style == CurveStyle::Smoothed) paintRaw(points, curve, QPen(withAlpha(pen.color(), 0.35), 1));
    std::vector<CurvePoint> mean;
    curve.data->smooth(curve.smoothing).reduce(edges, mean);
    paintMean(mean, curve, pen);
  } else {
    paintRaw(points, curve, pen);
  }
  if (m_plot.logY) paintNotPositive(points, curve);
  paintNotNumbers(curve);
}

QPointF PlotPainter::at(const ChartCurve& curve, const CurvePoint& point) const {
  return {m_plot.pixelOfStep(curve, point.x), std::clamp(m_plot.pixelOfY(point.y), -1e5, 1e5)};
}

bool PlotPainter::isDense(const std::vector<CurvePoint>& points) const { return static_cast<double>(points.size()) > 1.2 * m_plot.area.width(); }

// From the smallest to the largest value of each pixel column.
std::vector<PlotPainter::Column> PlotPainter::columnsOf(const std::vector<CurvePoint>& points, const ChartCurve& curve) const {
  std::vector<Column> columns;
  for (const CurvePoint& point : points) {
    const QPointF pixel = at(curve, point);
    const double x = std::floor(pixel.x()) + 0.5;
    if (columns.empty() || columns.back().x < x) columns.push_back({x, pixel.y(), pixel.y()});
    columns.back().top = std::min(columns.back().top, pixel.y());
    columns.back().bottom = std::max(columns.back().bottom, pixel.y());
  }
  return columns;
}

// A line while the points are few; where several fall on a column, the band from the smallest to the largest: nothing of it is lost, and it is
// painted in a fraction of the time.
void PlotPainter::paintRaw(const std::vector<CurvePoint>& points, const ChartCurve& curve, const QPen& pen) {
  if (!isDense(points)) {
    QPolygonF line;
    for (const CurvePoint& point : points) line << at(curve, point);
    return paintLine(line, pen);
  }
  QVector<QLineF> strokes;
  const std::vector<Column> columns = columnsOf(points, curve);
  if (std::all_of(columns.begin(), columns.end(), [](const Column& column) { return column.bottom - column.top < 2; })) return paintMean(points, curve, pen);   // smooth as it is
  for (std::size_t i = 0; i < columns.size(); ++i) {
    double top = columns[i].top, bottom = std::max(columns[i].bottom, top + 1);
    if (i > 0 && columns[i - 1].bottom < top) top = columns[i - 1].bottom;          // joined to its neighbour
    if (i > 0 && columns[i - 1].top > bottom) bottom = columns[i - 1].top;
    strokes.append(QLineF(columns[i].x, top, columns[i].x, bottom));
  }
  m_painter.setRenderHint(QPainter::Antialiasing, false);
  m_painter.setPen(QPen(pen.color(), 1, Qt::SolidLine, Qt::FlatCap));
  m_painter.drawLines(strokes);
  m_painter.setRenderHint(QPainter::Antialiasing);
}

void PlotPainter::paintMean(const std::vector<CurvePoint>& points, const ChartCurve& curve, const QPen& pen) {
  QPolygonF line;
  if (isDense(points))
    for (const Column& column : columnsOf(points, curve)) line << QPointF(column.x, (column.top + column.bottom) / 2);
  else
    for (const CurvePoint& point : points) line << at(curve, point);
  paintLine(line, pen);
}

void PlotPainter::paintLine(const QPolygonF& line, QPen pen) {
  if (line.isEmpty()) return;
  pen.setJoinStyle(Qt::BevelJoin);                 // round joins cost most of the time of a long line
  m_painter.setPen(pen);
  m_painter.setBrush(Qt::NoBrush);
  m_painter.drawPolyline(line);
}

void PlotPainter::paintBand(const ChartCurve& curve, const std::vector<double>& edges) {
  std::vector<CurvePoint> low, high;
  curve.low->raw().reduce(edges, low);
  curve.high->raw().reduce(edges, high);
  QPolygonF band;
  for (const CurvePoint& point : low) band << at(curve, point);
  for (auto point = high.rbegin(); point != high.rend(); ++point) band << at(curve, *point);
  m_painter.setPen(Qt::NoPen);
  m_painter.setBrush(withAlpha(Theme::current().runColour(curve.colour), 0.2));
  m_painter.drawPolygon(band);
}

void PlotPainter::paintPoints(const ChartCurve& curve) {
  if (curve.style == CurveStyle::Markers) paintMarkers(curve);
  else if (curve.marked) paintMarks(curve);
}

bool PlotPainter::inside(const QPointF& point) const { return m_plot.area.adjusted(-1, -1, 1, 1).contains(point); }

// At every point where they are few, else every eighty pixels; curves of different colours at different places.
void PlotPainter::paintMarks(const ChartCurve& curve) {
  const CurveStore& store = curve.store();
  if (store.empty()) return;
  m_painter.setPen(QPen(Theme::current().runColour(curve.colour), 1.5));
  m_painter.setBrush(Theme::current().tokens().surface);
  const auto mark = [&](std::size_t i) {
    const QPointF centre = at(curve, {store.x(i), store.y(i)});
    if (std::isfinite(store.y(i)) && inside(centre)) paintMark(m_painter, centre, curve.colour, 3.6);
  };
  if (store.size() <= 24) {
    for (std::size_t i = 0; i < store.size(); ++i) mark(i);
    return;
  }
  for (double pixel = m_plot.area.left() + 12 + 17 * (curve.colour % 5); pixel < m_plot.area.right(); pixel += 80) {
    const double step = curve.stepAt(m_plot.positionAt(pixel), m_plot.unit);
    if (step >= store.x(0) && step <= store.lastX()) mark(*store.nearest(step));
  }
}

void PlotPainter::paintMarkers(const ChartCurve& curve) {
  m_painter.setPen(QPen(Theme::current().runColour(curve.colour), 1.5));
  m_painter.setBrush(Theme::current().tokens().surface);
  const CurveStore& store = curve.data->raw();
  if (static_cast<double>(store.size()) > m_plot.area.width() / 8) return;   // a line of its own by then
  for (std::size_t i = 0; i < store.size(); ++i)
    if (const QPointF centre = at(curve, {store.x(i), store.y(i)}); std::isfinite(store.y(i)) && inside(centre)) m_painter.drawEllipse(centre, 3.2, 3.2);
}

// A triangle at the top of the plot wherever the value was not a number.
void PlotPainter::paintNotNumbers(const ChartCurve& curve) {
  m_painter.setPen(Qt::NoPen);
  m_painter.setBrush(Theme::current().tokens().bad);
  double last = -1e9;
  for (const double step : curve.data->raw().notNumbers()) {
    const double pixel = m_plot.pixelOfStep(curve, step);
    if (pixel - last < 3) continue;
    m_painter.drawPolygon(QPolygonF({{pixel - 5, m_plot.area.top()}, {pixel + 5, m_plot.area.top()}, {pixel, m_plot.area.top() + 9}}));
    last = pixel;
  }
}

// On a logarithmic axis zero and less lie below everything: a hollow triangle at the bottom, pointing there.
void PlotPainter::paintNotPositive(const std::vector<CurvePoint>& points, const ChartCurve& curve) {
  m_painter.setPen(QPen(Theme::current().tokens().warn, 1.4));
  m_painter.setBrush(Theme::current().tokens().surface);
  double last = -1e9;
  for (const CurvePoint& point : points) {
    const double pixel = m_plot.pixelOfStep(curve, point.x), foot = m_plot.area.bottom() - 1;
    if (point.y > 0 || pixel - last < 8) continue;
    m_painter.drawPolygon(QPolygonF({{pixel - 4, foot - 7}, {pixel + 4, foot - 7}, {pixel, foot}}));
    last = pixel;
  }
}

// Of one kind at most one in a few pixels; checkpoints over evaluations of the same step.
void PlotPainter::paintFlags() {
  m_painter.setRenderHint(QPainter::Antialiasing);
  std::map<ChartFlag::Kind, double> last;
  for (const bool evaluations : {true, false})
    for (const ChartFlag& flag : m_plot.flags) {
      if ((flag.kind == ChartFlag::Kind::Evaluation) != evaluations) continue;
      const double x = m_plot.pixelOfX(m_plot.flagPosition(flag));
      if (x < m_plot.area.left() - 1 || x > m_plot.area.right() + 1) continue;
      const auto before = last.find(flag.kind);
      if (before != last.end() && std::abs(x - before->second) < 4) continue;
      last[flag.kind] = x;
      paintFlag(m_painter, flag.kind, {x, m_plot.area.bottom()});
    }
}

}  // namespace cloze
