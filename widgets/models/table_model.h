// Table models as small subclasses: a row struct, columns, and what a cell shows. Replacing the rows keeps selection and scroll position
// where the keys stay the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <vector>

namespace cloze {

template <class Row>
class TableModel : public QAbstractTableModel {
 public:
  explicit TableModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
  int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(titles().size()); }
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override {
    if (orientation != Qt::Horizontal || section < 0 || section >= titles().size()) return {};
    if (role == Qt::TextAlignmentRole) return alignment(section);
    return role == Qt::DisplayRole ? QVariant(titles().at(section)) : QVariant();
  }
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::TextAlignmentRole) return alignment(index.column());
    return cell(m_rows[static_cast<std::size_t>(index.row())], index.column(), role);
  }
  const Row& at(int row) const { return m_rows.at(static_cast<std::size_t>(row)); }
  const std::vector<Row>& rows() const { return m_rows; }

  // Rows that stay (by sameKey) are updated in place; others are inserted or removed.
  void setRows(std::vector<Row> rows) {
    for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i)
      if (find(rows, m_rows[static_cast<std::size_t>(i)]) == rows.end()) {
        beginRemoveRows({}, i, i);
        m_rows.erase(m_rows.begin() + i);
        endRemoveRows();
      }
    for (std::size_t i = 0; i < rows.size(); ++i) place(i, std::move(rows[i]));
  }

 protected:
  virtual const QStringList& titles() const = 0;
  virtual QVariant cell(const Row& row, int column, int role) const = 0;
  virtual bool numeric(int column) const = 0;
  virtual bool sameKey(const Row& left, const Row& right) const = 0;
  Row& mutableRow(int row) { return m_rows.at(static_cast<std::size_t>(row)); }

 private:
  QVariant alignment(int column) const { return static_cast<int>((numeric(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter); }
  typename std::vector<Row>::iterator find(std::vector<Row>& rows, const Row& wanted) const {
    return std::find_if(rows.begin(), rows.end(), [this, &wanted](const Row& row) { return sameKey(row, wanted); });
  }
  void place(std::size_t i, Row row) {
    const auto found = find(m_rows, row);
    const auto at = static_cast<int>(i);
    if (found == m_rows.end()) {
      beginInsertRows({}, at, at);
      m_rows.insert(m_rows.begin() + at, std::move(row));
      endInsertRows();
      return;
    }
    const int from = static_cast<int>(found - m_rows.begin());
    if (from != at) {
      beginMoveRows({}, from, from, {}, from > at ? at : at + 1);
      Row moved = std::move(m_rows[static_cast<std::size_t>(from)]);
      m_rows.erase(m_rows.begin() + from);
      m_rows.insert(m_rows.begin() + at, std::move(moved));
      endMoveRows();
    }
    m_rows[i] = std::move(row);
    Q_EMIT dataChanged(index(at, 0), index(at, columnCount() - 1));
  }
  std::vector<Row> m_rows;
};

}  // namespace cloze
