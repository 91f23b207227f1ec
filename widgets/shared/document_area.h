// The documents in the centre: tabs in panes that can be split to the right and downwards, as often as there is room. Tabs move between panes by
// menu, by keyboard and by dragging; a pane whose last tab goes disappears. To the outside it is one list of documents, in the order of the panes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json.h"

#include <QWidget>

#include <vector>

class QSplitter;
class QTabWidget;

namespace cloze {

class DocumentArea : public QWidget {
  Q_OBJECT
 public:
  explicit DocumentArea(QWidget* parent = nullptr);
  ~DocumentArea() override;

  int count() const;
  QWidget* widget(int index) const;                      // nullptr beyond the end
  QWidget* currentWidget() const;                        // of the pane that was used last
  int currentIndex() const { return indexOf(currentWidget()); }
  int indexOf(const QWidget* document) const;            // -1 = not here
  int addTab(QWidget* document, const QString& title);   // into the current pane, in front
  void removeTab(int index);                             // the document itself stays the caller's
  void setCurrentWidget(QWidget* document);
  void setCurrentIndex(int index) { setCurrentWidget(widget(index)); }
  void setTabText(int index, const QString& title);
  QString tabText(int index) const;

  int paneCount() const { return static_cast<int>(panes().size()); }
  int paneOf(const QWidget* document) const;             // -1 = not here
  bool canSplit() const;                                 // the current pane has a tab to give
  void split(Qt::Orientation orientation);               // the current tab into a new pane at its right or below
  void moveToNextPane();
  void moveTo(QWidget* document, int pane);
  void focusNextPane();
  void unite();                                          // all tabs into one pane

  // {"pages": [object names], "current": name} or {"split": "right" | "down", "shares": [..], "parts": [..]}.
  Json arrangement() const;
  // Documents that the arrangement does not name stay in the first pane; names that are not open are passed over.
  void arrange(const Json& arrangement);

 Q_SIGNALS:
  void tabCloseRequested(int index);
  void currentChanged(int index);
  void arranged();                                       // panes came or went

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Place { QTabWidget* pane = nullptr; int index = -1; };
  std::vector<QTabWidget*> panes() const;
  QTabWidget* makePane();
  Place place(int index) const;
  void collect(QWidget* part, std::vector<QTabWidget*>& found) const;
  QTabWidget* splitPane(QTabWidget* pane, Qt::Orientation orientation, bool before = false);
  void moveDocument(QWidget* document, QTabWidget* target, int index = -1);
  void dropIfEmpty(QTabWidget* pane);
  void tidy(QSplitter* splitter);
  void setCurrentPane(QTabWidget* pane);
  void showTabMenu(QTabWidget* pane, const QPoint& place);
  bool dragTab(class QMouseEvent* event, QTabWidget* pane);
  bool dropTab(class QDropEvent* event, QTabWidget* pane);
  void refresh();
  static void nameTab(QTabWidget* pane, int index, const QString& title);
  Json arrangementOf(QWidget* part) const;
  void build(const Json& part, QTabWidget* pane, std::vector<std::pair<QTabWidget*, QString>>& fronts);

  QSplitter* m_root;
  QTabWidget* m_current = nullptr;
  bool m_arranging = false;
};

}  // namespace cloze
