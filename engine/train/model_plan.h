// From a run specification to a model: the family's config with the tokeniser's real vocabulary, and what `init` asks for.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run_spec.h"
#include "engine/text/tokenizer.h"
#include "engine/train/step.h"

namespace cloze {

// The tokeniser's real size wins over the size that was asked for.
ModelPlan modelPlan(const RunSpec& spec, const Tokenizer& tokenizer);
// Takes the weights of init.from ("random": nothing to do). std::invalid_argument when they do not fit.
void startFrom(const InitSpec& init, Replicas& replicas);

}  // namespace cloze
