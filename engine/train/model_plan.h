// From a run specification to a model: the family's config with the tokeniser's real vocabulary.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run_spec.h"
#include "engine/train/parameter_groups.h"
#include "engine/train/run_data.h"
#include "engine/train/step.h"

namespace cloze {

// The tokeniser's real size wins over the size that was asked for; a task's labels decide its head.
ModelPlan modelPlan(const RunSpec& spec, const PreparedData& data);
// Groups of parameters by what the specification says alone.
std::vector<ParameterGroup> groupsOf(const RunSpec& spec);
}  // namespace cloze
