// "More steps": the specification of a new run that grows from one that was trained - its weights, its tokeniser, its text - with steps and a
// schedule of its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run_spec.h"

#include <filesystem>
#include <string>

namespace cloze {

struct Growth {
  std::filesystem::path checkpoint;        // where the weights and the tokeniser come from
  std::int64_t step = 0;                   // of that checkpoint
  std::int64_t steps = 0;                  // of the new run
  double learningRate = 0;                 // 0: as before
  std::string name;
};

// `frozen`: the parent's. A warm-up is shortened to a tenth of the new steps where it would be longer.
RunSpec grownSpec(const Json& frozen, const Growth& growth);

}  // namespace cloze
