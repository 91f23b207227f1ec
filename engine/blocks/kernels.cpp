// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/kernels.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

// One body, three machine codes; the loader takes the widest that the CPU has. The helpers below are inlined into each.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(CLOZE_SANITIZED)
#define CLOZE_DISPATCH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLOZE_DISPATCH
#endif
#define CLOZE_INLINE static inline __attribute__((always_inline))

namespace cloze::kernels {

namespace {

CLOZE_INLINE float fromBits(std::uint32_t bits) { float value; std::memcpy(&value, &bits, sizeof value); return value; }
CLOZE_INLINE float smaller(float a, float b) { return a < b ? a : b; }
CLOZE_INLINE float larger(float a, float b) { return a > b ? a : b; }

// e^x within about 1 unit in the last place: x = n ln 2 + r, a polynomial for e^r on [-ln2/2, ln2/2], 2^n through the exponent's bits.
CLOZE_INLINE float exponential(float x) {
  x = smaller(larger(x, -87.3f), 88.0f);
  const float rounded = x * 1.44269504f + 12582912.0f;                 // 1.5 * 2^23: adding it rounds to an integer
  const float n = rounded - 12582912.0f;
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.98412698e-4f;
  p = p * r + 1.38888889e-3f;
  p = p * r + 8.33333333e-3f;
  p = p * r + 4.16666667e-2f;
  p = p * r + 1.66666667e-1f;
  p = p * r + 0.5f;
  p = p * r * r + r + 1.0f;
  return p * fromBits(static_cast<std::uint32_t>(static_cast<std::int32_t>(n) + 127) << 23);
}
CLOZE_INLINE float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }
CLOZE_INLINE float hyperbolicTangent(float x) { return 1.0f - 2.0f / (exponential(2.0f * x) + 1.0f); }

// erf(u) with e = exp(-u^2) given: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26 (absolute error 1.5e-7).
CLOZE_INLINE float errorFunction(float u, float e) {
  const float t = 1.0f / (1.0f + 0.3275911f * std::fabs(u));
  const float p = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
  return std::copysign(1.0f - p * e, u);
}

// Each activation: value and derivative (Hugging Face, ACT2FN).
constexpr float kRootHalf = 0.70710678f, kRootTwoOverPi = 0.79788456f, kInverseRootTwoPi = 0.39894228f;

CLOZE_INLINE float gelu(float x) { return 0.5f * x * (1.0f + errorFunction(x * kRootHalf, exponential(-0.5f * x * x))); }
CLOZE_INLINE float geluSlope(float x) {
  const float e = exponential(-0.5f * x * x);
  return 0.5f * (1.0f + errorFunction(x * kRootHalf, e)) + x * e * kInverseRootTwoPi;
}
CLOZE_INLINE float geluTanh(float x) { return 0.5f * x * (1.0f + hyperbolicTangent(kRootTwoOverPi * (x + 0.044715f * x * x * x))); }
CLOZE_INLINE float geluTanhSlope(float x) {
  const float t = hyperbolicTangent(kRootTwoOverPi * (x + 0.044715f * x * x * x));
  return 0.5f * (1.0f + t) + 0.5f * x * (1.0f - t * t) * kRootTwoOverPi * (1.0f + 3.0f * 0.044715f * x * x);
}
CLOZE_INLINE float quickGelu(float x) { return x * sigmoid(1.702f * x); }
CLOZE_INLINE float quickGeluSlope(float x) { const float s = sigmoid(1.702f * x); return s + 1.702f * x * s * (1.0f - s); }
CLOZE_INLINE float silu(float x) { return x * sigmoid(x); }
CLOZE_INLINE float siluSlope(float x) { const float s = sigmoid(x); return s * (1.0f + x * (1.0f - s)); }
CLOZE_INLINE float hardSwish(float x) { return x * smaller(larger(x + 3.0f, 0.0f), 6.0f) * (1.0f / 6.0f); }
CLOZE_INLINE float hardSwishSlope(float x) { return x <= -3.0f ? 0.0f : (x >= 3.0f ? 1.0f : x * (1.0f / 3.0f) + 0.5f); }
constexpr float kLaplaceMean = 0.707107f, kLaplaceWidth = 0.282095f;    // Ma et al. (MEGA), 2022
CLOZE_INLINE float laplace(float x) {
  const float u = (x - kLaplaceMean) / (kLaplaceWidth * 1.41421356f);
  return 0.5f * (1.0f + errorFunction(u, exponential(-u * u)));
}
CLOZE_INLINE float laplaceSlope(float x) {
  const float u = (x - kLaplaceMean) / (kLaplaceWidth * 1.41421356f);
  return exponential(-u * u) * (kInverseRootTwoPi / kLaplaceWidth);
}
CLOZE_INLINE float softplus(float x) { return x > 20.0f ? x : std::log1p(exponential(x)); }
CLOZE_INLINE float mish(float x) { return x * hyperbolicTangent(softplus(x)); }
CLOZE_INLINE float mishSlope(float x) {
  const float t = hyperbolicTangent(softplus(x));
  return t + x * (1.0f - t * t) * sigmoid(x);
}
CLOZE_INLINE float clippedGelu(float x) { return smaller(larger(gelu(x), -10.0f), 10.0f); }

#define CLOZE_ACTIVATIONS(ROW)                                                                                   \
  ROW(Gelu, gelu(x), geluSlope(x))                                                                               \
  ROW(GeluTanh, geluTanh(x), geluTanhSlope(x))                                                                   \
  ROW(GeluClipped, clippedGelu(x), gelu(x) > 10.0f ? 0.0f : geluSlope(x))                                        \
  ROW(QuickGelu, quickGelu(x), quickGeluSlope(x))                                                                \
  ROW(Relu, larger(x, 0.0f), x > 0.0f ? 1.0f : 0.0f)                                                             \
  ROW(ReluSquared, larger(x, 0.0f) * larger(x, 0.0f), 2.0f * larger(x, 0.0f))                                    \
  ROW(Relu6, smaller(larger(x, 0.0f), 6.0f), x > 0.0f && x < 6.0f ? 1.0f : 0.0f)                                 \
  ROW(LeakyRelu, x > 0.0f ? x : 0.01f * x, x > 0.0f ? 1.0f : 0.01f)                                              \
  ROW(HardSwish, hardSwish(x), hardSwishSlope(x))                                                                \
  ROW(Laplace, laplace(x), laplaceSlope(x))                                                                      \
  ROW(Linear, x, 1.0f)                                                                                           \
  ROW(Mish, mish(x), mishSlope(x))                                                                               \
  ROW(Sigmoid, sigmoid(x), sigmoid(x) * (1.0f - sigmoid(x)))                                                     \
  ROW(Silu, silu(x), siluSlope(x))                                                                               \
  ROW(SqrtSoftplus, std::sqrt(softplus(x)), 0.5f * sigmoid(x) / larger(std::sqrt(softplus(x)), 1e-30f))          \
  ROW(Tanh, hyperbolicTangent(x), 1.0f - hyperbolicTangent(x) * hyperbolicTangent(x))

// A 32-bit hash of (element, keys): multiply and xor-shift rounds (the finaliser of MurmurHash3, with a key between the rounds).
CLOZE_INLINE std::uint32_t hashElement(std::uint32_t element, std::uint32_t key0, std::uint32_t key1) {
  std::uint32_t h = element * 0x9E3779B9u + key0;
  h ^= h >> 16;
  h *= 0x85EBCA6Bu;
  h ^= (h >> 13) ^ key1;
  h *= 0xC2B2AE35u;
  h ^= h >> 16;
  h *= 0x7FEB352Du;
  return h ^ (h >> 15);
}
CLOZE_INLINE float keep(std::uint32_t element, const DropoutRow& mask) {   // 0 or the scale
  return hashElement(element, mask.key0, mask.key1) < mask.threshold ? 0.0f : mask.scale;
}

}  // namespace

