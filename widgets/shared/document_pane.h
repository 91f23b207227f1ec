// One pane of the document area: a tab widget that gives its many tabs room, and repaints no more than it must.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QEvent>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>
#include <utility>

namespace cloze {

// Of many documents each keeps room for a word of its title; the others are reached by the arrows at the end.
class DocumentTabs : public QTabBar {
 protected:
  QSize minimumTabSizeHint(int index) const override {
    const QSize whole = tabSizeHint(index);
    return {std::min(whole.width(), fontMetrics().averageCharWidth() * 18), whole.height()};
  }
};

// Qt paints the whole of a page anew when a text in it asks for another width. While the page as a whole asks for no other size, it need not.
class DocumentPane : public QTabWidget {
 public:
  DocumentPane() { setTabBar(new DocumentTabs); }

 protected:
  bool event(QEvent* event) override {
    if (event->type() == QEvent::LayoutRequest) {
      const QSize former = std::exchange(m_least, minimumSizeHint());
      if (m_least == former) return true;
    }
    return QTabWidget::event(event);
  }

 private:
  QSize m_least;
};

}  // namespace cloze
