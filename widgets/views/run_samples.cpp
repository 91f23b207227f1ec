// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/run_samples.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/piece_text.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"

#include <algorithm>

namespace cloze {

namespace {

constexpr std::size_t kShownRows = 12, kShownTokens = 80;

std::size_t rightOf(const HeldOutRow& row) {
  return static_cast<std::size_t>(std::count_if(row.words.begin(), row.words.end(), [](const HeldOutWord& word) { return word.trueRank == 1; }));
}

// "right" or "wrong > true": the sign says it, too, not only the colour.
void markWord(ChipText& chip, const HeldOutWord& word, bool bytePieces) {
  const QString truth = pieceInSentence(word.trueToken, bytePieces), guess = pieceInSentence(word.predicted, bytePieces);
  const bool right = word.trueRank == 1;
  chip.state = right ? ChipState::Kept : ChipState::Replaced;
  chip.text = right ? truth + QStringLiteral(" ✓") : guess + QStringLiteral(" → ") + truth;
  chip.joined = false;
  chip.explanation = RunSamples::tr("Expected \"%1\" (%2). True word: \"%3\", %4, rank %5").arg(guess, formatPercent(word.probability), truth, formatPercent(word.trueProbability), formatCount(word.trueRank));
}

}  // namespace

RunSamples::RunSamples(RunData* run, QWidget* parent)
    : AskedPage(QStringLiteral("mask"), tr("Held-out sentences appear here with what the model expects at their hidden words, once they are scored."), parent), m_run(run),
      m_model(new CheckpointBox(tr("Checkpoint that is asked"))), m_score(makeButton(tr("Score held-out sentences"), QStringLiteral("play"), "primary")), m_orders(new OrderButtons), m_summary(makeText({}, "small")),
      m_rows(new QVBoxLayout) {
  m_score->setToolTip(tr("Hides words of the held-out text as the evaluation does, and asks this checkpoint for them"));
  addControl(m_model);
  addControl(m_score);
  addControl(m_orders);
  m_summary->hide();
  m_rows->setSpacing(kSpace2);
  content()->addWidget(m_summary);
  content()->addLayout(m_rows);
  connect(m_score, &QPushButton::clicked, this, &RunSamples::score);
  connect(m_orders, &OrderButtons::changed, this, &RunSamples::refresh);
  setModels({});
}

void RunSamples::setModels(const std::vector<ModelChoice>& models) {
  m_model->setModels(models);
  m_score->setEnabled(!models.empty());
}

void RunSamples::score() {
  const auto model = m_model->chosen();
  if (!model) return;
  showWaiting(tr("Reading the held-out text..."));
  Q_EMIT asked(*model);
}

void RunSamples::showResult(const HeldOutResult& result) {
  m_result = result;
  showAnswer(!result.rows.empty());
  refresh();
}

std::vector<std::size_t> RunSamples::shownRows() const {
  std::vector<std::size_t> rows;
  std::vector<double> losses;
  for (std::size_t i = 0; i < m_result.rows.size(); ++i) {
    losses.push_back(m_result.rows[i].loss);
    if (!m_result.rows[i].words.empty()) rows.push_back(i);
  }
  return m_orders->pick(std::move(rows), losses, kShownRows);
}

void RunSamples::refresh() {
  clearLayout(m_rows);
  const bool any = !m_result.rows.empty();
  m_summary->setVisible(any);
  if (!any) return;
  m_summary->setText(tr("%1 of %2 held-out rows scored, mean loss %3 nats a word. Green: the first guess was right. Red: its guess → the true word. Grey words were shown to the model.")
                         .arg(formatCount(static_cast<std::int64_t>(m_result.rows.size())), formatCount(m_result.available), formatNumber(m_result.loss)));
  for (const std::size_t row : shownRows()) addRow(m_result.rows[row]);
}

void RunSamples::addRow(const HeldOutRow& row) {
  auto* heading = makeLabel(tr("loss %1, %2 of %3 words right").arg(formatNumber(row.loss), formatCount(static_cast<std::int64_t>(rightOf(row))), formatCount(static_cast<std::int64_t>(row.words.size()))), "section");
  m_rows->addWidget(heading);
  std::vector<ChipText> chips;
  for (std::size_t i = 0; i < row.tokens.size() && i < kShownTokens; ++i) {
    ChipText chip{pieceInSentence(row.tokens[i], m_result.bytePieces), ChipState::Plain, static_cast<bool>(row.continuesWord[i]), {}};
    if (chip.text.startsWith(QLatin1Char('[')) && chip.text.endsWith(QLatin1Char(']'))) chip.state = ChipState::Special;
    chips.push_back(std::move(chip));
  }
  for (const HeldOutWord& word : row.words)
    if (word.index < static_cast<std::int64_t>(chips.size())) markWord(chips[static_cast<std::size_t>(word.index)], word, m_result.bytePieces);
  if (!row.source.empty()) {
    std::vector<ChipText> read;
    for (std::size_t i = 0; i < row.source.size() && i < kShownTokens; ++i) read.push_back({QString::fromStdString(row.source[i]), ChipState::Plain, false, {}});
    addStrip(tr("Read"), read);
  }
  addStrip(row.source.empty() ? QString() : tr("To be written"), chips);
}

void RunSamples::addStrip(const QString& name, const std::vector<ChipText>& chips) {
  if (!name.isEmpty()) m_rows->addWidget(makeLabel(name, "small"));
  auto* strip = new TokenChips;
  strip->setChips(chips);
  strip->setClickable(false);
  m_rows->addWidget(strip);
}

}  // namespace cloze