CLOZE_DISPATCH void dropout(const float* input, float* output, std::int64_t count, const DropoutRow& mask) {
  const DropoutRow m = mask;
  for (std::int64_t i = 0; i < count; ++i) output[i] = input[i] * keep(static_cast<std::uint32_t>(i), m);
}

CLOZE_DISPATCH void addBiasActivate(Activation activation, float* __restrict input, const float* __restrict bias, float* __restrict output,
                                    std::int64_t rows, std::int64_t width) {
  for (std::int64_t row = 0; row < rows; ++row) {
    float* __restrict z = input + row * width;
    float* __restrict y = output + row * width;
    if (bias)
      for (std::int64_t i = 0; i < width; ++i) z[i] += bias[i];
    switch (activation) {
#define CLOZE_VALUE(Name, value, slope) \
  case Activation::Name: for (std::int64_t i = 0; i < width; ++i) { const float x = z[i]; y[i] = (value); } break;
      CLOZE_ACTIVATIONS(CLOZE_VALUE)
#undef CLOZE_VALUE
    }
  }
}

CLOZE_DISPATCH void activationBackward(Activation activation, const float* __restrict z, float* __restrict gradient, std::int64_t count) {
  switch (activation) {
#define CLOZE_SLOPE(Name, value, slope) \
  case Activation::Name: for (std::int64_t i = 0; i < count; ++i) { [[maybe_unused]] const float x = z[i]; gradient[i] *= (slope); } break;
    CLOZE_ACTIVATIONS(CLOZE_SLOPE)
#undef CLOZE_SLOPE
  }
}

