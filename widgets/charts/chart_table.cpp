// A chart as a table and as one sentence, for whoever does not see the curve.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"

#include <QAbstractTableModel>
#include <QDialog>
#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

// curve, step, value; reads the stores as they are when it was made.
class PointsModel final : public QAbstractTableModel {
 public:
  PointsModel(std::vector<ChartCurve> curves, QObject* parent) : QAbstractTableModel(parent), m_curves(std::move(curves)) {
    for (const ChartCurve& curve : m_curves) m_ends.push_back((m_ends.empty() ? 0 : m_ends.back()) + static_cast<int>(curve.data->raw().size()));
  }
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() || m_ends.empty() ? 0 : m_ends.back(); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 3; }
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) return {};
    return section == 0 ? ChartView::tr("Curve") : section == 1 ? ChartView::tr("Step") : ChartView::tr("Value");
  }
  QVariant data(const QModelIndex& index, int role) const override {
    if (role == Qt::TextAlignmentRole && index.column() > 0) return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    const auto curve = static_cast<std::size_t>(std::upper_bound(m_ends.begin(), m_ends.end(), index.row()) - m_ends.begin());
    const auto point = static_cast<std::size_t>(index.row() - (curve == 0 ? 0 : m_ends[curve - 1]));
    const CurveStore& store = m_curves[curve].data->raw();
    if (point >= store.size()) return {};                // a resumed run has dropped it meanwhile
    if (index.column() == 0) return m_curves[curve].name;
    if (index.column() == 1) return formatCount(static_cast<std::int64_t>(store.x(point)));
    return std::isfinite(store.y(point)) ? formatNumber(store.y(point), 5) : ChartView::tr("not a number");
  }

 private:
  std::vector<ChartCurve> m_curves;
  std::vector<int> m_ends;
};

}  // namespace

void ChartView::showTable() {
  auto* dialog = new QDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(title());
  auto* column = new QVBoxLayout(dialog);
  column->addWidget(makeText(sentence()));
  auto* table = new QTableView;
  table->setModel(new PointsModel(m_plot.curves, table));
  table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
  table->verticalHeader()->hide();
  table->setTabKeyNavigation(false);
  table->setAccessibleName(title());
  column->addWidget(table);
  dialog->resize(480, 560);
  dialog->show();
}

QString ChartView::sentence() const {
  for (auto curve = m_plot.curves.rbegin(); curve != m_plot.curves.rend(); ++curve) {   // the run's own stand last
    const CurveStore& store = curve->store();
    if (store.size() < 2 || curve->style == CurveStyle::Planned || curve->style == CurveStyle::Markers) continue;
    const double first = store.y(0), last = store.lastY();
    const QString from = formatNumber(first), to = formatNumber(last), begin = formatNumber(store.x(0)), end = formatCount(static_cast<std::int64_t>(store.lastX()));
    QString text = last < first ? tr("%1 fell from %2 to %3 between step %4 and %5.").arg(title(), from, to, begin, end)
                 : last > first ? tr("%1 rose from %2 to %3 between step %4 and %5.").arg(title(), from, to, begin, end)
                                : tr("%1 stayed at %2 between step %3 and %4.").arg(title(), from, begin, end);
    const std::size_t wrong = curve->data->raw().notNumbers().size();
    if (wrong > 0) text += QLatin1Char(' ') + tr("Values that were not numbers: %1.").arg(wrong);
    return text;
  }
  return tr("%1: no points yet.").arg(title());
}

}  // namespace cloze
