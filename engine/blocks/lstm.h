// A layer of LSTM cells with a projection (Sak et al., 2014, "Long short-term memory recurrent neural network architectures", section 2): cells and
// projected outputs clipped. The products of all time steps' inputs are one; a step adds the recurrent product, the cell in one pass over the
// gates, and the projection. Gates stand in TensorFlow's order (input, candidate, forget, output); 1 is added to the forget gate as the cell runs
// (Jozefowicz et al., 2015), not kept in the bias.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include <torch/torch.h>

#include "engine/blocks/parameters.h"

namespace cloze {

struct LstmState { torch::Tensor hidden, cell; };    // [B, P], [B, C]
struct LstmResult {
  torch::Tensor hidden;                              // [B * T, P]; behind a row's length its last one
  LstmState end;                                     // after each row's last token; without gradient
};

class Lstm {
 public:
  struct Options { std::int64_t in = 0, cells = 0, out = 0; double cellClip = 0, outputClip = 0; };   // clips: 0 = none
  struct Names { std::string gates, bias, projection; };
  Lstm(ParameterTable& parameters, const Names& names, const Options& options);
  // input [B * T, in]; lengths [B] int64 of the rows, undefined: T. start: undefined tensors = zeros.
  LstmResult forward(const torch::Tensor& input, std::int64_t batch, const torch::Tensor& lengths, const LstmState& start) const;

 private:
  Options m_options;
  torch::Tensor m_gates, m_bias, m_projection;       // [4C, in + P] (input | recurrent), [4C], [P, C]
};

}  // namespace cloze
