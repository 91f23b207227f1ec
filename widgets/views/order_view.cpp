// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/order_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/piece_text.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/word_bars.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/order_grid.h"
#include "widgets/views/sentence_box.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

OrderView::OrderView(QWidget* parent)
    : ModelView({kOrderAsker, kOrderAsker}, {"permutation_lm", tr("Train a model that predicts words in a random order (XLNet), or open a folder with one.")}, parent),
      m_box(new SentenceBox(tr("Sentence"))), m_account(makeText({}, "small")), m_cell(makeText({})), m_grid(new OrderGrid), m_bars(new WordBars) {
  arrange(makeHead(), makeAnswer())->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);   // the grid is as wide as the sentence is long
  connect(m_box, &SentenceBox::entered, this, &OrderView::setSentence);
  connect(chips(), &TokenChips::chosen, this, &OrderView::toggleWord);
  connect(m_again, &QPushButton::clicked, this, &OrderView::drawAgain);
  connect(m_grid, &OrderGrid::chosen, this, &OrderView::tellCell);
  connect(m_bars, &WordBars::chosen, this, [this](int index) { m_grid->choose(m_places.at(static_cast<std::size_t>(index)), m_places.at(static_cast<std::size_t>(index))); });
}

QBoxLayout* OrderView::makeHead() {
  auto* column = new QVBoxLayout;
  m_again = makeButton(tr("Another order"), QStringLiteral("dice"));
  m_again->setToolTip(tr("Draw another order of the words that are predicted"));
  QWidget* options = makeFlow(kSpace2, kSpace2);
  for (QWidget* widget : std::initializer_list<QWidget*>{picker(), m_again}) options->layout()->addWidget(widget);
  column->addWidget(options);
  column->addWidget(m_box);
  return column;
}

TokenChips* OrderView::chips() const { return m_box->chips(); }

QWidget* OrderView::makeAnswer() {
  auto* answers = new QVBoxLayout;
  answers->addWidget(makeLabel(tr("What it expects, in this order"), "heading"));
  answers->addWidget(m_account);
  answers->addWidget(m_bars);
  answers->addStretch(1);
  auto* looks = new QVBoxLayout;
  looks->addWidget(makeLabel(tr("Who may look at whom"), "heading"));
  looks->addWidget(makeText(tr("A row asks, its columns are looked at: coloured ones it sees, deeper ones were predicted before it."), "small"));
  looks->addWidget(m_grid, 0, Qt::AlignLeft);
  looks->addWidget(m_cell);
  looks->addStretch(1);
  auto* page = new QWidget;
  auto* row = new QHBoxLayout(page);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kSpace5);
  row->addLayout(looks);
  row->addLayout(answers, 1);
  return page;
}

void OrderView::setSentence(const QString& text) {
  m_text = m_box->take(text);
  m_predicted.clear();
  askAll();
}

void OrderView::drawAgain() {
  ++m_seed;
  askAll();
}

void OrderView::askAll() {
  m_again->setEnabled(false);
  const auto model = picker()->chosen();
  if (!model || m_text.empty()) return clearAnswer();
  OrderRequest request;
  request.text = m_text;
  request.predictBytes = m_predicted;
  request.seed = m_seed;
  Q_EMIT asked(kOrderAsker, *model, request);
}

void OrderView::clearAnswer() {
  m_result = {};
  m_places.clear();
  chips()->setChips({});
  m_bars->setBars({}, 0, false);
  m_grid->setOrder({}, 0);
  m_account->clear();
  m_cell->clear();
}

// A range of several words comes apart into those of its pieces.
void OrderView::toggleWord(int index, bool) {
  std::vector<std::pair<std::int32_t, std::int32_t>> ranges;
  int chip = 0;
  for (const OrderedToken& token : m_result.tokens) {
    if (token.special) continue;
    const bool clicked = chip++ == index;
    if ((token.number > 0) != clicked) ranges.emplace_back(token.byteBegin, token.byteEnd);
  }
  m_predicted = std::move(ranges);
  askAll();
}

void OrderView::showReply(AskerId, const ModelFacts&, const InspectorAnswer& answer) {
  if (const auto* order = std::get_if<OrderResult>(&answer)) showOrder(*order);
}

void OrderView::showOrder(const OrderResult& result) {
  m_result = result;
  m_again->setEnabled(true);
  m_box->say(tr("Click a word to have it predicted, or to leave it. Words with a number are predicted in that order."));
  std::vector<ChipText> shown;
  for (const OrderedToken& token : result.tokens) {
    if (token.special) continue;
    const QString text = pieceInSentence(token.token, result.bytePieces);
    if (token.number > 0) shown.push_back({text + QStringLiteral(" \u00b7 ") + formatCount(token.number), ChipState::Masked, token.continuesWord, tr("\"%1\" is predicted as number %2; click to leave it").arg(text, formatCount(token.number))});
    else shown.push_back({text, ChipState::Plain, token.continuesWord, tr("Click to have \"%1\" predicted").arg(text)});
  }
  chips()->setChips(shown);
  m_grid->setOrder(result, colour());
  tellCell();
  showBars();
}

void OrderView::showBars() {
  std::vector<BarText> bars;
  m_places.clear();
  for (int i = 0; i < static_cast<int>(m_result.tokens.size()); ++i)
    if (m_result.tokens[static_cast<std::size_t>(i)].number > 0) m_places.push_back(i);
  const auto token = [this](int place) -> const OrderedToken& { return m_result.tokens[static_cast<std::size_t>(place)]; };
  std::sort(m_places.begin(), m_places.end(), [&](int a, int b) { return token(a).number < token(b).number; });
  int right = 0;
  for (const int place : m_places) {
    const OrderedToken& one = token(place);
    const QString text = pieceInSentence(one.token, m_result.bytePieces), best = pieceInSentence(one.candidates.front().token, m_result.bytePieces);
    right += one.rank == 1;
    QStringList candidates;
    for (const Candidate& candidate : one.candidates) candidates << pieceInSentence(candidate.token, m_result.bytePieces) + QLatin1Char(' ') + formatPercent(candidate.probability);
    bars.push_back({tr("%1. %2").arg(formatCount(one.number), text), one.probability, one.rank == 1 ? tr("expected") : tr("expected %1").arg(best), one.rank == 1, candidates.join(QStringLiteral(", "))});
  }
  m_bars->setBars(bars, colour(), true);
  const QString step = m_result.step >= 0 ? tr("Step %1. ").arg(formatCount(m_result.step)) : QString();
  m_account->setText(step + tr("%1 of %2 words were expected most.").arg(formatCount(right), formatCount(static_cast<std::int64_t>(bars.size()))));
}

void OrderView::tellCell() { m_cell->setText(m_grid->sentence()); }

void OrderView::showWaiting(AskerId, const QString& text) { m_box->say(text); }

void OrderView::showError(AskerId, const QString& text) {
  clearAnswer();
  m_again->setEnabled(picker()->chosen().has_value());
  m_box->say(text, "bad");
}

}  // namespace cloze
