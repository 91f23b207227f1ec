// The position-wise feed-forward sublayer (Vaswani et al., 2017, equation 2): widen, activate, narrow, add; the norm before or after.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/blocks/activation.h"
#include "engine/blocks/norm_residual.h"

namespace cloze {

class FeedForward {
 public:
  // `narrow` gives its own widths; `form` is that of the widening map.
  struct Options { std::string activation; LinearForm form; ProjectAddNorm::Options narrow; };
  FeedForward(ParameterTable& parameters, const ActivatedLinear::Names& widen, const ProjectAddNorm::Names& narrow, const Options& options)
      : m_widen(parameters, widen, {options.narrow.out, options.narrow.in, options.activation, options.form}), m_narrow(parameters, narrow, options.narrow) {}
  // [R, H] -> [R, H]
  torch::Tensor forward(const torch::Tensor& hidden, std::int64_t batch, Pass& pass) const {
    return m_narrow.forward(m_widen.forward(m_narrow.enter(hidden)), hidden, batch, pass);
  }

 private:
  ActivatedLinear m_widen;
  ProjectAddNorm m_narrow;
};

}  // namespace cloze
