// How often each of BERT's words occurs in a text: normalised, cut at blanks and punctuation. For the trainers that cut as BERT does.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/progress.h"
#include "engine/text/bert_characters.h"
#include "engine/text/tokenizer_trainer.h"
#include "engine/text/word_counter.h"

namespace cloze {

// std::invalid_argument when there is no word.
WordCounter countBertWords(const BertOptions& characters, const TextSource& texts, Progress& progress);
// The most frequent characters of the words, at most `limit`, in code-point order.
std::vector<std::string> frequentCharacters(const WordCounter& words, std::int64_t limit);

}  // namespace cloze
