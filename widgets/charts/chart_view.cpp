// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_view.h"

#include "widgets/charts/chart_scale.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QGraphicsScene>
#include <QGraphicsView>
#include <QMenu>
#include <QMouseEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cloze {

ChartView::ChartView(const QString& title, const QString& unit, QWidget* parent)
    : QFrame(parent), m_title(makeLabel(title, "heading")), m_unit(new ElidedLabel(unit, "small")), m_figure(makeLabel({}, "heading")) {
  setProperty("role", QStringLiteral("card"));
  setAccessibleName(title);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace3, kSpace2, kSpace2, kSpace1);
  column->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setSpacing(kSpace2);
  head->addWidget(m_title);
  head->addWidget(m_unit, 1);
  head->addWidget(m_figure);
  head->addWidget(makeMenuButton());
  column->addLayout(head);
  makeChart();
  column->addWidget(m_view, 1);
  m_refresh.setSingleShot(true);
  m_refresh.setInterval(33);
  connect(&m_refresh, &QTimer::timeout, this, &ChartView::updateNow);
  setMinimumSize(220, 150);
}

ChartView::~ChartView() = default;

QToolButton* ChartView::makeMenuButton() {
  auto* button = new QToolButton;
  button->setIcon(icon(QStringLiteral("save"), IconColour::Muted));
  button->setToolTip(tr("Save this chart, or read it as a table"));
  button->setAccessibleName(tr("Save or read as a table"));
  button->setPopupMode(QToolButton::InstantPopup);
  auto* menu = new QMenu(button);
  menu->addAction(tr("Save picture (PNG)..."), this, [this] { saveAs(QStringLiteral("png")); });
  menu->addAction(tr("Save drawing (SVG)..."), this, [this] { saveAs(QStringLiteral("svg")); });
  menu->addAction(tr("Save every point (CSV)..."), this, [this] { saveAs(QStringLiteral("csv")); });
  menu->addSeparator();
  menu->addAction(icon(QStringLiteral("table")), tr("Show as a table"), this, &ChartView::showTable);
  button->setMenu(menu);
  button->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
  return button;
}

void ChartView::makeChart() {
  m_view = new QGraphicsView(new QGraphicsScene(this));
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setStyleSheet(QStringLiteral("background: transparent"));
  m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_view->setAlignment(Qt::AlignLeft | Qt::AlignTop);
  m_view->setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
  m_view->setFocusPolicy(Qt::NoFocus);
  m_view->viewport()->installEventFilter(this);
  m_view->viewport()->setMouseTracking(true);
  m_item = new CurveItem;
  m_view->scene()->addItem(m_item);
  refreshWindow();
}

void ChartView::setTitle(const QString& title, const QString& unit) {
  m_title->setText(title);
  m_unit->setText(unit);
  setAccessibleName(title);
}

void ChartView::setCurves(std::vector<ChartCurve> curves) {
  m_item->curves() = std::move(curves);
  updateNow();
}

void ChartView::setPlannedEnd(double x) {
  m_plannedEnd = x;
  dataChanged();
}

void ChartView::setFigure(const QString& figure) {
  if (m_figure->text() != figure) m_figure->setText(figure);
}

void ChartView::dataChanged() {
  if (!m_refresh.isActive()) m_refresh.start();
}

void ChartView::updateNow() {
  refreshWindow();
  m_item->update();
  setAccessibleDescription(sentence());
}

void ChartView::setMode(ChartMode mode) {
  if (mode == ChartMode::Follow) m_followWidth = m_mode == ChartMode::Keep ? window().x1 - window().x0 : 0;
  m_mode = mode;
  updateNow();
}

void ChartView::zoom(double x0, double x1) {
  m_mode = ChartMode::Keep;
  ChartWindow wanted = window();
  wanted.x0 = x0;
  wanted.x1 = x1;
  const CurveRange values = valuesIn(x0, x1);
  wanted.y0 = values.low;
  wanted.y1 = values.high;
  m_item->setWindow(wanted);
  refreshAxes();
}

ChartWindow ChartView::wantedWindow() const {
  ChartWindow wanted = m_item->window();
  double newest = 0;
  for (const ChartCurve& curve : m_item->curves())
    if (!curve.store().empty() && curve.style != CurveStyle::Planned) newest = std::max(newest, curve.store().lastX());
  const double planned = m_mode == ChartMode::Fit ? std::max(newest, m_plannedEnd) : newest;
  wanted.x1 = planned > 0 ? planned : m_plannedEnd > 0 ? m_plannedEnd : 1;
  wanted.x0 = m_mode == ChartMode::Follow && m_followWidth > 0 ? std::max(0.0, wanted.x1 - m_followWidth) : 0;
  if (wanted.x1 - wanted.x0 < 1e-9) wanted.x1 = wanted.x0 + 1;
  const CurveRange values = valuesIn(wanted.x0, wanted.x1);
  wanted.y0 = values.low;
  wanted.y1 = values.high;
  return wanted;
}

