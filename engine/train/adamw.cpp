// AdamW: Adam (Kingma & Ba, 2015, algorithm 1) with decoupled weight decay (Loshchilov & Hutter, 2019, algorithm 2), in one pass over memory.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/train/optimizer.h"
#include "engine/train/vectorised.h"

namespace cloze {

namespace {

struct AdamWUpdate {
  float gradientFactor;                              // clipping
  float keep;                                        // 1 - rate * weight decay
  float beta1, beta2, epsilon;
  float stepSize;                                    // rate / (1 - beta1^t)
  float secondScale;                                 // 1 / sqrt(1 - beta2^t)
};

CLOZE_VECTORISED void updateAdamW(float* __restrict weight, float* __restrict gradient, float* __restrict first, float* __restrict second,
                                  std::int64_t count, AdamWUpdate u) {
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

class AdamW final : public Optimizer {
 public:
  AdamW(const AdamWSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups)
      : Optimizer(settings, layout, groups), m_settings(settings), m_first(layout.size), m_second(layout.size) {}
  std::vector<OptimizerState> state() const override { return {{"first_moment", m_first}, {"second_moment", m_second}}; }

 private:
  void update(const Step& step) override {
    std::vector<AdamWUpdate> updates;
    for (std::size_t group = 0; group < groups().groups.size(); ++group) {
      const auto number = updatesOf(static_cast<std::int64_t>(group), step.update);
      const double firstCorrection = m_settings.biasCorrection ? 1 - std::pow(m_settings.beta1, number) : 1;
      const double secondCorrection = m_settings.biasCorrection ? 1 - std::pow(m_settings.beta2, number) : 1;
      const double rate = step.rates.at(group);
      updates.push_back({step.factor, static_cast<float>(1 - rate * groups().groups[group].weightDecay), static_cast<float>(m_settings.beta1),
                         static_cast<float>(m_settings.beta2), static_cast<float>(m_settings.epsilon), static_cast<float>(rate / firstCorrection),
                         static_cast<float>(1 / std::sqrt(secondCorrection))});
    }
    forEach(step.pool, chunks(), [&](std::size_t index) {
      const FlatChunk& piece = chunk(index);
      updateAdamW(step.weights + piece.begin, step.gradient + piece.begin, m_first.data() + piece.begin, m_second.data() + piece.begin,
                  piece.end - piece.begin, updates[static_cast<std::size_t>(piece.group)]);
    });
  }

  AdamWSettings m_settings;
  FlatBuffer m_first, m_second;
};

}  // namespace

std::unique_ptr<Optimizer> adamw(const AdamWSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups) { return std::make_unique<AdamW>(settings, layout, groups); }

}  // namespace cloze
