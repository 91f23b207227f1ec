// What the page of a comparison shows: which runs, which curves, which figures.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/compare_view.h"

#include "widgets/charts/chart_view.h"
#include "widgets/charts/curve_marks.h"
#include "widgets/models/compare_models.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/translation.h"
#include "widgets/views/model_picker.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTableView>
#include <QTextStream>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

constexpr std::size_t kMostInMenu = 20;

QString metricText(const std::string& metric) {
  const QString title = metricTitle(metric.substr(metric.find('/') + 1));
  if (metric.compare(0, 11, "validation/") == 0) return CompareView::tr("%1, held-out text").arg(title);
  return metric.find('/') == std::string::npos ? title : metricTitle(metric.substr(0, metric.find('/'))) + QStringLiteral(", ") + title;
}

std::string plainName(const std::string& metric) { return metric.substr(metric.find('/') + 1); }
bool isShare(const std::string& metric) { return metricUnit(plainName(metric)) == metricUnit("masked_accuracy"); }

}  // namespace

void CompareView::addRun(RunData* run) {
  if (std::find(m_runs.begin(), m_runs.end(), run) != m_runs.end()) return;
  m_runs.push_back(run);
  const auto later = [this] { if (!m_refresh.isActive()) m_refresh.start(); };
  connect(run, &RunData::valuesChanged, this, later);
  connect(run, &RunData::curvesChanged, this, &CompareView::refreshRuns);
  connect(run, &RunData::listsChanged, this, later);
  refreshRuns();
}

void CompareView::removeRun(const std::string& run) {
  const auto found = std::find_if(m_runs.begin(), m_runs.end(), [&run](const RunData* one) { return one->id() == run; });
  if (found == m_runs.end()) return;
  disconnect(*found, nullptr, this, nullptr);
  m_runs.erase(found);
  m_seen.remove(QString::fromStdString(run));
  refreshRuns();
}

void CompareView::setKnownRuns(const std::vector<RunRow>& rows) {
  m_known = rows;
  QStringList gone;
  for (const RunData* run : std::vector<RunData*>(m_runs)) {
    const bool there = std::any_of(rows.begin(), rows.end(), [run](const RunRow& row) { return row.id == run->id(); });
    const QString id = QString::fromStdString(run->id());
    if (there) m_seen.insert(id);
    if (there || !m_seen.contains(id)) continue;         // one that has just been started stands in the log a moment later
    gone << QString::fromStdString(run->row().name.empty() ? run->id() : run->row().name);
    removeRun(run->id());
  }
  if (!gone.isEmpty()) m_note->say(QStringLiteral("info"), "banner-warn", tr("%1: deleted from the log, no longer compared.").arg(gone.join(QStringLiteral(", "))), tr("Put away"));
}

QString CompareView::note() const { return m_note->isHidden() ? QString() : m_note->text(); }

void CompareView::setModels(const std::vector<ModelChoice>& models) {
  m_models = models;
  std::vector<ModelChoice> mine;
  for (const RunData* run : m_runs)
    for (const ModelChoice& model : models)
      if (model.run == run->id()) mine.push_back(model);
  const auto choose = [&mine](ModelPicker* picker, const RunData* run) {
    const bool kept = picker->chosen() && std::find(mine.begin(), mine.end(), *picker->chosen()) != mine.end();
    if (!kept) picker->setModels({});                    // forgets what is no longer compared
    picker->setModels(mine);
    const auto first = std::find_if(mine.begin(), mine.end(), [run](const ModelChoice& model) { return run && model.run == run->id(); });
    if (!kept && first != mine.end()) picker->choose(*first);
  };
  choose(m_first, m_runs.empty() ? nullptr : m_runs.front());
  choose(m_second, m_runs.size() > 1 ? m_runs[1] : nullptr);
}

