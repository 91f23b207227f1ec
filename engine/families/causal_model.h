// A language model that reads from left to right: embeddings, a causal stack and the heads that sit on it. Families are its options.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/blocks/embeddings.h"
#include "engine/blocks/stack.h"
#include "engine/families/text_model.h"
#include "engine/heads/classifier.h"
#include "engine/heads/sequence_summary.h"

namespace cloze {

struct CausalOptions {
  EmbeddingOptions embeddings;                       // words and positions
  StackOptions layers;
  bool tied = true;                                  // the head's weights are the word embeddings
  double initializerRange = 0.02, classifierDropout = 0.1;
  std::optional<std::int64_t> padding;               // finds the last token of a row to be classified
  SequenceSummary::Options summary;                  // of the multiple-choice head
};

class CausalModel : public TextModel {
 public:
  Output forward(const BatchTensors& batch, Pass& pass) override;
  torch::Tensor tokenLogits(const torch::Tensor& hidden) override;
  torch::Tensor taskLogits(const torch::Tensor& hidden, const BatchTensors& batch, Pass& pass) override;
  torch::Tensor choiceLogits(const torch::Tensor& hidden, const torch::Tensor& positions, Pass& pass) override;
  std::int64_t layers() const override { return m_options.layers.layers; }

 protected:
  // `prefix` of the tensors below the heads, as the embeddings and layers of `options` have it.
  CausalModel(const CausalOptions& options, const std::string& prefix, std::optional<std::uint64_t> seed, const HeadChoice& choice);

 private:
  void addHeads(const std::string& prefix, const HeadChoice& choice);
  torch::Tensor positionsOf(const BatchTensors& batch, const Pass& pass) const;

  CausalOptions m_options;
  Embeddings m_embeddings;
  Stack m_layers;
  torch::Tensor m_words;                             // [V, H] of the language head
  torch::Tensor m_score;                             // [labels, H] of a whole row
  std::optional<Classifier> m_task;
  std::optional<SequenceSummary> m_choice;
};

}  // namespace cloze
