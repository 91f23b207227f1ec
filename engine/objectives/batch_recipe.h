// Which batches each objective is trained on: the bridge from a run specification to engine/data/examples.h. One row an objective.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/examples.h"
#include "engine/run_spec.h"

namespace cloze {

// std::invalid_argument for an objective without a row, or a tokeniser that lacks a token it needs.
BatchRecipe batchRecipe(const RunSpec& spec, const Tokenizer& tokenizer);

}  // namespace cloze
