// What a model keeps from one batch to the next: states of recurrent layers, hidden states of earlier segments. Row i belongs to row i of the step's
// whole batch (micro-batches one after the other), so shards read and write rows of their own. Without gradient: a step learns from its own batch.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <torch/torch.h>

namespace cloze {

struct Memory {
  std::vector<torch::Tensor> states;                 // each [rows, ...] float32, zero before the first batch; none: the model keeps nothing
  torch::Tensor filled;                              // [rows] float32: of states [rows, places, H] the last places that hold something; undefined: states have no places
};

}  // namespace cloze
