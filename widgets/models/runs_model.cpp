// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/runs_model.h"

#include "engine/run_spec.h"
#include "engine/tasks/task.h"
#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/translation.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

QString words(const char* text) { return QCoreApplication::translate("Runs", text); }

}  // namespace

QString runStatusText(RunStatus status) {
  switch (status) {
    case RunStatus::Running: return words(QT_TRANSLATE_NOOP("Runs", "training"));
    case RunStatus::Paused: return words(QT_TRANSLATE_NOOP("Runs", "paused"));
    case RunStatus::Stopped: return words(QT_TRANSLATE_NOOP("Runs", "stopped"));
    case RunStatus::Finished: return words(QT_TRANSLATE_NOOP("Runs", "done"));
    case RunStatus::Failed: return words(QT_TRANSLATE_NOOP("Runs", "failed"));
    case RunStatus::Queued: return words(QT_TRANSLATE_NOOP("Runs", "waits its turn"));
    case RunStatus::Interrupted: break;
  }
  return words(QT_TRANSLATE_NOOP("Runs", "interrupted"));
}

QString learnedText(const std::string& id) {
  if (const std::size_t comma = id.find(", "); comma != std::string::npos) return learnedText(id.substr(0, comma)) + QStringLiteral(", ") + learnedText(id.substr(comma + 2));
  for (const VariantRow& choice : objectiveTable())
    if (choice.id == id) return schemaText(choice.title);
  for (const TaskInfo& task : taskTable())
    if (task.id == id) return schemaText(task.title);
  return QString::fromStdString(id);
}

const char* runStatusIcon(RunStatus status) {
  switch (status) {
    case RunStatus::Running: return "play";
    case RunStatus::Paused: return "pause";
    case RunStatus::Stopped: return "stop";
    case RunStatus::Finished: return "ok";
    case RunStatus::Failed: return "error";
    case RunStatus::Queued: return "info";
    case RunStatus::Interrupted: break;
  }
  return "warning";
}

bool belongsTo(RunStatus status, RunGroup group) {
  switch (group) {
    case RunGroup::Training: return status == RunStatus::Running || status == RunStatus::Paused || status == RunStatus::Queued;
    case RunGroup::Interrupted: return status == RunStatus::Interrupted || status == RunStatus::Stopped;
    case RunGroup::Done: return status == RunStatus::Finished;
    case RunGroup::Failed: return status == RunStatus::Failed;
    case RunGroup::All: break;
  }
  return true;
}

QString runSummary(const RunRow& row) {
  const QString status = runStatusText(row.status);
  const bool active = row.status == RunStatus::Running || row.status == RunStatus::Paused;
  if (row.status == RunStatus::Interrupted || row.status == RunStatus::Stopped)
    return words(QT_TRANSLATE_NOOP("Runs", "%1 at step %2")).arg(status, formatCount(row.step));
  if (active && row.steps > 0) {
    const QString share = formatPercent(static_cast<double>(row.step) / static_cast<double>(row.steps));
    if (row.status == RunStatus::Paused || row.step <= 0 || row.seconds <= 0) return words(QT_TRANSLATE_NOOP("Runs", "%1, %2")).arg(status, share);
    const double left = row.seconds / static_cast<double>(row.step) * static_cast<double>(row.steps - row.step);
    return words(QT_TRANSLATE_NOOP("Runs", "%1, %2 left")).arg(share, formatDuration(left));
  }
  const double loss = std::isfinite(row.bestValidationLoss) ? row.bestValidationLoss : row.lastLoss;
  return std::isfinite(loss) ? words(QT_TRANSLATE_NOOP("Runs", "%1, loss %2")).arg(status, formatNumber(loss)) : status;
}

