// Next words: a beginning is typed, and the words that a causal model expects next stand below as bars; a click on one appends it. "Go on writing"
// lets the model write a few words at a time, until it is told to stop.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/model_view.h"

#include <QTimer>

class QDoubleSpinBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace cloze {

class WordBars;

class NextWordsView : public ModelView {
  Q_OBJECT
 public:
  static constexpr AskerId kWordsAsker = 1100, kWritingAsker = 1101;

  explicit NextWordsView(QWidget* parent = nullptr);
  void setSentence(const QString& text) override;           // the beginning
  QString sentence() const override;
  WordBars* bars() const { return m_bars; }
  void append(int index);                                   // as a click on that word
  void write();                                             // as a click on "Go on writing"
  void stop();
  bool writing() const { return m_left > 0; }

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) override;
  void showWaiting(AskerId asker, const QString& text) override;
  void showError(AskerId asker, const QString& text) override;

 protected:
  void askAll() override { askWords(); }

 private:
  QBoxLayout* makeHead();
  QWidget* makeOptions();
  void askWords();
  void askMore();
  void showWords(const GenerateResult& result);
  void showWritten(const GenerateResult& result);
  void setWriting(bool writing);
  void refreshButtons();
  void say(const QString& text, const char* role = "small");

  QPlainTextEdit* m_text;
  QDoubleSpinBox* m_temperature;
  QSpinBox *m_topK, *m_length;
  QPushButton *m_write, *m_stop;
  QLabel* m_hint;
  WordBars* m_bars;
  QTimer m_settle;                                          // while somebody types nothing is asked
  std::vector<std::string> m_words;                         // what each bar appends
  std::int64_t m_left = 0, m_seed = 1;                      // words still to be written; of the next draw
};

}  // namespace cloze