std::vector<ModelChoice> CompareView::chosenModels() const {
  std::vector<ModelChoice> models;
  for (const ModelPicker* picker : {m_first, m_second})
    if (const auto model = picker->chosen(); model && (models.empty() || !(models.front() == *model))) models.push_back(*model);
  return models;
}

void CompareView::setMetric(const std::string& metric) {
  const int index = m_metric->findData(QString::fromStdString(metric));
  if (index < 0) return;
  m_metric->setCurrentIndex(index);
  m_metricChosen = true;
  refreshLines();
}

std::string CompareView::chosenMetric() const { return m_metric->currentData().toString().toStdString(); }
void CompareView::setGrouped(bool grouped) { m_group->setChecked(grouped); }

void CompareView::setXUnit(XUnit unit) { m_align->setCurrentIndex(m_align->findData(static_cast<int>(unit))); }

void CompareView::setPosition(double position) {
  m_follow->setChecked(false);
  m_position->setValue(position);
}

void CompareView::hovered(std::optional<double> position) {
  if (position && m_follow->isChecked()) m_position->setValue(*position);
}

// The place that was looked at stays the same step of the first run.
void CompareView::aligned() {
  const auto unit = static_cast<XUnit>(m_align->currentData().toInt());
  const double step = m_runs.empty() ? 0 : m_runs.front()->axis()->stepAt(m_position->value(), m_unit);
  m_unit = unit;
  m_chart->setXUnit(unit);
  const QSignalBlocker block(m_position);
  m_position->setDecimals(unit == XUnit::Epoch ? 2 : 0);
  m_position->setSuffix(unit == XUnit::Time ? QStringLiteral(" ") + tr("s") : QString());
  if (!m_runs.empty()) m_position->setValue(m_runs.front()->axis()->at(step, unit));
  refreshValues();
}

void CompareView::refreshRuns() {
  m_stack->setCurrentIndex(m_runs.empty() ? 1 : 0);
  refreshChips();
  refreshMetrics();
  setModels(m_models);
  refreshLines();
}

void CompareView::refreshChips() {
  clearLayout(m_chips->layout());
  const std::vector<QString> titles = runTitles(m_runs);
  for (std::size_t i = 0; i < m_runs.size(); ++i) {
    auto* chip = new QToolButton;
    chip->setProperty("role", QStringLiteral("button"));
    chip->setIcon(runSwatch(m_runs[i]->colour()));
    chip->setIconSize(QSize(24, 16));
    chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chip->setText(chip->fontMetrics().elidedText(titles[i], Qt::ElideMiddle, 300) + QStringLiteral("   ×"));
    chip->setToolTip(tr("%1\nClick to take it out of the comparison").arg(titles[i]));
    chip->setAccessibleName(tr("Take out %1").arg(titles[i]));
    connect(chip, &QToolButton::clicked, this, [this, run = m_runs[i]->id()] { removeRun(run); });
    m_chips->layout()->addWidget(chip);
  }
  m_chips->updateGeometry();
}

// What any of the runs has; held-out loss first where all have it, since training loss depends on what was masked.
void CompareView::refreshMetrics() {
  std::map<std::string, std::size_t> having;
  for (const RunData* run : m_runs)
    for (const std::string& name : run->curveNames()) ++having[name];
  std::vector<std::string> names;
  for (const char* first : {"validation/loss", "loss"})
    if (having.count(first)) names.emplace_back(first);
  for (const auto& [name, count] : having)
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  const std::string before = chosenMetric();
  m_metric->clear();
  for (const std::string& name : names) m_metric->addItem(metricText(name), QString::fromStdString(name));
  const auto usual = [&]() -> std::string { return having["validation/loss"] == m_runs.size() || !having.count("loss") ? "validation/loss" : "loss"; };
  const int index = m_metric->findData(QString::fromStdString(m_metricChosen ? before : usual()));
  m_metric->setCurrentIndex(std::max(index, 0));
}

