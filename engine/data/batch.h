// A batch as plain vectors: what corruptions and collation make, what the window shows, what can be replayed from (seed, step).
// BatchTensors (engine/objectives/batch_tensors.h) is the same as tensors. B rows, T columns, N predicted positions; of two sequences the source has
// T columns and what the decoder reads has U.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/text/tokenizer.h"

namespace cloze {

// What a corruption did to a predicted position (80 / 10 / 10); None: nothing, it stands as it is and predicts the token after it.
// Labelled: it stands as it is and is given a label of a task. Ordered: it stands as it is, for those alone that come later in the order.
enum class Change : std::uint8_t { None, Masked, Replaced, Kept, Labelled, Ordered };

// One token of the source that stands for several: they are targets [firstTarget, firstTarget + size).
struct HiddenSpan { std::int64_t position = 0, firstTarget = 0, size = 0; };   // position: flat, b * T + t

// Features of a frozen body that were made beforehand: the model reads no tokens then. R rows of K layers, F numbers each.
enum class FeatureRows { Sequences, Predicted, Places };        // R: B, N, or B * T with zeros in padded places
struct BatchFeatures {
  FeatureRows rows = FeatureRows::Sequences;
  std::int64_t layers = 0, width = 0;           // K, F; 0: there are none
  std::vector<float> values;                    // [R * K * F]
};

struct Batch {
  std::int64_t rows = 0, length = 0;            // B, T
  std::vector<TokenId> ids;                     // [B * T] as the model sees them
  std::int64_t letters = 0;                     // C, slots of a word for models that read letters; 0: they read ids
  std::vector<std::int32_t> characters;         // [B * T * C] letters of each word
  std::vector<std::int32_t> typeIds;            // [B * T]; empty: no segments
  std::vector<std::uint8_t> attentionMask;      // [B * T] 1 = real
  std::int64_t decoderLength = 0;               // U; 0: one sequence only
  std::vector<TokenId> decoderIds;              // [B * U] what the decoder reads: the targets moved by one place behind a start token, then padding
  std::vector<HiddenSpan> spans;                // in the order of their places
  // The order of prediction: a predicted token sees those of lower rank, any other token of the order those of its rank too; rank -1 is seen by all
  // and sees only its like. Of `reused` columns at the front none sees those behind, which see all of them. Empty without such an objective.
  std::vector<std::int32_t> order;              // [B * T] rank
  std::int64_t reused = 0;
  std::vector<std::uint8_t> backward;           // [B] 1: the row's text stands backwards; empty: none does
  std::vector<std::int64_t> predicted;          // [N] flat positions b * T + t, ascending; of two sequences b * U + u
  std::vector<TokenId> targets;                 // [N] the true tokens there, or after them (Change::None)
  std::vector<Change> changes;                  // [N]
  std::vector<std::int32_t> sentenceLabels;     // [B] next sentence: 0 = true next, 1 = random; or the labels of a task, [B / choices]; else empty
  // The same stretch of text from the other end, sentence by sentence, for a model that is trained in both directions: its own words at the same
  // places, each predicting the word before it. Empty without such an objective.
  std::vector<TokenId> backwardIds;             // [B * T]
  std::vector<std::int32_t> backwardCharacters; // [B * T * C]
  std::vector<TokenId> backwardTargets;         // [N]
  bool goesOn = false;                          // row b goes on where row b of the batch before it ended
  std::vector<std::int64_t> examples;           // [B] number of the example in the store; -1: nothing is left for this row
  std::vector<float> scores;                    // [B] the numbers to be predicted (empty without a regression)
  std::vector<std::int64_t> answerSpans;        // [2 B] first and last position of the answer in each row (empty without a span task)
  std::int64_t choices = 1;                     // rows that belong together: only one of them is right
  std::int64_t task = 0;                        // of several tasks that are learnt together
  BatchFeatures features;
  // Real tokens that the model reads, and places with padding.
  std::int64_t tokens() const {
    auto n = decoderIds.empty() ? std::int64_t{0} : static_cast<std::int64_t>(predicted.size());
    for (auto m : attentionMask) n += m;
    return n;
  }
  std::int64_t places() const { return rows * (length + decoderLength); }
  std::int64_t predictedLength() const { return decoderLength > 0 ? decoderLength : length; }   // columns that predicted positions count in
};

// What a model answered to a row: its logits for labels, for the labels of each predicted position, or for starts and ends of each position.
struct Answer { std::int64_t example = 0; std::vector<float> logits; std::int64_t head = 0; };   // head: of several that answer to every row
using Answers = std::vector<Answer>;

}  // namespace cloze
