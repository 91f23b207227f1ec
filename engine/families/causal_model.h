// A language model that reads from left to right: embeddings, a causal stack and the heads that sit on it. Families are its options.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "engine/blocks/embeddings.h"
#include "engine/blocks/stack.h"
#include "engine/families/causal_settings.h"
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

// What the embeddings are called in files.
struct CausalNames { std::string words, positions; };
// The prefix of the tensors below the heads: files of a bare encoder have none.
std::string causalPrefix(const HeadChoice& choice);
// What follows from the settings that the families share; inner: width of the feed-forward part.
CausalOptions causalOptions(const CausalSettings& settings, std::int64_t inner, const CausalNames& names, const HeadChoice& choice);

class CausalModel : public TextModel {
 public:
  Output forward(const BatchTensors& batch, Pass& pass) override;
  torch::Tensor tokenLogits(const torch::Tensor& hidden) override;
  CrossEntropy wordLoss(const torch::Tensor& hidden, const torch::Tensor& targets) override;
  torch::Tensor taskLogits(const torch::Tensor& hidden, const BatchTensors& batch, Pass& pass) override;
  torch::Tensor choiceLogits(const torch::Tensor& hidden, const torch::Tensor& positions, Pass& pass) override;
  std::int64_t layers() const override { return m_options.layers.layers; }

 protected:
  CausalModel(const CausalOptions& options, std::optional<std::uint64_t> seed, const HeadChoice& choice);

 private:
  void addHeads(const HeadChoice& choice);
  torch::Tensor positionsOf(const BatchTensors& batch, const Pass& pass) const;

  CausalOptions m_options;
  Embeddings m_embeddings;
  Stack m_layers;
  torch::Tensor m_words;                             // [V, H] of the language head
  torch::Tensor m_score;                             // [labels, H] of a whole row
  std::optional<Classifier> m_task;
  std::optional<SequenceSummary> m_choice;
};

// The model of one family: its settings, its name, and the options that follow from them.
template <class Config>
class CausalFamily final : public CausalModel {
 public:
  CausalFamily(const Config& config, const CausalOptions& options, std::string family, std::optional<std::uint64_t> seed, const HeadChoice& choice)
      : CausalModel(options, seed, choice), m_settings(config), m_family(std::move(family)) {}
  Settings& config() override { return m_settings; }
  std::string family() const override { return m_family; }

 private:
  SettingsOf<Config> m_settings;
  std::string m_family;
};

}  // namespace cloze
