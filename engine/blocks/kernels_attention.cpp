// Softmax with its masks and biases, cross-entropy, and the product of few rows.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/kernel_math.h"

#include <limits>

namespace cloze::kernels {

CLOZE_DISPATCH void softmaxDropout(float* __restrict scores, float* __restrict dropped, const AttentionRow& row) {
  const AttentionRow r = row;
  constexpr float kMasked = -std::numeric_limits<float>::max();
  for (std::int64_t query = 0; query < r.queries; ++query) {
    float* __restrict s = scores + query * r.keys;
    float top = kMasked, sum = 0;
    const std::int64_t seen = r.seen(query);
    for (std::int64_t i = seen; i < r.keys; ++i) s[i] = 0;
    if (r.bias) {
      const float* __restrict bias = r.bias + query * r.keys;
      for (std::int64_t i = 0; i < seen; ++i) s[i] = r.keyMask && !r.keyMask[i] ? kMasked : s[i] * r.scale + bias[i];
    } else {
      for (std::int64_t i = 0; i < seen; ++i) s[i] = r.keyMask && !r.keyMask[i] ? kMasked : s[i] * r.scale;
    }
#pragma omp simd reduction(max : top)
    for (std::int64_t i = 0; i < seen; ++i) top = larger(top, s[i]);
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < seen; ++i) {
      s[i] = s[i] == kMasked && top != kMasked ? 0.0f : exponential(s[i] - top);
      sum += s[i];
    }
    const float factor = 1.0f / sum;
    for (std::int64_t i = 0; i < seen; ++i) s[i] *= factor;
    if (!dropped) continue;
    const auto first = static_cast<std::uint32_t>(r.firstElement + query * r.keys);
    float* __restrict d = dropped + query * r.keys;
    for (std::int64_t i = 0; i < r.keys; ++i) d[i] = s[i] * keep(first + static_cast<std::uint32_t>(i), r.mask);
  }
}

CLOZE_DISPATCH void softmaxDropoutBackward(const float* __restrict probabilities, float* __restrict gradient, float* __restrict dropped,
                                           const AttentionRow& row) {
  const AttentionRow r = row;
  for (std::int64_t query = 0; query < r.queries; ++query) {
    const float* __restrict p = probabilities + query * r.keys;
    float* __restrict g = gradient + query * r.keys;
    const auto first = static_cast<std::uint32_t>(r.firstElement + query * r.keys);
    if (r.mask.threshold && dropped) {
      float* __restrict d = dropped + query * r.keys;
      for (std::int64_t i = 0; i < r.keys; ++i) {
        const float kept = keep(first + static_cast<std::uint32_t>(i), r.mask);
        d[i] = p[i] * kept;
        g[i] *= kept;
      }
    }
    float inner = 0;
#pragma omp simd reduction(+ : inner)
    for (std::int64_t i = 0; i < r.keys; ++i) inner += g[i] * p[i];
    for (std::int64_t i = 0; i < r.keys; ++i) g[i] = p[i] * (g[i] - inner) * r.scale;
  }
}

CLOZE_DISPATCH void relativeBias(const float* __restrict byDistance, std::int64_t stride, const std::int64_t* firsts, const float* __restrict ofSegments,
                                 float* __restrict bias, const RelativeRow& row) {
  const RelativeRow r = row;
  constexpr float kHidden = -std::numeric_limits<float>::max();
  for (std::int64_t query = 0; query < r.queries; ++query) {
    const float* __restrict d = byDistance + query * stride + firsts[query];
    const std::uint8_t* __restrict sight = r.sight + query * r.keys;
    float* __restrict b = bias + query * r.keys;
    const float same = ofSegments ? ofSegments[2 * query] : 0.0f, other = ofSegments ? ofSegments[2 * query + 1] : 0.0f;
    for (std::int64_t i = 0; i < r.keys; ++i) {
      const float value = r.scale * (d[i] + ((sight[i] & kOtherSegment) != 0 ? other : same));
      b[i] = (sight[i] & kSees) != 0 ? value : kHidden;
    }
  }
}

CLOZE_DISPATCH void segmentSums(const float* __restrict gradient, float* __restrict sums, const RelativeRow& row) {
  const RelativeRow r = row;
  for (std::int64_t query = 0; query < r.queries; ++query) {
    const float* __restrict g = gradient + query * r.keys;
    const std::uint8_t* __restrict sight = r.sight + query * r.keys;
    float same = 0, other = 0;
#pragma omp simd reduction(+ : same, other)
    for (std::int64_t i = 0; i < r.keys; ++i) {
      const bool elsewhere = (sight[i] & kOtherSegment) != 0;
      same += elsewhere ? 0.0f : g[i];
      other += elsewhere ? g[i] : 0.0f;
    }
    sums[2 * query] = same;
    sums[2 * query + 1] = other;
  }
}

CLOZE_DISPATCH double crossEntropyInPlace(float* __restrict logits, const std::int64_t* targets, std::int64_t rows, std::int64_t width,
                                          std::int64_t* correct) {
  double total = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    float* __restrict x = logits + row * width;
    const std::int64_t target = targets[row];
    float top = x[0], sum = 0;
#pragma omp simd reduction(max : top)
    for (std::int64_t i = 0; i < width; ++i) top = larger(top, x[i]);
    const float targetLogit = x[target];
    if (correct && targetLogit == top) ++*correct;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < width; ++i) {
      x[i] = exponential(x[i] - top);
      sum += x[i];
    }
    total += std::log(static_cast<double>(sum)) + static_cast<double>(top) - static_cast<double>(targetLogit);
    const float factor = 1.0f / sum;
    for (std::int64_t i = 0; i < width; ++i) x[i] *= factor;
    x[target] -= 1.0f;
  }
  return total;
}

CLOZE_DISPATCH void multiplyFewRows(const float* __restrict input, std::int64_t rows, const float* __restrict weight, std::int64_t in,
                                    float* __restrict output, std::int64_t out, std::int64_t begin, std::int64_t end) {
  for (std::int64_t o = begin; o < end; ++o) {
    const float* __restrict w = weight + o * in;
    for (std::int64_t row = 0; row < rows; ++row) {
      const float* __restrict x = input + row * in;
      float sum = 0;
#pragma omp simd reduction(+ : sum)
      for (std::int64_t i = 0; i < in; ++i) sum += w[i] * x[i];
      output[row * out + o] = sum;
    }
  }
}

}  // namespace cloze::kernels
