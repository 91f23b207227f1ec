// Masked words: a sentence as chips, click to hide a piece, and what up to four models expect at each mask. Every model cuts the sentence with
// its own tokeniser; masks are kept as places in the text, so that all rows mean the same ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QWidget>

#include <map>
#include <optional>
#include <vector>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace cloze {

class EmptyState;
class ModelPicker;
class TokenChips;

// One model's row: who answers, its pieces of the sentence, its answer.
class AnswerRow : public QWidget {
  Q_OBJECT
 public:
  AnswerRow(int number, bool removable, QWidget* parent = nullptr);
  ModelPicker* picker() const { return m_picker; }
  void showAnswer(const FillResult& result, const ModelFacts& facts, int colour);
  void showState(const QString& text, const char* role = "muted");    // waiting, failed, nothing masked
  void clearAnswer();
  std::optional<PieceList> pieces;

 Q_SIGNALS:
  void removed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  ModelPicker* m_picker;
  QLabel *m_step, *m_state;
  QWidget* m_columns;
  int m_colour = 0;
};

class MaskedTokensView : public QWidget {
  Q_OBJECT
 public:
  explicit MaskedTokensView(QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);
  void showModel(const ModelChoice& model);             // in the first row
  void setSentence(const QString& text);                // asks for its pieces
  QString sentence() const;
  TokenChips* chips() const { return m_chips; }
  AnswerRow* row(int number) const { return m_rows.at(static_cast<std::size_t>(number)); }
  void modelMoved(const std::string& run);              // a live model has a new step: answers that follow it are asked for again
  void maskWord(int index);                             // as a click on that chip, with Shift

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer);
  void showWaiting(AskerId asker, const QString& text);
  void showError(AskerId asker, const QString& text);

 Q_SIGNALS:
  void asked(cloze::AskerId asker, const cloze::ModelChoice& model, const cloze::InspectorQuestion& question);

 private:
  QWidget* makeHead();
  AnswerRow* addRow();
  void removeRow(AnswerRow* row);
  int numberOf(AskerId asker) const;
  void askPieces(int number);
  void askFill(int number);
  void askAll();
  void chipChosen(int index, bool extend);
  void refreshChips();
  std::vector<std::int64_t> maskedPieces(const PieceList& pieces) const;

  static constexpr int kMostRows = 4;
  QLineEdit* m_sentence;
  TokenChips* m_chips;
  QSpinBox* m_topK;
  QComboBox* m_mode;
  QLabel* m_hint;
  QPushButton* m_compare;
  QVBoxLayout* m_rowColumn;
  std::vector<AnswerRow*> m_rows;
  std::vector<ModelChoice> m_models;
  std::vector<std::pair<std::int32_t, std::int32_t>> m_masks;   // byte ranges of the sentence
  std::string m_text;                                           // the sentence whose pieces are shown
};

}  // namespace cloze
