// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_charts.h"

#include "widgets/models/list_models.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QButtonGroup>
#include <QGridLayout>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

enum Place : std::size_t { Loss, Rate, Accuracy, Norm, Speed };

bool endsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool startsWith(const std::string& text, const std::string& start) { return text.compare(0, start.size(), start) == 0; }

std::vector<std::string> namesWhere(const RunData* run, bool (*wanted)(const std::string&)) {
  std::vector<std::string> names;
  for (const std::string& name : run->curveNames())
    if (wanted(name)) names.push_back(name);
  return names;
}

bool isRate(const std::string& name) { return startsWith(name, "learning_rate"); }
bool isTrainAccuracy(const std::string& name) { return endsWith(name, "accuracy") && !startsWith(name, "validation/"); }
bool isValidationAccuracy(const std::string& name) { return endsWith(name, "accuracy") && startsWith(name, "validation/"); }

}  // namespace

RunCharts::RunCharts(RunData* run, QWidget* parent) : QWidget(parent), m_run(run) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(kSpace2);
  const QString waiting = tr("Points appear after the first training step.");
  const auto add = [this, grid, &waiting](const QString& title, const QString& unit, int row, int column, int span) {
    auto* chart = new ChartView(title, unit);
    chart->setEmptyText(waiting);
    grid->addWidget(chart, row, column, 1, span);
    m_charts.push_back(chart);
    link(chart);
  };
  add(metricTitle("loss"), metricUnit("loss"), 0, 0, 4);
  add(metricTitle("learning_rate"), metricUnit("learning_rate"), 0, 4, 2);
  add(tr("Right answers"), metricUnit("masked_accuracy"), 1, 0, 2);
  add(metricTitle("gradient_norm"), metricUnit("gradient_norm"), 1, 2, 2);
  add(metricTitle("tokens_per_second"), metricUnit("tokens_per_second"), 1, 4, 2);
  grid->setRowStretch(0, 6);
  grid->setRowStretch(1, 5);
  for (int i = 0; i < 6; ++i) grid->setColumnStretch(i, 1);
  makeModes();
  connect(run, &RunData::curvesChanged, this, &RunCharts::refreshCurves);
  connect(run, &RunData::listsChanged, this, &RunCharts::refreshValues);
  connect(run, &RunData::valuesChanged, this, &RunCharts::refreshValues);
  refreshCurves();
}

void RunCharts::makeModes() {
  m_modes = new QWidget;
  auto* row = new QHBoxLayout(m_modes);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace1);
  m_modeGroup = new QButtonGroup(this);
  struct Mode { ChartMode mode; QString text, help; };
  for (const Mode& mode : {Mode{ChartMode::Follow, tr("Follow"), tr("The right edge is the newest step")}, Mode{ChartMode::Keep, tr("Keep"), tr("The range stays as it is while points come in")},
                           Mode{ChartMode::Fit, tr("Fit"), tr("The whole run, with the steps still to come")}}) {
    QPushButton* button = makeButton(mode.text, {}, "segment");
    button->setCheckable(true);
    button->setToolTip(mode.help);
    m_modeGroup->addButton(button, static_cast<int>(mode.mode));
    row->addWidget(button);
  }
  m_modeGroup->button(static_cast<int>(ChartMode::Fit))->setChecked(true);
  connect(m_modeGroup, &QButtonGroup::idClicked, this, [this](int mode) { setMode(static_cast<ChartMode>(mode)); });
}

void RunCharts::setMode(ChartMode mode) {
  for (ChartView* chart : m_charts) chart->setMode(mode);
  m_modeGroup->button(static_cast<int>(mode))->setChecked(true);
}

void RunCharts::link(ChartView* chart) {
  connect(chart, &ChartView::zoomed, this, [this, chart](double x0, double x1) {
    for (ChartView* other : m_charts)
      if (other != chart) other->zoom(x0, x1);
  });
  connect(chart, &ChartView::modeChanged, this, [this, chart](ChartMode mode) {
    m_modeGroup->button(static_cast<int>(mode))->setChecked(true);
    for (ChartView* other : m_charts)
      if (other != chart && mode != ChartMode::Keep) other->setMode(mode);
  });
  connect(chart, &ChartView::hovered, this, [this, chart](std::optional<double> x) {
    for (ChartView* other : m_charts)
      if (other != chart) other->setCrossHair(x);
  });
}

void RunCharts::setOthers(std::vector<RunData*> others) {
  if (others == m_others) return;
  for (RunData* other : m_others) disconnect(other, nullptr, this, nullptr);
  m_others = std::move(others);
  for (RunData* other : m_others) {
    connect(other, &RunData::curvesChanged, this, &RunCharts::refreshCurves);
    connect(other, &QObject::destroyed, this, [this, other] {
      m_others.erase(std::remove(m_others.begin(), m_others.end(), other), m_others.end());
      refreshCurves();
    });
  }
  refreshCurves();
}

void RunCharts::setPlannedRates(const std::vector<std::pair<std::string, std::vector<double>>>& rates) {
  m_planned.clear();
  for (const auto& [group, values] : rates) {
    auto planned = std::make_shared<SmoothedCurve>();
    for (std::size_t i = 0; i < values.size(); ++i) planned->append(static_cast<double>(i + 1), values[i]);
    m_planned.emplace_back(group, std::move(planned));
  }
  refreshCurves();
}