void RunsModel::setRows(std::vector<RunRow> rows) {
  for (const RunRow& row : rows) {
    const QString id = QString::fromStdString(row.id);
    if (!m_colours.contains(id)) m_colours.insert(id, row.number > 0 ? static_cast<int>(row.number) - 1 : m_nextColour);
    m_nextColour = std::max(m_nextColour, m_colours.value(id) + 1);
  }
  m_search.clear();
  const auto before = m_plotted.size();
  m_changing = true;
  TableModel::setRows(std::move(rows));
  m_changing = false;
  QSet<QString> there;
  for (const RunRow& row : this->rows()) there.insert(QString::fromStdString(row.id));
  m_plotted.intersect(there);
  if (m_plotted.size() != before) Q_EMIT plottedChanged();
}

int RunsModel::colourOf(const std::string& run) const {
  const QString id = QString::fromStdString(run);
  const auto found = m_colours.constFind(id);
  if (found != m_colours.constEnd()) return *found;
  m_colours.insert(id, m_nextColour);
  return m_nextColour++;
}

QString RunsModel::searchText(int row) const {
  const RunRow& run = at(row);
  const auto made = [&run] { return (QString::fromStdString(run.name + ' ' + run.family + ' ' + run.preset + ' ' + run.tags + ' ' + run.note + ' ' + run.id) + QLatin1Char(' ') + runStatusText(run.status)).toLower(); };
  if (m_changing) return made();                         // rows are on their way to other places
  if (m_search.size() != rows().size()) m_search.assign(rows().size(), QString());
  QString& text = m_search[static_cast<std::size_t>(row)];
  if (text.isNull()) text = made();
  return text;
}

bool RunsModel::sameContent(const RunRow& left, const RunRow& right) const {
  return left.updatedAt == right.updatedAt && left.status == right.status && left.step == right.step && left.name == right.name && left.tags == right.tags && left.note == right.note;
}

RunFilter::RunFilter(RunsModel* model, QObject* parent) : QSortFilterProxyModel(parent), m_model(model) { setSourceModel(model); }

void RunFilter::setText(const QString& text) {
  m_words = text.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  invalidateFilter();
}

void RunFilter::setGroup(RunGroup group) {
  m_group = group;
  invalidateFilter();
}

bool RunFilter::filterAcceptsRow(int row, const QModelIndex&) const {
  if (!belongsTo(m_model->at(row).status, m_group)) return false;
  const auto holds = [text = m_model->searchText(row)](const QString& word) { return text.contains(word); };
  return std::all_of(m_words.begin(), m_words.end(), holds);
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
  return index.isValid() ? TableModel::flags(index) | Qt::ItemIsUserCheckable : Qt::NoItemFlags;
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || role != Qt::CheckStateRole) return false;
  const QString id = QString::fromStdString(at(index.row()).id);
  if (value.toInt() == Qt::Checked) m_plotted.insert(id);
  else m_plotted.remove(id);
  Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
  Q_EMIT plottedChanged();
  return true;
}

const QStringList& RunsModel::titles() const {
  return inLanguage([] { return QStringList{words(QT_TRANSLATE_NOOP("Runs", "Run"))}; });
}

QVariant RunsModel::cell(const RunRow& row, int, int role) const {
  const QString id = QString::fromStdString(row.id);
  switch (role) {
    case Qt::DisplayRole: return QString::fromStdString(row.name.empty() ? row.id : row.name);
    case Qt::CheckStateRole: return m_plotted.contains(id) ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole: return QStringLiteral("%1\n%2\n%3").arg(QString::fromStdString(row.name), runSummary(row), formatDateTime(row.createdAt));
    case Qt::AccessibleTextRole: return QString::fromStdString(row.name) + QStringLiteral(", ") + runSummary(row);
    case IdRole: return id;
    case SummaryRole: return runSummary(row);
    case StatusRole: return static_cast<int>(row.status);
    case ProgressRole: return row.steps > 0 ? static_cast<double>(row.step) / static_cast<double>(row.steps) : 0.0;
    case ColourRole: return colourOf(row.id);
    case SearchRole: return searchText(static_cast<int>(&row - rows().data()));
    default: return {};
  }
}

}  // namespace cloze
