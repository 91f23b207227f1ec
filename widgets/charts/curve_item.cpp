// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curve_item.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

QColor withAlpha(QColor colour, double alpha) {
  colour.setAlphaF(static_cast<float>(alpha));
  return colour;
}

QColor flagColour(ChartFlag::Kind kind) {
  const ThemeTokens& tokens = Theme::current().tokens();
  switch (kind) {
    case ChartFlag::Kind::Checkpoint: return tokens.good;
    case ChartFlag::Kind::Warning: return tokens.bad;
    case ChartFlag::Kind::Evaluation: return tokens.accent;
    case ChartFlag::Kind::Note: break;
  }
  return tokens.muted;
}

}  // namespace

void CurveItem::setPlot(const QRectF& plot) {
  if (plot == m_plot) return;
  prepareGeometryChange();
  m_plot = plot;
}

void CurveItem::setWindow(const ChartWindow& window) {
  m_window = window;
  update();
}

void CurveItem::setFlags(std::vector<ChartFlag> flags) {
  m_flags = std::move(flags);
  update();
}

void CurveItem::setCrossHair(std::optional<double> x, bool table) {
  if (x == m_crossHair && table == m_table) return;
  m_crossHair = x;
  m_table = table;
  update();
}

void CurveItem::setEmptyText(const QString& text) {
  m_emptyText = text;
  update();
}

double CurveItem::xAt(double pixel) const {
  return m_plot.width() <= 0 ? m_window.x0 : m_window.x0 + (pixel - m_plot.left()) / m_plot.width() * (m_window.x1 - m_window.x0);
}

double CurveItem::pixelOfX(double x) const { return m_plot.left() + (x - m_window.x0) / (m_window.x1 - m_window.x0) * m_plot.width(); }
double CurveItem::pixelOfY(double y) const { return m_plot.bottom() - (y - m_window.y0) / (m_window.y1 - m_window.y0) * m_plot.height(); }

void CurveItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  if (m_plot.width() < 2 || m_plot.height() < 2) return;
  painter->save();
  paintLabels(*painter);
  bool any = false;
  for (const ChartCurve& curve : m_curves) any = any || !curve.store().empty();
  if (!any) {
    painter->setPen(Theme::current().tokens().muted);
    painter->setFont(Theme::current().small());
    painter->drawText(m_plot.adjusted(8, 0, -8, 0), static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap, m_emptyText);
    painter->restore();
    return;
  }
  painter->setClipRect(m_plot.adjusted(-5, -2, 5, 2));
  painter->setRenderHint(QPainter::Antialiasing);
  for (const ChartCurve& curve : m_curves)
    if (curve.shown) paintCurve(*painter, curve);
  paintFlags(*painter);
  painter->setClipping(false);
  paintLegend(*painter);
  if (m_crossHair) paintCrossHair(*painter);
  painter->restore();
}

void CurveItem::setTicks(std::vector<ChartTick> x, std::vector<ChartTick> y) {
  m_xTicks = std::move(x);
  m_yTicks = std::move(y);
  update();
}

void CurveItem::paintLabels(QPainter& painter) const {
  const QFont font = Theme::current().small();
  const QFontMetricsF metrics(font);
  painter.setFont(font);
  painter.setPen(QPen(withAlpha(Theme::current().tokens().line, 0.6), 1));
  for (const ChartTick& tick : m_yTicks) {
    const double y = std::round(pixelOfY(tick.value)) + 0.5;
    painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
  }
  painter.setPen(QPen(Theme::current().tokens().line, 1));
  painter.drawLine(m_plot.bottomLeft(), m_plot.bottomRight());
  painter.setPen(Theme::current().tokens().muted);
  for (const ChartTick& tick : m_yTicks)
    painter.drawText(QRectF(m_plot.left() - 120, pixelOfY(tick.value) - metrics.height() / 2, 120 - kSpace2, metrics.height()), Qt::AlignRight | Qt::AlignVCenter, tick.label);
  for (const ChartTick& tick : m_xTicks) {
    const double width = metrics.horizontalAdvance(tick.label);
    const double left = std::min(pixelOfX(tick.value) - width / 2, m_plot.right() + kSpace3 - width);
    painter.drawText(QRectF(left, m_plot.bottom() + kSpace1, width + 2, metrics.height()), Qt::AlignLeft | Qt::AlignVCenter, tick.label);
  }
}