void CompareView::refreshLines() {
  const std::string chosen = chosenMetric();
  std::vector<std::vector<RunData*>> groups = groupBySeed(m_runs);
  const auto twins = static_cast<int>(std::count_if(groups.begin(), groups.end(), [](const auto& group) { return group.size() > 1; }));
  m_group->setEnabled(twins > 0);
  m_groupNote->setText(twins == 0 && m_runs.size() > 1 ? tr("no two of these runs differ in the seed alone") : m_group->isChecked() && twins > 0 ? tr("shaded: one standard deviation") : QString());
  if (!m_group->isChecked() || twins == 0) {
    groups.clear();
    for (RunData* run : m_runs) groups.push_back({run});
  }
  const std::vector<QString> titles = runTitles(m_runs);
  m_lines.clear();
  for (const std::vector<RunData*>& group : groups) {
    Line line;
    line.runs = group;
    for (RunData* run : group)
      if (run->lastStepOf(chosen) >= 0) line.curves.push_back(run->curve(chosen));
    const auto place = static_cast<std::size_t>(std::find(m_runs.begin(), m_runs.end(), group.front()) - m_runs.begin());
    line.title = group.size() == 1 ? titles[place] : tr("%1, mean of %n seeds", nullptr, static_cast<int>(group.size())).arg(QString::fromStdString(group.front()->row().name));
    if (line.curves.size() > 1) line.band = std::make_unique<SeedBand>(line.curves, comparedByMean(chosen));
    m_lines.push_back(std::move(line));
  }
  std::vector<ChartCurve> curves;
  for (const Line& line : m_lines) {
    if (line.curves.empty()) continue;
    ChartCurve curve{line.title, line.runs.front()->colour(), comparedByMean(chosen) ? CurveStyle::Mean : CurveStyle::Line, line.curves.front(), true};
    curve.axis = line.runs.front()->axis();
    curve.marked = true;
    if (line.band) {
      curve.style = CurveStyle::Line;
      curve.data = line.band->mean();
      curve.low = line.band->low();
      curve.high = line.band->high();
    }
    curves.push_back(std::move(curve));
  }
  m_chart->setTitle(metricText(chosen), metricUnit(plainName(chosen)));
  m_chart->setValueBounds(metricBounds(plainName(chosen)));
  m_chart->setCurves(std::move(curves));
  if (m_position->value() == 0)
    for (const Line& line : m_lines)
      if (!line.curves.empty()) m_position->setValue(std::max(m_position->value(), line.runs.front()->axis()->at(std::floor(line.curves.front()->raw().lastX() / 2), m_unit)));
  refreshNow();
}

void CompareView::refreshNow() {
  for (Line& line : m_lines)
    if (line.band) line.band->update();
  m_chart->dataChanged();
  refreshValues();
  m_differences->show(m_runs);
  m_same->setText(m_runs.size() < 2 ? tr("of two runs or more") : m_differences->rowCount() == 0 ? tr("none: the settings are the same") : QString());
}

void CompareView::refreshValues() {
  const std::string chosen = chosenMetric();
  const BetterWhen better = betterWhen(chosen);
  std::vector<ResultRow> rows;
  for (const Line& line : m_lines) {
    std::vector<ResultCurve> members;
    for (RunData* run : line.runs) {
      if (run->lastStepOf(chosen) < 0) continue;
      const auto curve = run->curve(chosen);
      members.push_back({comparedByMean(chosen) ? &curve->smooth() : &curve->raw(), run->axis().get()});
    }
    ResultRow row = measure(members, better, m_unit, m_position->value());
    row.key = line.runs.front()->id();
    row.title = line.title;
    row.colour = line.runs.front()->colour();
    rows.push_back(std::move(row));
  }
  m_results->setPositions(m_unit, m_position->value());
  const bool together = std::all_of(rows.begin(), rows.end(), [&rows](const ResultRow& row) { return row.last.x == rows.front().last.x; });
  const bool bestIsLast = std::all_of(rows.begin(), rows.end(), [](const ResultRow& row) { return row.best.x == row.last.x; });
  m_results->show(std::move(rows), better, isShare(chosen));
  m_resultTable->setColumnHidden(ResultsModel::LastAt, together);       // what tells nothing needs no column
  m_resultTable->setColumnHidden(ResultsModel::BestAt, bestIsLast || better == BetterWhen::Neither);
  m_resultTable->setColumnHidden(ResultsModel::Best, better == BetterWhen::Neither);
  m_better->setText((better == BetterWhen::Lower ? tr("lower is better") : better == BetterWhen::Higher ? tr("higher is better") : tr("neither low nor high is better")) +
                    (comparedByMean(chosen) ? QStringLiteral("; ") + tr("running mean of the steps") : QString()));
  m_better->setToolTip(m_better->text());
}

