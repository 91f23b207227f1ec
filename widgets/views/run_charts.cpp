// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_charts.h"

#include "widgets/charts/card_grid.h"
#include "widgets/models/list_models.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"
#include "widgets/views/layer_scores.h"

#include <QComboBox>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <set>

namespace cloze {

namespace {

constexpr const char* kAlways[] = {"loss", "learning_rate", "gradient_norm", "tokens_per_second"};   // shown before their first point
constexpr const char* kFirst[] = {"loss", "learning_rate"};
constexpr const char* kLast[] = {"perplexity", "gradient_norm", "tokens_per_second", "padding_share", "memory_mb"};
constexpr std::size_t kPlaceOfScores = 2;               // after the loss and the learning rate
const std::string kObjectiveLosses = "objective_losses", kValidation = "validation/";

bool endsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool isValidation(const std::string& name) { return name.compare(0, kValidation.size(), kValidation) == 0; }
std::string metricOf(const std::string& series) { return isValidation(series) ? series.substr(kValidation.size()) : series; }

// The chart a series stands on: its metric, without the group after a slash; the losses of several objectives share one, and so do the layers of a
// probe.
std::string chartOf(const std::string& series) {
  const std::string metric = metricOf(series);
  if (metric != "loss" && endsWith(metric, "_loss")) return kObjectiveLosses;
  if (const auto probed = probedLayer(metric)) return probed->metric + kByLayer;
  return metric.substr(0, metric.find('/'));
}

template <class List> bool contains(const List& list, const std::string& id) { return std::find(std::begin(list), std::end(list), id) != std::end(list); }

bool sameValues(const CurveStore& a, const CurveStore& b) {
  if (a.size() != b.size()) return false;
  return a.empty() || (a.y(0) == b.y(0) && a.lastY() == b.lastY() && a.y(a.size() / 2) == b.y(b.size() / 2));
}

}  // namespace

RunCharts::RunCharts(RunData* run, QWidget* parent) : QWidget(parent), m_run(run), m_group(new ChartGroup(this)), m_grid(new CardGrid) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  QScrollArea* scroll = makePageScroll(m_grid);
  scroll->setFocusPolicy(Qt::NoFocus);
  column->addWidget(scroll);
  fitToText(m_grid, [this] {
    const double scale = Theme::current().fontScale();
    m_grid->setLeast({static_cast<int>(250 * scale), static_cast<int>(165 * scale)});
  });
  makeControls();
  connect(run, &RunData::curvesChanged, this, &RunCharts::refreshCurves);
  connect(run, &RunData::listsChanged, this, &RunCharts::refreshFlags);
  connect(run, &RunData::statusChanged, this, &RunCharts::refreshFlags);
  connect(run, &RunData::valuesChanged, this, &RunCharts::refreshValues);
  connect(m_group, &ChartGroup::flagActivated, this, [this](const ChartFlag& flag) {
    if (flag.kind == ChartFlag::Kind::Checkpoint) Q_EMIT checkpointAsked(static_cast<std::int64_t>(flag.x));
  });
  refreshCurves();
}

ChartView* RunCharts::chart(const std::string& id) const {
  const auto found = m_charts.find(id);
  return found == m_charts.end() ? nullptr : found->second;
}

ChartView* RunCharts::makeChart(const std::string& id) {
  const bool byLayer = endsWith(id, kByLayer);
  const std::string metric = byLayer ? id.substr(0, id.size() - std::string(kByLayer).size()) : id;
  auto* chart = new ChartView(byLayer ? tr("%1, layer by layer").arg(metricTitle(metric)) : metricTitle(id), metricUnit(metric));
  chart->setValueBounds(metricBounds(metric));
  m_group->add(chart);
  return chart;
}

// In a fixed order, then what else was logged, by name.
std::vector<std::string> RunCharts::chartIds() const {
  std::set<std::string> there(std::begin(kAlways), std::end(kAlways)), losses;
  for (const std::string& name : m_run->curveNames()) {
    if (chartOf(name) == kObjectiveLosses) losses.insert(metricOf(name));
    else if (metricOf(name) != kBestLayer) there.insert(chartOf(name));   // said by the scores of the layers
  }
  std::vector<std::string> ids(std::begin(kFirst), std::end(kFirst));
  for (const std::string& id : there)
    if (!contains(kFirst, id) && !contains(kLast, id)) ids.push_back(id);
  if (losses.size() > 1) ids.push_back(kObjectiveLosses);          // of one objective alone it is the loss once more
  for (const char* id : kLast)
    if (there.count(id)) ids.emplace_back(id);
  return ids;
}

void RunCharts::setOthers(std::vector<RunData*> others) {
  if (others == m_others) return;
  for (RunData* other : m_others) disconnect(other, nullptr, this, nullptr);
  m_others = std::move(others);
  for (RunData* other : m_others) {
    connect(other, &RunData::curvesChanged, this, &RunCharts::refreshCurves);
    connect(other, &RunData::valuesChanged, this, &RunCharts::refreshValues);
    connect(other, &QObject::destroyed, this, [this, other] {
      m_others.erase(std::remove(m_others.begin(), m_others.end(), other), m_others.end());
      refreshCurves();
    });
  }
  refreshCurves();
}

