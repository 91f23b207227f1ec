// Words in random order: a sentence as chips, those with a number are predicted, each from all the others and from those with a smaller number (Yang et
// al., 2019, figure 1); a grid of who may look at whom, and the model's answers in their order. A click on a word predicts it or leaves it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/views/model_view.h"

class QLabel;
class QPushButton;

namespace cloze {

class OrderGrid;
class SentenceBox;
class TokenChips;
class WordBars;

class OrderView : public ModelView {
  Q_OBJECT
 public:
  static constexpr AskerId kOrderAsker = 1300;

  explicit OrderView(QWidget* parent = nullptr);
  void setSentence(const QString& text) override;           // what is predicted is drawn, as in training
  QString sentence() const override { return QString::fromStdString(m_text); }
  void toggleWord(int index, bool extend);                  // as a click on that chip
  void drawAgain();                                         // another order
  TokenChips* chips() const;
  WordBars* bars() const { return m_bars; }
  OrderGrid* grid() const { return m_grid; }
  const OrderResult& result() const { return m_result; }

  void showReply(AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) override;
  void showWaiting(AskerId asker, const QString& text) override;
  void showError(AskerId asker, const QString& text) override;

 protected:
  void askAll() override;

 private:
  QBoxLayout* makeHead();
  QWidget* makeAnswer();
  void clearAnswer();
  void showOrder(const OrderResult& result);
  void showBars();
  void tellCell();

  SentenceBox* m_box;
  QPushButton* m_again;
  QLabel *m_account, *m_cell;
  OrderGrid* m_grid;
  WordBars* m_bars;
  std::string m_text;
  std::vector<std::pair<std::int32_t, std::int32_t>> m_predicted;   // byte ranges of the sentence; none: drawn
  std::vector<int> m_places;                                        // of the bars, in the grid
  OrderResult m_result;
  std::int64_t m_seed = 1;
};

}  // namespace cloze
