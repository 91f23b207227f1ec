// What a body gives to the heads of tasks (heads/task_heads.h). A frozen body reads each row alone, without padding and without dropout: the features
// of a row depend on nothing else, so that those kept from an earlier reading are the very same bits.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/families/text_model.h"

namespace cloze {

// forward() with hiddenStates as the model's task heads need them.
Output forwardForHeads(TextModel& model, const BatchTensors& batch, Pass& pass);
// [R, K, F] of head `head`, row by row, without gradient.
torch::Tensor frozenFeatures(TextModel& model, const BatchTensors& batch, std::size_t head);

}  // namespace cloze
