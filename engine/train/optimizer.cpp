// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimizer.h"

#include <algorithm>
#include <array>
#include <cmath>

// Vectorised at any optimisation level, for the processor that runs it. Sums have eight fixed lanes, so that the width changes nothing.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__)
#define CLOZE_VECTORISED __attribute__((optimize("O3"), target_clones("arch=haswell", "default")))
#else
#define CLOZE_VECTORISED
#endif

namespace cloze {

namespace {

constexpr std::int64_t kLanes = 8;

// target[i] += source[i]
CLOZE_VECTORISED void addInto(float* __restrict target, const float* __restrict source, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) target[i] += source[i];
}

CLOZE_VECTORISED double sumOfSquares(const float* __restrict values, std::int64_t count) {
  std::array<double, kLanes> lanes{};
  std::int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::int64_t lane = 0; lane < kLanes; ++lane) lanes[lane] += static_cast<double>(values[i + lane]) * values[i + lane];
  for (; i < count; ++i) lanes[i % kLanes] += static_cast<double>(values[i]) * values[i];
  double total = 0;
  for (double lane : lanes) total += lane;
  return total;
}

struct Update {
  float gradientFactor;                              // clipping
  float keep;                                        // 1 - rate * weight decay
  float beta1, beta2, epsilon;
  float stepSize;                                    // rate / (1 - beta1^t)
  float secondScale;                                 // 1 / sqrt(1 - beta2^t)
};

CLOZE_VECTORISED void updateChunk(float* __restrict weight, float* __restrict gradient, float* __restrict first, float* __restrict second,
                                  std::int64_t count, Update u) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float g = gradient[i] * u.gradientFactor;
    gradient[i] = 0;
    const float m = first[i] + (g - first[i]) * (1 - u.beta1);
    const float v = second[i] * u.beta2 + g * g * (1 - u.beta2);
    first[i] = m;
    second[i] = v;
    weight[i] = weight[i] * u.keep - u.stepSize * m / (std::sqrt(v) * u.secondScale + u.epsilon);
  }
}

}  // namespace

AdamW::AdamW(const AdamWSettings& settings, const FlatLayout& layout)
    : m_settings(settings), m_groups(parameterGroups(layout, settings.weightDecay)), m_first(layout.size), m_second(layout.size),
      m_squares(m_groups.chunks.size()) {}

double AdamW::step(ShardPool& pool, const FlatBuffer& weights, const std::vector<FlatBuffer>& gradients, const std::vector<double>& rates,
                   std::int64_t update) {
  const double norm = sumGradients(pool, gradients);
  if (!std::isfinite(norm)) return clear(pool, gradients), norm;
  const bool clips = m_settings.clipNorm > 0;
  const double factor = clips ? std::min(1.0, m_settings.clipNorm / (norm + 1e-6)) : 1.0;
  const double firstCorrection = m_settings.biasCorrection ? 1 - std::pow(m_settings.beta1, update) : 1;
  const double secondCorrection = m_settings.biasCorrection ? 1 - std::pow(m_settings.beta2, update) : 1;
  std::vector<Update> updates;
  for (std::size_t group = 0; group < m_groups.groups.size(); ++group) {
    const double rate = rates.at(group);
    updates.push_back({static_cast<float>(factor), static_cast<float>(1 - rate * m_groups.groups[group].weightDecay),
                       static_cast<float>(m_settings.beta1), static_cast<float>(m_settings.beta2), static_cast<float>(m_settings.epsilon),
                       static_cast<float>(rate / firstCorrection), static_cast<float>(1 / std::sqrt(secondCorrection))});
  }
  forChunks(pool, [&](const FlatChunk& chunk, std::size_t) {
    updateChunk(weights.data() + chunk.begin, gradients[0].data() + chunk.begin, m_first.data() + chunk.begin, m_second.data() + chunk.begin,
                chunk.end - chunk.begin, updates[static_cast<std::size_t>(chunk.group)]);
  });
  return norm;
}

double AdamW::sumGradients(ShardPool& pool, const std::vector<FlatBuffer>& gradients) {
  forChunks(pool, [&](const FlatChunk& chunk, std::size_t index) {
    float* total = gradients[0].data() + chunk.begin;
    const std::int64_t count = chunk.end - chunk.begin;
    for (std::size_t shard = 1; shard < gradients.size(); ++shard) {
      float* part = gradients[shard].data() + chunk.begin;
      addInto(total, part, count);
      std::fill_n(part, count, 0.0F);
    }
    m_squares[index] = sumOfSquares(total, count);
  });
  double squares = 0;
  for (double part : m_squares) squares += part;
  return std::sqrt(squares);
}

void AdamW::clear(ShardPool& pool, const std::vector<FlatBuffer>& gradients) {
  forChunks(pool, [&](const FlatChunk& chunk, std::size_t) {
    for (const FlatBuffer& gradient : gradients) std::fill_n(gradient.data() + chunk.begin, chunk.end - chunk.begin, 0.0F);
  });
}

void AdamW::forChunks(ShardPool& pool, const std::function<void(const FlatChunk&, std::size_t)>& work) {
  const std::size_t count = m_groups.chunks.size(), threads = static_cast<std::size_t>(pool.size());
  pool.run([&](std::int64_t thread) {
    const std::size_t begin = count * static_cast<std::size_t>(thread) / threads, end = count * (static_cast<std::size_t>(thread) + 1) / threads;
    for (std::size_t index = begin; index < end; ++index) work(m_groups.chunks[index], index);
  });
}

}  // namespace cloze
