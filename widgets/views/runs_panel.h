// The runs at the left: filter, check box = plotted, selection = inspected, stable colour, status, progress, "Continue" in the context menu.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/runs_model.h"

#include <QStyledItemDelegate>
#include <QWidget>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;
class QStackedWidget;

namespace cloze {

// Check box in the run's colour, name, one line of status, progress bar while it trains.
class RunDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) override;

 private:
  static QRect checkRect(const QRect& row);
};

class RunsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit RunsPanel(RunsModel* model, QWidget* parent = nullptr);
  QString current() const;                              // run id, "" = none
  void select(const QString& run);

 Q_SIGNALS:
  void opened(const QString& run);                      // chosen by click or Enter
  void continueRequested(const QString& run);
  void duplicateRequested(const QString& run);
  void renameRequested(const QString& run, const QString& name);
  void deleteRequested(const QString& run);
  void newRunRequested();

 private:
  void showMenu(const QPoint& place);
  void refreshEmpty();
  RunsModel* m_model;
  QSortFilterProxyModel* m_filtered;
  QLineEdit* m_filter;
  QListView* m_list;
  QStackedWidget* m_stack;
};

}  // namespace cloze
