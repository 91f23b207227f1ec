// A batch as plain vectors: what corruptions and collation make, what the window shows, what can be replayed from (seed, step).
// BatchTensors (engine/objectives/batch_tensors.h) is the same as tensors. B rows, T columns, N predicted positions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/text/tokenizer.h"

namespace cloze {

// What a corruption did to a predicted position (80 / 10 / 10); None: nothing, it stands as it is and predicts the token after it.
enum class Change : std::uint8_t { None, Masked, Replaced, Kept };

struct Batch {
  std::int64_t rows = 0, length = 0;            // B, T
  std::vector<TokenId> ids;                     // [B * T] as the model sees them
  std::int64_t letters = 0;                     // C, slots of a word for models that read letters; 0: they read ids
  std::vector<std::int32_t> characters;         // [B * T * C] letters of each word
  std::vector<std::int32_t> typeIds;            // [B * T]; empty: no segments
  std::vector<std::uint8_t> attentionMask;      // [B * T] 1 = real
  std::vector<std::int64_t> predicted;          // [N] flat positions b * T + t, ascending
  std::vector<TokenId> targets;                 // [N] the true tokens there, or after them (Change::None)
  std::vector<Change> changes;                  // [N]
  std::vector<std::int32_t> sentenceLabels;     // [B] next sentence: 0 = true next, 1 = random (empty without that objective)
  // The same stretch of text from the other end, sentence by sentence, for a model that is trained in both directions: its own words at the same
  // places, each predicting the word before it. Empty without such an objective.
  std::vector<TokenId> backwardIds;             // [B * T]
  std::vector<std::int32_t> backwardCharacters; // [B * T * C]
  std::vector<TokenId> backwardTargets;         // [N]
  bool goesOn = false;                          // row b goes on where row b of the batch before it ended
  std::vector<std::int64_t> examples;           // [B] number of the example in the store; -1: nothing is left for this row
  std::int64_t tokens() const { std::int64_t n = 0; for (auto m : attentionMask) n += m; return n; }
};

}  // namespace cloze
