// Neighbours of a word by its one vector, whatever sentence it stands in: the rows of a model's input embedding, and files of word vectors.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

// Among the whole words of the vocabulary: special tokens, pieces that continue a word and signs are left out, and the word itself.
// std::invalid_argument: a word the vocabulary cannot spell. std::runtime_error: a model without an input embedding.
StaticResult nearestTokens(InspectedModel& inspected, const std::string& word, std::int64_t k);

}  // namespace cloze