void RunCharts::setPlannedRates(const std::vector<LearningRateCurve>& curves) {
  m_planned = plannedRates(curves);
  refreshCurves();
}

// Of one run on one chart: what was measured on training batches, then on held-out text.
std::vector<ChartCurve> RunCharts::curvesOf(const std::string& chart, RunData* run) const {
  const QString runName = m_others.empty() ? QString() : QString::fromStdString(run->row().name);
  std::vector<std::string> names;
  for (const std::string& name : run->curveNames())
    if (chartOf(name) == chart) names.push_back(name);
  std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    const auto layerOf = [](const std::string& name) { const auto probed = probedLayer(metricOf(name)); return probed ? probed->layer : 0; };
    return std::pair(isValidation(a), layerOf(a)) < std::pair(isValidation(b), layerOf(b));
  });
  std::vector<std::string> metrics;                    // several on one chart: each its own colour
  std::vector<ChartCurve> curves;
  for (const std::string& name : names) {
    const std::string metric = metricOf(name);
    if (!contains(metrics, metric)) metrics.push_back(metric);
    const auto number = static_cast<int>(std::find(metrics.begin(), metrics.end(), metric) - metrics.begin());
    const bool held = isValidation(name), several = metric != chart;
    const std::size_t slash = metric.find('/');
    const std::string part = probedLayer(metric) ? metric.substr(0, slash) : metric.substr(slash + 1);
    QString title = several ? metricTitle(part) : held ? tr("held-out text") : tr("training");
    if (several && held) title = tr("%1, held-out text").arg(title);
    if (!runName.isEmpty()) title = several || held ? QStringLiteral("%1, %2").arg(runName, title) : runName;
    const CurveStyle style = held ? CurveStyle::Markers : chart == "learning_rate" ? CurveStyle::Line : CurveStyle::Smoothed;
    ChartCurve curve{title, run->colour() + number, style, run->curve(name)};
    curve.axis = run->axis();
    curves.push_back(std::move(curve));
  }
  return chart == "learning_rate" ? rateCurves(std::move(curves)) : curves;
}

// Groups that share their rates are one curve with both names.
std::vector<ChartCurve> RunCharts::rateCurves(std::vector<ChartCurve> curves) const {
  std::vector<ChartCurve> distinct;
  for (ChartCurve& curve : curves) {
    const auto twin = std::find_if(distinct.begin(), distinct.end(), [&curve](const ChartCurve& other) { return sameValues(other.data->raw(), curve.data->raw()); });
    if (twin != distinct.end()) { twin->name += QStringLiteral(", ") + curve.name; continue; }
    curve.colour = distinct.empty() ? curve.colour : distinct.back().colour + 1;
    distinct.push_back(std::move(curve));
  }
  if (distinct.size() == 1 && m_others.empty()) distinct.front().name = tr("as trained");
  return distinct;
}

void RunCharts::refreshCurves() {
  const std::vector<std::string> ids = chartIds();
  for (const std::string& id : ids)
    if (!m_charts.count(id)) m_charts[id] = makeChart(id);
  for (const auto& [id, chart] : m_charts) {
    std::vector<ChartCurve> curves;
    if (id == "learning_rate")
      for (const auto& [group, planned] : m_planned) {
        curves.push_back({m_planned.size() == 1 ? tr("planned") : tr("planned, %1").arg(metricTitle(group)), m_run->colour(), CurveStyle::Planned, planned});
        curves.back().axis = m_run->axis();
      }
    for (RunData* other : m_others)
      for (ChartCurve& curve : curvesOf(id, other)) curves.push_back(std::move(curve));
    for (ChartCurve& curve : curvesOf(id, m_run)) curves.push_back(std::move(curve));
    chart->setCurves(std::move(curves));
  }
  refreshLayerScores();
  if (ids != m_order) {
    m_order = ids;
    std::vector<QWidget*> cards;
    for (const std::string& id : ids) cards.push_back(m_charts[id]);
    if (m_layerScores) cards.insert(cards.begin() + kPlaceOfScores, m_layerScores);
    m_grid->setCards(cards);
  }
  refreshFlags();
  refreshValues();
}

