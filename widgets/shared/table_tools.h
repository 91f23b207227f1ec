// Tables as the documents show them: rows selected as a whole, sorted by a click, copied with their headers (Ctrl+C, or all of it), filtered
// by a line of text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

class QAbstractItemModel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace cloze {

// `stretched`: the column that takes the room left over. Ctrl+C copies the chosen rows.
QTableView* makeTable(QAbstractItemModel* model, int stretched, const QString& name);
QFrame* inCard(QWidget* content);
// Any word of any column; the proxy belongs to the line.
QLineEdit* makeFilter(QSortFilterProxyModel* filtered, const QString& placeholder);
// Rows as tab-separated lines under their headers: the chosen ones, or all that are shown when none is chosen or `all` is asked.
QString tableText(const QTableView* table, bool all);
void copyTable(const QTableView* table, bool all);

}  // namespace cloze
