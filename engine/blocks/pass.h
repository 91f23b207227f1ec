// Everything a forward pass may depend on beside its batch, and the dropout that follows from it: a mask is a function of (seed, step, site,
// row, element), so it is never stored, and dividing the batch over shards or micro-batches changes nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/blocks/kernels.h"
#include "engine/core/random.h"

namespace cloze {

struct Capture { bool hiddenStates = false, attentions = false; };
struct Memory;                                       // state carried between segments (later families)
struct KeyValueCache;                                // of the tokens read so far: blocks/key_value_cache.h

struct Pass {
  Random random{0, Purpose::Dropout, 0, 0};          // dropout and other draws of the pass: (seed, step); site and element give the place
  bool training = false;
  Capture capture;
  Memory* memory = nullptr;
  KeyValueCache* cache = nullptr;                    // generation: the tokens of the batch follow those in it; no gradient, no mask
  std::int64_t firstRow = 0;                         // number in the step's whole batch of this batch's first row: shards and
                                                     // micro-batches draw the same dropout masks as the undivided batch would
  std::int64_t frozenBelow = 0;                      // layers under this one are frozen: no dropout there
  std::int64_t layer = 0;                            // where the pass is: 0 embeddings, 1..L layers, L + 1 head
  std::uint64_t dropoutSites = 0;                    // sites passed so far; counts up during the pass
};

// One application of dropout in a pass.
struct Dropout {
  double probability = 0;
  std::uint64_t key = 0;
  std::int64_t firstRow = 0;
  bool active() const { return probability > 0; }
  kernels::DropoutRow row(std::int64_t row) const;   // of the batch's row, counted from 0
};
// The next site of the pass. Inactive when not training, in a frozen layer, or when probability is 0; the site is counted all the same.
Dropout nextDropout(Pass& pass, double probability);
// The next site of the pass, for draws that are no dropout; `at` the row's number in the step's whole batch and the place in the row.
inline Random nextDraws(Pass& pass) { return pass.random.at(pass.dropoutSites++); }

}  // namespace cloze
