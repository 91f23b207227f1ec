// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/scalar_mix.h"

#include <stdexcept>

namespace cloze {

namespace {

// (h - mean) / sqrt(variance + epsilon), one mean and one variance over what the mask leaves.
torch::Tensor normalisedOverBatch(const torch::Tensor& layer, const torch::Tensor& mask) {
  constexpr double kEpsilon = 1e-12;
  const auto real = mask.defined() ? mask.unsqueeze(-1).to(torch::kFloat32) : torch::ones({1, 1, 1});
  const auto count = mask.defined() ? real.sum() * layer.size(2) : torch::full({}, static_cast<double>(layer.numel()));
  const auto mean = (layer * real).sum() / count;
  const auto variance = (((layer * real) - mean) * real).square().sum() / count;
  return (layer - mean) / (variance + kEpsilon).sqrt();
}

}  // namespace

ScalarMix::ScalarMix(ParameterTable& parameters, const std::string& name, const Options& options) : m_options(options) {
  m_weights = parameters.add(name + ".weights", {options.layers}, Init::Zeros, false);
  m_gamma = parameters.add(name + ".gamma", {1}, Init::Ones, false);
}

LayerMix ScalarMix::mix() const {
  const auto shares = torch::softmax(m_weights.detach(), 0).to(torch::kFloat64);
  return {{shares.data_ptr<double>(), shares.data_ptr<double>() + shares.numel()}, m_gamma.item<double>(), true};
}

torch::Tensor ScalarMix::penalty() const { return m_options.penalty * m_weights.square().sum(); }

torch::Tensor ScalarMix::forward(const std::vector<torch::Tensor>& layers, const torch::Tensor& mask) const {
  if (static_cast<std::int64_t>(layers.size()) != m_options.layers)
    throw std::logic_error("the mix has " + std::to_string(m_options.layers) + " weights, there are " + std::to_string(layers.size()) + " layers");
  const auto s = torch::softmax(m_weights, 0);
  torch::Tensor sum;
  for (std::size_t j = 0; j < layers.size(); ++j) {
    const auto part = s[static_cast<std::int64_t>(j)] * (m_options.normalise ? normalisedOverBatch(layers[j], mask) : layers[j]);
    sum = sum.defined() ? sum + part : part;
  }
  return m_gamma * sum;
}

}  // namespace cloze
