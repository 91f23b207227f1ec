// Sentences of a corpus with the gold senses of their words, where somebody knows them: the toy world does, and so does a .jsonl file whose rows
// have "sense" beside the sentence ("text" or "sentence") and its word ("position", counted in spaces, or "word").
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/progress.h"

namespace cloze {

// The corpus entry of the toy world's held-out sense sentences: none of them is in its training text.
inline constexpr const char* kToySensesEntry = "toy-world-senses";

struct SenseLabel {
  std::int64_t line = 0;                      // 1-based number of the sentence
  std::int32_t byteBegin = 0, byteEnd = 0;    // of the word
  std::string sense;
};

struct LabelledSentences {
  std::vector<std::string> sentences;
  std::vector<SenseLabel> senses;             // by line
  bool cut = false;                           // there are more
};

// At most `most` sentences, the first ones. Throws as readCorpus; std::invalid_argument FILE:LINE for a labelled row that is wrong.
LabelledSentences readLabelledSentences(const std::vector<std::string>& entries, std::int64_t most, Progress& progress);

}  // namespace cloze
