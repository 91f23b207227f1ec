// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/compare_models.h"

#include "experiments/compare.h"
#include "widgets/charts/curve_marks.h"
#include "widgets/models/compare_groups.h"
#include "widgets/models/list_models.h"
#include "widgets/shared/format.h"
#include "widgets/shared/icons.h"
#include "widgets/shared/translation.h"

#include <QCoreApplication>
#include <QFont>

#include <cmath>
#include <map>

namespace cloze {

namespace {

QString words(const char* text) { return QCoreApplication::translate("Compare", text); }

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return values.empty() ? kNothing : sum / static_cast<double>(values.size());
}

double deviationOf(const std::vector<double>& values) {
  if (values.size() < 2) return kNothing;
  double squares = 0;
  for (const double value : values) squares += std::pow(value - meanOf(values), 2);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

// The first point with the smallest (largest) value: the range grows until it holds it, found by halving.
std::size_t firstExtreme(const CurveStore& store, bool lowest) {
  const auto whole = *store.range(store.x(0), store.lastX());
  const auto holds = [&](std::size_t end) {
    const auto part = store.range(store.x(0), store.x(end));
    return part && (lowest ? part->low == whole.low : part->high == whole.high);
  };
  std::size_t low = 0, high = store.size() - 1;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

struct Gathered {
  std::vector<double> values, places;
  Measured measured() const { return {meanOf(values), deviationOf(values), meanOf(places)}; }
  void add(const ResultCurve& curve, std::size_t i, XUnit unit) {
    values.push_back(curve.points->y(i));
    places.push_back(unit == XUnit::Step ? curve.points->x(i) : curve.axis->at(curve.points->x(i), unit));
  }
};

}  // namespace

BetterWhen betterWhen(const std::string& metric) {
  if (contains(metric, "loss") || contains(metric, "perplexity") || contains(metric, "error")) return BetterWhen::Lower;
  for (const char* higher : {"accuracy", "f1", "exact_match", "correlation", "matthews", "per_second"})
    if (contains(metric, higher)) return BetterWhen::Higher;
  return BetterWhen::Neither;
}

ResultRow measure(const std::vector<ResultCurve>& members, BetterWhen better, XUnit unit, double at) {
  Gathered best, last, there;
  for (const ResultCurve& member : members) {
    const CurveStore& points = *member.points;
    if (points.empty()) continue;
    last.add(member, points.size() - 1, unit);
    if (better != BetterWhen::Neither && points.range(points.x(0), points.lastX())) best.add(member, firstExtreme(points, better == BetterWhen::Lower), unit);
    const double step = unit == XUnit::Step ? at : member.axis->stepAt(at, unit);
    if (!(step >= points.x(0) && step <= points.lastX())) continue;
    std::size_t i = *points.nearest(step);
    if (points.x(i) > step) --i;
    there.add(member, i, unit);
  }
  const bool everywhere = there.values.size() == members.size();   // a mean over the runs that got so far would compare others
  ResultRow row;
  row.best = best.measured();
  row.last = last.measured();
  if (everywhere) row.at = there.measured();
  return row;
}

ResultsModel::ResultsModel(QObject* parent) : TableModel(parent) { setPositions(XUnit::Step, 0); }

void ResultsModel::setPositions(XUnit unit, double at) {
  m_unit = unit;
  const QString there = words(QT_TRANSLATE_NOOP("Compare", "At %1")).arg(formatPosition(at, unit));
  const QString place = words(QT_TRANSLATE_NOOP("Compare", "at %1")).arg(positionTitle(unit, at));
  const QStringList titles{words(QT_TRANSLATE_NOOP("Compare", "Run")), words(QT_TRANSLATE_NOOP("Compare", "Best")), place, words(QT_TRANSLATE_NOOP("Compare", "Last")), place, there};
  if (titles == m_titles) return;
  m_titles = titles;
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, Columns - 1);
}

QString ResultsModel::place(double position) const {
  switch (m_unit) {
    case XUnit::Tokens: return formatShortCount(std::llround(position));
    case XUnit::Time: return formatDuration(position);
    case XUnit::Epoch: return formatNumber(position);
    case XUnit::Step: break;
  }
  return formatCount(std::llround(position));
}

void ResultsModel::show(std::vector<ResultRow> rows, BetterWhen better, bool share) {
  m_better = better;
  m_share = share;
  setRows(std::move(rows));
}

bool ResultsModel::isBetter(const ResultRow& row, int column) const {
  if (m_better == BetterWhen::Neither || (column != Best && column != Last && column != At)) return false;
  const double mine = measured(row, column).value;
  bool differs = false;
  for (const ResultRow& other : rows()) {
    const double value = measured(other, column).value;
    if (!std::isfinite(value)) continue;
    if (m_better == BetterWhen::Lower ? value < mine : value > mine) return false;
    differs = differs || value != mine;
  }
  return differs && std::isfinite(mine);
}

QString ResultsModel::text(const Measured& measured) const {
  const auto shown = [this](double value) { return m_share ? formatPercent(value) : formatNumber(value); };
  if (std::isnan(measured.deviation)) return shown(measured.value);
  return QStringLiteral("%1 ± %2").arg(shown(measured.value), m_share ? formatPercent(measured.deviation) : formatNumber(measured.deviation, 2));
}

QVariant ResultsModel::cell(const ResultRow& row, int column, int role) const {
  const Measured& found = measured(row, column);
  const bool isPlace = column == BestAt || column == LastAt;
  if (column == Run) {
    if (role == Qt::DecorationRole) return runSwatch(row.colour);
    return role == Qt::DisplayRole || role == Qt::ToolTipRole || role == SortRole ? QVariant(row.title) : QVariant();
  }
  if (role == SortRole) return isPlace ? found.x : found.value;
  const bool better = isBetter(row, column);
  if (role == Qt::DecorationRole && better) return icon(QStringLiteral("ok"), IconColour::Good).pixmap(16, 16);
  if (role == Qt::FontRole && better) {
    QFont bold;
    bold.setBold(true);
    return bold;
  }
  const QString shown = isPlace ? (std::isnan(found.x) ? text({}) : place(found.x)) : text(found);
  if (role == Qt::DisplayRole) return shown;
  if (role == Qt::AccessibleTextRole) return better ? words(QT_TRANSLATE_NOOP("Compare", "%1, the best")).arg(shown) : shown;
  if (role != Qt::ToolTipRole) return {};
  if (better) return words(QT_TRANSLATE_NOOP("Compare", "The best of these runs"));
  if (column == At && !std::isnan(found.x)) return words(QT_TRANSLATE_NOOP("Compare", "Measured at %1")).arg(formatPosition(found.x, m_unit));
  return column == At ? words(QT_TRANSLATE_NOOP("Compare", "The run has no value there")) : QVariant();
}

ResultsSorter::ResultsSorter(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(ResultsModel::SortRole);
  setDynamicSortFilter(true);
}

bool ResultsSorter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  const QVariant first = left.data(sortRole()), second = right.data(sortRole());
  if (first.typeId() != QMetaType::Double) return QString::localeAwareCompare(first.toString(), second.toString()) < 0;
  const double a = first.toDouble(), b = second.toDouble();
  if (std::isnan(a) || std::isnan(b)) return sortOrder() == Qt::AscendingOrder ? std::isnan(b) && !std::isnan(a) : std::isnan(a) && !std::isnan(b);
  return a < b;
}

