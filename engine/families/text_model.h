// What every model offers to objectives, loop and inspectors. B batch, T time, H hidden, V vocabulary, L layers, A heads, N predicted positions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/functions.h"
#include "engine/blocks/memory.h"
#include "engine/blocks/parameters.h"
#include "engine/blocks/pass.h"
#include "engine/core/error.h"
#include "engine/core/field.h"
#include "engine/core/json.h"
#include "engine/core/layer_mix.h"
#include "engine/core/reading.h"
#include "engine/core/task_features.h"
#include "engine/heads/task_heads.h"
#include "engine/objectives/batch_tensors.h"

namespace cloze {

struct Output {
  torch::Tensor hidden;                              // [B, T, H] last hidden state; of the decoder where the batch has a second sequence. May be
                                                     // undefined while training a model that has `predicted`
  torch::Tensor predicted;                           // [N, H] of the predicted places, where a stream of their own asks for them; else undefined
  std::vector<torch::Tensor> hiddenStates;           // L + 1 x [B, T, H] when captured, 0 = embeddings
  std::vector<torch::Tensor> attentions;             // L x [B, A, T, T] when captured
  std::vector<torch::Tensor> predictedStates, predictedAttentions;   // of that stream, captured: L + 1 x [N, H], L x [B, A, T, K]
  torch::Tensor sourceHidden;                        // [B, K, H] of the encoder, where a decoder read it
  std::vector<torch::Tensor> sourceHiddenStates, sourceAttentions, crossAttentions;   // as above; crossAttentions [B, A, T, K]
};

// What the model says of the places that the batch predicts: [N, H].
torch::Tensor predictedRows(const Output& output, const BatchTensors& batch);

// What sits on the encoder; a family has a class name in files for each that it knows. Pretraining: a family without such a class takes its first
// one. DoubleHeads: next token and multiple choice. SequenceToSequence: the next token of a second sequence. ReplacedTokens: of every token, whether
// it was replaced. BidirectionalLm: next token and the one before, each from its own side.
enum class Head {
  None, Pretraining, MaskedLm, NextSentence, SequenceLabels, TokenLabels, Span, Choice, CausalLm, DoubleHeads, SequenceToSequence, ReplacedTokens,
  BidirectionalLm
};
struct NamedHead { std::string name; Head head = Head::SequenceLabels; std::int64_t labels = 2; };   // SequenceLabels, TokenLabels, Span or Choice
// `named`, or a task's head that reads something unusual or that the family has no class for: heads/task_heads.h on the family's bare body.
struct HeadChoice {
  Head head = Head::Pretraining;
  std::int64_t labels = 2;
  TaskFeatures features = {};
  std::vector<NamedHead> named = {};
};

class TextModel {
 public:
  virtual ~TextModel() = default;
  virtual Output forward(const BatchTensors& batch, Pass& pass) = 0;
  // Each throws std::logic_error when the model has no such head.
  virtual torch::Tensor tokenLogits(const torch::Tensor& /*hidden*/) { throw missing("word"); }             // predicted rows [N, H] -> [N, V]
  // Summed over the predicted rows [N, H], of targets [N]; a model may do without all its logits at once.
  virtual CrossEntropy wordLoss(const torch::Tensor& hidden, const torch::Tensor& targets) { return crossEntropySum(tokenLogits(hidden), targets); }
  virtual torch::Tensor replacedLogits(const torch::Tensor& /*hidden*/) { throw missing("replaced-token"); } // [B, T, H] -> [B, T], > 0: replaced
  // By one reading of a model that has several: what the row expects at the next place (Before), or at the one before it (After).
  virtual torch::Tensor tokenLogits(const torch::Tensor& hidden, Reading) { return tokenLogits(hidden); }
  // The same before the last product: rows and the matrix of words, for a loss that takes only some of the words.
  struct WordRows { torch::Tensor hidden; Affine words; };
  virtual WordRows wordRows(const torch::Tensor& /*hidden*/, Reading) { throw missing("word"); }
  virtual std::vector<Reading> readings() const;
  virtual torch::Tensor sentenceLogits(const torch::Tensor& /*hidden*/) { throw missing("sentence-pair"); } // [B, T, H] -> [B, 2]
  virtual torch::Tensor pooled(const torch::Tensor& /*hidden*/) { throw missing("pooling"); }               // [B, T, H] -> [B, H]
  // SequenceLabels [B, T, H] -> [B, labels]; Choice -> [B, 1]; TokenLabels -> [B, T, labels]; Span -> [B, T, 2]
  virtual torch::Tensor taskLogits(const torch::Tensor& /*hidden*/, const BatchTensors&, Pass&) { throw missing("task"); }
  // hidden [B, T, H], positions [B] of the tokens that answer (undefined: the last ones) -> [B, labels]
  virtual torch::Tensor choiceLogits(const torch::Tensor& /*hidden*/, const torch::Tensor& /*positions*/, Pass&) { throw missing("multiple-choice"); }
  virtual bool hasPooler() const { return false; }
  // A smaller model inside this one that proposes the words which this one judges; nullptr: none. What it does not share with this one is among
  // parameters(), as `beside`; its own files stand in a folder of this name beside this one's.
  virtual TextModel* generator() { return nullptr; }
  static constexpr const char* kGeneratorFolder = "generator";
  virtual torch::Tensor penalty() const { return m_taskHeads ? m_taskHeads->penalty() : torch::Tensor(); }   // scalar that a task adds to its loss; undefined: none
  virtual LayerMix layerMix() const { return m_taskHeads ? m_taskHeads->mix() : LayerMix(); }
  // The heads that are no family's own; nullptr: there are none. buildModel() puts them on a body of `width`.
  const TaskHeads* taskHeads() const { return m_taskHeads.get(); }
  void addTaskHeads(const HeadChoice& choice, std::int64_t width);
  // What it keeps between batches of running text of so many rows: zeros. Pass.memory hands it over.
  virtual Memory emptyMemory(std::int64_t /*rows*/) const { return {}; }
  ParameterTable& parameters() { return m_parameters; }
  const ParameterTable& parameters() const { return m_parameters; }
  virtual Settings& config() = 0;
  virtual std::int64_t layers() const = 0;
  virtual std::string family() const = 0;            // config.json's model_type
  HeadChoice head() const { return m_head; }
  // The name files have for the model with its head ("BertForPreTraining" for that family and Head::Pretraining).
  std::string architecture() const;