// At the right edge of the plot: at the top, or at the bottom where the newest values lie in the upper half.
QRectF CurveItem::legendLine(std::size_t number) const {
  const QFontMetricsF metrics(Theme::current().small());
  double width = 0, newest = 0;
  for (const ChartCurve& curve : m_curves) {
    width = std::max(width, metrics.horizontalAdvance(curve.name));
    if (!curve.store().empty()) newest += (curve.store().lastY() - m_window.y0) / (m_window.y1 - m_window.y0) / static_cast<double>(m_curves.size());
  }
  width = std::min(width + 34, m_plot.width() * 0.9);
  const double height = metrics.height() + 4;
  const double top = newest > 0.5 ? m_plot.bottom() - height * static_cast<double>(m_curves.size()) - kSpace3 : m_plot.top() + kSpace1;
  return {m_plot.right() - width - kSpace1, top + height * static_cast<double>(number), width, height};
}

int CurveItem::legendAt(const QPointF& place) const {
  for (std::size_t i = 0; m_curves.size() > 1 && i < m_curves.size(); ++i)
    if (legendLine(i).contains(place)) return static_cast<int>(i);
  return -1;
}

void CurveItem::paintLegend(QPainter& painter) const {
  if (m_curves.size() < 2) return;
  const Theme& theme = Theme::current();
  painter.setFont(theme.small());
  for (std::size_t i = 0; i < m_curves.size(); ++i) {
    const ChartCurve& curve = m_curves[i];
    const QRectF line = legendLine(i);
    painter.fillRect(line, withAlpha(theme.tokens().surface, 0.8));
    const bool planned = curve.style == CurveStyle::Planned, dashed = planned || curve.style == CurveStyle::Markers;
    const QColor colour = !curve.shown ? theme.tokens().line : planned ? theme.tokens().muted : theme.runColour(curve.colour);
    painter.setPen(QPen(colour, 2, dashed ? Qt::DashLine : theme.runPenStyle(curve.colour)));
    painter.drawLine(QPointF(line.left() + 2, line.center().y()), QPointF(line.left() + 22, line.center().y()));
    painter.setPen(curve.shown ? theme.tokens().text : theme.tokens().muted);
    const QString name = QFontMetricsF(theme.small()).elidedText(curve.name, Qt::ElideMiddle, line.width() - 30);
    painter.drawText(line.adjusted(30, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
  }
}

void CurveItem::paintCurve(QPainter& painter, const ChartCurve& curve) const {
  const Theme& theme = Theme::current();
  const QColor colour = theme.runColour(curve.colour);
  const Qt::PenStyle line = theme.runPenStyle(curve.colour);
  switch (curve.style) {
    case CurveStyle::Smoothed:
      paintLine(painter, curve.data->raw(), QPen(withAlpha(colour, 0.35), 1));
      paintLine(painter, curve.data->smooth(), QPen(colour, 2, line));
      break;
    case CurveStyle::Line: paintLine(painter, curve.data->raw(), QPen(colour, 1.8, line)); break;
    case CurveStyle::Planned: paintLine(painter, curve.data->raw(), QPen(theme.tokens().muted, 1.2, Qt::DashLine)); break;
    case CurveStyle::Markers:
      paintLine(painter, curve.data->raw(), QPen(colour.darker(theme.kind() == ThemeKind::Light ? 130 : 90), 1.2, Qt::DashLine));
      paintMarkers(painter, curve);
      break;
  }
  paintNotNumbers(painter, curve);
}

void CurveItem::paintLine(QPainter& painter, const CurveStore& store, const QPen& pen) const {
  std::vector<CurvePoint> points;
  store.reduce(m_window.x0, m_window.x1, static_cast<int>(m_plot.width()), points);
  if (points.empty()) return;
  QPolygonF line;
  line.reserve(static_cast<int>(points.size()));
  for (const CurvePoint& point : points) line << QPointF(pixelOfX(point.x), std::clamp(pixelOfY(point.y), -1e5, 1e5));
  QPen joined = pen;
  joined.setJoinStyle(Qt::RoundJoin);
  painter.setPen(joined);
  painter.setBrush(Qt::NoBrush);
  painter.drawPolyline(line);
}

void CurveItem::paintMarkers(QPainter& painter, const ChartCurve& curve) const {
  const QColor colour = Theme::current().runColour(curve.colour);
  painter.setPen(QPen(colour, 1.5));
  painter.setBrush(Theme::current().tokens().surface);
  const CurveStore& store = curve.data->raw();
  if (store.size() > 400) return;   // a line of its own by then
  for (std::size_t i = 0; i < store.size(); ++i)
    if (std::isfinite(store.y(i))) painter.drawEllipse(QPointF(pixelOfX(store.x(i)), pixelOfY(store.y(i))), 3.2, 3.2);
}

// A triangle at the top of the plot wherever the value was not a number.
void CurveItem::paintNotNumbers(QPainter& painter, const ChartCurve& curve) const {
  painter.setPen(Qt::NoPen);
  painter.setBrush(Theme::current().tokens().bad);
  double last = -1e9;
  for (const double x : curve.data->raw().notNumbers()) {
    const double pixel = pixelOfX(x);
    if (pixel - last < 3) continue;
    painter.drawPolygon(QPolygonF({{pixel - 5, m_plot.top()}, {pixel + 5, m_plot.top()}, {pixel, m_plot.top() + 9}}));
    last = pixel;
  }
}

void CurveItem::paintFlags(QPainter& painter) const {
  for (const ChartFlag& flag : m_flags) {
    if (flag.x < m_window.x0 || flag.x > m_window.x1) continue;
    const double x = pixelOfX(flag.x);
    painter.setPen(QPen(flagColour(flag.kind), 2));
    painter.drawLine(QPointF(x, m_plot.bottom() - 7), QPointF(x, m_plot.bottom()));
  }
}

void CurveItem::paintCrossHair(QPainter& painter) const {
  const double pixel = pixelOfX(*m_crossHair);
  if (pixel < m_plot.left() - 1 || pixel > m_plot.right() + 1) return;
  painter.setPen(QPen(Theme::current().tokens().muted, 1, Qt::DashLine));
  painter.drawLine(QPointF(pixel, m_plot.top()), QPointF(pixel, m_plot.bottom()));
  if (m_table) paintTable(painter, *m_crossHair);
}

void CurveItem::paintTable(QPainter& painter, double x) const {
  struct Line { QString name, value; QColor colour; };
  std::vector<Line> lines{{tr("step"), formatCount(static_cast<std::int64_t>(std::llround(x))), Theme::current().tokens().muted}};
  for (const ChartCurve& curve : m_curves) {
    const auto index = curve.shown ? curve.store().nearest(x) : std::nullopt;
    if (index && curve.store().x(0) <= x + 1) lines.push_back({curve.name, formatNumber(curve.store().y(*index)), Theme::current().runColour(curve.colour)});
  }
  for (const ChartFlag& flag : m_flags)
    if (std::abs(pixelOfX(flag.x) - pixelOfX(x)) < 5 && lines.size() < 8) lines.push_back({flag.text, {}, flagColour(flag.kind)});
  const QFont font = Theme::current().small();
  const QFontMetrics metrics(font);
  int names = 0, values = 0;
  for (const Line& line : lines) {
    names = std::max(names, metrics.horizontalAdvance(line.name));
    values = std::max(values, metrics.horizontalAdvance(line.value));
  }
  const QSizeF size(names + values + 3.0 * kSpace3, static_cast<double>(lines.size()) * (metrics.height() + 3) + kSpace2);
  QPointF corner(pixelOfX(x) + kSpace2, m_plot.top() + kSpace1);
  if (corner.x() + size.width() > m_plot.right()) corner.setX(std::max(m_plot.left(), pixelOfX(x) - kSpace2 - size.width()));
  const QRectF box(corner, size);
  painter.setPen(QPen(Theme::current().tokens().line, 1));
  painter.setBrush(Theme::current().tokens().raised);
  painter.drawRoundedRect(box, kRadius, kRadius);
  painter.setFont(font);
  double y = box.top() + kSpace1;
  for (const Line& line : lines) {
    const QRectF row(box.left() + kSpace3, y, size.width() - 2 * kSpace3, metrics.height() + 3);
    painter.setPen(line.colour);
    painter.drawText(row, static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), line.name);
    painter.setPen(Theme::current().tokens().text);
    painter.drawText(row, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter), line.value);
    y += metrics.height() + 3;
  }
}

}  // namespace cloze
