// Trains unigram and BPE models with sentencepiece's own trainer, in a helper process: the library aborts for some inputs. Special tokens
// as ALBERT's: <pad> <unk> [CLS] [SEP] [MASK].
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/tokenizer_trainer.h"

namespace cloze {

// options.kind: "unigram" or "bpe".
std::shared_ptr<const Tokenizer> trainSentencePiece(const TokenizerTraining& options, const TextSource& texts, Progress& progress);

}  // namespace cloze
