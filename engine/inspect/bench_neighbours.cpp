// The figure of `cloze bench neighbours`: CPU time of one exact query over random vectors.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

#include "engine/bench.h"
#include "engine/core/clock.h"
#include "engine/core/random.h"
#include "engine/inspect/nearest.h"

namespace cloze {
namespace {

std::vector<float> randomVectors(std::int64_t count) {
  std::vector<float> values(static_cast<std::size_t>(count));
  Random source(1, Purpose::Test, 0, 0);
  for (float& value : values) value = static_cast<float>(source.next32()) * 0x1p-31F - 1.0F;
  return values;
}

}  // namespace

BenchNeighboursResult benchNeighbours(std::int64_t rows, std::int64_t width, std::int64_t k) {
  if (rows < 1 || width < 1 || k < 1) throw std::invalid_argument("bench neighbours: rows, width and k must be at least 1");
  constexpr int kQueries = 12;
  const std::vector<float> values = randomVectors(rows * width);
  const std::vector<float> queries = randomVectors(kQueries * width);
  const NearestRows nearest(values.data(), rows, width);
  double best = std::numeric_limits<double>::infinity();
  for (int query = 0; query < kQueries; ++query) {
    const double begin = threadCpuSeconds();
    nearest(queries.data() + query * width, k);
    best = std::min(best, threadCpuSeconds() - begin);
  }
  return {rows, width, k, 1000 * best, static_cast<double>(rows * width) * sizeof(float) / best / 1e9};
}

}  // namespace cloze
