// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/parameter_groups.h"

#include <algorithm>

namespace cloze {

ParameterGroups parameterGroups(const FlatLayout& layout, double weightDecay) {
  constexpr std::int64_t kChunk = 16384;             // floats: five arrays of 64 KB stay in the second-level cache
  ParameterGroups result;
  result.groups = {{"decay", 1, weightDecay}, {"no_decay", 1, 0}};
  for (const FlatSlice& slice : layout.slices)
    for (std::int64_t done = 0; done < slice.count; done += kChunk)
      result.chunks.push_back({slice.offset + done, slice.offset + std::min(slice.count, done + kChunk), slice.decays ? 0 : 1, &slice - layout.slices.data()});
  return result;
}

}  // namespace cloze
