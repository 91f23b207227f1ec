// A card of the preview column: heading, what goes on (or why it did not work) with Cancel, and a body.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace cloze {

class PreviewCard : public QFrame {
  Q_OBJECT
 public:
  // `explanation` stands there until something else is said.
  PreviewCard(const QString& heading, const QString& explanation, QWidget* parent = nullptr);
  QVBoxLayout* body() const { return m_body; }
  bool busy() const { return m_busy; }

  void showProgress(const QString& text);                // "" = done, nothing to say
  void showNote(const QString& text);
  void showProblem(const QString& text);                 // "" = the explanation again
  QString stateText() const;

 Q_SIGNALS:
  void cancelled();
  void busyChanged(bool busy);

 private:
  void say(const QString& text, const char* role, bool busy);
  QString m_explanation;
  QVBoxLayout* m_body;
  QLabel* m_state;
  QPushButton* m_cancel;
  bool m_busy = false;
};

}  // namespace cloze
