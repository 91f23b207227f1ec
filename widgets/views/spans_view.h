// Hidden spans: a text as chips, click to hide words, and beside each other what a sequence-to-sequence model reads, what stood in the gaps and what it
// writes there, span by span. Nothing hidden: the text is read as it is, and the model's own text is the answer (a task with its prefix).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QWidget>

#include <array>
#include <optional>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace cloze {

class Banner;
class ModelPicker;
class TokenChips;

class SpansView : public QWidget {
  Q_OBJECT
 public:
  static constexpr AskerId kAsker = 3000, kPiecesAsker = 3001;
  static bool isAsker(AskerId asker) { return asker == kAsker || asker == kPiecesAsker; }

  explicit SpansView(QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);
  void showModel(const ModelChoice& model);
  void setSentence(const QString& text);                // asks for its pieces
  QString sentence() const { return QString::fromStdString(m_text); }
  void hideWord(int index);                             // as a click on that chip: hides it, or brings it back
  void hideAtRandom();                                  // as in training; another draw each time
  void showEverything();
  void write();                                         // asks the model
  TokenChips* chips() const { return m_chips; }
  TokenChips* column(int number) const { return m_columns.at(static_cast<std::size_t>(number)); }   // read, hidden, written
  const SpansResult& result() const { return m_result; }

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer);
  void showWaiting(AskerId asker, const QString& text);
  void showError(AskerId asker, const QString& text);

 Q_SIGNALS:
  void asked(cloze::AskerId asker, const cloze::ModelChoice& model, const cloze::InspectorQuestion& question);
  void cancelled(cloze::AskerId asker);

 private:
  QWidget* makeHead();
  QWidget* makeOptions();
  QWidget* makeColumns();
  void askPieces();
  bool isHidden(std::size_t piece) const;
  void refreshChips();
  void clearAnswer();
  void showResult(const SpansResult& result);
  void showSpans();

  ModelPicker* m_picker;
  QLineEdit* m_sentence;
  TokenChips* m_chips;
  QLabel *m_hint, *m_summary;
  Banner* m_banner;
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