std::vector<ChartCurve> RunCharts::curvesOf(RunData* run, const std::vector<std::string>& names, CurveStyle style) const {
  std::vector<ChartCurve> curves;
  for (const std::string& name : names) {
    const std::string plain = name.substr(name.find('/') + 1);
    const bool validation = startsWith(name, "validation/");
    const QString title = validation ? tr("%1, held-out text").arg(metricTitle(plain)) : metricTitle(plain);
    curves.push_back({title, run->colour(), style, run->curve(name), true});
  }
  return curves;
}

std::vector<ChartCurve> RunCharts::lossCurves() const {
  std::vector<ChartCurve> curves;
  const bool several = !m_others.empty();
  const auto add = [&](RunData* run) {
    const QString name = QString::fromStdString(run->row().name);
    if (run->lastStepOf("loss") >= 0) curves.push_back({several ? name : tr("training"), run->colour(), CurveStyle::Smoothed, run->curve("loss"), true});
    if (run->lastStepOf("validation/loss") >= 0)
      curves.push_back({several ? tr("%1, held-out text").arg(name) : tr("held-out text"), run->colour(), CurveStyle::Markers, run->curve("validation/loss"), true});
  };
  for (RunData* other : m_others)
    if (other != m_run) add(other);
  add(m_run);
  return curves;
}

std::vector<ChartCurve> RunCharts::accuracyCurves() const {
  std::vector<ChartCurve> curves;
  const std::vector<std::string> train = namesWhere(m_run, isTrainAccuracy), held = namesWhere(m_run, isValidationAccuracy);
  int colour = m_run->colour();
  for (const std::string& name : train) {
    for (ChartCurve& curve : curvesOf(m_run, {name}, CurveStyle::Smoothed)) { curve.colour = colour; curves.push_back(std::move(curve)); }
    const std::string twin = "validation/" + name;
    if (std::find(held.begin(), held.end(), twin) != held.end())
      for (ChartCurve& curve : curvesOf(m_run, {twin}, CurveStyle::Markers)) { curve.colour = colour; curves.push_back(std::move(curve)); }
    ++colour;
  }
  if (train.empty()) return curvesOf(m_run, held, CurveStyle::Markers);
  return curves;
}

std::vector<ChartCurve> RunCharts::rateCurves() const {
  std::vector<ChartCurve> curves;
  for (const auto& [group, planned] : m_planned) {
    curves.push_back({tr("planned"), m_run->colour(), CurveStyle::Planned, planned, true});
    break;                                              // one dashed line is enough where the groups share a schedule
  }
  int colour = m_run->colour();
  std::vector<std::shared_ptr<const SmoothedCurve>> seen;
  for (ChartCurve& curve : curvesOf(m_run, namesWhere(m_run, isRate), CurveStyle::Line)) {
    const auto same = [&curve](const std::shared_ptr<const SmoothedCurve>& other) {
      return other->raw().size() == curve.data->raw().size() && other->raw().lastY() == curve.data->raw().lastY();
    };
    if (std::any_of(seen.begin(), seen.end(), same)) continue;
    seen.push_back(curve.data);
    curve.colour = colour++;
    curves.push_back(std::move(curve));
  }
  return curves;
}

void RunCharts::refreshCurves() {
  m_charts[Loss]->setCurves(lossCurves());
  m_charts[Rate]->setCurves(rateCurves());
  m_charts[Accuracy]->setCurves(accuracyCurves());
  m_charts[Norm]->setCurves(curvesOf(m_run, {"gradient_norm"}, CurveStyle::Smoothed));
  m_charts[Speed]->setCurves(curvesOf(m_run, {"tokens_per_second"}, CurveStyle::Smoothed));
  refreshValues();
}

void RunCharts::refreshValues() {
  std::vector<ChartFlag> flags;
  for (const CheckpointRow& row : m_run->checkpoints())
    flags.push_back({static_cast<double>(row.step), tr("checkpoint, %1").arg(formatBytes(row.bytes)), ChartFlag::Kind::Checkpoint});
  for (const EventRow& row : m_run->events()) {
    const bool bad = row.kind == "failed" || row.kind == "not_a_number";
    if (bad || row.kind == "warning" || row.kind == "interrupted" || row.kind == "continued" || row.kind == "paused")
      flags.push_back({static_cast<double>(row.step), eventText(row), bad ? ChartFlag::Kind::Warning : ChartFlag::Kind::Note});
  }
  const auto last = [this](const std::string& name) { const auto curve = m_run->curve(name); return curve->smooth().empty() ? std::nan("") : curve->smooth().lastY(); };
  const auto figure = [](double value, QString text) { return std::isnan(value) ? QString() : text; };
  const auto loss = last("loss"), norm = last("gradient_norm"), speed = last("tokens_per_second");
  m_charts[Loss]->setFlags(flags);
  m_charts[Loss]->setFigure(figure(loss, formatNumber(loss)));
  m_charts[Norm]->setFigure(figure(norm, formatNumber(norm)));
  m_charts[Speed]->setFigure(figure(speed, formatNumber(speed)));
  const std::vector<std::string> rates = namesWhere(m_run, isRate);
  if (!rates.empty()) m_charts[Rate]->setFigure(formatRate(m_run->curve(rates.front())->raw().lastY()));
  std::vector<std::string> accuracies = namesWhere(m_run, isValidationAccuracy);
  if (accuracies.empty()) accuracies = namesWhere(m_run, isTrainAccuracy);
  if (!accuracies.empty()) m_charts[Accuracy]->setFigure(formatPercent(m_run->curve(accuracies.front())->raw().lastY()));
  for (ChartView* chart : m_charts) {
    chart->setPlannedEnd(static_cast<double>(m_run->row().steps));
    chart->dataChanged();
  }
}

}  // namespace cloze
