// A linear map and its activation, by the name that Hugging Face's table (ACT2FN) gives it. Two of them, prelu and xielu, have weights of their own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <torch/torch.h>

#include "engine/blocks/functions.h"
#include "engine/blocks/parameters.h"

namespace cloze {

// nullopt: an activation with weights (prelu, xielu). std::invalid_argument for a name outside the table.
std::optional<kernels::Activation> weightlessActivation(const std::string& name);

// How files hold a matrix; Cloze stores [out, in].
enum class MatrixLayout { OutputsFirst, InputsFirst };
// What is particular about a linear map: its layout in files, the spread of its first weights beside the model's, whether something is added.
struct LinearForm { MatrixLayout layout = MatrixLayout::OutputsFirst; double spread = 1; bool bias = true; };

// activation(x W^T + b): [R, in] -> [R, out].
class ActivatedLinear {
 public:
  struct Names { std::string linear, activation; };                  // "intermediate.dense", "intermediate.intermediate_act_fn"
  struct Options { std::int64_t in = 0, out = 0; std::string activation; LinearForm form; };
  ActivatedLinear(ParameterTable& parameters, const Names& names, const Options& options);
  torch::Tensor forward(const torch::Tensor& input) const;

 private:
  Affine m_affine;
  std::optional<kernels::Activation> m_activation;
  torch::Tensor m_slope;                                             // prelu [1] (He et al., 2015)
  torch::Tensor m_alphaPositive, m_alphaNegative;                    // xielu [1] (Huang, Schlag, 2024, arXiv 2411.13010)
};

// The weights of x W^T + b as `name`.weight (normal) and `name`.bias (zero).
Affine addLinear(ParameterTable& parameters, const std::string& name, std::int64_t in, std::int64_t out, const LinearForm& form = {});
enum class NormKind { Layer, RootMeanSquare };
// `name`.weight (one) and, of a LayerNorm, `name`.bias (zero).
Normalisation addNorm(ParameterTable& parameters, const std::string& name, std::int64_t width, double epsilon, NormKind kind = NormKind::Layer);
inline Normalisation addLayerNorm(ParameterTable& parameters, const std::string& name, std::int64_t width, double epsilon) { return addNorm(parameters, name, width, epsilon); }

}  // namespace cloze
