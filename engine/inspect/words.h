// Words of an encoded text: the pieces of each, and where it stands in the text. What neighbours are looked for among.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/tokenizer.h"

namespace cloze {

struct WordSpan {
  std::int32_t firstToken = 0, tokens = 0;        // in the encoding
  std::int32_t byteBegin = 0, byteEnd = 0;        // in the text
};

// In order; special tokens belong to no word.
std::vector<WordSpan> wordsOf(const Encoding& encoding);
// Has a letter, a digit or a sign that is no punctuation.
bool isWordText(std::string_view text);

// Where `word` (one word or several that follow each other, "New York") stands: spans of equal text, or of the same pieces (so that upper and
// lower case meet where the tokeniser folds them).
std::vector<WordSpan> occurrencesOf(std::string_view word, std::string_view text, const Encoding& encoding, const Tokenizer& tokenizer);

}  // namespace cloze
