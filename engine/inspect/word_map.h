// The occurrences of a word as points of a plane, and how well each layer tells its gold senses apart. One pass over the sentences that hold
// the word gives all layers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

// std::invalid_argument: a query without its word, or a layer that is not there.
WordMap mapWords(InspectedModel& inspected, const WordMapRequest& request, Progress& progress);

}  // namespace cloze
