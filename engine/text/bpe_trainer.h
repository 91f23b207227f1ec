// Trains byte-pair encoders on streamed text, over bytes (GPT-2) or characters (GPT-1). Deterministic.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/tokenizer_trainer.h"

namespace cloze {

// "<|endoftext|>" and the 256 bytes, then the pieces. Case and accents stay as they are.
std::shared_ptr<const Tokenizer> trainByteBpe(const TokenizerTraining& options, const TextSource& texts, Progress& progress);
// "<unk>" and "<|endoftext|>", then the characters, in the middle and at the end of words, then the pieces.
std::shared_ptr<const Tokenizer> trainCharacterBpe(const TokenizerTraining& options, const TextSource& texts, Progress& progress);

}  // namespace cloze
