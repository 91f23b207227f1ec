// Replaced words: a sentence as chips, a click lets the generator put a word of its own there, and for every token the bar of the discriminator
// says how likely it is a replacement (Clark et al., 2020, figure 2). "Draw again" asks the generator for other words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace cloze {

class ModelPicker;
class TokenChips;
class WordBars;

class ReplacedWordsView : public QWidget {
  Q_OBJECT
 public:
  static constexpr AskerId kPiecesAsker = 1200, kJudgeAsker = 1201;

  explicit ReplacedWordsView(QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);   // those that judge words are kept
  void showModel(const ModelChoice& model);
  void setSentence(const QString& text);
  QString sentence() const { return QString::fromStdString(m_text); }
  void replaceWord(int index, bool extend);                 // as a click on that chip
  void drawAgain();
  TokenChips* chips() const { return m_chips; }
  WordBars* bars() const { return m_bars; }
  const JudgeResult& result() const { return m_result; }
  void modelMoved(const std::string& run);

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer);
  void showWaiting(AskerId asker, const QString& text);
  void showError(AskerId asker, const QString& text);

 Q_SIGNALS:
  void asked(cloze::AskerId asker, const cloze::ModelChoice& model, const cloze::InspectorQuestion& question);
  void cancelled(cloze::AskerId asker);

 private:
  QWidget* makeHead();
  void askPieces();
  void askJudgement();
  void showJudgement(const JudgeResult& result);
  void refreshChips();
  bool isChosen(std::size_t piece) const;
  void say(const QString& text, const char* role = "small");

  ModelPicker* m_picker;
  QLineEdit* m_sentence;
  TokenChips* m_chips;
  QPushButton* m_again;
  QLabel *m_hint, *m_account;
  WordBars* m_bars;
  std::string m_text;
  PieceList m_pieces;
  std::vector<std::pair<std::int32_t, std::int32_t>> m_replaced;   // byte ranges of the sentence
  JudgeResult m_result;
  std::int64_t m_seed = 1;
};

}  // namespace cloze
