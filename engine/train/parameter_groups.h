// Which parameters share a learning rate and a weight decay, and the flat buffer cut into the pieces of work of one update.
// Now two groups: "decay" (matrices) and "no_decay" (biases and normalisation weights, as BERT's and GPT's authors did).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/train/flat_buffer.h"

namespace cloze {

struct ParameterGroup {
  std::string name;                                  // as the log and the window show it: "learning_rate/decay"
  double rateFactor = 1;                             // times the scheduled learning rate
  double weightDecay = 0;
};

// A run of the flat buffer within one slice: the unit of summing and updating, small enough for a core's cache, of fixed places,
// so that sums do not depend on who computes them.
struct FlatChunk { std::int64_t begin = 0, end = 0; std::int64_t group = 0, slice = 0; };

struct ParameterGroups {
  std::vector<ParameterGroup> groups;
  std::vector<FlatChunk> chunks;                     // ascending, all slices covered
};

ParameterGroups parameterGroups(const FlatLayout& layout, double weightDecay);

}  // namespace cloze
