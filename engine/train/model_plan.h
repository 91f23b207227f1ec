// From a run specification to a model: the family's config with the tokeniser's real vocabulary.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run_spec.h"
#include "engine/text/tokenizer.h"
#include "engine/train/step.h"

namespace cloze {

// The tokeniser's real size wins over the size that was asked for.
ModelPlan modelPlan(const RunSpec& spec, const Tokenizer& tokenizer);
}  // namespace cloze
