// Who looks at whom in a batch whose words are predicted in an order (Batch::order): one rule for the model, the preview and the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/data/batch.h"

namespace cloze {

class BatchOrder {
 public:
  explicit BatchOrder(const Batch& batch);           // which outlives this
  // Whether the query at column i of a row sees the token at column j; the content of a token sees itself as well.
  bool sees(std::int64_t row, std::int64_t i, std::int64_t j) const {
    if ((i < m_batch.reused) != (j < m_batch.reused)) return j < m_batch.reused;
    const std::int32_t rank = m_batch.order[at(row, j)];
    return rank < 0 || m_reach[at(row, i)] > rank;
  }
  // Of each predicted token, as which it is predicted among those of its row, from 1; behind the reused columns the count begins again. [N]
  std::vector<std::int32_t> numbers() const;

 private:
  std::size_t at(std::int64_t row, std::int64_t column) const { return static_cast<std::size_t>(row * m_batch.length + column); }
  const Batch& m_batch;
  std::vector<std::int32_t> m_reach;                 // [B * T] ranks below it are seen
};

}  // namespace cloze
