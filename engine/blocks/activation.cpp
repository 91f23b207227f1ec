// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/activation.h"

#include <cmath>
#include <map>
#include <stdexcept>

namespace cloze {

namespace {

using kernels::Activation;

const std::map<std::string, std::optional<Activation>>& activationTable() {
  static const std::map<std::string, std::optional<Activation>> table = {
      {"gelu", Activation::Gelu}, {"gelu_python", Activation::Gelu}, {"gelu_10", Activation::GeluClipped},
      {"gelu_new", Activation::GeluTanh}, {"gelu_fast", Activation::GeluTanh}, {"gelu_accurate", Activation::GeluTanh},
      {"gelu_pytorch_tanh", Activation::GeluTanh}, {"gelu_python_tanh", Activation::GeluTanh}, {"quick_gelu", Activation::QuickGelu},
      {"relu", Activation::Relu}, {"relu2", Activation::ReluSquared}, {"relu6", Activation::Relu6}, {"leaky_relu", Activation::LeakyRelu},
      {"hardswish", Activation::HardSwish}, {"laplace", Activation::Laplace}, {"linear", Activation::Linear}, {"mish", Activation::Mish},
      {"sigmoid", Activation::Sigmoid}, {"silu", Activation::Silu}, {"swish", Activation::Silu}, {"sqrtsoftplus", Activation::SqrtSoftplus},
      {"tanh", Activation::Tanh}, {"prelu", std::nullopt}, {"xielu", std::nullopt},
  };
  return table;
}

double inverseSoftplus(double value) { return std::log(std::expm1(value)); }

constexpr double kXieluBeta = 0.5, kXieluEpsilon = -1e-6, kXieluAlpha = 0.8, kPreluSlope = 0.25;

torch::Tensor xielu(const torch::Tensor& x, const torch::Tensor& alphaPositive, const torch::Tensor& alphaNegative) {
  const auto positive = torch::softplus(alphaPositive), negative = kXieluBeta + torch::softplus(alphaNegative);
  return torch::where(x > 0, positive * x * x + kXieluBeta * x, (torch::expm1(x.clamp_max(kXieluEpsilon)) - x) * negative + kXieluBeta * x);
}

}  // namespace

std::optional<Activation> weightlessActivation(const std::string& name) {
  const auto found = activationTable().find(name);
  if (found == activationTable().end()) throw std::invalid_argument("there is no activation \"" + name + "\"");
  return found->second;
}

Affine addLinear(ParameterTable& parameters, const std::string& name, std::int64_t in, std::int64_t out, const LinearForm& form) {
  FileName weight{name + ".weight"};
  weight.transposed = form.layout == MatrixLayout::InputsFirst;
  Affine affine;
  affine.weight = parameters.add(name + ".weight", {out, in}, {Init::ScaledNormal, form.spread}, true, {weight});
  if (form.bias) affine.bias = parameters.add(name + ".bias", {out}, Init::Zeros, false);
  return affine;
}

Normalisation addNorm(ParameterTable& parameters, const std::string& name, std::int64_t width, double epsilon, NormKind kind) {
  Normalisation norm;
  norm.epsilon = epsilon;
  norm.gain = parameters.add(name + ".weight", {width}, Init::Ones, false);
  if (kind == NormKind::Layer) norm.shift = parameters.add(name + ".bias", {width}, Init::Zeros, false);
  return norm;
}

ActivatedLinear::ActivatedLinear(ParameterTable& parameters, const Names& names, const Options& options)
    : m_affine(addLinear(parameters, names.linear, options.in, options.out, options.form)), m_activation(weightlessActivation(options.activation)) {
  if (options.activation == "prelu") m_slope = parameters.add(names.activation + ".weight", {1}, {Init::Constant, kPreluSlope});
  if (options.activation == "xielu") {
    m_alphaPositive = parameters.add(names.activation + ".alpha_p", {1}, {Init::Constant, inverseSoftplus(kXieluAlpha)});
    m_alphaNegative = parameters.add(names.activation + ".alpha_n", {1}, {Init::Constant, inverseSoftplus(kXieluAlpha - kXieluBeta)});
  }
}

torch::Tensor ActivatedLinear::forward(const torch::Tensor& input) const {
  if (m_activation) return linearActivation(input, m_affine, *m_activation);
  const auto z = linear(input, m_affine);
  return m_slope.defined() ? torch::prelu(z, m_slope) : xielu(z, m_alphaPositive, m_alphaNegative);
}

}  // namespace cloze
