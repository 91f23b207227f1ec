// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/tokenizer_sample.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/token_chips.h"

#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::size_t kShownLines = 3, kShownPieces = 40;

}  // namespace

TokenizerSampleCard::TokenizerSampleCard(QWidget* parent)
    : PreviewCard(tr("How words become pieces"), tr("The first sentences of the text, cut into pieces, appear here."), parent) {}

void TokenizerSampleCard::showSample(const TokenizerSample& sample) {
  clearLayout(body());
  showNote(sample.trained ? tr("A sample: %1 pieces, learned from the first %2 sentences. The run learns its own from all of the text.").arg(formatCount(sample.vocabulary), formatCount(sample.sentences))
                          : tr("The existing tokeniser: %1 pieces.").arg(formatCount(sample.vocabulary)));
  for (std::size_t i = 0; i < std::min(sample.lines.size(), kShownLines); ++i) {
    std::vector<ChipText> chips;
    for (const TokenizerSample::Piece& piece : sample.lines[i]) {
      if (chips.size() == kShownPieces) break;
      const QString told = piece.continuesWord ? tr("Continues the word before it") : QString();
      chips.push_back({QString::fromStdString(piece.text), piece.special ? ChipState::Special : ChipState::Plain, piece.continuesWord, told});
    }
    auto* strip = new TokenChips;
    strip->setChips(chips);
    strip->setClickable(false);
    body()->addWidget(strip);
  }
}

}  // namespace cloze
