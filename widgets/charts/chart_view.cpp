// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_view.h"

#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/chart_group.h"
#include "widgets/charts/chart_legend.h"
#include "widgets/charts/chart_statistics.h"
#include "widgets/charts/plot_painter.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QMenu>
#include <QPointer>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

// One for all charts: those that were told of new points are painted together, at most 30 times a second.
QTimer* nextFrame() {
  static QPointer<QTimer> timer;
  if (!timer) {
    timer = new QTimer(QCoreApplication::instance());
    timer->setSingleShot(true);
    timer->setInterval(33);
  }
  return timer;
}

}  // namespace

ChartView::ChartView(const QString& title, const QString& unit, QWidget* parent)
    : QFrame(parent), m_title(makeLabel(title, "heading")), m_figure(makeLabel({}, "heading")), m_unit(new ElidedLabel(unit, "small")),
      m_legend(new ChartLegend), m_canvas(new ChartCanvas(m_plot)) {
  setProperty("role", QStringLiteral("card"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kSpace3, kSpace1, kSpace2, kSpace1);
  column->setSpacing(1);
  column->addLayout(makeHead());
  column->addWidget(m_legend);
  column->addWidget(m_canvas, 1);
  setTitle(title, unit);
  m_legend->hide();
  connect(nextFrame(), &QTimer::timeout, this, [this] { if (m_stale) updateNow(); });
  connect(m_legend, &ChartLegend::toggled, this, &ChartView::showCurve);
  connectCanvas();
  setMinimumSize(180, 140);
  refreshWindow();
}

ChartView::~ChartView() = default;

// Title and newest value, then unit and tools: a long title has the card's whole width, or two lines of it.
QLayout* ChartView::makeHead() {
  auto* head = new QVBoxLayout;
  head->setSpacing(0);
  auto* first = new QHBoxLayout;
  m_title->setWordWrap(true);
  first->addWidget(m_title, 1);
  first->addWidget(m_figure, 0, Qt::AlignTop);
  head->addLayout(first);
  auto* row = new QHBoxLayout;
  row->setSpacing(kSpace1);
  row->addWidget(m_unit, 1);
  head->addLayout(row);
  m_log = makeTool(QStringLiteral("log-scale"), tr("Logarithmic values"));
  m_log->setCheckable(true);
  connect(m_log, &QToolButton::toggled, this, &ChartView::setLogY);
  m_alone = makeTool(QStringLiteral("full-screen"), tr("Show alone on the whole screen"));
  connect(m_alone, &QToolButton::clicked, this, &ChartView::aloneAsked);
  QToolButton* save = makeTool(QStringLiteral("save"), tr("Save this chart, or read it as a table"));
  save->setPopupMode(QToolButton::InstantPopup);
  save->setMenu(m_menu = makeMenu());
  for (QToolButton* tool : {m_log, m_alone, save}) row->addWidget(tool);
  return head;
}

QToolButton* ChartView::makeTool(const QString& iconName, const QString& name) {
  auto* tool = new QToolButton;
  tool->setIcon(icon(iconName, IconColour::Muted));
  tool->setToolTip(name);
  tool->setAccessibleName(name);
  return tool;
}

QMenu* ChartView::makeMenu() {
  auto* menu = new QMenu(this);
  menu->addAction(tr("Save picture (PNG)..."), this, [this] { saveAs(QStringLiteral("png")); });
  menu->addAction(tr("Save drawing (SVG)..."), this, [this] { saveAs(QStringLiteral("svg")); });
  menu->addAction(tr("Save every point (CSV)..."), this, [this] { saveAs(QStringLiteral("csv")); });
  menu->addSeparator();
  menu->addAction(icon(QStringLiteral("table")), tr("Show as a table"), this, &ChartView::showTable);
  return menu;
}

void ChartView::connectCanvas() {
  connect(m_canvas, &ChartCanvas::zoomAsked, this, [this](double x0, double x1) {
    zoom(x0, x1);
    Q_EMIT zoomed(x0, x1);
    Q_EMIT modeChanged(m_mode);
  });
  connect(m_canvas, &ChartCanvas::fitAsked, this, [this] {
    setMode(ChartMode::Fit);
    Q_EMIT modeChanged(m_mode);
  });
  connect(m_canvas, &ChartCanvas::hovered, this, [this](std::optional<double> position) {
    if (!m_grouped) (new ChartGroup(this))->add(this);
    setCrossHair(position);
    Q_EMIT hovered(position);
  });
  connect(m_canvas, &ChartCanvas::selected, this, [this](std::optional<PositionRange> range) {
    setSelection(range);
    Q_EMIT selected(range);
  });
  connect(m_canvas, &ChartCanvas::flagActivated, this, &ChartView::flagActivated);
}

QString ChartView::title() const { return m_title->text(); }

void ChartView::setTitle(const QString& title, const QString& unit) {
  m_title->setText(title);
  m_title->setToolTip(tr("%1\nDrag moves, Ctrl+wheel zooms, double click fits; Shift+drag chooses a range.\nKeys: arrows move the cross-hair (Shift chooses, Ctrl moves the window), + and - zoom, 0 fits, Enter opens a flag.").arg(title));
  m_unit->setText(unit);
  setAccessibleName(title);
  m_canvas->setAccessibleName(tr("Chart: %1").arg(title));
}

void ChartView::setCurves(std::vector<ChartCurve> curves) {
  m_plot.curves = std::move(curves);
  for (ChartCurve& curve : m_plot.curves) {
    curve.shown = curve.shown && !m_hidden.contains(curve.name);
    curve.smoothing = m_smoothing;
  }
  m_legend->setCurves(m_plot.curves);
  updateNow();
}

void ChartView::showCurve(int curve, bool shown) {
  ChartCurve& changed = m_plot.curves.at(static_cast<std::size_t>(curve));
  changed.shown = shown;
  if (shown) m_hidden.remove(changed.name);
  else m_hidden.insert(changed.name);
  if (m_mode == ChartMode::Keep) m_plot.setWindowX(m_plot.window.x0, m_plot.window.x1);
  updateNow();
}

void ChartView::setFlags(std::vector<ChartFlag> flags, std::shared_ptr<const StepAxis> axis) {
  m_plot.flags = std::move(flags);
  m_plot.axis = std::move(axis);
  dataChanged();
}

void ChartView::setPlannedEnd(double step) {
  m_plannedEnd = step;
  dataChanged();
}

void ChartView::setFigure(const QString& figure) {
  if (m_figure->text() != figure) m_figure->setText(figure);
}

void ChartView::dataChanged() {
  m_stale = true;
  if (!nextFrame()->isActive()) nextFrame()->start();
}

void ChartView::updateNow() {
  m_stale = false;
  refreshWindow();
  m_canvas->setAccessibleDescription(sentence());
  m_canvas->update();
}

void ChartView::setMode(ChartMode mode) {
  if (mode == ChartMode::Follow) m_followWidth = m_mode == ChartMode::Keep ? window().x1 - window().x0 : 0;
  m_mode = mode;
  updateNow();
}

void ChartView::zoom(double x0, double x1) {
  m_mode = ChartMode::Keep;
  m_plot.setWindowX(x0, x1);
  updateNow();
}

void ChartView::setXUnit(XUnit unit) {
  if (unit == m_plot.unit) return;
  const ChartCurve* first = m_plot.curves.empty() ? nullptr : &m_plot.curves.back();
  const double from = first ? first->stepAt(m_plot.window.x0, m_plot.unit) : 0, to = first ? first->stepAt(m_plot.window.x1, m_plot.unit) : 1;
  m_plot.unit = unit;
  m_plot.crossHair.reset();
  m_plot.selection.reset();
  m_followWidth = 0;
  if (m_mode == ChartMode::Keep && first) m_plot.setWindowX(first->position(from, unit), first->position(to, unit));
  updateNow();
}

void ChartView::setLogX(bool logarithmic) {
  m_plot.logX = logarithmic;
  if (m_mode == ChartMode::Keep) m_plot.setWindowX(m_plot.window.x0, m_plot.window.x1);
  updateNow();
}

void ChartView::setLogY(bool logarithmic) {
  m_log->setChecked(logarithmic);
  m_plot.logY = logarithmic;
  if (m_mode == ChartMode::Keep) m_plot.setWindowX(m_plot.window.x0, m_plot.window.x1);
  updateNow();
}

void ChartView::setSmoothing(double weight) {
  m_smoothing = weight;
  for (ChartCurve& curve : m_plot.curves) curve.smoothing = weight;
  updateNow();
}

void ChartView::setCrossHair(std::optional<double> position) {
  if (m_plot.crossHair == position) return;
  m_plot.crossHair = position;
  m_canvas->update();
}

void ChartView::setSelection(std::optional<PositionRange> range) {
  m_plot.selection = range;
  m_canvas->update();
}

void ChartView::setAlone(bool alone) {
  m_alone->setToolTip(alone ? tr("Back to the page (Escape)") : tr("Show alone on the whole screen"));
  m_alone->setAccessibleName(m_alone->toolTip());
}

// Follow and Fit: to the newest point, or to the end that is planned. Keep: as it is.
void ChartView::refreshWindow() {
  if (m_mode != ChartMode::Keep) {
    const double newest = m_plot.newest();
    const ChartCurve* last = m_plot.curves.empty() ? nullptr : &m_plot.curves.back();
    const double planned = m_plannedEnd > 0 && last ? last->position(m_plannedEnd, m_plot.unit) : m_plannedEnd;
    const double end = m_mode == ChartMode::Fit || newest <= 0 ? std::max(newest, planned) : newest;
    const double begin = m_mode == ChartMode::Follow && m_followWidth > 0 ? std::max(0.0, end - m_followWidth) : 0;
    m_plot.setWindowX(begin, end > 0 ? end : 1);
  }
  m_plot.layOut(m_canvas->rect());
}

std::vector<ValueLine> ChartView::valuesAt(double position) const {
  std::vector<ValueLine> lines;
  for (const ChartCurve& curve : m_plot.curves) {
    const CurveStore& store = curve.store();
    const double step = curve.stepAt(position, m_plot.unit);
    const auto index = curve.shown ? store.nearest(step) : std::nullopt;
    if (!index || store.x(0) > step + 1) continue;
    const bool smoothed = curve.style == CurveStyle::Smoothed && curve.smoothing > 0;
    const auto raw = curve.data->raw().nearest(step);
    QString value = formatNumber(store.y(*index));
    if (smoothed && raw) value = tr("%1 (raw %2)").arg(value, formatNumber(curve.data->raw().y(*raw)));
    lines.push_back({curve.name, curvePen(curve), {value}});
  }
  return lines;
}

QStringList ChartView::statisticsColumns() { return {tr("smallest"), tr("largest"), tr("mean"), tr("slope"), tr("points")}; }

std::vector<ValueLine> ChartView::statisticsIn(const PositionRange& range) const {
  std::vector<ValueLine> lines;
  for (const ChartCurve& curve : m_plot.curves) {
    if (!curve.shown || curve.style == CurveStyle::Planned) continue;
    const CurveStatistics found = statisticsOf(curve, m_plot.unit, range);
    QString count = formatCount(static_cast<std::int64_t>(found.count));
    if (found.notNumbers > 0) count += tr(" + %1 not numbers").arg(found.notNumbers);
    lines.push_back({curve.name, curvePen(curve), {formatNumber(found.low), formatNumber(found.high), formatNumber(found.mean), formatNumber(found.slope, 2), count}});
  }
  return lines;
}

void ChartView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) dataChanged();
  QFrame::changeEvent(event);
}

void ChartView::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  dataChanged();
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) { m_menu->popup(event->globalPos()); }

}  // namespace cloze
