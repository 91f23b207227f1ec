// Dropout, activations and norms.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/kernel_math.h"

#include <cmath>

namespace cloze::kernels {

namespace {

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

CLOZE_DISPATCH void scale(float* values, float factor, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) values[i] *= factor;
}

CLOZE_DISPATCH void add(float* __restrict values, const float* __restrict other, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) values[i] += other[i];
}

}  // namespace cloze::kernels
