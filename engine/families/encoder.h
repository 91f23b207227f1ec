// The body of BERT and its successors (Devlin et al., 2018, section 3): words, positions and segments summed and normalised, projected where
// they are narrower than the layers, then layers that see both sides. Heads sit on it. Names of tensors are Hugging Face's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/blocks/embeddings.h"
#include "engine/blocks/stack.h"
#include "engine/families/encoder_settings.h"
#include "engine/families/text_model.h"

namespace cloze {

class Encoder {
 public:
  // prefix: of its tensors ("bert."); embeddingSize: width of the tables, E.
  Encoder(ParameterTable& parameters, const EncoderSettings& settings, const std::string& prefix, std::int64_t embeddingSize);
  // std::invalid_argument for more tokens than positions. A captured hidden state 0 is what enters the first layer.
  Output forward(const BatchTensors& batch, Pass& pass) const;
  const torch::Tensor& words() const { return m_embeddings.words(); }        // [V, E]

 private:
  Embeddings m_embeddings;
  std::optional<Affine> m_project;                                           // [H, E]
  Stack m_layers;
  std::int64_t m_positions;
};

}  // namespace cloze
