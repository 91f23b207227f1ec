// LAMB (You et al., 2020, algorithm 2): Adam's step plus decay, scaled for each tensor by the trust ratio |p| / |step|, with |p| at most 10.
// Vectors (biases, normalisation weights) step without a ratio unless trust_vectors. The step lies in the gradient's place between the two passes.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "engine/train/optimizer.h"
#include "engine/train/vectorised.h"

namespace cloze {

namespace {

constexpr double kLongestParameter = 10;

struct LambUpdate { float gradientFactor, beta1, beta2, epsilon, firstScale, secondScale, decay; };

// gradient becomes the step m^ / (sqrt(v^) + eps) + decay * p.
CLOZE_VECTORISED void stepLamb(const float* __restrict weight, float* __restrict gradient, float* __restrict first, float* __restrict second,
                               std::int64_t count, LambUpdate u) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float g = gradient[i] * u.gradientFactor;
    const float m = first[i] + (g - first[i]) * (1 - u.beta1);
    const float v = second[i] * u.beta2 + g * g * (1 - u.beta2);
    first[i] = m;
    second[i] = v;
    gradient[i] = m * u.firstScale / (std::sqrt(v) * u.secondScale + u.epsilon) + u.decay * weight[i];
  }
}

CLOZE_VECTORISED void applyLamb(float* __restrict weight, float* __restrict step, std::int64_t count, float rate) {
  for (std::int64_t i = 0; i < count; ++i) {
    weight[i] -= rate * step[i];
    step[i] = 0;
  }
}

class Lamb final : public Optimizer {
 public:
  Lamb(const LambSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups)
      : Optimizer(settings, layout, groups), m_settings(settings), m_first(layout.size), m_second(layout.size), m_lengths(chunks()), m_ratios(layout.slices.size()) {}
  std::vector<OptimizerState> state() const override { return {{"first_moment", m_first}, {"second_moment", m_second}}; }

 private:
  struct Lengths { double weight = 0, step = 0; };   // squared

  void update(const Step& step) override {
    forEach(step.pool, chunks(), [&](std::size_t index) {
      const FlatChunk& piece = chunk(index);
      const auto number = updatesOf(piece.group, step.update);
      const double firstCorrection = m_settings.biasCorrection ? 1 - std::pow(m_settings.beta1, number) : 1;
      const double secondCorrection = m_settings.biasCorrection ? 1 - std::pow(m_settings.beta2, number) : 1;
      const std::int64_t count = piece.end - piece.begin;
      const LambUpdate update{step.factor, static_cast<float>(m_settings.beta1), static_cast<float>(m_settings.beta2),
                              static_cast<float>(m_settings.epsilon), static_cast<float>(1 / firstCorrection),
                              static_cast<float>(1 / std::sqrt(secondCorrection)), static_cast<float>(decayOf(piece.group))};
      stepLamb(step.weights + piece.begin, step.gradient + piece.begin, m_first.data() + piece.begin, m_second.data() + piece.begin, count, update);
      m_lengths[index] = {sumOfSquares(step.weights + piece.begin, count), sumOfSquares(step.gradient + piece.begin, count)};
    });
    findRatios();
    forEach(step.pool, chunks(), [&](std::size_t index) {
      const FlatChunk& piece = chunk(index);
      const double rate = step.rates.at(static_cast<std::size_t>(piece.group)) * m_ratios[static_cast<std::size_t>(piece.slice)];
      applyLamb(step.weights + piece.begin, step.gradient + piece.begin, piece.end - piece.begin, static_cast<float>(rate));
    });
  }

  void findRatios() {
    std::vector<Lengths> lengths(m_ratios.size());
    for (std::size_t index = 0; index < chunks(); ++index) {
      Lengths& slice = lengths[static_cast<std::size_t>(chunk(index).slice)];
      slice.weight += m_lengths[index].weight;
      slice.step += m_lengths[index].step;
      const bool trusted = m_settings.trustVectors || groups().groups[static_cast<std::size_t>(chunk(index).group)].decays;
      const double weight = std::min(std::sqrt(slice.weight), kLongestParameter);
      m_ratios[static_cast<std::size_t>(chunk(index).slice)] = trusted && weight > 0 && slice.step > 0 ? weight / std::sqrt(slice.step) : 1;
    }
  }

  LambSettings m_settings;
  FlatBuffer m_first, m_second;
  std::vector<Lengths> m_lengths;                    // per chunk
  std::vector<double> m_ratios;                      // per slice
};

}  // namespace

std::unique_ptr<Optimizer> lamb(const LambSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups) { return std::make_unique<Lamb>(settings, layout, groups); }

}  // namespace cloze
