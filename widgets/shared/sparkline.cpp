// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/sparkline.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

constexpr double kMargin = 4;

QString saidOf(const SparkPoint& point) {
  return point.rank > 0 ? Sparkline::tr("step %1: rank %2, %3").arg(formatCount(point.step), formatCount(point.rank), formatPercent(point.probability))
                        : Sparkline::tr("step %1: %2").arg(formatCount(point.step), formatPercent(point.probability));
}

}  // namespace

Sparkline::Sparkline(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }

QSize Sparkline::sizeHint() const {
  const double scale = Theme::current().fontScale();
  return {static_cast<int>(130 * scale), static_cast<int>(30 * scale)};
}

void Sparkline::show(const QString& name, std::vector<SparkPoint> points, int colour) {
  m_points = std::move(points);
  m_colour = colour;
  setAccessibleName(name);
  setAccessibleDescription(sentence());
  setVisible(!m_points.empty());
  update();
}

QString Sparkline::sentence() const {
  if (m_points.empty()) return {};
  if (m_points.size() == 1) return saidOf(m_points.front());
  return saidOf(m_points.front()) + QStringLiteral("; ") + saidOf(m_points.back());
}

QPointF Sparkline::place(std::size_t point, bool rank) const {
  const SparkPoint& value = m_points[point];
  const double first = static_cast<double>(m_points.front().step), last = static_cast<double>(m_points.back().step);
  const double along = last > first ? (static_cast<double>(value.step) - first) / (last - first) : 1.0;
  double worst = 10;
  for (const SparkPoint& other : m_points) worst = std::max(worst, static_cast<double>(other.rank));
  const double up = rank ? 1 - std::log(std::max<double>(1, static_cast<double>(value.rank))) / std::log(worst) : std::clamp(value.probability, 0.0, 1.0);
  return {kMargin + along * (width() - 2 * kMargin), height() - kMargin - up * (height() - 2 * kMargin)};
}

void Sparkline::paintEvent(QPaintEvent*) {
  if (m_points.empty()) return;
  const Theme& theme = Theme::current();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.tokens().line, 1));
  painter.drawLine(QPointF(kMargin, height() - kMargin + 1.5), QPointF(width() - kMargin, height() - kMargin + 1.5));
  const bool hasRank = std::any_of(m_points.begin(), m_points.end(), [](const SparkPoint& point) { return point.rank > 0; });
  QPainterPath area(QPointF(place(0, false).x(), height() - kMargin));
  QPainterPath line;
  for (std::size_t point = 0; point < m_points.size(); ++point) {
    area.lineTo(place(point, false));
    if (point == 0) line.moveTo(place(point, hasRank));
    else line.lineTo(place(point, hasRank));
  }
  area.lineTo(place(m_points.size() - 1, false).x(), height() - kMargin);
  QColor colour = theme.runColour(m_colour);
  painter.setPen(QPen(colour, 1.8));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(line);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawEllipse(place(m_points.size() - 1, hasRank), 2.8, 2.8);
  colour.setAlphaF(0.22F);
  painter.setBrush(colour);
  painter.drawPath(area);
}

bool Sparkline::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || m_points.empty()) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  std::size_t nearest = 0;
  for (std::size_t point = 1; point < m_points.size(); ++point)
    if (std::abs(place(point, true).x() - help->pos().x()) < std::abs(place(nearest, true).x() - help->pos().x())) nearest = point;
  QToolTip::showText(help->globalPos(), saidOf(m_points[nearest]) + QLatin1Char('\n') + tr("Line: rank, the first place at the top; area: probability"), this);
  return true;
}

}  // namespace cloze
