// The position-wise feed-forward sublayer (Vaswani et al., 2017, equation 2): widen, activate, narrow; then add and normalise.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/blocks/activation.h"
#include "engine/blocks/norm_residual.h"

namespace cloze {

class FeedForward {
 public:
  struct Options { std::int64_t width = 0, inner = 0; std::string activation; double epsilon = 1e-12, dropout = 0; };
  FeedForward(ParameterTable& parameters, const ActivatedLinear::Names& widen, const ProjectAddNorm::Names& narrow, const Options& options)
      : m_widen(parameters, widen, options.width, options.inner, options.activation),
        m_narrow(parameters, narrow, {options.inner, options.width, options.epsilon, options.dropout}) {}
  // [R, H] -> [R, H]
  torch::Tensor forward(const torch::Tensor& hidden, std::int64_t batch, Pass& pass) const {
    return m_narrow.forward(m_widen.forward(hidden), hidden, batch, pass);
  }

 private:
  ActivatedLinear m_widen;
  ProjectAddNorm m_narrow;
};

}  // namespace cloze
