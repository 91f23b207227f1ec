// Attention whose scores depend on content, on distance and on whether two tokens are of one segment (Dai et al., 2019, section 3.3; Yang et al., 2019,
// section 2.6), as one differentiable operation: ((q + u) k + (q + v) r(distance) + (q + s) e(segment)) * scale. The queries may stand at some places of
// the sequence only; the keys are what is remembered and then the sequence. B rows, Q queries, T places, K = M + T keys, A heads of width D, I = A * D.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <torch/torch.h>

#include "engine/blocks/attention_functions.h"
#include "engine/blocks/pass.h"

namespace cloze {

struct RelativeShape { std::int64_t batch, queries, time, keys, heads, headSize; };

struct RelativeInput {
  torch::Tensor query;                               // [B * Q, I]
  torch::Tensor keyValue;                            // [B * K, 2I]: key | value
  torch::Tensor distance;                            // [K + T, I]: keys of the distances K, K - 1, .. 1 - T; a second such table behind it for texts that stand backwards
  torch::Tensor contentBias, distanceBias, segmentBias;   // u, v, s: [A, D]
  torch::Tensor segments;                            // [2, A, D]: of the same segment, of another one
};

struct RelativeRule {
  double scale = 1;
  bool bySegment = false;                            // else s and e are left out
  torch::Tensor places;                              // [B, Q] int64: where in the sequence each query stands
  torch::Tensor sight;                               // [B, Q, K] uint8: kernels::kSees, kernels::kOtherSegment
  torch::Tensor backward;                            // [B] uint8, 1: takes the second table of distances; undefined: none does
};

// context [B * Q, I]; probabilities [B, A, Q, K] before dropout, when captured. A query that sees nothing looks at every key alike.
AttentionResult relativeAttention(const RelativeInput& input, const RelativeShape& shape, const RelativeRule& rule, const Dropout& dropout, bool capture);

}  // namespace cloze
