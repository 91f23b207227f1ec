// Table models as small subclasses: a row struct, columns, and what a cell shows. Replacing the rows keeps selection and scroll position
// where the keys stay the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <vector>

namespace cloze {

// What `make` gives, made once for each language the window has spoken (each caller's lambda has a cache of its own).
template <class Make>
const QStringList& inLanguage(Make make) {
  static QHash<QString, QStringList> known;
  QStringList& texts = known[QLocale().name()];
  if (texts.isEmpty()) texts = make();
  return texts;
}

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
    if (m_rows.empty() && !rows.empty()) {
      beginInsertRows({}, 0, static_cast<int>(rows.size()) - 1);
      m_rows = std::move(rows);
      return endInsertRows();
    }
    m_grownBy = static_cast<std::ptrdiff_t>(rows.size()) - static_cast<std::ptrdiff_t>(m_rows.size());
    for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i)
      if (find(rows, m_rows[static_cast<std::size_t>(i)], static_cast<std::size_t>(i)) == rows.end()) {
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
  virtual bool sameContent(const Row&, const Row&) const { return false; }   // true spares the views a repaint
  Row& mutableRow(int row) { return m_rows.at(static_cast<std::size_t>(row)); }

 private:
  QVariant alignment(int column) const { return static_cast<int>((numeric(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter); }
  // Lists mostly stay as they are or grow at an end, so the row is sought near its former place first.
  typename std::vector<Row>::iterator find(std::vector<Row>& rows, const Row& wanted, std::size_t near) const {
    const auto away = static_cast<std::size_t>(std::max(m_grownBy, -m_grownBy)) + 2;
    const std::size_t first = near > away ? near - away : 0, last = std::min(rows.size(), near + away + 1);
    for (std::size_t i = first; i < last; ++i)
      if (sameKey(rows[i], wanted)) return rows.begin() + static_cast<std::ptrdiff_t>(i);
    return std::find_if(rows.begin(), rows.end(), [this, &wanted](const Row& row) { return sameKey(row, wanted); });
  }
  void place(std::size_t i, Row row) {
    const auto found = find(m_rows, row, i);
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
    const bool same = from == at && sameContent(m_rows[i], row);
    m_rows[i] = std::move(row);
    if (same) return;
    Q_EMIT dataChanged(index(at, 0), index(at, columnCount() - 1));
  }
  std::vector<Row> m_rows;
  std::ptrdiff_t m_grownBy = 0;                          // at the last setRows()
};

}  // namespace cloze
