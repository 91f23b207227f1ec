// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/batch_view.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::int64_t kShownRows = 3, kShownTokens = 48;

ChipState stateOf(Change change) {
  switch (change) {
    case Change::Masked: return ChipState::Masked;
    case Change::Replaced: return ChipState::Replaced;
    case Change::Kept: return ChipState::Kept;
    case Change::None: break;
  }
  return ChipState::Plain;
}

QString explain(Change change, const QString& truth) {
  switch (change) {
    case Change::Masked: return BatchView::tr("Hidden: the model must find \"%1\"").arg(truth);
    case Change::Replaced: return BatchView::tr("A random token stands here: the model must find \"%1\"").arg(truth);
    case Change::Kept: return BatchView::tr("Left as it is, and predicted all the same: \"%1\"").arg(truth);
    case Change::None: break;
  }
  return {};
}

}  // namespace

BatchView::BatchView(QWidget* parent) : QWidget(parent), m_rows(new QVBoxLayout), m_summary(makeText({}, "small")) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kSpace2);
  column->addWidget(m_summary);
  m_rows->setSpacing(kSpace3);
  column->addLayout(m_rows);
}

void BatchView::clear() {
  clearLayout(m_rows);
  m_summary->clear();
}

void BatchView::show(const BatchPreview& preview, std::int64_t step) {
  clear();
  const Batch& batch = preview.batch;
  m_summary->setText(tr("Batch of step %1: %2 rows of %3 tokens, %4 predicted. Yellow is hidden, red is a random token, green is left as it is.")
                         .arg(formatCount(step), formatCount(batch.rows), formatCount(batch.length), formatCount(static_cast<std::int64_t>(batch.predicted.size()))));
  for (std::int64_t row = 0; row < std::min(batch.rows, kShownRows); ++row) addRow(preview, row);
}

void BatchView::addRow(const BatchPreview& preview, std::int64_t row) {
  const Batch& batch = preview.batch;
  std::vector<ChipText> chips;
  const auto& tokens = preview.tokens[static_cast<std::size_t>(row)];
  std::int64_t shown = 0;
  for (; shown < std::min(batch.length, kShownTokens); ++shown) {
    if (!batch.attentionMask[static_cast<std::size_t>(row * batch.length + shown)]) break;
    chips.push_back({QString::fromStdString(tokens[static_cast<std::size_t>(shown)]), ChipState::Plain, false, {}});
    if (chips.back().text.startsWith(QLatin1Char('[')) && chips.back().text.endsWith(QLatin1Char(']'))) chips.back().state = ChipState::Special;
  }
  for (std::size_t i = 0; i < batch.predicted.size(); ++i) {
    const std::int64_t place = batch.predicted[i] - row * batch.length;
    if (place < 0 || place >= shown) continue;
    ChipText& chip = chips[static_cast<std::size_t>(place)];
    chip.state = stateOf(batch.changes[i]);
    chip.explanation = explain(batch.changes[i], QString::fromStdString(preview.trueTokens[i]));
  }
  if (!batch.sentenceLabels.empty()) {
    const bool random = batch.sentenceLabels[static_cast<std::size_t>(row)] == 1;
    m_rows->addWidget(makeLabel(random ? tr("The second sentence is a random one") : tr("The second sentence really follows"), random ? "warn" : "good"));
  }
  auto* strip = new TokenChips;
  strip->setChips(chips);
  strip->setClickable(false);
  m_rows->addWidget(strip);
}

}  // namespace cloze
