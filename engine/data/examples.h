// Examples and batches over a token store. An ExampleSet is the index of one epoch (built once, a few bytes an example); makeBatch is a pure
// function of (set, step, micro-batch): any batch is replayed from its numbers, by any thread, in any order.
// Order: every epoch visits every example exactly once through KeyedPermutation; batches flow over the end of an epoch, so that all have
// batchSize rows. Within an epoch 32 batches at a time are sorted by length, so that rows of a batch have similar lengths.
// Running text (Continuous) keeps its order instead: the rows of a step begin at places spread evenly over the text, and each goes on there, around
// and around; after as many steps as make an epoch they have together read all of it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/corrupt/mask_tokens.h"
#include "engine/data/batch.h"
#include "engine/data/store.h"

namespace cloze {

enum class ExampleKind {
  Packed,          // [CLS] whole sentences ... [SEP]: filled up to the length, over document ends with a [SEP] between documents
  Stream,          // text without special tokens around it, cut at the length wherever that is; the end token between documents
  Continuous,      // running text: row b goes on where row b of the batch before ended; every sentence between begin and end tokens, read from both ends
  SentencePairs,   // [CLS] A [SEP] B [SEP] with sentence labels: engine/corrupt/sentence_pair.h
};

// No token; those a masking rule chose; from every token the one after it in its row; from every token its neighbours, in both directions.
enum class Predicted { Nothing, Masked, Next, BothWays };

// The letters of every token of a vocabulary, for models that read them.
struct Spelling {
  std::int64_t slots = 0;                              // of a token
  std::vector<std::uint16_t> letters;                  // [tokens * slots]
  void append(TokenId token, std::vector<std::int32_t>& out) const;
};
std::shared_ptr<const Spelling> spellingOf(const Tokenizer& tokenizer);   // null for models that read ids

// What an objective needs of its batches: plain values, made from a RunSpec by engine/objectives/batch_recipe.cpp.
struct BatchRecipe {
  ExampleKind kind = ExampleKind::Packed;
  Predicted predicted = Predicted::Masked;
  MaskingRule masking;                                 // of masked tokens
  std::int64_t staticCopies = 0;                       // n > 0: everything random about an example depends on (epoch mod n) only
  std::int64_t batchSize = 32;                         // rows of one micro-batch
  std::int64_t accumulate = 1;                         // micro-batches of one optimiser step
  std::int64_t sequenceLength = 128;                   // special tokens included
  bool onlyFirstBatch = false;                         // makeBatch gives the batch of step 1 for every step
  double shortSequenceProbability = 0.1;               // of a target length drawn from [2, room]; not of a Stream
  std::vector<Tokenizer::LayoutEntry> single, pair;    // special tokens around and between texts
  TokenId pad = 0, separator = -1;                     // between packed documents; -1: nothing stands there
  TokenId begin = -1, end = -1;                        // around each sentence of running text
  TokenId predictable = 0, unknown = -1;               // a token that cannot be predicted counts as the unknown one
  std::shared_ptr<const Spelling> spelling;
};

// Tokens of text that fit into a row: sequenceLength without the special tokens of the layout.
std::int64_t roomOf(const BatchRecipe& recipe);
// Layouts and special tokens of the tokeniser; the caller sets the rest. std::invalid_argument naming a special token that is missing.
BatchRecipe makeBatchRecipe(const Tokenizer& tokenizer, ExampleKind kind);

class ExampleSet {
 public:
  // Documents of the store that take part, in this order. `seed` is the run's. std::invalid_argument when the length leaves no room for
  // text or there is no document.
  ExampleSet(std::shared_ptr<const TokenStore> store, std::vector<std::uint32_t> documents, BatchRecipe recipe, std::uint64_t seed);

  std::int64_t size() const { return static_cast<std::int64_t>(m_examples.size()); }   // examples of one epoch
  std::int64_t trueNextPairs() const { return m_trueNextPairs; }    // 0 with SentencePairs: every document is one sentence, all labels are 1
  std::int64_t stepsOf(double epochs) const;                        // optimiser steps that visit all examples `epochs` times, rounded up
  double epochOf(std::int64_t step) const;                          // epochs done after `step` steps
  std::int64_t evaluationBatches() const;                           // of evaluationBatch(); the last one may have fewer rows
  const BatchRecipe& recipe() const { return m_recipe; }
  const TokenStore& store() const { return *m_store; }
  std::uint64_t seed() const { return m_seed; }

 private:
  friend class RowMaker;
  friend class BatchPlan;
  struct Example {
    std::uint64_t begin = 0;             // Packed: first token in the store.           SentencePairs: first sentence of A. Continuous: its first sentence
    std::uint32_t size = 0;              // Packed: tokens, over document ends.         SentencePairs: sentences of A. Continuous: tokens of that before it
    std::uint32_t document = 0;          // place in m_documents where it begins
    std::uint16_t countB = 0;            // SentencePairs: sentences of the true B; 0: random
    std::uint16_t targetB = 0;           // SentencePairs: tokens wanted of a random B
    std::uint32_t length = 0;            // tokens of the row, special tokens included; of A alone where B is random
  };
  void indexPacked();
  void indexContinuous();
  void indexPairs();
  std::shared_ptr<const TokenStore> m_store;
  std::vector<std::uint32_t> m_documents;
  BatchRecipe m_recipe;
  std::uint64_t m_seed;
  std::int64_t m_room = 0;
  std::vector<Example> m_examples;
  std::int64_t m_trueNextPairs = 0;
};

// Micro-batch `microBatch` (from 0) of optimiser step `step` (from 1, as StepReport counts). Rows are padded to the longest one, rounded up
// to a multiple of 8 (at most sequenceLength): the share of padding is 1 - tokens() / (rows * length). A row whose text is only unknown tokens has
// no predicted position: N may be 0 in a batch of such rows.
Batch makeBatch(const ExampleSet& examples, std::int64_t step, std::int64_t microBatch);
// Batch `number` (from 0) of a fixed set, the same every time: for held-out text. They come in no order of text or length, so that the first few
// are a sample of all.
Batch evaluationBatch(const ExampleSet& examples, std::int64_t number);

}  // namespace cloze
