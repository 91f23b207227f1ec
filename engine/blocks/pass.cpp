// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/pass.h"

namespace cloze {

kernels::DropoutRow Dropout::row(std::int64_t row) const {
  if (!active()) return {};
  std::uint64_t mixed = key + static_cast<std::uint64_t>(firstRow + row + 1) * 0x9E3779B97F4A7C15ull;   // SplitMix64
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ull;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBull;
  mixed ^= mixed >> 31;
  kernels::DropoutRow result;
  result.key0 = static_cast<std::uint32_t>(mixed);
  result.key1 = static_cast<std::uint32_t>(mixed >> 32);
  result.threshold = probability >= 1 ? 0xFFFFFFFFu : static_cast<std::uint32_t>(probability * 4294967296.0);
  result.scale = probability >= 1 ? 0.0f : static_cast<float>(1.0 / (1.0 - probability));
  return result;
}

Dropout nextDropout(Pass& pass, double probability) {
  const std::uint64_t site = pass.dropoutSites++;
  Dropout dropout;
  if (!pass.training || probability <= 0 || pass.layer < pass.frozenBelow) return dropout;
  dropout.probability = probability;
  dropout.key = pass.random.at(site).next64();
  dropout.firstRow = pass.firstRow;
  return dropout;
}

}  // namespace cloze