void CompareView::fillAddMenu() {
  m_add->menu()->clear();
  std::size_t shown = 0;
  for (const RunRow& row : m_known) {
    if (std::any_of(m_runs.begin(), m_runs.end(), [&row](const RunData* run) { return run->id() == row.id; })) continue;
    if (shown++ == kMostInMenu) break;
    const QString name = QString::fromStdString(row.name.empty() ? row.id : row.name);
    m_add->menu()->addAction(QStringLiteral("%1  ·  %2").arg(name, formatDateTime(row.createdAt)).replace(QLatin1Char('&'), QLatin1String("&&")), this,
                             [this, id = QString::fromStdString(row.id)] { Q_EMIT addRequested(id); });
  }
  if (shown == 0) m_add->menu()->addAction(tr("No other run in the log"))->setEnabled(false);
  if (shown > kMostInMenu) m_add->menu()->addAction(tr("Older ones: check them in the list of runs and compare from there"))->setEnabled(false);
}

QString CompareView::curvesCsv() const {
  const auto quoted = [](QString text) { return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"'); };
  const auto number = [](double value) { return std::isfinite(value) ? QString::number(value, 'g', 15) : QString(); };
  const std::string chosen = chosenMetric();
  const std::vector<QString> titles = runTitles(m_runs);
  QString text;
  QTextStream out(&text);
  out << "run,name,metric,step,tokens,seconds,value\n";
  for (std::size_t run = 0; run < m_runs.size(); ++run) {
    if (m_runs[run]->lastStepOf(chosen) < 0) continue;
    const auto curve = m_runs[run]->curve(chosen);
    const CurveStore& store = curve->raw();
    const StepAxis& axis = *m_runs[run]->axis();
    for (std::size_t i = 0; i < store.size(); ++i)
      out << QString::fromStdString(m_runs[run]->id()) << ',' << quoted(titles[run]) << ',' << QString::fromStdString(chosen) << ',' << number(store.x(i)) << ','
          << number(axis.at(store.x(i), XUnit::Tokens)) << ',' << number(axis.at(store.x(i), XUnit::Time)) << ',' << QString::number(store.y(i), 'g', 17) << '\n';
  }
  return text;
}

void CompareView::exportAs(const QString& kind) {
  const QString file = QFileDialog::getSaveFileName(this, tr("Save the comparison"), tr("comparison") + QLatin1Char('.') + kind);
  if (file.isEmpty()) return;
  const auto write = [&file](const QString& text) {
    QSaveFile target(file);
    return target.open(QIODevice::WriteOnly) && target.write(text.toUtf8()) >= 0 && target.commit();
  };
  const bool saved = kind == QLatin1String("png") ? m_chart->savePng(file) : kind == QLatin1String("svg") ? m_chart->saveSvg(file)
                     : write(kind == QLatin1String("curves.csv") ? curvesCsv() : tableText(kind == QLatin1String("results.csv") ? static_cast<const QAbstractItemModel&>(*m_sorted) : *m_differences, QLatin1Char(',')));
  if (!saved) m_note->sayError(tr("It could not be written to %1.").arg(file));
}

}  // namespace cloze
