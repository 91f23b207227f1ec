// One step of an LSTM cell, and the largest of each filter over a word's letters.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/kernel_math.h"

#include <algorithm>
#include <limits>

namespace cloze::kernels {

CLOZE_DISPATCH void lstmCell(float* __restrict gates, const float* __restrict bias, const float* __restrict before, float* __restrict cell,
                             float* __restrict output, const LstmCell& shape) {
  const std::int64_t C = shape.cells;
  const float forgetBias = shape.forgetBias, limit = shape.clip > 0 ? shape.clip : std::numeric_limits<float>::max();
  if (bias)
    for (std::int64_t k = 0; k < 4 * C; ++k) gates[k] += bias[k];
#pragma omp simd
  for (std::int64_t k = 0; k < C; ++k) {
    const float in = sigmoid(gates[k]), candidate = hyperbolicTangent(gates[C + k]), forget = sigmoid(gates[2 * C + k] + forgetBias),
                out = sigmoid(gates[3 * C + k]);
    const float c = smaller(larger(forget * before[k] + in * candidate, -limit), limit);
    gates[k] = in;
    gates[C + k] = candidate;
    gates[2 * C + k] = forget;
    gates[3 * C + k] = out;
    cell[k] = c;
    output[k] = out * hyperbolicTangent(c);
  }
}

CLOZE_DISPATCH void lstmCellBackward(const float* __restrict gates, const float* __restrict before, const float* __restrict cell,
                                     const float* __restrict outputGradient, float* __restrict cellGradient, float* __restrict gradient,
                                     const LstmCell& shape) {
  const std::int64_t C = shape.cells;
  const float limit = shape.clip > 0 ? shape.clip : std::numeric_limits<float>::max();
#pragma omp simd
  for (std::int64_t k = 0; k < C; ++k) {
    const float in = gates[k], candidate = gates[C + k], forget = gates[2 * C + k], out = gates[3 * C + k];
    const float t = hyperbolicTangent(cell[k]), m = outputGradient[k];
    const float whole = cellGradient[k] + m * out * (1.0f - t * t);
    const float c = std::fabs(cell[k]) >= limit ? 0.0f : whole;                // what was clipped does not change
    gradient[k] = c * candidate * in * (1.0f - in);
    gradient[C + k] = c * in * (1.0f - candidate * candidate);
    gradient[2 * C + k] = c * before[k] * forget * (1.0f - forget);
    gradient[3 * C + k] = m * t * out * (1.0f - out);
    cellGradient[k] = c * forget;
  }
}

CLOZE_DISPATCH void clip(float* values, float limit, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) values[i] = smaller(larger(values[i], -limit), limit);
}

CLOZE_DISPATCH void clipBackward(const float* __restrict values, float limit, float* __restrict gradient, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) gradient[i] = std::fabs(values[i]) >= limit ? 0.0f : gradient[i];
}

CLOZE_DISPATCH void largestWindows(const float* __restrict tables, const std::int32_t* letters, float* __restrict best, std::int32_t* __restrict where,
                                   const LetterWindows& shape) {
  constexpr std::int64_t kBlock = 64;                                          // filters at a time: their sums stay in registers
  std::int64_t run = shape.letters - 1;                                        // where the run of equal letters at the end begins
  while (run > 0 && letters[run - 1] == letters[run]) --run;
  const std::int64_t windows = std::min(shape.letters - shape.width + 1, run + 1);
  for (std::int64_t first = 0; first < shape.filters; first += kBlock) {
    const std::int64_t count = std::min(kBlock, shape.filters - first);
    for (std::int64_t p = 0; p < windows; ++p) {
      float sums[kBlock] = {};
      for (std::int64_t q = 0; q < shape.width; ++q) {
        const float* __restrict row = tables + (q * shape.alphabet + letters[p + q]) * shape.filters + first;
        for (std::int64_t f = 0; f < count; ++f) sums[f] += row[f];
      }
      for (std::int64_t f = 0; f < count; ++f) {
        const bool better = p == 0 || sums[f] > best[first + f];
        best[first + f] = better ? sums[f] : best[first + f];
        where[first + f] = better ? static_cast<std::int32_t>(p) : where[first + f];
      }
    }
  }
}

void largestWindowsBackward(const float* gradient, const std::int32_t* letters, const std::int32_t* where, float* tables, const LetterWindows& shape) {
  for (std::int64_t q = 0; q < shape.width; ++q)
    for (std::int64_t f = 0; f < shape.filters; ++f) tables[(q * shape.alphabet + letters[where[f] + q]) * shape.filters + f] += gradient[f];
}

}  // namespace cloze::kernels
