// A page of a run that shows what the engine is asked for and takes a moment to find: a row of controls with what is under way and Cancel at its
// end, one message in place, and a card that scrolls with an empty state until the first answer is there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/shared/parts.h"

#include <QVBoxLayout>

namespace cloze {

class AskedPage : public QWidget {
  Q_OBJECT
 public:
  AskedPage(const QString& iconName, const QString& emptySentence, QWidget* parent = nullptr);
  void showWaiting(const QString& what);
  void showError(const QString& text);                  // "" = cancelled

 Q_SIGNALS:
  void cancelled();

 protected:
  void addControl(QWidget* control);
  QVBoxLayout* content() const { return m_content; }
  void showAnswer(bool any, const QString& remark = {});   // nothing is under way any more

 private:
  FlowLayout* m_head;
  QPushButton* m_cancel;
  QLabel* m_waiting;
  Banner* m_banner;
  EmptyState* m_empty;
  QVBoxLayout* m_content;
};

}  // namespace cloze
