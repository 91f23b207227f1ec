// Replaced words: a sentence as chips, a click lets the generator put a word of its own there, and for every token the bar of the discriminator
// says how likely it is a replacement (Clark et al., 2020, figure 2). "Draw again" asks the generator for other words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/model_view.h"

class QLabel;
class QPushButton;

namespace cloze {

class SentenceBox;
class TokenChips;
class WordBars;

class ReplacedWordsView : public ModelView {
  Q_OBJECT
 public:
  static constexpr AskerId kPiecesAsker = 1200, kJudgeAsker = 1201;

  explicit ReplacedWordsView(QWidget* parent = nullptr);
  void setSentence(const QString& text) override;
  QString sentence() const override { return QString::fromStdString(m_text); }
  void replaceWord(int index, bool extend);                 // as a click on that chip
  void drawAgain();
  TokenChips* chips() const;
  WordBars* bars() const { return m_bars; }
  const JudgeResult& result() const { return m_result; }

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) override;
  void showWaiting(AskerId asker, const QString& text) override;
  void showError(AskerId asker, const QString& text) override;

 protected:
  void askAll() override { askPieces(); }
  void askAgain() override { askJudgement(); }

 private:
  QBoxLayout* makeHead();
  void askPieces();
  void askJudgement();
  void showJudgement(const JudgeResult& result);
  void refreshChips();
  bool isChosen(std::size_t piece) const;

  SentenceBox* m_box;
  QPushButton* m_again;
  QLabel* m_account;
  WordBars* m_bars;
  std::string m_text;
  PieceList m_pieces;
  std::vector<std::pair<std::int32_t, std::int32_t>> m_replaced;   // byte ranges of the sentence
  JudgeResult m_result;
  std::int64_t m_seed = 1;
};

}  // namespace cloze
