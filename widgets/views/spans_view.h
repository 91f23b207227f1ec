// Hidden spans: a text as chips, click to hide words, and beside each other what a sequence-to-sequence model reads, what stood in the gaps and what it
// writes there, span by span. Nothing hidden: the text is read as it is, and the model's own text is the answer (a task with its prefix).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/model_view.h"

#include <array>
#include <optional>

class QGridLayout;
class QLabel;
class QPushButton;
class QSpinBox;

namespace cloze {

class SentenceBox;
class TokenChips;

class SpansView : public ModelView {
  Q_OBJECT
 public:
  static constexpr AskerId kAsker = 3000, kPiecesAsker = 3001;

  explicit SpansView(QWidget* parent = nullptr);
  void setSentence(const QString& text) override;       // asks for its pieces
  QString sentence() const override { return QString::fromStdString(m_text); }
  void hideWord(int index);                             // as a click on that chip: hides it, or brings it back
  void hideAtRandom();                                  // as in training; another draw each time
  void showEverything();
  void write();                                         // asks the model
  TokenChips* chips() const;
  TokenChips* column(int number) const { return m_columns.at(static_cast<std::size_t>(number)); }   // read, hidden, written
  const SpansResult& result() const { return m_result; }

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) override;
  void showWaiting(AskerId asker, const QString& text) override;
  void showError(AskerId asker, const QString& text) override;

 protected:
  void askAll() override { askPieces(); }
  void askAgain() override;

 private:
  QBoxLayout* makeHead();
  QWidget* makeOptions();
  QWidget* makeColumns();
  void askPieces();
  void allowWriting(bool allowed);
  bool isHidden(std::size_t piece) const;
  void sayHow();
  void refreshChips();
  void clearAnswer();
  void showResult(const SpansResult& result);
  void showSpans();

  SentenceBox* m_box;
  QLabel* m_summary;
  QSpinBox *m_beams, *m_most;
  QPushButton *m_random, *m_all, *m_write, *m_cancel;
  std::array<TokenChips*, 3> m_columns{};
  QGridLayout* m_spans;
  std::optional<PieceList> m_pieces;
  std::string m_text;
  std::vector<std::pair<std::int32_t, std::int32_t>> m_hidden;   // bytes of the text
  bool m_drawn = false;                                 // the spans are a draw of m_seed rather than chosen
  std::int64_t m_seed = 0;
  SpansResult m_result;
};

}  // namespace cloze
