// Multi-head attention (Vaswani et al., 2017, section 3.2): query, key and value of a sequence come from one product, each head attends over the keys
// that the mask allows, or over those before it (section 3.2.3); or the queries of a decoder look at another sequence, whose keys and values come
// from one product. Files know the maps by their own names, or by the fused one's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <torch/torch.h>

#include "engine/blocks/activation.h"
#include "engine/blocks/attention_functions.h"
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
    std::int64_t headSize = 0;                                       // 0: width / heads
    double querySpread = 1;                                          // of the query's first weights beside those of key and value
  };
  SelfAttention(ParameterTable& parameters, const Names& names, const Options& options);
  // hidden [B * T, H], mask [B, T] uint8 or undefined, bias [A, T, K] of the scores or undefined (K: T and what the cache holds) -> [B * T, A * D]
  AttentionResult forward(const torch::Tensor& hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass, const torch::Tensor& bias = {}) const;

 private:
  Options m_options;
  Affine m_queryKeyValue;                                            // [3 A D, H], [3 A D]
};

// The sequence that a decoder looks at.
struct Source { torch::Tensor hidden, mask; };                       // [B * K, H]; [B, K] uint8 or undefined

class CrossAttention {
 public:
  using Names = SelfAttention::Names;                                // `fused`: key and value
  CrossAttention(ParameterTable& parameters, const Names& names, const SelfAttention::Options& options);
  // hidden [B * T, H] -> [B * T, A * D]. With a cache the source is read in the first pass only.
  AttentionResult forward(const torch::Tensor& hidden, const Source& source, std::int64_t batch, Pass& pass) const;

 private:
  SelfAttention::Options m_options;
  Affine m_query, m_keyValue;                                        // [A D, H]; [2 A D, H]
};

}  // namespace cloze
