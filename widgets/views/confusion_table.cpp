// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/confusion_table.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QAbstractTableModel>
#include <QHeaderView>

#include <algorithm>

namespace cloze {

namespace {

constexpr double kDeepest = 0.45;                      // of the accent: the number stays readable on it
constexpr int kShownRows = 8;

}  // namespace

class ConfusionModel : public QAbstractTableModel {
 public:
  using QAbstractTableModel::QAbstractTableModel;

  void setCounts(const std::vector<std::string>& labels, const std::vector<std::vector<std::int64_t>>& counts) {
    beginResetModel();
    m_labels.clear();
    for (const std::string& label : labels) m_labels << QString::fromStdString(label);
    m_counts = counts;
    endResetModel();
  }
  std::int64_t count(int gold, int predicted) const { return m_counts.at(static_cast<std::size_t>(gold)).at(static_cast<std::size_t>(predicted)); }

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_counts.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() || m_counts.empty() ? 0 : static_cast<int>(m_counts.front().size()); }
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
    if (section < 0 || section >= m_labels.size()) return {};
    if (role == Qt::DisplayRole) return m_labels[section];
    if (role == Qt::ToolTipRole) return orientation == Qt::Vertical ? ConfusionTable::tr("True label: %1").arg(m_labels[section]) : ConfusionTable::tr("Predicted: %1").arg(m_labels[section]);
    return {};
  }
  QVariant data(const QModelIndex& index, int role) const override {
    if (!index.isValid()) return {};
    const std::int64_t here = count(index.row(), index.column());
    switch (role) {
      case Qt::DisplayRole: return formatCount(here);
      case Qt::TextAlignmentRole: return static_cast<int>(Qt::AlignCenter);
      case Qt::FontRole: return index.row() == index.column() ? bold() : QVariant();
      case Qt::BackgroundRole: return shade(here, index.row());
      case Qt::ToolTipRole:
      case Qt::AccessibleTextRole: return ConfusionTable::tr("True: %1, predicted: %2, examples: %3").arg(m_labels.value(index.row()), m_labels.value(index.column()), formatCount(here));
      default: return {};
    }
  }

 private:
  static QVariant bold() {
    QFont font = Theme::current().body();
    font.setBold(true);
    return font;
  }
  // Of the row: how a class is called.
  QVariant shade(std::int64_t here, int row) const {
    std::int64_t all = 0;
    for (const std::int64_t one : m_counts[static_cast<std::size_t>(row)]) all += one;
    if (here == 0 || all == 0) return {};
    QColor colour = Theme::current().tokens().accent;
    colour.setAlphaF(static_cast<float>(kDeepest * static_cast<double>(here) / static_cast<double>(all)));
    return colour;
  }
  QStringList m_labels;
  std::vector<std::vector<std::int64_t>> m_counts;
};

ConfusionTable::ConfusionTable(QWidget* parent) : QTableView(parent), m_counts(new ConfusionModel(this)) {
  setModel(m_counts);
  setAccessibleName(tr("True labels in rows, predicted ones in columns"));
  setSelectionMode(QAbstractItemView::SingleSelection);
  setTabKeyNavigation(false);
  setCornerButtonEnabled(false);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) { Q_EMIT cellChosen(index.row(), index.column()); });
  connect(this, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT cellChosen(index.row(), index.column()); });
}

void ConfusionTable::setCounts(const std::vector<std::string>& labels, const std::vector<std::vector<std::int64_t>>& counts) {
  m_counts->setCounts(labels, counts);
  const int least = static_cast<int>(56 * Theme::current().fontScale());
  horizontalHeader()->setMinimumSectionSize(least);
  const int rows = std::min(kShownRows, m_counts->rowCount());
  const int row = fontMetrics().height() + 2 * kSpace2;
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(row);
  setFixedHeight(horizontalHeader()->sizeHint().height() + rows * row + 2 * frameWidth() + (m_counts->rowCount() > kShownRows ? kSpace4 : 2));
}

std::int64_t ConfusionTable::count(int gold, int predicted) const { return m_counts->count(gold, predicted); }

}  // namespace cloze
