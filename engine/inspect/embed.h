// Vectors of texts at one layer: of each token, of the first one, or their mean.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

// Rows in the order of the texts. Token: every token, special ones included. First: the first token of the text (for most encoders the one
// that stands for the whole). Mean: over the tokens that are not special, all windows of a long text together; without any, over all.
std::shared_ptr<const EmbeddingTable> embedTexts(InspectedModel& inspected, const EmbedRequest& request, Progress& progress);

}  // namespace cloze
