// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/runs_model.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QCoreApplication>

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
    case RunStatus::Interrupted: break;
  }
  return words(QT_TRANSLATE_NOOP("Runs", "interrupted"));
}

QString runSummary(const RunRow& row) {
  const QString status = runStatusText(row.status);
  const bool active = row.status == RunStatus::Running || row.status == RunStatus::Paused;
  if (row.status == RunStatus::Interrupted || row.status == RunStatus::Stopped)
    return words(QT_TRANSLATE_NOOP("Runs", "%1 at step %2")).arg(status, formatCount(row.step));
  if (active && row.steps > 0) return words(QT_TRANSLATE_NOOP("Runs", "%1, %2")).arg(status, formatPercent(static_cast<double>(row.step) / static_cast<double>(row.steps)));
  const double loss = std::isfinite(row.bestValidationLoss) ? row.bestValidationLoss : row.lastLoss;
  return std::isfinite(loss) ? words(QT_TRANSLATE_NOOP("Runs", "%1, loss %2")).arg(status, formatNumber(loss)) : status;
}

int RunsModel::colourOf(const std::string& run) const {
  const QString id = QString::fromStdString(run);
  const auto found = m_colours.constFind(id);
  if (found != m_colours.constEnd()) return *found;
  const int colour = static_cast<int>(m_colours.size());
  m_colours.insert(id, colour);
  return colour;
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
  static const QStringList titles{words(QT_TRANSLATE_NOOP("Runs", "Run"))};
  return titles;
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
    case SearchRole: return QString::fromStdString(row.name + ' ' + row.family + ' ' + row.preset + ' ' + row.tags + ' ' + row.note + ' ' + row.id) + QLatin1Char(' ') + runStatusText(row.status);
    default: return {};
  }
}

}  // namespace cloze
