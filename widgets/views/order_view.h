// Words in random order: a sentence as chips, those with a number are predicted, each from all the others and from those with a smaller number (Yang et
// al., 2019, figure 1); a grid of who may look at whom, and the model's answers in their order. A click on a word predicts it or leaves it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace cloze {

class ModelPicker;
class OrderGrid;
class TokenChips;
class WordBars;

class OrderView : public QWidget {
  Q_OBJECT
 public:
  static constexpr AskerId kOrderAsker = 1300;

  explicit OrderView(QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);   // those that predict in an order are kept
  void showModel(const ModelChoice& model);
  void setSentence(const QString& text);                    // what is predicted is drawn, as in training
  QString sentence() const { return QString::fromStdString(m_text); }
  void toggleWord(int index, bool extend);                  // as a click on that chip
  void drawAgain();                                         // another order
  TokenChips* chips() const { return m_chips; }
  WordBars* bars() const { return m_bars; }
  OrderGrid* grid() const { return m_grid; }
  const OrderResult& result() const { return m_result; }
  void modelMoved(const std::string& run);

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer);
  void showWaiting(AskerId asker, const QString& text);
  void showError(AskerId asker, const QString& text);

 Q_SIGNALS:
  void asked(cloze::AskerId asker, const cloze::ModelChoice& model, const cloze::InspectorQuestion& question);
  void cancelled(cloze::AskerId asker);

 private:
  QWidget* makeHead();
  QWidget* makeAnswer();
  void ask();
  void clearAnswer();
  void showOrder(const OrderResult& result);
  void showBars();
  void tellCell();
  void say(const QString& text, const char* role = "small");

  ModelPicker* m_picker;
  QLineEdit* m_sentence;
  TokenChips* m_chips;
  QPushButton* m_again;
  QLabel *m_hint, *m_account, *m_cell;
  OrderGrid* m_grid;
  WordBars* m_bars;
  std::string m_text;
  std::vector<std::pair<std::int32_t, std::int32_t>> m_predicted;   // byte ranges of the sentence; none: drawn
  std::vector<int> m_places;                                        // of the bars, in the grid
  OrderResult m_result;
  std::int64_t m_seed = 1;
};

}  // namespace cloze