CLOZE_DISPATCH void addColumnSums(const float* __restrict input, float* __restrict sums, std::int64_t rows, std::int64_t width) {
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t i = 0; i < width; ++i) sums[i] += input[row * width + i];
}

CLOZE_DISPATCH void addBiasDropoutResidual(float* __restrict values, const float* __restrict bias, const float* __restrict residual,
                                           std::int64_t rows, std::int64_t width, const DropoutRow& mask) {
  const DropoutRow m = mask;
  for (std::int64_t row = 0; row < rows; ++row) {
    float* __restrict x = values + row * width;
    if (bias)
      for (std::int64_t i = 0; i < width; ++i) x[i] += bias[i];
    const auto first = static_cast<std::uint32_t>(row * width);
    if (m.threshold)
      for (std::int64_t i = 0; i < width; ++i) x[i] *= keep(first + static_cast<std::uint32_t>(i), m);
    if (residual)
      for (std::int64_t i = 0; i < width; ++i) x[i] += residual[row * width + i];
  }
}

CLOZE_DISPATCH void layerNorm(const float* __restrict input, float* __restrict output, float* __restrict mean, float* __restrict inverse,
                              std::int64_t rows, std::int64_t width, const Norm& norm) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const float* __restrict x = input + row * width;
    float sum = 0, squares = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < width; ++i) sum += x[i];
    const float center = sum / static_cast<float>(width);
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = 0; i < width; ++i) squares += (x[i] - center) * (x[i] - center);
    const float factor = static_cast<float>(1.0 / std::sqrt(static_cast<double>(squares) / static_cast<double>(width) + norm.epsilon));
    mean[row] = center;
    inverse[row] = factor;
    float* __restrict y = output + row * width;
    for (std::int64_t i = 0; i < width; ++i) y[i] = (x[i] - center) * factor * norm.gain[i] + norm.shift[i];
  }
}

CLOZE_DISPATCH void layerNormBackward(const float* __restrict input, float* __restrict gradient, const float* __restrict mean,
                                      const float* __restrict inverse, const float* __restrict gain, float* __restrict gainGradient,
                                      float* __restrict shiftGradient, std::int64_t rows, std::int64_t width) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const float* __restrict x = input + row * width;
    float* __restrict g = gradient + row * width;
    const float center = mean[row], factor = inverse[row];
    float sum = 0, product = 0;
#pragma omp simd reduction(+ : sum, product)
    for (std::int64_t i = 0; i < width; ++i) {
      const float normal = (x[i] - center) * factor, inner = g[i] * gain[i];
      gainGradient[i] += g[i] * normal;
      shiftGradient[i] += g[i];
      sum += inner;
      product += inner * normal;
    }
    sum /= static_cast<float>(width);
    product /= static_cast<float>(width);
    for (std::int64_t i = 0; i < width; ++i) g[i] = (g[i] * gain[i] - sum - (x[i] - center) * factor * product) * factor;
  }
}

CLOZE_DISPATCH void rmsNorm(const float* __restrict input, float* __restrict output, float* __restrict inverse, std::int64_t rows, std::int64_t width,
                            const Norm& norm) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const float* __restrict x = input + row * width;
    float squares = 0;
#pragma omp simd reduction(+ : squares)
    for (std::int64_t i = 0; i < width; ++i) squares += x[i] * x[i];
    const float factor = static_cast<float>(1.0 / std::sqrt(static_cast<double>(squares) / static_cast<double>(width) + norm.epsilon));
    inverse[row] = factor;
    float* __restrict y = output + row * width;
    for (std::int64_t i = 0; i < width; ++i) y[i] = x[i] * factor * norm.gain[i];
  }
}

CLOZE_DISPATCH void rmsNormBackward(const float* __restrict input, float* __restrict gradient, const float* __restrict inverse, const float* __restrict gain,
                                    float* __restrict gainGradient, std::int64_t rows, std::int64_t width) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const float* __restrict x = input + row * width;
    float* __restrict g = gradient + row * width;
    const float factor = inverse[row];
    float product = 0;
#pragma omp simd reduction(+ : product)
    for (std::int64_t i = 0; i < width; ++i) {
      const float normal = x[i] * factor;
      gainGradient[i] += g[i] * normal;
      product += g[i] * gain[i] * normal;
    }
    product /= static_cast<float>(width);
    for (std::int64_t i = 0; i < width; ++i) g[i] = (g[i] * gain[i] - x[i] * factor * product) * factor;
  }
}

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

CLOZE_DISPATCH void scale(float* values, float factor, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) values[i] *= factor;
}

CLOZE_DISPATCH void add(float* __restrict values, const float* __restrict other, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) values[i] += other[i];
}

}  // namespace cloze::kernels
