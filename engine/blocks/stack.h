// A stack of Transformer layers (Vaswani et al., 2017, section 3.1): attention and feed-forward sublayers, each with its residual and its norm
// after or before it, looking at everything or at what came before; with norms first, one more at the end.
// Names in files are the family's; its layer names are relative to "<prefix><layer number>.".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
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

// What the scores are multiplied by; the second and fourth divide by the layer's number as well (Mistral's stabilised training).
enum class ScoreScale { RootOfHeadSize, RootOfHeadSizeAndLayer, One, Layer };

struct StackOptions {                                // at most 16 fields; an option enters when a second family needs it
  std::string prefix;                                // "encoder.layer."
  LayerNames names;
  std::int64_t layers = 0, width = 0, heads = 0, inner = 0;
  std::string activation;
  double epsilon = 1e-12, hiddenDropout = 0, attentionDropout = 0;
  NormPlace norm = NormPlace::Post;
  std::string finalNorm;                             // full name of the norm at the end; "": none
  AttentionSpan span = AttentionSpan::Everything;
  ScoreScale scale = ScoreScale::RootOfHeadSize;
  MatrixLayout layout = MatrixLayout::OutputsFirst;  // in files
  double residualSpread = 1;                         // of the first weights of the maps that end a sublayer
};

struct StackResult {
  torch::Tensor hidden;                              // [B * T, H]
  std::vector<torch::Tensor> hiddenStates;           // captured: after each layer, [B * T, H]; the last one after the norm at the end
  std::vector<torch::Tensor> attentions;             // captured: [B, A, T, T]
};

class Stack {
 public:
  // Layer i (from 1) becomes layer group i of the parameters.
  Stack(ParameterTable& parameters, const StackOptions& options);
  // hidden [B * T, H], mask [B, T] uint8 or undefined; batch: B. With pass.cache (no mask then) the T tokens follow those in the cache.
  StackResult forward(torch::Tensor hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass) const;

 private:
  struct Layer { SelfAttention attention; ProjectAddNorm attentionOutput; FeedForward feedForward; };
  std::vector<Layer> m_layers;
  std::optional<Normalisation> m_finalNorm;
};

}  // namespace cloze
