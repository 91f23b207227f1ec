// Loops over the flat buffers, vectorised at any optimisation level for the processor that runs them. Sums have eight fixed lanes, so that the
// width of its registers changes nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
#define CLOZE_VECTORISED __attribute__((optimize("O3"), target_clones("arch=haswell", "default")))
#else
#define CLOZE_VECTORISED
#endif

namespace cloze {

constexpr std::int64_t kSumLanes = 8;

double sumOfSquares(const float* values, std::int64_t count);

}  // namespace cloze
