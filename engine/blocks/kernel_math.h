// What the kernels share: dispatch by the CPU, the functions that are inlined into each machine code, and the hash that drops elements.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "engine/blocks/kernels.h"

// One body, three machine codes; the loader takes the widest that the CPU has. The helpers below are inlined into each.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(CLOZE_SANITIZED)
#define CLOZE_DISPATCH __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLOZE_DISPATCH
#endif
#define CLOZE_INLINE static inline __attribute__((always_inline))

namespace cloze::kernels {

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

}  // namespace cloze::kernels
