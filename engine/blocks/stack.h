// A stack of post-norm encoder layers (Vaswani et al., 2017, section 3.1): attention, add and norm, feed-forward, add and norm.
// Names in files are the family's; its layer names are relative to "<prefix><layer number>.".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/attention.h"
#include "engine/blocks/feed_forward.h"

namespace cloze {

struct LayerNames {
  SelfAttention::Names attention;
  ProjectAddNorm::Names attentionOutput;
  ActivatedLinear::Names widen;
  ProjectAddNorm::Names narrow;
};

struct StackOptions {                                // at most 16 fields; an option enters when a second family needs it
  std::string prefix;                                // "encoder.layer."
  LayerNames names;
  std::int64_t layers = 0, width = 0, heads = 0, inner = 0;
  std::string activation;
  double epsilon = 1e-12, hiddenDropout = 0, attentionDropout = 0;
};

struct StackResult {
  torch::Tensor hidden;                              // [B * T, H]
  std::vector<torch::Tensor> hiddenStates;           // captured: after each layer, [B * T, H]
  std::vector<torch::Tensor> attentions;             // captured: [B, A, T, T]
};

class Stack {
 public:
  // Layer i (from 1) becomes layer group i of the parameters.
  Stack(ParameterTable& parameters, const StackOptions& options);
  // hidden [B * T, H], mask [B, T] uint8 or undefined; batch: B
  StackResult forward(torch::Tensor hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass) const;

 private:
  struct Layer { SelfAttention attention; ProjectAddNorm attentionOutput; FeedForward feedForward; };
  std::vector<Layer> m_layers;
};

}  // namespace cloze