std::vector<DifferenceRow> differenceRows(const std::vector<RunData*>& runs) {
  std::vector<std::string> specs;
  std::vector<std::map<std::string, SettingRow>> known;
  for (const RunData* run : runs) {
    specs.push_back(run->spec().is_object() ? run->spec().dump() : "{}");
    known.emplace_back();
    for (SettingRow& row : settingRows(run->spec())) known.back().emplace(row.path, std::move(row));
  }
  std::vector<DifferenceRow> rows;
  for (const SettingAcrossRuns& setting : differingSettings(specs)) {
    if (setting.path == "name" || setting.path.empty()) continue;       // the columns bear the names
    DifferenceRow row;
    row.path = setting.path;
    for (const auto& rowsOfRun : known) {
      const auto found = rowsOfRun.find(setting.path);
      row.values << (found == rowsOfRun.end() ? QStringLiteral("–") : found->second.value);
      if (found != rowsOfRun.end() && row.label.isEmpty()) {
        if (setting.path.find('.') != std::string::npos) row.group = found->second.group;
        row.label = found->second.label;
        row.help = found->second.help;
      }
    }
    if (row.label.isEmpty()) row.label = metricTitle(setting.path);
    rows.push_back(std::move(row));
  }
  return rows;
}

void DifferencesModel::show(const std::vector<RunData*>& runs) {
  QStringList titles{words(QT_TRANSLATE_NOOP("Compare", "Setting"))};
  for (const QString& title : runTitles(runs)) titles << title;
  const bool another = titles.size() != m_titles.size();
  if (another) {
    setRows({});                                         // no row of the former width is ever asked for
    beginResetModel();
  }
  m_titles = titles;
  m_colours.clear();
  for (const RunData* run : runs) m_colours.push_back(run->colour());
  if (another) endResetModel();
  else Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
  setRows(differenceRows(runs));
}

QVariant DifferencesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal && section > 0 && section < m_titles.size()) {
    if (role == Qt::DecorationRole) return runSwatch(m_colours[static_cast<std::size_t>(section) - 1]);
    if (role == Qt::ToolTipRole) return m_titles.at(section);
  }
  return TableModel::headerData(section, orientation, role);
}

QVariant DifferencesModel::cell(const DifferenceRow& row, int column, int role) const {
  if (role == Qt::ToolTipRole && column == 0) return (row.help.isEmpty() ? QString() : row.help + QLatin1Char('\n')) + QString::fromStdString(row.path);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  if (column > 0) return row.values.value(column - 1);
  return row.group.isEmpty() || row.group == row.label ? row.label : row.group + QStringLiteral(": ") + row.label;
}

QString tableText(const QAbstractItemModel& model, QChar separator) {
  const auto quoted = [separator](QString text) {
    if (separator == QLatin1Char('\t')) return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
    if (text.contains(separator) || text.contains(QLatin1Char('"')) || text.contains(QLatin1Char('\n'))) return QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    return text;
  };
  QStringList lines, cells;
  for (int column = 0; column < model.columnCount(); ++column) cells << quoted(model.headerData(column, Qt::Horizontal).toString());
  lines << cells.join(separator);
  for (int row = 0; row < model.rowCount(); ++row) {
    cells.clear();
    for (int column = 0; column < model.columnCount(); ++column) cells << quoted(model.index(row, column).data().toString());
    lines << cells.join(separator);
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace cloze
