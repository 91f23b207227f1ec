// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/nearest.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <queue>
#include <stdexcept>

namespace cloze {
namespace {

// Compiled for each instruction set; the loader takes the best that the processor has.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define CLOZE_FOR_EACH_PROCESSOR __attribute__((target_clones("avx512f", "avx2,fma", "default")))
#else
#define CLOZE_FOR_EACH_PROCESSOR
#endif

constexpr std::int64_t kLanes = 16;
using Lanes = float __attribute__((vector_size(kLanes * sizeof(float))));

// Dot products of `query` with `rows` rows. Two rows at a time and two sums a row keep enough loads in flight to reach memory speed.
CLOZE_FOR_EACH_PROCESSOR
void dotProducts(const float* values, std::int64_t rows, std::int64_t width, const float* query, float* products) {
  const std::int64_t whole = width - width % (2 * kLanes);
  for (std::int64_t row = 0; row < rows; ++row) {
    const float* vector = values + row * width;
    Lanes even{}, odd{};
    for (std::int64_t i = 0; i < whole; i += 2 * kLanes) {
      Lanes a, b, x, y;
      std::memcpy(&a, vector + i, sizeof a);
      std::memcpy(&b, vector + i + kLanes, sizeof b);
      std::memcpy(&x, query + i, sizeof x);
      std::memcpy(&y, query + i + kLanes, sizeof y);
      __builtin_prefetch(vector + i + 4 * width);
      __builtin_prefetch(vector + i + kLanes + 4 * width);
      even += a * x;
      odd += b * y;
    }
    even += odd;
    float sum = 0;
    for (std::int64_t lane = 0; lane < kLanes; ++lane) sum += even[lane];
    for (std::int64_t i = whole; i < width; ++i) sum += vector[i] * query[i];
    products[row] = sum;
  }
}

double normOf(const float* vector, std::int64_t width) {
  double sum = 0;
  for (std::int64_t i = 0; i < width; ++i) sum += static_cast<double>(vector[i]) * vector[i];
  return std::sqrt(sum);
}

// Highest bound that a rounding error of a dot product of unit vectors in single precision can reach, with room.
double roundingMargin(std::int64_t width) { return 4.0 * std::numeric_limits<float>::epsilon() * std::sqrt(static_cast<double>(width) + 16.0); }

// The k-th highest of the scores; rows without a direction carry minus infinity.
float kthHighest(const std::vector<float>& scores, std::int64_t k) {
  std::priority_queue<float, std::vector<float>, std::greater<float>> best;
  float worst = -std::numeric_limits<float>::infinity();
  for (const float score : scores) {
    if (score <= worst) continue;
    best.push(score);
    if (static_cast<std::int64_t>(best.size()) > k) best.pop();
    if (static_cast<std::int64_t>(best.size()) == k) worst = best.top();
  }
  return worst;
}

}  // namespace

NearestRows::NearestRows(const float* values, std::int64_t rows, std::int64_t width)
    : m_values(values), m_rows(rows), m_width(width), m_inverseNorms(static_cast<std::size_t>(rows)) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const double norm = normOf(values + row * width, width);
    const bool hasDirection = std::isfinite(norm) && norm > 0;
    m_inverseNorms[static_cast<std::size_t>(row)] = hasDirection ? static_cast<float>(1.0 / norm) : 0.0F;
    m_excluded += hasDirection ? 0 : 1;
  }
}

double NearestRows::cosine(const float* query, double queryNorm, std::int64_t row) const {
  const float* vector = m_values + row * m_width;
  double sum = 0;
  for (std::int64_t i = 0; i < m_width; ++i) sum += static_cast<double>(vector[i]) * query[i];
  return sum / (queryNorm * normOf(vector, m_width));
}

std::vector<Nearest> NearestRows::operator()(const float* query, std::int64_t k, const std::vector<bool>& allowed) const {
  if (k < 1) throw std::invalid_argument("k must be at least 1, not " + std::to_string(k));
  const double norm = normOf(query, m_width);
  if (!std::isfinite(norm) || norm == 0) throw std::invalid_argument("the query's vector is zero or not a number: it has no neighbours");
  std::vector<float> unit(query, query + m_width);
  for (float& value : unit) value = static_cast<float>(value / norm);

  std::vector<float> scores(static_cast<std::size_t>(m_rows));
  dotProducts(m_values, m_rows, m_width, unit.data(), scores.data());
  for (std::size_t row = 0; row < scores.size(); ++row) {
    const bool counts = m_inverseNorms[row] > 0 && (allowed.empty() || allowed[row]);
    scores[row] = counts ? scores[row] * m_inverseNorms[row] : -std::numeric_limits<float>::infinity();
  }

  const double bound = kthHighest(scores, k) - 2 * roundingMargin(m_width);
  std::vector<Nearest> nearest;
  for (std::size_t row = 0; row < scores.size(); ++row)
    if (scores[row] >= bound && std::isfinite(scores[row])) nearest.push_back({static_cast<std::int64_t>(row), cosine(query, norm, static_cast<std::int64_t>(row))});
  std::stable_sort(nearest.begin(), nearest.end(), [](const Nearest& a, const Nearest& b) { return a.similarity > b.similarity; });
  if (static_cast<std::int64_t>(nearest.size()) > k) nearest.resize(static_cast<std::size_t>(k));
  return nearest;
}

}  // namespace cloze
