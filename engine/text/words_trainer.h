// The vocabulary of a tokeniser of whole words: the most frequent words of a text.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/tokenizer_trainer.h"

namespace cloze {

// Words that can be predicted: vocabularySize with the special tokens; the further words of the text are known as input.
std::shared_ptr<const Tokenizer> trainWords(const TokenizerTraining& options, const TextSource& texts, Progress& progress);

}  // namespace cloze
