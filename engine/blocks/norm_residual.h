// The two ends of a residual sublayer. Post-norm (Vaswani et al., 2017, section 5.4): LayerNorm(x + dropout(f(x) W^T + b)).
// Pre-norm (Radford et al., 2019, section 2.3): x + dropout(f(LayerNorm(x)) W^T + b).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/blocks/activation.h"

namespace cloze {

enum class NormPlace { Post, Pre };

class ProjectAddNorm {
 public:
  struct Names { std::string linear, norm; };
  struct Options { std::int64_t in = 0, out = 0; double epsilon = 1e-12, dropout = 0; NormPlace place = NormPlace::Post; LinearForm form; NormKind norm = NormKind::Layer; };
  ProjectAddNorm(ParameterTable& parameters, const Names& names, const Options& options)
      : m_affine(addLinear(parameters, names.linear, options.in, options.out, options.form)),
        m_norm(addNorm(parameters, names.norm, options.out, options.epsilon, options.norm)), m_dropout(options.dropout), m_place(options.place) {}
  // What the sublayer reads: x [R, out], normalised where the norm comes first.
  torch::Tensor enter(const torch::Tensor& residual) const { return m_place == NormPlace::Pre ? normalise(residual, m_norm) : residual; }
  // input f(..) [R, in], residual x [R, out] -> [R, out]; batch: B
  torch::Tensor forward(const torch::Tensor& input, const torch::Tensor& residual, std::int64_t batch, Pass& pass) const {
    const Dropout dropout = nextDropout(pass, m_dropout);
    if (m_place == NormPlace::Pre) return linearDropoutAdd(input, m_affine, residual, dropout, batch);
    if (!m_norm.shift.defined()) return normalise(linearDropoutAdd(input, m_affine, residual, dropout, batch), m_norm);
    return linearDropoutAddNorm(input, m_affine, residual, m_norm, dropout, batch);
  }

 private:
  Affine m_affine;
  Normalisation m_norm;
  double m_dropout;
  NormPlace m_place;
};

}  // namespace cloze
