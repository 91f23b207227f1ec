// A model as inspectors use it: weights of one step, its tokeniser, and passes over texts batched by length. Evaluation only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "engine/core/progress.h"
#include "engine/families/text_model.h"
#include "engine/inspect/model_snapshot.h"
#include "engine/text/tokenizer.h"

namespace cloze {

// A window of one text, as a model sees it.
struct TextWindow {
  std::int64_t text = 0;                   // number of the text it comes from
  Encoding encoding;
};

class InspectedModel {
 public:
  // A folder with config.json, weights and tokeniser files. std::invalid_argument when weights of the encoder are missing.
  explicit InspectedModel(const std::filesystem::path& folder);
  explicit InspectedModel(const std::shared_ptr<const ModelSnapshot>& snapshot);

  TextModel& model() { return *m_model; }
  TextModel& words() { return m_model->generator() ? *m_model->generator() : *m_model; }   // the one that proposes words
  const Tokenizer& tokenizer() const { return *m_tokenizer; }
  std::string family() const { return m_model->family(); }
  std::int64_t step() const { return m_step; }                     // -1: not known
  // std::invalid_argument when the checkpoint has no weights to guess words with, masked ones or next ones.
  void requireWords() const;
  // std::invalid_argument when the checkpoint has no weights to predict the next token with, or none to judge which were replaced.
  void requireCausalLm() const;
  void requireReplacedHead() const;
  bool judgesWords() const { return m_missingHead.empty() && (m_model->head().head == Head::ReplacedTokens || m_model->generator()); }
  bool proposesWords() const;                                      // masked or next ones: false for a discriminator without its generator
  bool predictsNext() const;                                       // rather than masked words
  bool readsAndWrites() const;                                     // a text is turned into another one
  void requireWriting() const;                                     // std::invalid_argument for a model that writes no text
  bool bytePieces() const { return m_tokenizer->kind() == "byte_bpe"; }   // readablePiece
  std::vector<Reading> readings() const { return m_model->readings(); }
  LayerMix layerMix() const { return m_model->layerMix(); }
  std::int64_t layers() const { return m_model->layers(); }
  std::int64_t maximumLength() const { return m_maximumLength; }   // tokens of one input, special ones included; 0: no limit
  // -1 is the last layer; kMixedLayers stays what it is, where the family mixes its layers. std::invalid_argument naming the layers there are.
  std::int64_t resolveLayer(std::int64_t layer) const;
  // A long text gives several windows, so that nothing of it is left out.
  std::vector<TextWindow> windows(const std::vector<std::string>& texts) const;

  // Runs all windows, similar lengths together, and gives each its vectors of one layer: [T, H], float32, contiguous.
  using Visit = std::function<void(const TextWindow&, const torch::Tensor& hidden)>;
  void forEachHidden(const std::vector<TextWindow>& windows, std::int64_t layer, Progress& progress, const Visit& visit);
  // The same for several layers of one pass: hidden [layers] x [T, H].
  using VisitLayers = std::function<void(const TextWindow&, const std::vector<torch::Tensor>& hidden)>;
  void forEachLayers(const std::vector<TextWindow>& windows, const std::vector<std::int64_t>& layers, Progress& progress, const VisitLayers& visit);
  // The same in the order given, one after the other, each read with the state that the one before left. std::invalid_argument: it has no state.
  void forEachCarried(const std::vector<TextWindow>& windows, std::int64_t layer, Progress& progress, const Visit& visit);
  // What the model expects at the predicted positions of a batch: probabilities [N, V], float32, contiguous. memory: carried through running text.
  torch::Tensor expectedAt(const Batch& batch, Memory& memory);
  // One sequence: last hidden state [T, H] of the model that proposes words.
  torch::Tensor lastHidden(const Encoding& encoding);
  // What the model says of some places of a text, that it is to predict: [N, H].
  torch::Tensor rowsAt(const Encoding& encoding, const std::vector<std::int64_t>& places);
  torch::Tensor lastHidden(const std::vector<TokenId>& ids, const std::vector<std::int32_t>& typeIds);
  // The text of a token, also of an unknown one that is known by its letters.
  std::vector<std::string> shownTokens(const Encoding& encoding) const;

 private:
  // each [B, T, H]
  std::vector<torch::Tensor> hiddenOf(const std::vector<const TextWindow*>& batch, const std::vector<std::int64_t>& layers, Memory* memory = nullptr);
  torch::Tensor lettersOf(const std::vector<const TextWindow*>& batch, std::int64_t length) const;   // [B, T, C] int32

  std::unique_ptr<TextModel> m_model;
  std::shared_ptr<const Tokenizer> m_tokenizer;
  std::int64_t m_step = -1;
  std::int64_t m_maximumLength = 0;
  std::string m_missingHead;               // a weight of the head that the files lack
};

}  // namespace cloze