  Json otherKeys = Json::object();                   // keys of the config.json it was read from that are no settings: written back

 protected:
  TextModel(std::optional<std::uint64_t> seed, double initializerRange, const HeadChoice& head) : m_parameters(seed, initializerRange), m_head(head) {}
  ParameterTable m_parameters;
  std::unique_ptr<TaskHeads> m_taskHeads;

 private:
  std::logic_error missing(const std::string& what) const { return std::logic_error(architecture() + " has no " + what + " head"); }
  HeadChoice m_head;
};

// The files of a family's authors when they are not Hugging Face's: options.json and weights.hdf5, whose data sets are the tensors below the heads, named
// as here with "/" for ".".
struct OriginalFormat {
  std::string id;                                                     // "bilm"; "": none
  bool (*recognises)(const Json& options) = nullptr;                  // an options.json of this family
  // InvalidRequest with every key that is missing or wrong.
  std::unique_ptr<Settings> (*readOptions)(const Json& options) = nullptr;
  Json (*options)(const Settings& config) = nullptr;
  std::int64_t (*letters)(const Settings& config) = nullptr;          // slots of a word for its tokeniser
};

// The torch side of a family: one row a family in registry.cpp.
struct ModelFactory {
  std::unique_ptr<TextModel> (*build)(const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head) = nullptr;
  std::string encoderPrefix;                                          // of the encoder's tensors in files with a head
  std::vector<std::pair<Head, std::string>> architectures;            // class names in files
  OriginalFormat original;                                            // the authors' own files, where Cloze reads and writes them
  std::string bareClass() const;                                      // the class without a head; "": there is none
};
const ModelFactory& modelFactory(const std::string& family);          // std::invalid_argument with the nearest name
// The head that gives words to `tokenLogits`: masked ones where the family has that, else next ones, else those of a second sequence. std::invalid_argument without either.
Head wordHead(const std::string& family);
// The head that a class name stands for; std::invalid_argument listing the known ones.
Head headOf(const std::string& family, const std::string& architecture);

// engine/families/registry.cpp. `config` is the family's own settings type (catalogue.h). The seed initialises; without one the weights are left
// unset (they are loaded or shared next). InvalidRequest for settings that do not fit together.
std::unique_ptr<TextModel> buildModel(const std::string& family, const Settings& config, std::optional<std::uint64_t> seed, const HeadChoice& head = {});

}  // namespace cloze
