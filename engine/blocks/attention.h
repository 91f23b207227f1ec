// Multi-head self-attention (Vaswani et al., 2017, section 3.2): query, key and value come from one product, each head attends over the keys that
// the mask allows, or over those before it (section 3.2.3). Files know the three maps by their own names, or by the fused one's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <torch/torch.h>

#include "engine/blocks/activation.h"
#include "engine/blocks/functions.h"
#include "engine/blocks/parameters.h"

namespace cloze {

class SelfAttention {
 public:
  struct Names { std::string fused, query, key, value; };            // `fused`: of the stored parameter; the others: in files, empty: as stored
  struct Options {
    std::int64_t width = 0, heads = 0;
    double dropout = 0;
    AttentionSpan span = AttentionSpan::Everything;
    double scale = 0;                                                // of the scores; 0: 1 / sqrt(head size)
    LinearForm form;
    std::size_t layer = 0;                                           // its place in a cache
  };
  SelfAttention(ParameterTable& parameters, const Names& names, const Options& options);
  // hidden [B * T, H], mask [B, T] uint8 or undefined
  AttentionResult forward(const torch::Tensor& hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass) const;

 private:
  Options m_options;
  Affine m_queryKeyValue;                                            // [3H, H], [3H]
};

}  // namespace cloze
