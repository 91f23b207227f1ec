// Dot-product attention (Vaswani et al., 2017, equation 1) as differentiable operations: every head of every row, of a sequence over itself or over
// another one, with a bias of the scores on request (Shaw et al., 2018; Raffel et al., 2020, section 2.1). B rows, T queries, K keys, A heads of
// width D, I = A * D.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <torch/torch.h>

#include "engine/blocks/key_value_cache.h"
#include "engine/blocks/pass.h"

namespace cloze {

struct AttentionShape { std::int64_t batch, time, heads, headSize, keys = 0; };   // keys 0: as many as queries (time)
struct AttentionResult { torch::Tensor context, probabilities; };    // [B * T, I]; [B, A, T, K] before dropout, when captured
enum class AttentionSpan { Everything, Causal };                     // causal: itself and what came before
struct AttentionRule {
  AttentionSpan span = AttentionSpan::Everything;
  double scale = 1;
  torch::Tensor bias;                                                // [A, T, K], added to the scaled scores; undefined: none
};

// queryKeyValue [B * T, 3I]: query | key | value side by side. mask [B, T] uint8, 1 = attend; undefined: all.
AttentionResult selfAttention(const torch::Tensor& queryKeyValue, const torch::Tensor& mask, const AttentionShape& shape, const AttentionRule& rule,
                              const Dropout& dropout, bool capture);
// query [B * T, I] over keyValue [B * K, 2I]: key | value of another sequence. mask [B, K].
struct CrossInput { torch::Tensor query, keyValue, mask; };
AttentionResult crossAttention(const CrossInput& input, const AttentionShape& shape, const AttentionRule& rule, const Dropout& dropout, bool capture);

// Self-attention of tokens that follow those in the cache, which takes their keys and values into layer `layer`: context [B * T, I]. Causal, no
// gradient. std::logic_error when the cache is full.
torch::Tensor cachedAttention(const torch::Tensor& queryKeyValue, KeyValueCache& cache, std::size_t layer, const AttentionShape& shape, const AttentionRule& rule);
// keyValue [B * K, 2I] as a cache holds it: each [B, A, K, D].
KeyValueCache::Layer splitKeyValue(const torch::Tensor& keyValue, const AttentionShape& shape);
// query [B * T, I] over keys and values that were kept: context [B * T, I]. No gradient.
torch::Tensor attendKept(const torch::Tensor& query, const KeyValueCache::Layer& kept, const torch::Tensor& mask, const AttentionShape& shape, const AttentionRule& rule);

}  // namespace cloze
