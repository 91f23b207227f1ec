// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_canvas.h"

#include "widgets/charts/plot_painter.h"
#include "widgets/shared/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace cloze {

ChartCanvas::ChartCanvas(Plot& plot, QWidget* parent) : QWidget(parent), m_plot(plot) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumHeight(60);
  setAttribute(Qt::WA_OpaquePaintEvent);           // what lies below need not be painted anew with each frame
}

void ChartCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), Theme::current().tokens().surface);
  PlotPainter(m_plot, painter).paint();
  if (!hasFocus()) return;
  painter.setPen(QPen(Theme::current().tokens().accent, 2));
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
}

void ChartCanvas::resizeEvent(QResizeEvent*) { m_plot.layOut(rect()); }

void ChartCanvas::zoomAbout(double pixel, double factor) {
  const double centre = std::clamp((pixel - m_plot.area.left()) / std::max(1.0, m_plot.area.width()), 0.0, 1.0);
  const auto end = [this](double share) { return valueAt(share, m_plot.window.x0, m_plot.window.x1, m_plot.logX); };
  Q_EMIT zoomAsked(std::max(0.0, end(centre - centre * factor)), end(centre + (1 - centre) * factor));
}

void ChartCanvas::moveWindow(const ChartWindow& from, double share) {
  const auto end = [&](double place) { return valueAt(place, from.x0, from.x1, m_plot.logX); };
  if (!m_plot.logX && end(share) < 0) share = -from.x0 / (from.x1 - from.x0);
  Q_EMIT zoomAsked(end(share), end(1 + share));
}

void ChartCanvas::wheelEvent(QWheelEvent* event) {
  const int turn = event->angleDelta().y();
  if (turn == 0 || !(hasFocus() || event->modifiers().testFlag(Qt::ControlModifier))) return QWidget::wheelEvent(event);   // the page scrolls
  zoomAbout(event->position().x(), std::pow(1.0015, -turn));
  event->accept();
}

void ChartCanvas::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  m_drag = event->modifiers().testFlag(Qt::ShiftModifier) ? Drag::Select : Drag::Move;
  m_dragged = false;
  m_dragFrom = event->position();
  m_dragWindow = m_plot.window;
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event) {
  const QPointF place = event->position();
  m_dragged = m_dragged || (m_drag != Drag::None && std::abs(place.x() - m_dragFrom.x()) > 3);
  if (m_dragged && m_drag == Drag::Select) {
    const auto inside = [this](double pixel) { return m_plot.positionAt(std::clamp(pixel, m_plot.area.left(), m_plot.area.right())); };
    Q_EMIT selected(PositionRange{inside(m_dragFrom.x()), inside(place.x())});
  } else if (m_dragged) {
    moveWindow(m_dragWindow, (m_dragFrom.x() - place.x()) / std::max(1.0, m_plot.area.width()));
  } else if (m_drag == Drag::None) {
    m_byKeyboard = false;
    const bool inside = m_plot.area.adjusted(-4, -4, 4, 20).contains(place);
    setCursor(inside && !m_plot.flagsAt(place.x()).empty() && place.y() > m_plot.area.bottom() - 14 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    Q_EMIT hovered(inside ? std::optional<double>(m_plot.positionAt(std::clamp(place.x(), m_plot.area.left(), m_plot.area.right()))) : std::nullopt);
  }
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent* event) {
  const Drag drag = std::exchange(m_drag, Drag::None);
  if (m_dragged || drag == Drag::None) return;
  if (event->position().y() > m_plot.area.bottom() - 14 && !m_plot.flagsAt(event->position().x()).empty()) return activateFlagAt(event->position().x());
  Q_EMIT selected(std::nullopt);
}

void ChartCanvas::mouseDoubleClickEvent(QMouseEvent*) { Q_EMIT fitAsked(); }

void ChartCanvas::leaveEvent(QEvent*) {
  if (!m_byKeyboard) Q_EMIT hovered(std::nullopt);
}

void ChartCanvas::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  if (std::exchange(m_byKeyboard, false)) Q_EMIT hovered(std::nullopt);
  update();
}

