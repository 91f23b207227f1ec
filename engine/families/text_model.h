// What every model offers to objectives, loop and inspectors. B batch, T time, H hidden, V vocabulary, L layers, A heads, N predicted positions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/parameters.h"
#include "engine/core/field.h"
#include "engine/core/random.h"
#include "engine/objectives/batch_tensors.h"

namespace cloze {

struct Capture { bool hiddenStates = false, attentions = false; };
struct Memory;                                       // state carried between segments (later families)

// Everything a forward pass may depend on beside its batch.
struct Pass {
  Random random{0, Purpose::Dropout, 0, 0};          // dropout: (seed, step); site and element give the place
  bool training = false;
  Capture capture;
  Memory* memory = nullptr;
  std::int64_t firstRow = 0;                         // number in the step's whole batch of this batch's first row: shards and
                                                     // micro-batches draw the same dropout masks as the undivided batch would
};

struct Output {
  torch::Tensor hidden;                              // [B, T, H] last hidden state
  std::vector<torch::Tensor> hiddenStates;           // L + 1 x [B, T, H] when captured, 0 = embeddings
  std::vector<torch::Tensor> attentions;             // L x [B, A, T, T] when captured
};

class TextModel {
 public:
  virtual ~TextModel() = default;
  virtual Output forward(const BatchTensors& batch, Pass& pass) = 0;
  virtual torch::Tensor tokenLogits(const torch::Tensor& hidden) = 0;    // rows that are predicted: [N, H] -> [N, V]
  virtual torch::Tensor sentenceLogits(const torch::Tensor& hidden) = 0; // [B, T, H] -> [B, 2]; std::logic_error without such a head
  ParameterTable& parameters() { return m_parameters; }
  virtual Settings& config() = 0;
  virtual std::int64_t layers() const = 0;
  // The name files have for the model with its pre-training heads ("BertForPreTraining"), and its model_type.
  virtual std::string architecture() const = 0;

 protected:
  TextModel(std::uint64_t seed, double initializerRange) : m_parameters(seed, initializerRange) {}
  ParameterTable m_parameters;
};

// engine/families/registry.cpp. `config` is the family's own settings type (catalogue.h); seed initialises.
std::unique_ptr<TextModel> buildModel(const std::string& family, const Settings& config, std::uint64_t seed);

}  // namespace cloze
