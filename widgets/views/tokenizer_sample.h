// How the chosen tokeniser cuts the first sentences of the text: pieces as chips, those that continue a word joined to it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "widgets/views/preview_card.h"

namespace cloze {

class TokenizerSampleCard : public PreviewCard {
  Q_OBJECT
 public:
  explicit TokenizerSampleCard(QWidget* parent = nullptr);
  void showSample(const TokenizerSample& sample);
};

}  // namespace cloze
