// What a model expects at masks: the distribution over its vocabulary, one pass for all masks, or filling them one by one. A model that predicts
// the next token is asked at chosen pieces (maskPieces), each of which it guesses from the text before it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

// std::invalid_argument: no mask in the text, no mask token in the tokeniser, a piece that is not there, a text longer than the model takes.
// The most probable tokens, ties by id; rows beyond the tokeniser's tokens have no name and are no candidates.
std::vector<Candidate> bestCandidates(const Tokenizer& tokenizer, const float* probabilities, std::int64_t vocabulary, std::int64_t topK);
FillResult fillMasks(InspectedModel& inspected, const FillRequest& request, Progress& progress);

}  // namespace cloze
