// Gradient descent with momentum (Sutskever et al., 2013; PyTorch's form): b = momentum * b + g + decay * p, p -= rate * b;
// with Nesterov's look ahead p -= rate * (g + decay * p + momentum * b). The decay is coupled: it goes through the momentum.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimizer.h"
#include "engine/train/vectorised.h"

namespace cloze {

namespace {

struct SgdUpdate { float gradientFactor, decay, momentum, rate; bool nesterov; };

CLOZE_VECTORISED void updateSgd(float* __restrict weight, float* __restrict gradient, float* __restrict velocity, std::int64_t count, SgdUpdate u) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float g = gradient[i] * u.gradientFactor + u.decay * weight[i];
    gradient[i] = 0;
    const float b = u.momentum * velocity[i] + g;
    velocity[i] = b;
    weight[i] -= u.rate * (u.nesterov ? g + u.momentum * b : b);
  }
}

class Sgd final : public Optimizer {
 public:
  Sgd(const SgdSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups) : Optimizer(settings, layout, groups), m_settings(settings), m_velocity(layout.size) {}
  std::vector<OptimizerState> state() const override { return {{"momentum", m_velocity}}; }

 private:
  void update(const Step& step) override {
    forEach(step.pool, chunks(), [&](std::size_t index) {
      const FlatChunk& piece = chunk(index);
      const double rate = step.rates.at(static_cast<std::size_t>(piece.group));
      updateSgd(step.weights + piece.begin, step.gradient + piece.begin, m_velocity.data() + piece.begin, piece.end - piece.begin,
                {step.factor, static_cast<float>(decayOf(piece.group)), static_cast<float>(m_settings.momentum), static_cast<float>(rate),
                 m_settings.nesterov});
    });
  }

  SgdSettings m_settings;
  FlatBuffer m_velocity;
};

}  // namespace

std::unique_ptr<Optimizer> sgd(const SgdSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups) { return std::make_unique<Sgd>(settings, layout, groups); }

}  // namespace cloze
