// One sentence of the neighbours view: its words as chips, the nearest occurrences of the chosen one, and below them what its static vectors
// say, so that the difference is seen.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"
#include "widgets/views/neighbours_model.h"

#include <QFrame>

#include <optional>

class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;

namespace cloze {

class ElidedLabel;
class EmptyState;
class ModelPicker;
class SentenceBox;
class TokenChips;

class QueryPanel : public QFrame {
  Q_OBJECT
 public:
  QueryPanel(int number, QWidget* parent = nullptr);
  void setSentence(const QString& text);                // asks for its pieces
  void chooseWord(const QString& word);                 // the first one of that spelling, as soon as the pieces are there
  QString wantedWord() const { return m_wantedWord; }
  std::string text() const { return m_text; }
  std::optional<QueryWord> query() const;               // what is asked: a sentence and a word of it
  void showPieces(const PiecesAnswer& answer);
  void showResult(const NeighboursAnswer& answer, std::size_t query);   // the query that was this panel's
  ModelPicker* picker() const { return m_picker; }       // of the second panel; null in the first, whose model stands above
  void showProblem(const QString& text);
  void showWaiting(const QString& text);
  void select(std::int64_t line, std::int32_t byteBegin);   // says nothing; nothing when it is not in the list
  NeighboursModel* results() const { return m_results; }
  QListView* list() const { return m_list; }
  TokenChips* chips() const;
  QLabel* staticText() const { return m_static; }

 Q_SIGNALS:
  void piecesWanted();
  void wordChosen();
  void selectedByUser(std::int64_t line, std::int32_t byteBegin);
  void closed();
  void modelChosen();

 private:
  struct Word { std::string text; std::int32_t begin = 0, end = 0; std::int64_t occurrence = 1; };
  void wordClicked(int index);
  void refreshChips();
  void showStatic(const NeighboursAnswer& answer, std::size_t query);
  SentenceBox* m_sentence;
  ModelPicker* m_picker = nullptr;
  ElidedLabel* m_title;
  QLabel* m_static;
  NeighboursModel* m_results;
  NeighbourDelegate* m_delegate;
  QListView* m_list;
  QStackedWidget* m_stack;
  EmptyState* m_empty;
  std::vector<Word> m_words;
  int m_word = -1;
  QString m_wantedWord;
  std::string m_text;
  bool m_selecting = false;
};

}  // namespace cloze
