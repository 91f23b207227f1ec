// Exact nearest neighbours by cosine over row-major vectors: one pass over the table at memory speed in single precision, then the few rows
// that rounding could have misplaced are scored again in double precision. No approximation, no index to build beside the norms.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace cloze {

struct Nearest { std::int64_t row = 0; double similarity = 0; };

class NearestRows {
 public:
  // Looks at `values` [rows, width] without copying it: it must outlive this. Rows that hold a NaN or an infinity, or are zero, have no
  // direction: they are excluded and counted.
  NearestRows(const float* values, std::int64_t rows, std::int64_t width);

  // The k rows of highest cosine with `query` [width], best first, equal ones by row. `allowed` (rows, or empty for all) leaves rows out.
  // std::invalid_argument when k < 1 or the query has no direction.
  std::vector<Nearest> operator()(const float* query, std::int64_t k, const std::vector<bool>& allowed = {}) const;
  std::int64_t excluded() const { return m_excluded; }

 private:
  double cosine(const float* query, double queryNorm, std::int64_t row) const;

  const float* m_values;
  std::int64_t m_rows, m_width;
  std::vector<float> m_inverseNorms;       // [rows]; 0 for an excluded row
  std::int64_t m_excluded = 0;
};

}  // namespace cloze
