// A task's own mixture of a model's layers: gamma * sum of s_j h_j with s = softmax(w) (Peters et al., 2018, equation 1). Optionally each layer is
// first brought to mean 0 and deviation 1 over all real positions and dimensions of the batch together. The penalty lambda * |w|^2 pulls s
// towards the plain mean (section 5.1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/parameters.h"
#include "engine/core/layer_mix.h"

namespace cloze {

class ScalarMix {
 public:
  struct Options { std::int64_t layers = 0; bool normalise = false; double penalty = 0; };   // layers: those that are mixed
  ScalarMix(ParameterTable& parameters, const std::string& name, const Options& options);
  // layers [B, T, H] each, mask [B, T] bool (undefined: all real) -> [B, T, H]
  torch::Tensor forward(const std::vector<torch::Tensor>& layers, const torch::Tensor& mask) const;
  LayerMix mix() const;                              // as it is now
  torch::Tensor penalty() const;                     // scalar

 private:
  Options m_options;
  torch::Tensor m_weights, m_gamma;                  // [layers], [1]
};

}  // namespace cloze