// The end of a probe: every layer's newest held-out value, the best one flagged.
void RunCharts::refreshLayerScores() {
  const LayerScores scores = layerScores(m_run);
  if (scores.values.empty()) return;
  if (!m_layerScores) {
    m_layerScores = new ChartView(tr("%1 by layer: whose features are best").arg(metricTitle(scores.metric)), metricUnit(scores.metric));
    m_layerScores->setValueBounds(metricBounds(scores.metric));
    m_layerScores->setXName(tr("layer"));
    m_order.clear();                                     // a card came
  }
  std::vector<ChartCurve> curves;
  for (RunData* run : m_others)
    if (const LayerScores theirs = layerScores(run); theirs.metric == scores.metric) curves.push_back(theirs.curve(QString::fromStdString(run->row().name), run->colour()));
  curves.push_back(scores.curve(m_others.empty() ? tr("held-out text") : QString::fromStdString(m_run->row().name), m_run->colour()));
  m_layerScores->setCurves(std::move(curves));
  const QString best = tr("best: layer %1, %2").arg(QString::number(scores.best), formatNumber(scores.values.at(scores.best)));
  m_layerScores->setFlags({{static_cast<double>(scores.best), best, ChartFlag::Kind::Evaluation}});
  m_layerScores->setFigure(best);
  m_layerScores->dataChanged();
}

QString RunCharts::figureOf(const std::string& chart) const {
  const auto newest = [this](const std::string& name) {
    const CurveStore& store = m_run->curve(name)->smooth();
    return store.empty() ? std::nan("") : store.lastY();
  };
  if (endsWith(chart, kByLayer)) return {};              // the scores of the layers say which is best
  for (const std::string& name : m_run->curveNames()) {
    if (chartOf(name) != chart || isValidation(name)) continue;
    if (chart == "learning_rate") return formatRate(m_run->curve(name)->raw().lastY());
    const double held = m_run->lastStepOf(kValidation + name) >= 0 && chart != "loss" ? m_run->curve(kValidation + name)->raw().lastY() : newest(name);
    return endsWith(chart, "accuracy") || endsWith(chart, "share") ? formatPercent(held) : formatNumber(held);
  }
  const std::string held = kValidation + chart;
  if (m_run->lastStepOf(held) < 0) return {};
  const double value = m_run->curve(held)->raw().lastY();
  return endsWith(chart, "accuracy") ? formatPercent(value) : formatNumber(value);
}

std::vector<ChartFlag> RunCharts::flags() const {
  using Kind = ChartFlag::Kind;
  std::vector<ChartFlag> flags;
  for (const CheckpointRow& row : m_run->checkpoints())
    flags.push_back({static_cast<double>(row.step), row.removed ? tr("checkpoint, deleted since") : tr("checkpoint, %1; click to look inside").arg(formatBytes(row.bytes)), row.removed ? Kind::Note : Kind::Checkpoint});
  const CurveStore& held = m_run->curve("validation/loss")->raw();
  for (std::size_t i = 0; i < held.size(); ++i) flags.push_back({held.x(i), tr("evaluated: loss %1").arg(formatNumber(held.y(i))), Kind::Evaluation});
  bool ended = true;                                   // a "continued" with no end before it: the run was killed
  for (const EventRow& row : m_run->events()) {
    const auto at = static_cast<double>(row.step);
    if (row.kind == "paused") flags.push_back({at, eventText(row), Kind::Pause});
    else if (row.kind == "resumed") flags.push_back({at, eventText(row), Kind::Resume});
    else if (row.kind == "continued") flags.push_back({at, ended ? eventText(row) : tr("interrupted, then continued from here"), ended ? Kind::Resume : Kind::Interruption});
    else if (row.kind == "interrupted") flags.push_back({at, eventText(row), Kind::Interruption});
    else if (row.kind == "failed" || row.kind == "not_a_number" || row.kind == "warning") flags.push_back({at, eventText(row), Kind::Warning});
    if (row.kind == "started" || row.kind == "continued") ended = false;
    if (row.kind == "stopped" || row.kind == "finished" || row.kind == "failed") ended = true;
  }
  if (m_run->row().status == RunStatus::Interrupted && m_run->row().step > 0) flags.push_back({static_cast<double>(m_run->row().step), tr("interrupted"), Kind::Interruption});
  return flags;
}

void RunCharts::refreshFlags() {
  const std::vector<ChartFlag> signs = flags();
  const QString waiting = m_run->active() || m_run->spec().is_null() ? tr("Points appear after the first training step.")
                          : m_run->row().step > 0                    ? tr("Nothing of this was logged.")
                                                                     : tr("This run ended before its first step.");
  for (const auto& [id, chart] : m_charts) {
    chart->setEmptyText(waiting);
    chart->setFlags(signs, m_run->axis());
  }
}

void RunCharts::refreshValues() {
  refreshLayerScores();
  for (const auto& [id, chart] : m_charts) {
    chart->setFigure(figureOf(id));
    chart->setPlannedEnd(static_cast<double>(m_run->row().steps));
    chart->dataChanged();
  }
  for (int i = 0; i < m_unit->count(); ++i) {
    const bool known = m_run->axis()->knows(static_cast<XUnit>(m_unit->itemData(i).toInt()));
    m_unit->setItemData(i, known ? QVariant() : QVariant(0), Qt::UserRole - 1);     // not known: cannot be chosen
  }
}

void RunCharts::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_group->refreshTable();
}

}  // namespace cloze
