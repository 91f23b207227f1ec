// A Batch as tensors. B rows, T columns, N predicted positions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include "engine/data/batch.h"

namespace cloze {

struct BatchTensors {
  torch::Tensor ids;              // [B, T] int64
  torch::Tensor typeIds;          // [B, T] int64; undefined: zeros
  torch::Tensor positionIds;      // [B, T] int64; undefined: 0..T-1
  torch::Tensor attentionMask;    // [B, T] bool, true = attend; undefined: everything is real
  torch::Tensor decoderIds;       // [B, U] int64; undefined: one sequence only
  torch::Tensor visible;          // [B, T, T] uint8, 1: row i may look at column j; undefined: no order of prediction
  torch::Tensor backward;         // [B] bool, rows whose text stands backwards; undefined: none
  torch::Tensor predicted;        // [N] int64, flat b * T + t, of two sequences b * U + u
  torch::Tensor targets;          // [N] int64
  torch::Tensor sentenceLabels;   // [B] int64; of choices [B / choices]
  torch::Tensor scores;           // [B] float32; undefined without a regression
  torch::Tensor answerSpans;      // [B, 2] int64; undefined without a span task
  std::int64_t choices = 1;       // rows that belong together
  std::int64_t task = 0;          // of several that are learnt together
  torch::Tensor features;         // [R, K, F] of a frozen body; undefined: the model reads the tokens
  torch::Tensor characters;       // [B, T, C] int32, for models that read letters
  torch::Tensor backwardCharacters, backwardTargets;   // [B, T, C] int32, [N] int64: the text from its other end (Batch)
};

BatchTensors toTensors(const Batch& batch);
// Rows [begin, end) of a batch, predicted positions renumbered: one shard of it. std::out_of_range.
Batch rowsOf(const Batch& batch, std::int64_t begin, std::int64_t end);

// One row alone, without its padding: what a model makes of it then depends on nothing else.
BatchTensors rowAlone(const BatchTensors& batch, std::int64_t row);

// What a model reads, with the defaults filled in.
torch::Tensor positionIdsOf(const BatchTensors& batch);       // [B, T] int64
torch::Tensor typeIdsOf(const BatchTensors& batch);           // [B, T] int64
torch::Tensor attentionBytesOf(const BatchTensors& batch);    // [B, T] uint8, 1 = attend; undefined where everything is real

}  // namespace cloze
