// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/relative_bias.h"

#include <algorithm>
#include <cmath>

namespace cloze {

// Single precision as in the authors' code: at the border of two buckets rounding decides.
std::int64_t bucketOf(std::int64_t distance, const BucketRule& rule) {
  const std::int64_t buckets = rule.bothSides ? rule.buckets / 2 : rule.buckets, exact = buckets / 2;
  const std::int64_t side = rule.bothSides && distance > 0 ? buckets : 0;
  const std::int64_t far = rule.bothSides ? std::abs(distance) : std::max<std::int64_t>(-distance, 0);
  if (far < exact) return side + far;
  const float growth = std::log(static_cast<float>(far) / static_cast<float>(exact)) /
                       static_cast<float>(std::log(static_cast<double>(rule.maximumDistance) / static_cast<double>(exact)));
  return side + std::min(exact + static_cast<std::int64_t>(growth * static_cast<float>(buckets - exact)), buckets - 1);
}

RelativeBias::RelativeBias(ParameterTable& parameters, const Options& options)
    : m_rule(options.rule), m_table(parameters.add(options.name, {options.rule.buckets, options.heads}, {Init::ScaledNormal, options.spread}, false)) {}

torch::Tensor RelativeBias::forward(std::int64_t first, std::int64_t queries, std::int64_t keys) const {
  std::vector<std::int64_t> byDistance;                              // of key - query from -(first + queries - 1) on
  const std::int64_t lowest = 1 - first - queries;
  for (std::int64_t distance = lowest; distance < keys - first; ++distance) byDistance.push_back(bucketOf(distance, m_rule));
  const auto lines = m_table.index_select(0, torch::tensor(byDistance, torch::kInt64)).t().contiguous();   // [A, distances]
  // Row i of the queries is the stretch of `keys` distances that begins at -(first + i): a window that slides back by one.
  const auto windows = lines.unfold(1, keys, 1);                     // [A, queries, keys], the last query first
  return windows.flip(1).contiguous();
}

}  // namespace cloze
