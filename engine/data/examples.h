// Examples and batches over a token store. An ExampleSet is the index of one epoch (built once, a few bytes an example); which of them make a
// batch is engine/data/epoch_order.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/corrupt/corrupt_spans.h"
#include "engine/corrupt/mask_tokens.h"
#include "engine/corrupt/order_tokens.h"
#include "engine/data/batch_source.h"
#include "engine/data/epoch_order.h"
#include "engine/data/store.h"

namespace cloze {

enum class ExampleKind {
  Packed,          // [CLS] whole sentences ... [SEP]: filled up to the length, over document ends with a [SEP] between documents
  Stream,          // text without special tokens around it, cut at the length wherever that is; the end token between documents
  TextPairs,       // input and target, each with the special tokens of a single text, cut at their lengths: the documents of a store of pairs
  Continuous,      // running text: row b goes on where row b of the batch before ended; every sentence between begin and end tokens, read from both ends
  Segments,        // running text that goes on likewise, and behind it the text after that as a pair, or in half of the rows another text as its second
  SentencePairs,   // [CLS] A [SEP] B [SEP] with sentence labels: engine/corrupt/sentence_pair.h
};

// No token; those a masking rule chose; from every token the one after it in its row; a second sequence: of spans hidden behind sentinels, or the
// target; from every token its neighbours, in both directions; some in a random order.
enum class Predicted { Nothing, Masked, Next, Spans, Target, BothWays, Ordered };

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
  SpanRule spans;                                      // of hidden spans
  PermutationRule permutation;                         // of tokens in a random order
  std::int64_t reused = 0;                             // tokens of a Segment that go on, which a memory keeps
  bool bothDirections = false;                         // half of the rows of Segments are read backwards while training
  std::int64_t staticCopies = 0;                       // n > 0: everything random about an example depends on (epoch mod n) only
  BatchSource::Shape shape;
  std::int64_t sequenceLength = 128;                   // special tokens included; of two sequences the source's
  std::int64_t targetLength = 64;                      // of a TextPair's target, special tokens included
  double shortSequenceProbability = 0.1;               // of a target length drawn from [2, room]; not of a Stream
  std::vector<Tokenizer::LayoutEntry> single, pair;    // special tokens around and between texts
  TokenId pad = 0, separator = -1;                     // between packed documents; -1: nothing stands there
  TokenId start = 0;                                   // what a decoder reads before the target
  TokenId begin = -1, end = -1;                        // around each sentence of running text
  TokenId predictable = 0, unknown = -1;               // a token that cannot be predicted counts as the unknown one
  std::shared_ptr<const Spelling> spelling;
};

// Tokens of text that fit into a row: sequenceLength without the special tokens of the layout; more where spans of it become one token.
std::int64_t roomOf(const BatchRecipe& recipe);
// Layouts and special tokens of the tokeniser; the caller sets the rest. std::invalid_argument naming a special token that is missing.
BatchRecipe makeBatchRecipe(const Tokenizer& tokenizer, ExampleKind kind);

class ExampleSet final : public BatchSource {
 public:
  // Documents of the store that take part, in this order. `seed` is the run's. std::invalid_argument when the length leaves no room for
  // text or there is no document.
  ExampleSet(std::shared_ptr<const TokenStore> store, std::vector<std::uint32_t> documents, BatchRecipe recipe, std::uint64_t seed);

  // Rows are padded to the longest one, rounded up to a multiple of 8 (at most sequenceLength): the share of padding is
  // 1 - tokens() / (rows * length). A row whose text is only unknown tokens has no predicted position: N may be 0 in a batch of such rows.
  Batch batch(std::int64_t step, std::int64_t microBatch) const override;
  Batch evaluationBatch(std::int64_t number) const override;
  std::int64_t size() const override { return static_cast<std::int64_t>(m_examples.size()); }
  std::int64_t trueNextPairs() const { return m_trueNextPairs; }    // 0 with SentencePairs: every document is one sentence, all labels are 1
  const BatchRecipe& recipe() const { return m_recipe; }
  const TokenStore& store() const { return *m_store; }
  std::uint64_t seed() const { return m_seed; }

 private:
  friend class RowMaker;
  struct Example {
    std::uint64_t begin = 0;             // Packed: first token in the store.           SentencePairs: first sentence of A. Continuous: its first sentence
    std::uint32_t size = 0;              // Packed: tokens, over document ends.         SentencePairs: sentences of A. Continuous: tokens of that before it
    std::uint32_t document = 0;          // place in m_documents where it begins
    std::uint16_t countB = 0;            // SentencePairs: sentences of the true B; 0: random
    std::uint16_t targetB = 0;           // SentencePairs: tokens wanted of a random B
    std::uint32_t length = 0;            // tokens of the row, special tokens included; of A alone where B is random
  };
  void indexPacked();
  void requireSegments();
  void indexContinuous();
  void indexPairs();
  void indexTextPairs();
  EpochOrder order() const;
  std::shared_ptr<const TokenStore> m_store;
  std::vector<std::uint32_t> m_documents;
  BatchRecipe m_recipe;
  std::uint64_t m_seed;
  std::int64_t m_room = 0;
  std::vector<Example> m_examples;
  std::int64_t m_trueNextPairs = 0;
};

}  // namespace cloze