// Where the curves are, widened to round values. Of a smoothed curve the mean counts, and the raw values as far as they are not alone.
CurveRange ChartView::valuesIn(double x0, double x1) const {
  CurveRange all{1e300, -1e300};
  for (const ChartCurve& curve : m_item->curves()) {
    if (!curve.shown) continue;
    if (const auto range = curve.data->raw().range(x0, x1)) {
      all.low = std::min(all.low, range->low);
      all.high = std::max(all.high, range->high);
    }
  }
  if (all.low > all.high) return {0, 1};
  if (all.low > 0 && all.low < all.high * 0.4) all.low = 0;      // near zero: start the axis there
  if (all.high - all.low < std::abs(all.high) * 1e-6 + 1e-12) all = {all.low == 0 ? 0 : all.low - std::abs(all.low) * 0.1, all.high == 0 ? 1 : all.high + std::abs(all.high) * 0.1};
  const std::vector<double> ticks = niceTicks(all.low, all.high);
  if (ticks.size() < 2) return all;
  const double step = ticks[1] - ticks[0];
  return {std::floor(all.low / step + 1e-9) * step, std::ceil(all.high / step - 1e-9) * step};
}

void ChartView::refreshWindow() {
  if (m_mode != ChartMode::Keep) m_item->setWindow(wantedWindow());
  refreshAxes();
}

void ChartView::refreshAxes() {
  const auto ticksOf = [](double low, double high, int target) {
    std::vector<ChartTick> labelled;
    const std::vector<double> ticks = niceTicks(low, high, target);
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : high - low;
    for (const double tick : ticks) labelled.push_back({tick, tickLabel(tick, step)});
    return labelled;
  };
  const ChartWindow& shown = m_item->window();
  const double fontScale = Theme::current().fontScale();
  std::vector<ChartTick> x = ticksOf(shown.x0, shown.x1, std::clamp(static_cast<int>(m_view->width() / (90 * fontScale)), 2, 6));
  std::vector<ChartTick> y = ticksOf(shown.y0, shown.y1, m_view->height() < 130 * fontScale ? 3 : 5);
  const QFontMetricsF metrics(Theme::current().small());
  double labels = 0;
  for (const ChartTick& tick : y) labels = std::max(labels, metrics.horizontalAdvance(tick.label));
  m_item->setTicks(std::move(x), std::move(y));
  const QRectF all(QPointF(0, 0), QSizeF(m_view->viewport()->size()));
  m_view->setSceneRect(all);
  m_item->setPlot(all.adjusted(labels + kSpace2 + 2, metrics.height() / 2 + 2, -kSpace3, -metrics.height() - kSpace1 - 2));
}

void ChartView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange && m_item) m_item->update();
  QFrame::changeEvent(event);
}

void ChartView::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  dataChanged();
}

bool ChartView::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::Wheel: return handleWheel(static_cast<QWheelEvent*>(event));
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonRelease:
    case QEvent::MouseMove:
    case QEvent::MouseButtonDblClick: return handleMouse(static_cast<QMouseEvent*>(event));
    case QEvent::Leave:
      m_item->setCrossHair(std::nullopt, false);
      Q_EMIT hovered(std::nullopt);
      break;
    default: break;
  }
  return QFrame::eventFilter(watched, event);
}

bool ChartView::handleWheel(QWheelEvent* event) {
  if (event->angleDelta().y() == 0) return false;
  const ChartWindow shown = window();
  const double centre = m_item->xAt(m_view->mapToScene(event->position().toPoint()).x());
  const double factor = std::pow(1.0015, -event->angleDelta().y());
  zoom(std::max(0.0, centre - (centre - shown.x0) * factor), centre + (shown.x1 - centre) * factor);
  Q_EMIT zoomed(window().x0, window().x1);
  Q_EMIT modeChanged(m_mode);
  return true;
}

bool ChartView::handleMouse(QMouseEvent* event) {
  const QPointF place = m_view->mapToScene(event->position().toPoint());
  if (event->type() == QEvent::MouseButtonDblClick) {
    setMode(ChartMode::Fit);
    Q_EMIT modeChanged(m_mode);
  } else if (event->type() == QEvent::MouseButtonPress && m_item->legendAt(place) >= 0) {
    ChartCurve& curve = m_item->curves()[static_cast<std::size_t>(m_item->legendAt(place))];
    curve.shown = !curve.shown;
    updateNow();
  } else if (event->type() == QEvent::MouseButtonPress && event->button() == Qt::LeftButton) {
    m_dragFrom = place;
    m_dragWindow = window();
  } else if (event->type() == QEvent::MouseButtonRelease) {
    m_dragFrom.reset();
  } else if (m_dragFrom && std::abs(place.x() - m_dragFrom->x()) > 3) {
    const double shift = std::min((m_dragFrom->x() - place.x()) / std::max(1.0, m_item->plot().width()) * (m_dragWindow.x1 - m_dragWindow.x0), 1e12);
    const double x0 = std::max(0.0, m_dragWindow.x0 + shift);
    zoom(x0, x0 + m_dragWindow.x1 - m_dragWindow.x0);
    Q_EMIT zoomed(window().x0, window().x1);
    Q_EMIT modeChanged(m_mode);
  } else if (!m_dragFrom) {
    const double x = m_item->xAt(place.x());
    const bool inside = m_item->plot().adjusted(-4, 0, 4, 0).contains(place);
    m_item->setCrossHair(inside ? std::optional<double>(x) : std::nullopt, inside);
    Q_EMIT hovered(inside ? std::optional<double>(x) : std::nullopt);
  }
  return true;
}

}  // namespace cloze
