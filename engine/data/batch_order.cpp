// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/batch_order.h"

namespace cloze {

BatchOrder::BatchOrder(const Batch& batch) : m_batch(batch), m_reach(batch.order) {
  for (std::int32_t& reach : m_reach) ++reach;
  for (const std::int64_t place : batch.predicted) --m_reach[static_cast<std::size_t>(place)];
}

std::vector<std::int32_t> BatchOrder::numbers() const {
  const auto part = [&](std::int64_t place) { return 2 * (place / m_batch.length) + (place % m_batch.length < m_batch.reused ? 0 : 1); };
  std::vector<std::int32_t> numbers;
  for (const std::int64_t place : m_batch.predicted) {
    std::int32_t number = 1;
    for (const std::int64_t other : m_batch.predicted)
      if (part(other) == part(place) && m_batch.order[static_cast<std::size_t>(other)] < m_batch.order[static_cast<std::size_t>(place)]) ++number;
    numbers.push_back(number);
  }
  return numbers;
}

}  // namespace cloze
