// A stack of Transformer layers over one sequence or, with cross attention, over two (Vaswani et al., 2017, section 3.1): the encoder or the decoder
// of a sequence-to-sequence model. Beside Stack: heads as wide as one likes, maps without biases, both norms, gates, a bias of relative positions
// that all layers share. Its parts are the blocks' own options; names in files are the family's, relative to "<prefix><layer number>.".
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/relative_bias.h"
#include "engine/blocks/stack.h"

namespace cloze {

struct SequenceLayerNames {
  LayerNames layer;
  std::string gate;                                  // "": none
  CrossAttention::Names cross;                       // `fused` "": no second sequence
  ProjectAddNorm::Names crossOutput;
};

struct SequenceStackOptions {
  std::string prefix;                                // "encoder.block."
  SequenceLayerNames names;
  std::int64_t layers = 0;
  std::int64_t firstGroup = 1;                       // layer group of the first layer's parameters
  SelfAttention::Options attention;                  // of each layer, of both attentions but for the span
  ProjectAddNorm::Options output;                    // behind an attention
  FeedForward::Options feedForward;
  std::string finalNorm;                             // full name; "": none
  std::optional<RelativeBias::Options> relative;
};

struct SequenceInput { torch::Tensor hidden, mask; Source source; std::int64_t batch = 0; };   // [B * T, H]; [B, T] uint8 or undefined
struct SequenceResult : StackResult { std::vector<torch::Tensor> crossAttentions; };           // captured: [B, A, T, K]

class SequenceStack {
 public:
  SequenceStack(ParameterTable& parameters, const SequenceStackOptions& options);
  // With pass.cache the T tokens follow those in it, and the source is read once.
  SequenceResult forward(const SequenceInput& input, Pass& pass) const;

 private:
  struct Layer {
    SelfAttention attention;
    ProjectAddNorm attentionOutput;
    std::optional<CrossAttention> cross;
    std::optional<ProjectAddNorm> crossOutput;
    FeedForward feedForward;
  };
  static Layer makeLayer(ParameterTable& parameters, const SequenceStackOptions& options, std::int64_t number);
  torch::Tensor run(const Layer& layer, const SequenceInput& input, torch::Tensor hidden, const torch::Tensor& bias, SequenceResult& result, Pass& pass) const;
  std::vector<Layer> m_layers;
  std::optional<RelativeBias> m_relative;
  std::optional<Normalisation> m_finalNorm;
  double m_finalDropout;
};

}  // namespace cloze
