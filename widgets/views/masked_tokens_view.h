// Masked words: a sentence as chips, click to hide a piece, and what up to four models expect at each mask. Every model cuts the sentence with
// its own tokeniser; masks are kept as places in the text, so that all rows mean the same ones. Below, the sentences kept over training.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "experiments/queries.h"
#include "widgets/models/kept_sentences.h"
#include "widgets/views/answer_row.h"
#include "widgets/views/model_view.h"

#include <optional>

class QComboBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace cloze {

class KeptSentencesPanel;
class SentenceBox;
class TokenChips;

class MaskedTokensView : public AskingView {
  Q_OBJECT
 public:
  // Askers of this view: a row each, then the pieces and the kept sentences.
  static constexpr AskerId kFirstAsker = 1000, kPiecesAsker = 1010, kScoresAsker = 1011;
  static constexpr int kMostRows = 4;

  explicit MaskedTokensView(KeptSentences* kept, QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models) override;
  void showModel(const ModelChoice& model) override;    // in the first row
  void showModels(const std::vector<ModelChoice>& models);   // a row each, the first four
  void setSentence(const QString& text) override;       // asks for its pieces
  QString sentence() const override;
  void setCandidates(const QString& words);             // "doctor, teacher"
  void setProbes(const std::string& run, const std::vector<ProbeRow>& probes);
  std::optional<std::string> inspectedRun() const;      // of the first row's model
  TokenChips* chips() const;
  AnswerRow* row(int number) const { return m_rows.at(static_cast<std::size_t>(number)); }
  int rowCount() const { return static_cast<int>(m_rows.size()); }
  AnswerRow* compare();                                 // one more row
  KeptSentencesPanel* kept() const { return m_panel; }
  QComboBox* modes() const { return m_mode; }
  void keepSentence();
  void modelMoved(const std::string& run) override;     // answers that follow it are asked for again
  void maskWord(int index);                             // as a click on that chip, with Shift
  QByteArray exported(const QString& kind) const;       // "csv", "json", "txt" (tab-separated), "png"

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) override;
  void showWaiting(AskerId asker, const QString& text) override;
  void showError(AskerId asker, const QString& text) override;

 Q_SIGNALS:
  void runInspected(const QString& run);                // its checkpoints and probes are wanted

 private:
  QWidget* makeHead();
  QWidget* makeOptions();
  QWidget* makeActions();
  void connectPanel();
  AnswerRow* addRow();
  void removeRow(AnswerRow* row);
  int numberOf(AskerId asker) const;
  void modelChosen(AnswerRow* row);
  void askPieces();
  void askFill(int number);
  void askAll();
  void chipChosen(int index, bool extend);
  void chooseSentence(const KeptSentence& sentence);
  void showPieces(const PiecesAnswer& answer);
  void refreshChips();
  void refreshActions();
  void refreshPanel();
  bool isMasked(std::size_t piece) const;
  void exportAs(const QString& kind, const QString& filter);

  SentenceBox* m_sentence;
  QLineEdit* m_candidates;
  QSpinBox* m_topK;
  QComboBox* m_mode;
  QPushButton *m_compare, *m_keep, *m_copy, *m_export;
  QVBoxLayout* m_rowColumn;
  KeptSentencesPanel* m_panel;
  KeptSentences* m_kept;
  std::vector<AnswerRow*> m_rows;
  std::vector<ModelChoice> m_models;
  std::optional<PieceList> m_pieces;                            // as the first row's model cuts the sentence
  std::vector<std::pair<std::int32_t, std::int32_t>> m_masks;   // byte ranges of the sentence
  std::string m_text;                                           // the sentence whose pieces are shown
  QString m_inspectedRun;
};

}  // namespace cloze
