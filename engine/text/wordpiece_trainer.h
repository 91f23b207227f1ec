// Trains a WordPiece vocabulary as Hugging Face's trainer does: byte-pair merging by frequency over "##" pieces (not by likelihood as Schuster
// and Nakajima 2012), the special tokens first, then the alphabet, then what was joined. Ties go to the pair of the older pieces.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/tokenizer_trainer.h"
#include "engine/text/wordpiece.h"

namespace cloze {

std::vector<std::string> trainWordPieceVocabulary(const TokenizerTraining& options, const TextSource& texts, Progress& progress);
std::shared_ptr<const WordPiece> trainWordPiece(const TokenizerTraining& options, const TextSource& texts, Progress& progress);

}  // namespace cloze
