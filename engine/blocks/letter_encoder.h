// A word's vector from its letters (Kim et al., 2016, "Character-aware neural language models", section 3.2; Jozefowicz et al., 2016, section 3.2):
// embeddings of letters, convolutions of several widths, the largest value of each filter over the word, activation, highway layers
// (Srivastava et al., 2015), a projection. A filter's answer to a letter is looked up in a table (letter x place x filter), since letters are few; equal
// words of a batch are read once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/activation.h"

namespace cloze {

class LetterEncoder {
 public:
  // "W_cnn_" + number of the filter width, "CNN_high_" + number of the layer + ".W_carry" ...
  struct Names { std::string embedding, filter, filterBias, highway, projection; };
  struct Options {
    std::int64_t alphabet = 0, width = 0, out = 0, highways = 0;
    std::vector<std::pair<std::int64_t, std::int64_t>> filters;      // letters they span, how many
    std::string activation = "relu";                                 // or tanh
  };
  LetterEncoder(ParameterTable& parameters, const Names& names, const Options& options);
  // letters [N, C] int32, C at least the widest filter -> [N, out]. std::invalid_argument for a letter outside the alphabet.
  torch::Tensor forward(const torch::Tensor& letters) const;

 private:
  struct Highway { Affine carry, transform; };
  torch::Tensor filtered(const torch::Tensor& letters) const;        // [U, C] -> [U, sum of filters]

  Options m_options;
  torch::Tensor m_embedding;                                         // [alphabet, width]
  std::vector<Affine> m_filters;                                     // [n, span * width], [n]
  std::vector<Highway> m_highways;
  std::optional<Affine> m_projection;                                // none when the filters are as many as the output is wide
};

}  // namespace cloze
