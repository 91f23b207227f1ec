// The end of a post-norm sublayer: LayerNorm(residual + dropout(x W^T + b)) (Vaswani et al., 2017, section 5.4).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/blocks/activation.h"

namespace cloze {

class ProjectAddNorm {
 public:
  struct Names { std::string linear, norm; };
  struct Options { std::int64_t in = 0, out = 0; double epsilon = 1e-12, dropout = 0; };
  ProjectAddNorm(ParameterTable& parameters, const Names& names, const Options& options)
      : m_affine(addLinear(parameters, names.linear, options.in, options.out)),
        m_norm(addLayerNorm(parameters, names.norm, options.out, options.epsilon)), m_dropout(options.dropout) {}
  // input [R, in], residual [R, out] -> [R, out]; batch: B
  torch::Tensor forward(const torch::Tensor& input, const torch::Tensor& residual, std::int64_t batch, Pass& pass) const {
    return linearDropoutAddNorm(input, m_affine, residual, m_norm, nextDropout(pass, m_dropout), batch);
  }

 private:
  Affine m_affine;
  Normalisation m_norm;
  double m_dropout;
};

}  // namespace cloze
