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
  if (m_crossHair) paintCrossHair(*painter);
  painter->restore();
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
