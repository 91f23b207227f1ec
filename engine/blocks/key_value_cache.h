// Keys and values of the tokens read so far, one pair a layer: a causal model then computes each new token once (Shazeer, 2019, section 2.3).
// Given to a pass without gradient; the rows of a batch have all the same length. A decoder's cache also holds what its layers look at in the source,
// which is read once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <vector>

#include <torch/torch.h>

namespace cloze {

struct KeyValueCache {
  struct Layer { torch::Tensor keys, values; };      // [B, A, capacity, D]; the first `length` places are filled
  std::vector<Layer> layers;
  std::vector<Layer> source;                         // [B, A, K, D]; empty: no source was read
  torch::Tensor sourceMask;                          // [B, K] uint8; undefined: all of it is real
  std::int64_t length = 0, capacity = 0;

  explicit KeyValueCache(std::int64_t longest) : capacity(longest) {}
  // Row i becomes what row rows[i] was (beams). rows [B'] int64
  void takeRows(const torch::Tensor& rows);
  void shorten(std::int64_t tokens) { length = std::min(length, tokens); }
};

}  // namespace cloze
