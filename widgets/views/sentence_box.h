// A sentence to look at: a line to type it in, its words as chips, and one line of advice. Shared by masked words and neighbours, which say what
// the chips are and what a click on one means.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QLineEdit>

class QHBoxLayout;

namespace cloze {

class TokenChips;

class SentenceBox : public QWidget {
  Q_OBJECT
 public:
  explicit SentenceBox(const QString& name, QWidget* parent = nullptr);   // as a screen reader calls it
  // The text without the spaces around it; an empty one is said. The chips are gone until the pieces of the new text are there.
  std::string take(const QString& text);
  void say(const QString& text, const char* role = "small");              // "" = nothing to say: the line goes away
  TokenChips* chips() const { return m_chips; }
  QHBoxLayout* line() const { return m_line; }                            // beside the sentence is room for buttons

 Q_SIGNALS:
  void entered(const QString& text);

 private:
  QHBoxLayout* m_line;
  QLineEdit* m_edit;
  TokenChips* m_chips;
  QLabel* m_note;
};

}  // namespace cloze
