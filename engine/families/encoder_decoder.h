// A model of two sequences: an encoder reads the source, a causal decoder writes the target looking at both (Sutskever et al., 2014; Vaswani et al.,
// 2017, figure 1). One table of words for source, target and, tied, for the head. Families are its options.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/blocks/embeddings.h"
#include "engine/blocks/sequence_stack.h"
#include "engine/families/text_model.h"

namespace cloze {

struct EncoderDecoderOptions {
  EmbeddingOptions embeddings;                       // of both sequences
  SequenceStackOptions encoder, decoder;
  bool tied = true;                                  // the head's weights are the word embeddings
  double tiedScale = 1;                              // of the hidden state before a tied head
  double initializerRange = 0.02;
};

class EncoderDecoderModel : public TextModel {
 public:
  // Without decoder ids in the batch: what the encoder makes of it.
  Output forward(const BatchTensors& batch, Pass& pass) override;
  torch::Tensor tokenLogits(const torch::Tensor& hidden) override;
  std::int64_t layers() const override { return m_options.encoder.layers; }   // of the encoder, which inspectors look at

 protected:
  EncoderDecoderModel(const EncoderDecoderOptions& options, std::optional<std::uint64_t> seed, const HeadChoice& choice);

 private:
  void addHead();
  Output encode(const BatchTensors& batch, Pass& pass) const;
  Output decode(const BatchTensors& batch, const Source& source, Pass& pass) const;

  EncoderDecoderOptions m_options;
  Embeddings m_embeddings;
  SequenceStack m_encoder;
  std::optional<SequenceStack> m_decoder;            // not below a task's head
  torch::Tensor m_head;                              // [V, H]; undefined: no head
};

}  // namespace cloze
