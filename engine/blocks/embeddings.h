// What a sequence becomes before the first layer: sum of table lookups (word, position, segment, any further id channel), LayerNorm, dropout
// (Devlin et al., 2018, figure 2).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/functions.h"
#include "engine/blocks/parameters.h"

namespace cloze {

struct LookupTable { std::string name; std::int64_t rows = 0; };

struct EmbeddingOptions {
  std::string prefix;                                // "encoder.embeddings."
  std::vector<LookupTable> tables;                // the first holds the words
  std::string norm = "LayerNorm";                    // "": none
  std::int64_t width = 0;
  std::int64_t padding = -1;                         // its word row starts at zero and gets no gradient from lookups; -1: none
  double epsilon = 1e-12, dropout = 0;
};

class Embeddings {
 public:
  Embeddings(ParameterTable& parameters, const EmbeddingOptions& options);
  // ids: one [B, T] int64 a table -> [B * T, H]; further ones are looked up among the words (Radford et al., 2018, have no other table)
  torch::Tensor forward(const std::vector<torch::Tensor>& ids, Pass& pass) const;
  const torch::Tensor& words() const { return m_tables.front(); }    // [V, H], for tied decoders

 private:
  std::vector<torch::Tensor> m_tables;
  std::optional<Normalisation> m_norm;
  std::int64_t m_padding;
  double m_dropout;
};

}  // namespace cloze
