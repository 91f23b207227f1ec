// The position-wise feed-forward sublayer (Vaswani et al., 2017, equation 2): widen, activate, narrow, add; the norm before or after. A gate, a second
// map, may multiply what was activated (Shazeer, 2020, equation 6).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/blocks/activation.h"
#include "engine/blocks/norm_residual.h"

namespace cloze {

class FeedForward {
 public:
  // `narrow` gives its own widths; `form` is that of the widening maps. gate: name of the map that multiplies, "": none.
  struct Options { std::string activation; LinearForm form; ProjectAddNorm::Options narrow; std::string gate = {}; double dropout = 0; };
  FeedForward(ParameterTable& parameters, const ActivatedLinear::Names& widen, const ProjectAddNorm::Names& narrow, const Options& options)
      : m_widen(parameters, widen, {options.narrow.out, options.narrow.in, options.activation, options.form}), m_dropout(options.dropout) {
    if (!options.gate.empty()) m_gate = addLinear(parameters, options.gate, options.narrow.out, options.narrow.in, options.form);
    m_narrow.emplace(parameters, narrow, options.narrow);
  }
  // [R, H] -> [R, H]
  torch::Tensor forward(const torch::Tensor& hidden, std::int64_t batch, Pass& pass) const {
    const auto entered = m_narrow->enter(hidden);
    auto wide = m_widen.forward(entered);                            // [R, F]
    if (m_gate) wide = wide * linear(entered, *m_gate);
    if (m_dropout > 0) wide = dropoutRows(wide, nextDropout(pass, m_dropout), batch);
    return m_narrow->forward(wide, hidden, batch, pass);
  }

 private:
  ActivatedLinear m_widen;
  std::optional<Affine> m_gate;
  std::optional<ProjectAddNorm> m_narrow;
  double m_dropout;
};

}  // namespace cloze
