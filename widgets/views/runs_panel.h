// The runs at the left: filter, check box = plotted, selection = inspected, stable colour, status, progress, "Continue" in the context menu.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/runs_model.h"

#include <QStyledItemDelegate>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QListView;
class QStackedWidget;

#include <utility>

namespace cloze {

class Banner;

// Check box in the run's colour, name, one line of status, progress bar while it trains.
class RunDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option, const QModelIndex& index) override;

  bool takeToggled() { return std::exchange(m_toggled, false); }   // whether the last click was on a tick

 private:
  bool m_toggled = false;
  static QRect checkRect(const QRect& row);
};

class RunsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit RunsPanel(RunsModel* model, QWidget* parent = nullptr);
  QString current() const;                              // run id, "" = none
  void select(const QString& run);
  void sayProblem(const QString& text);                 // the log cannot be read: said here, where the runs would be; "" = it can
  void rename(const QString& run, const QString& name); // asks for the new name
  QStringList compared() const { return m_model->plotted(); }
  RunFilter* filtered() const { return m_filtered; }
  QLineEdit* filterField() const { return m_filter; }

 Q_SIGNALS:
  void selected(const QString& run);                    // also by arrow key
  void opened(const QString& run);                      // by click or Enter
  void compareRequested(const QStringList& runs);       // those with a tick
  void describeRequested(const QString& run);           // tags and note
  void continueRequested(const QString& run);
  void duplicateRequested(const QString& run);
  void renameRequested(const QString& run, const QString& name);
  void deleteRequested(const QString& run);
  void newRunRequested();
  void startQueuedRequested(const QString& run);
  void removeQueuedRequested(const QString& run);

 private:
  void showMenu(const QPoint& place);
  void refreshEmpty();
  void refreshCompare();
  QWidget* makeHead();
  void connectList();
  RunsModel* m_model;
  RunFilter* m_filtered;
  QLineEdit* m_filter;
  QComboBox* m_group;
  Banner* m_problem;
  QPushButton* m_compare;
  QListView* m_list;
  QStackedWidget* m_stack;
};

}  // namespace cloze
