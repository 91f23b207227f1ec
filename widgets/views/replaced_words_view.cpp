// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/replaced_words_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/piece_text.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/word_bars.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/sentence_box.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

ReplacedWordsView::ReplacedWordsView(QWidget* parent)
    : ModelView({kPiecesAsker, kJudgeAsker}, {"replaced_tokens", tr("Train a model that judges words (ELECTRA), or open a folder with one.")}, parent),
      m_box(new SentenceBox(tr("Sentence"))), m_account(makeText({}, "small")), m_bars(new WordBars) {
  auto* page = new QWidget;
  auto* below = new QVBoxLayout(page);
  below->addWidget(makeLabel(tr("How likely is it that this word was replaced?"), "heading"));
  below->addWidget(m_account);
  below->addWidget(m_bars);
  below->addStretch(1);
  arrange(makeHead(), page);
  connect(m_box, &SentenceBox::entered, this, &ReplacedWordsView::setSentence);
  connect(chips(), &TokenChips::chosen, this, &ReplacedWordsView::replaceWord);
  connect(m_again, &QPushButton::clicked, this, &ReplacedWordsView::drawAgain);
}

QBoxLayout* ReplacedWordsView::makeHead() {
  auto* column = new QVBoxLayout;
  m_again = makeButton(tr("Draw again"), QStringLiteral("dice"));
  m_again->setToolTip(tr("Let the generator propose other words"));
  QWidget* options = makeFlow(kSpace2, kSpace2);
  for (QWidget* widget : std::initializer_list<QWidget*>{picker(), m_again}) options->layout()->addWidget(widget);
  column->addWidget(options);
  column->addWidget(m_box);
  return column;
}

TokenChips* ReplacedWordsView::chips() const { return m_box->chips(); }

void ReplacedWordsView::setSentence(const QString& text) {
  m_text = m_box->take(text);
  m_replaced.clear();
  askPieces();
}

void ReplacedWordsView::askPieces() {
  m_pieces = {};
  refreshChips();
  m_bars->setBars({}, 0, false);
  m_account->clear();
  m_again->setEnabled(false);
  const auto model = picker()->chosen();
  if (model && !m_text.empty()) Q_EMIT asked(kPiecesAsker, *model, PiecesQuestion{m_text});
}

void ReplacedWordsView::askJudgement() {
  const auto model = picker()->chosen();
  if (!model || m_pieces.tokens.empty()) return;
  JudgeRequest request;
  request.text = m_text;
  request.replaceBytes = m_replaced;
  request.seed = m_seed;
  Q_EMIT asked(kJudgeAsker, *model, request);
}

bool ReplacedWordsView::isChosen(std::size_t index) const {
  const auto [begin, end] = m_pieces.byteOffsets[index];
  return std::any_of(m_replaced.begin(), m_replaced.end(), [begin = begin, end = end](const auto& range) { return begin < range.second && range.first < end; });
}

void ReplacedWordsView::replaceWord(int index, bool) {
  if (index < 0 || index >= static_cast<int>(m_pieces.byteOffsets.size())) return;
  const auto range = m_pieces.byteOffsets[static_cast<std::size_t>(index)];
  const std::size_t before = m_replaced.size();
  m_replaced.erase(std::remove_if(m_replaced.begin(), m_replaced.end(), [&range](const auto& one) { return range.first < one.second && one.first < range.second; }), m_replaced.end());
  if (m_replaced.size() == before) m_replaced.push_back(range);
  refreshChips();
  askJudgement();
}

void ReplacedWordsView::drawAgain() {
  ++m_seed;
  askJudgement();
}

void ReplacedWordsView::refreshChips() {
  std::vector<ChipText> shown;
  for (std::size_t i = 0; i < m_pieces.tokens.size(); ++i) {
    const QString text = pieceInSentence(m_pieces.tokens[i], m_pieces.bytePieces);
    if (isChosen(i)) shown.push_back({text, ChipState::Replaced, m_pieces.continuesWord[i], tr("The generator writes here; click to keep \"%1\"").arg(text)});
    else shown.push_back({text, ChipState::Plain, m_pieces.continuesWord[i], tr("Click to let the generator write in place of \"%1\"").arg(text)});
  }
  m_box->chips()->setChips(shown);
}

void ReplacedWordsView::showReply(AskerId asker, const ModelFacts&, const InspectorAnswer& answer) {
  if (const auto* pieces = std::get_if<PiecesAnswer>(&answer); pieces && asker == kPiecesAsker) {
    m_pieces = pieces->pieces;
    refreshChips();
    return askJudgement();
  }
  if (const auto* judged = std::get_if<JudgeResult>(&answer); judged && asker == kJudgeAsker) showJudgement(*judged);
}

void ReplacedWordsView::showJudgement(const JudgeResult& result) {
  m_result = result;
  m_box->say(tr("Click words to let the generator replace them; click again to bring them back."));
  std::vector<BarText> bars;
  int replaced = 0, found = 0;
  for (const JudgedToken& token : result.tokens) {
    if (token.special) continue;
    replaced += token.replaced;
    found += token.replaced && token.replacedProbability > 0.5;
    const QString shown = pieceInSentence(token.shown, result.bytePieces), original = pieceInSentence(token.original, result.bytePieces);
    BarText bar{shown, token.replacedProbability, {}, token.replaced, {}};
    if (token.replaced) bar.label = original + QStringLiteral(" \u2192 ") + shown;
    if (token.proposed) bar.mark = token.replaced ? tr("replaced") : tr("the same word");
    QStringList proposals;
    for (const Candidate& candidate : token.candidates) proposals << pieceInSentence(candidate.token, result.bytePieces) + QLatin1Char(' ') + formatPercent(candidate.probability);
    if (token.proposed) bar.explanation = tr("The generator expected: %1. It drew \"%2\" (%3).").arg(proposals.join(QStringLiteral(", ")), shown, formatPercent(token.proposalProbability));
    bars.push_back(bar);
  }
  m_bars->setBars(bars, colour(), false);
  m_again->setEnabled(!m_replaced.empty());
  const QString step = result.step >= 0 ? tr("Step %1. ").arg(formatCount(result.step)) : QString();
  m_account->setText(step + (replaced > 0 ? tr("%1 of %2 replaced words were found.").arg(formatCount(found), formatCount(replaced)) : tr("Nothing was replaced: every bar should be short.")));
}

void ReplacedWordsView::showWaiting(AskerId, const QString& text) { m_box->say(text); }

void ReplacedWordsView::showError(AskerId, const QString& text) {
  m_bars->setBars({}, 0, false);
  m_account->clear();
  m_box->say(text, "bad");
}

}  // namespace cloze
