// One vector for a sequence: tanh(W h_0 + b) of its first token (Devlin et al., 2018, section 4; the map is in the authors' code).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/blocks/activation.h"

namespace cloze {

class Pooler {
 public:
  Pooler(ParameterTable& parameters, const std::string& name, std::int64_t width) : m_affine(addLinear(parameters, name, width, width)) {}
  // [B, T, H] -> [B, H]
  torch::Tensor forward(const torch::Tensor& hidden) const { return torch::tanh(linear(hidden.select(1, 0), m_affine)); }

 private:
  Affine m_affine;
};

}  // namespace cloze
