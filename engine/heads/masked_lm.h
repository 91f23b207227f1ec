// The masked-word head: dense, activation, LayerNorm, then a decoder that shares the word embeddings or has its own weights (Devlin et al., 2018,
// section 3.1; the transform is in the authors' code). Only the rows that are predicted go through it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/blocks/activation.h"

namespace cloze {

class MaskedLmHead {
 public:
  struct Names { ActivatedLinear::Names transform; std::string norm, decoder, bias; };   // decoder: its weight when untied; bias: full name
  struct Options { std::int64_t width = 0, vocabulary = 0; std::string activation; double epsilon = 1e-12; std::int64_t embedding = 0; };   // of the words; 0: as wide
  // words [V, E]: the tied decoder; undefined: an own one is made.
  MaskedLmHead(ParameterTable& parameters, const Names& names, const Options& options, const torch::Tensor& words)
      : m_transform(parameters, names.transform, {options.width, narrowOf(options), options.activation, {}}),
        m_norm(addLayerNorm(parameters, names.norm, narrowOf(options), options.epsilon)),
        m_decoder{words.defined() ? words : parameters.add(names.decoder + ".weight", {options.vocabulary, narrowOf(options)}, Init::Normal),
                  parameters.add(names.bias, {options.vocabulary}, Init::Zeros, false)} {
    parameters.rowPerToken(names.bias);
    if (!words.defined()) parameters.rowPerToken(names.decoder + ".weight");
  }
  // [N, H] -> [N, V]
  torch::Tensor forward(const torch::Tensor& hidden) const { return linear(layerNorm(m_transform.forward(hidden), m_norm), m_decoder); }

 private:
  static std::int64_t narrowOf(const Options& options) { return options.embedding > 0 ? options.embedding : options.width; }
  ActivatedLinear m_transform;
  Normalisation m_norm;
  Affine m_decoder;
};

}  // namespace cloze
