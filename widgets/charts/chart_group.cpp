// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_group.h"

#include "widgets/charts/chart_canvas.h"
#include "widgets/shared/theme.h"

#include <QCoreApplication>
#include <QDialog>
#include <QResizeEvent>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

namespace cloze {

namespace {

// One chart on the whole screen; gives it back when it is closed.
class AloneDialog final : public QDialog {
 public:
  AloneDialog(ChartView* chart, std::function<void()> giveBack, QWidget* parent) : QDialog(parent), m_giveBack(std::move(giveBack)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(chart->title());
    auto* column = new QVBoxLayout(this);
    column->addWidget(chart);
    chart->show();
  }

 protected:
  void done(int result) override {
    if (m_giveBack) std::exchange(m_giveBack, nullptr)();
    QDialog::done(result);
  }

 private:
  std::function<void()> m_giveBack;
};

}  // namespace

ChartGroup::ChartGroup(QWidget* host) : QObject(host), m_host(host), m_table(new ValueTable(host)) {}

void ChartGroup::add(ChartView* chart) {
  if (m_charts.empty()) {                          // the first one says how the others look
    m_mode = chart->mode();
    m_unit = chart->plot().unit;
    m_logX = chart->plot().logX;
  }
  m_charts.push_back(chart);
  chart->setGrouped();
  chart->setSmoothing(m_smoothing);
  chart->setLogX(m_logX);
  chart->setXUnit(m_unit);
  if (m_mode != ChartMode::Keep && chart->mode() != m_mode) chart->setMode(m_mode);
  connect(chart, &QObject::destroyed, this, [this, chart] { m_charts.erase(std::remove(m_charts.begin(), m_charts.end(), chart), m_charts.end()); });
  connect(chart, &ChartView::zoomed, this, [this, chart](double x0, double x1) {
    for (ChartView* other : m_charts)
      if (other != chart) other->zoom(x0, x1);
  });
  connect(chart, &ChartView::modeChanged, this, [this](ChartMode mode) {
    if (mode != ChartMode::Keep) return setMode(mode);
    m_mode = mode;
    Q_EMIT modeChanged(mode);
  });
  connect(chart, &ChartView::hovered, this, [this, chart](std::optional<double> position) { hover(chart, position); });
  connect(chart, &ChartView::selected, this, [this, chart](std::optional<PositionRange> range) { select(chart, range); });
  connect(chart, &ChartView::flagActivated, this, &ChartGroup::flagActivated);
  connect(chart, &ChartView::aloneAsked, this, [this, chart] { showAlone(chart); });
}

void ChartGroup::setMode(ChartMode mode) {
  m_mode = mode;
  for (ChartView* chart : m_charts) chart->setMode(mode);
  Q_EMIT modeChanged(mode);
}

void ChartGroup::setXUnit(XUnit unit) {
  m_unit = unit;
  m_crossHair.reset();
  m_selection.reset();
  m_table->hide();
  for (ChartView* chart : m_charts) chart->setXUnit(unit);
}

void ChartGroup::setLogX(bool logarithmic) {
  m_logX = logarithmic;
  for (ChartView* chart : m_charts) chart->setLogX(logarithmic);
}

void ChartGroup::setSmoothing(double weight) {
  m_smoothing = weight;
  for (ChartView* chart : m_charts) chart->setSmoothing(weight);
}

void ChartGroup::hover(ChartView* chart, std::optional<double> position) {
  m_pointed = chart;
  m_crossHair = position;
  for (ChartView* other : m_charts) other->setCrossHair(position);
  refreshTable();
}

void ChartGroup::select(ChartView* chart, std::optional<PositionRange> range) {
  m_pointed = chart;
  m_selection = range;
  for (ChartView* other : m_charts) other->setSelection(range);
  refreshTable();
}

void ChartGroup::refreshTable() {
  if (!m_pointed || !m_pointed->isVisible() || (!m_selection && !m_crossHair)) return m_table->hide();
  std::vector<ValueLine> lines;
  for (const ChartView* chart : m_charts) {
    const std::vector<ValueLine> found = m_selection ? chart->statisticsIn(*m_selection) : chart->valuesAt(*m_crossHair);
    if (found.size() > 1 && m_charts.size() > 1) lines.push_back({chart->title(), QPen(Qt::NoPen), {}});
    for (ValueLine line : found) {
      if (found.size() == 1 && m_charts.size() > 1) line.name = chart->title();
      lines.push_back(std::move(line));
    }
  }
  if (lines.empty()) return m_table->hide();
  if (m_selection) {
    const auto [from, to] = std::minmax(m_selection->from, m_selection->to);
    m_table->setLines(tr("%1 to %2").arg(m_pointed->plot().positionText(from), m_pointed->plot().positionText(to)), ChartView::statisticsColumns(), std::move(lines));
    return showTable(m_pointed, to);
  }
  m_table->setLines(m_pointed->plot().positionText(*m_crossHair), {}, std::move(lines));
  showTable(m_pointed, *m_crossHair);
}

void ChartGroup::showTable(ChartView* beside, double position) {
  QWidget* host = beside->QWidget::window() == m_host->window() ? m_host : beside->QWidget::window();    // alone on the screen: over its own window
  if (m_table->parentWidget() != host) m_table->setParent(host);
  const Plot& plot = beside->plot();
  const QPoint place(static_cast<int>(std::clamp(plot.pixelOfX(position), plot.area.left(), plot.area.right())), static_cast<int>(plot.area.top()) + kSpace1);
  m_table->moveBeside(beside->canvas()->mapTo(host, place));
  m_table->raise();
  m_table->show();
  QString spoken = m_table->title();
  for (const ValueLine& line : m_table->lines()) spoken += QStringLiteral("; ") + line.name + QLatin1Char(' ') + line.cells.join(QLatin1Char(' '));
  beside->canvas()->setAccessibleDescription(spoken);
}

void ChartGroup::showAlone(ChartView* chart) {
  if (auto* dialog = dynamic_cast<AloneDialog*>(chart->QWidget::window())) return dialog->reject();
  QPointer<QWidget> home = chart->parentWidget();
  const QRect place = chart->geometry();
  const auto giveBack = [this, guard = QPointer<ChartGroup>(this), shown = QPointer<ChartView>(chart), home, place] {
    if (!guard || !shown || !home) return;
    m_table->setParent(m_host);
    m_table->hide();
    shown->setParent(home);
    shown->setGeometry(place);
    QCoreApplication::postEvent(home, new QResizeEvent(home->size(), home->size()));   // it may have changed meanwhile
    shown->setAlone(false);
    shown->show();
    shown->canvas()->setFocus();
  };
  auto* dialog = new AloneDialog(chart, giveBack, m_host->window());
  chart->setAlone(true);
  dialog->setGeometry(m_host->window()->screen()->geometry());    // where no window manager does it
  dialog->showFullScreen();
  chart->canvas()->setFocus();
}

}  // namespace cloze