void ChartCanvas::activateFlagAt(double pixel) {
  const std::vector<std::size_t> found = m_plot.flagsAt(pixel);
  const auto checkpoint = std::find_if(found.begin(), found.end(), [this](std::size_t i) { return m_plot.flags[i].kind == ChartFlag::Kind::Checkpoint; });
  if (!found.empty()) Q_EMIT flagActivated(m_plot.flags[checkpoint == found.end() ? found.front() : *checkpoint]);
}

// The next point of the first curve, at least one pixel away.
std::optional<double> ChartCanvas::neighbour(double position, int direction) const {
  for (const ChartCurve& curve : m_plot.curves) {
    const CurveStore& store = curve.data->raw();
    if (!curve.shown || store.empty() || curve.style == CurveStyle::Planned) continue;
    const double beyond = m_plot.positionAt(m_plot.pixelOfX(position) + direction * 0.999);
    std::size_t i = store.firstFrom(curve.stepAt(beyond, m_plot.unit));
    if (direction < 0 && (i == store.size() || store.x(i) > curve.stepAt(beyond, m_plot.unit))) i = i == 0 ? 0 : i - 1;
    return curve.position(store.x(std::min(i, store.size() - 1)), m_plot.unit);
  }
  return std::nullopt;
}

void ChartCanvas::moveCrossHair(int direction, Qt::KeyboardModifiers modifiers) {
  if (modifiers.testFlag(Qt::ControlModifier)) return moveWindow(m_plot.window, 0.1 * direction);
  const double from = m_plot.crossHair.value_or((m_plot.window.x0 + m_plot.window.x1) / 2);
  const auto next = neighbour(from, direction);
  if (!next) return;
  const double place = std::clamp(*next, m_plot.window.x0, m_plot.window.x1);
  if (modifiers.testFlag(Qt::ShiftModifier)) Q_EMIT selected(PositionRange{m_plot.selection ? m_plot.selection->from : from, place});
  Q_EMIT hovered(place);
}

void ChartCanvas::keyPressEvent(QKeyEvent* event) {
  m_byKeyboard = true;
  const double middle = m_plot.crossHair ? m_plot.pixelOfX(*m_plot.crossHair) : m_plot.area.center().x();
  switch (event->key()) {
    case Qt::Key_Left: return moveCrossHair(-1, event->modifiers());
    case Qt::Key_Right: return moveCrossHair(1, event->modifiers());
    case Qt::Key_Home: return void(Q_EMIT hovered(m_plot.window.x0));
    case Qt::Key_End: return void(Q_EMIT hovered(std::min(m_plot.window.x1, m_plot.newest())));
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomAbout(middle, 0.8);
    case Qt::Key_Minus: return zoomAbout(middle, 1.25);
    case Qt::Key_0: return void(Q_EMIT fitAsked());
    case Qt::Key_Return:
    case Qt::Key_Enter: return activateFlagAt(middle);
    case Qt::Key_Escape:
      if (!m_plot.crossHair && !m_plot.selection) break;             // somebody else's Escape
      Q_EMIT hovered(std::nullopt);
      Q_EMIT selected(std::nullopt);
      return;
    default: break;
  }
  QWidget::keyPressEvent(event);
}

bool ChartCanvas::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QStringList texts;
  if (help->pos().y() > m_plot.area.bottom() - 14)
    for (const std::size_t i : m_plot.flagsAt(help->pos().x())) {
      const QString text = formatPosition(m_plot.flags[i].x, XUnit::Step) + QStringLiteral(": ") + m_plot.flags[i].text;
      if (texts.size() < 8 && !texts.contains(text)) texts << text;
    }
  if (texts.isEmpty()) QToolTip::hideText();
  else QToolTip::showText(help->globalPos(), texts.join(QLatin1Char('\n')), this);
  return true;
}

}  // namespace cloze
