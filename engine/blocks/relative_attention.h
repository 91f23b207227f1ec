// A layer's attention by distances (Dai et al., 2019, section 3.3), with its residual and norm: one set of maps for every stream of queries that looks at
// the same keys (Yang et al., 2019, section 2.3). Also who looks at whom, and the sinusoids that stand for distances.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <torch/torch.h>

#include "engine/blocks/functions.h"
#include "engine/blocks/parameters.h"
#include "engine/blocks/relative_attention_functions.h"

namespace cloze {

// Who may look at whom. K = M + T: what is remembered, then the sequence.
struct SightRule {
  std::int64_t batch = 0, time = 0, remembered = 0;  // B, T, M
  torch::Tensor mask;                                // [B, T] uint8, 1 = real; undefined: all
  torch::Tensor visible;                             // [B, T, T] uint8, 1: row i looks at column j; undefined: at everything
  torch::Tensor types;                               // [B, T] int64: segments; what is remembered counts as segment 0; undefined: one segment
  torch::Tensor filled;                              // [B] float32: of the M remembered places the last ones hold something
  bool causal = false, sameLength = false;           // sameLength: and none sees farther back than another
};
// [B, Q, K] uint8 (kernels.h) of the queries at `places` [B, Q] int64. itself: each sees what stands at its own place, whatever the rule says.
torch::Tensor sightOf(const SightRule& rule, const torch::Tensor& places, bool itself);
// 0 .. T - 1 for each row: [B, T] int64.
torch::Tensor everyPlace(std::int64_t batch, std::int64_t time);

// Sinusoids of the distances K, K - 1, .. 1 - T, clamped to [-clamp, clamp] where clamp > 0: [K + T, H], sines then cosines. backward: the same of a
// text that stands backwards.
torch::Tensor distanceSinusoids(std::int64_t keys, std::int64_t time, std::int64_t width, std::int64_t clamp, bool backward = false);

class RelativeAttention {
 public:
  // Full names; the maps' are matrices [H, A, D] in files. biases: of the three vectors u, v, s, which layers may share.
  struct Names { std::string query, key, value, output, distance, contentBias, distanceBias, segmentBias, segments, norm; };
  struct Options { std::int64_t width = 0, heads = 0, headSize = 0; double epsilon = 1e-12, dropout = 0; };
  struct Biases { torch::Tensor content, distance, segment; };       // [A, D]
  static Biases addBiases(ParameterTable& parameters, const Names& names, const Options& options);
  RelativeAttention(ParameterTable& parameters, const Names& names, const Options& options, Biases biases);

  struct Keys { torch::Tensor keyValue, distance; };                 // [B * K, 2I], [tables * (K + T), I]
  Keys keys(const torch::Tensor& seen, const torch::Tensor& sinusoids) const;   // [B * K, H], [tables * (K + T), H]
  struct View { std::int64_t time = 0; RelativeRule rule; };         // rule.scale is the layer's own
  struct Result { torch::Tensor hidden, probabilities; };
  // stream [B * Q, H] -> norm(stream + what it found) [B * Q, H]
  Result forward(const torch::Tensor& stream, const Keys& keys, const View& view, Pass& pass) const;

 private:
  Options m_options;
  Affine m_query, m_keyValue, m_distance, m_output;                  // [I, H], [2I, H], [I, H], [H, I]
  Biases m_biases;
  torch::Tensor m_segments;                                          // [2, A, D]
  Normalisation m_norm;
};

}  // namespace cloze
