// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/table_tools.h"

#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace cloze {

QTableView* makeTable(QAbstractItemModel* model, int stretched, const QString& name) {
  auto* table = new QTableView;
  table->setModel(model);
  table->verticalHeader()->hide();
  table->setShowGrid(false);
  table->setAlternatingRowColors(true);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table->setTabKeyNavigation(false);
  table->setAccessibleName(name);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setTextElideMode(Qt::ElideRight);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  table->horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
  table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 2 * kSpace1 + 4);
  table->setTextElideMode(Qt::ElideMiddle);
  auto* copy = new QAction(table);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  QObject::connect(copy, &QAction::triggered, table, [table] { copyTable(table, false); });
  table->addAction(copy);
  return table;
}

QFrame* inCard(QWidget* content) {
  auto* column = new QVBoxLayout;
  QFrame* card = makeCard(column);
  column->setContentsMargins(1, 1, 1, 1);
  column->addWidget(content);
  return card;
}

QLineEdit* makeFilter(QSortFilterProxyModel* filtered, const QString& placeholder) {
  auto* line = new QLineEdit;
  line->setPlaceholderText(placeholder);
  line->setAccessibleName(placeholder);
  line->setToolTip(placeholder);
  line->setClearButtonEnabled(true);
  line->setMaximumWidth(320);
  filtered->setParent(line);
  filtered->setFilterKeyColumn(-1);
  filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
  QObject::connect(line, &QLineEdit::textChanged, filtered, &QSortFilterProxyModel::setFilterFixedString);
  return line;
}

QString tableText(const QTableView* table, bool all) {
  const QAbstractItemModel* model = table->model();
  const QItemSelectionModel* chosen = table->selectionModel();
  QStringList lines, cells;
  for (int column = 0; column < model->columnCount(); ++column) cells << model->headerData(column, Qt::Horizontal).toString();
  lines << cells.join(QLatin1Char('\t'));
  for (int row = 0; row < model->rowCount(); ++row) {
    if (!all && chosen->hasSelection() && !chosen->isRowSelected(row)) continue;
    cells.clear();
    for (int column = 0; column < model->columnCount(); ++column) cells << model->index(row, column).data().toString().simplified().replace(QChar(0x2212), QLatin1Char('-'));   // a sheet reads numbers
    lines << cells.join(QLatin1Char('\t'));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void copyTable(const QTableView* table, bool all) { QApplication::clipboard()->setText(tableText(table, all)); }

}  // namespace cloze
