// The differentiable operations of the blocks: what lies between two matrix products is one pass over memory, forwards and backwards.
// Tensors are float32 on the CPU; rows are flattened to [R, width], R = B * T. Each runs in its caller's thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/kernels.h"
#include "engine/blocks/pass.h"

namespace cloze {

struct Affine { torch::Tensor weight, bias; };                       // [out, in], [out]; bias may be undefined
struct Normalisation { torch::Tensor gain, shift; double epsilon = 1e-12; };   // without a shift: by the root of the mean square, no mean (Zhang and Sennrich, 2019)

// input [R, in] -> [R, out]: input * weight^T + bias.
torch::Tensor linear(const torch::Tensor& input, const Affine& affine);
// activation(linear(input)).
torch::Tensor linearActivation(const torch::Tensor& input, const Affine& affine, kernels::Activation activation);
// LayerNorm(residual + dropout(linear(input))): the end of a post-norm sublayer (Vaswani et al., 2017, section 3.1). batch: B, rows of one mask.
torch::Tensor linearDropoutAddNorm(const torch::Tensor& input, const Affine& affine, const torch::Tensor& residual, const Normalisation& norm,
                                   const Dropout& dropout, std::int64_t batch);
// residual + dropout(linear(input)): the end of a pre-norm sublayer.
torch::Tensor linearDropoutAdd(const torch::Tensor& input, const Affine& affine, const torch::Tensor& residual, const Dropout& dropout, std::int64_t batch);
torch::Tensor layerNorm(const torch::Tensor& input, const Normalisation& norm);                    // [R, H] -> [R, H]
torch::Tensor normalise(const torch::Tensor& input, const Normalisation& norm);                    // either norm, by its shift
torch::Tensor dropoutRows(const torch::Tensor& input, const Dropout& dropout, std::int64_t batch); // any shape whose elements divide by B

// Sum of one to four table lookups: tables [rows_i, H], ids [R] each, int64. Rows of `ignored` (the padding id of the first table, -1: none) get no gradient.
// std::invalid_argument for an id outside its table.
torch::Tensor embeddingSum(const std::vector<torch::Tensor>& tables, const std::vector<torch::Tensor>& ids, std::int64_t ignored);

// Rows of input [R, H] whose numbers are listed, each at most once: [N, H].
torch::Tensor gatherRows(const torch::Tensor& input, const torch::Tensor& rows);

// Sum over rows of the cross-entropy in nats: logits [N, V], targets [N] int64. `correct` counts rows whose largest logit is the target's.
// The logits are used up: their memory becomes their gradient.
struct CrossEntropy { torch::Tensor sum; std::int64_t correct = 0; };
CrossEntropy crossEntropySum(const torch::Tensor& logits, const torch::Tensor& targets);
// The same of linear(input), input [N, H], some rows at a time: where every token is predicted, the logits of a batch would be larger than all else.
CrossEntropy linearCrossEntropySum(const torch::Tensor& input, const Affine& affine, const torch::Tensor& targets);

}  // namespace cloze
