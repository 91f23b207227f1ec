// What a run trains and evaluates on, whatever its examples are: batches as pure functions of their numbers, so that any of them is replayed
// by any thread, in any order.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/core/events.h"
#include "engine/data/batch.h"

namespace cloze {

class BatchSource {
 public:
  struct Shape {
    std::int64_t batchSize = 32;                       // rows of one micro-batch
    std::int64_t accumulate = 1;                       // micro-batches of one optimiser step
    bool onlyFirstBatch = false;                       // every step sees the batches of step 1
  };
  virtual ~BatchSource() = default;

  // Micro-batch `microBatch` (from 0) of optimiser step `step` (from 1, as StepReport counts). std::invalid_argument: there is none.
  virtual Batch batch(std::int64_t step, std::int64_t microBatch) const = 0;
  // Batch `number` (from 0) of a fixed set, the same every time: for held-out text. They come in no order of text or length, so that the first
  // few are a sample of all.
  virtual Batch evaluationBatch(std::int64_t number) const = 0;
  virtual std::int64_t size() const = 0;               // examples of one epoch
  // Metrics that no sum over batches gives (F1, correlations, spans), from the answers to evaluation batches.
  virtual Metrics judge(const Answers&) const { return {}; }

  virtual std::int64_t evaluationBatches() const;      // the last one may have fewer rows
  std::int64_t stepsOf(double epochs) const;           // optimiser steps that visit all examples `epochs` times, rounded up
  double epochOf(std::int64_t step) const;             // epochs done after `step` steps
  const Shape& shape() const { return m_shape; }

 protected:
  explicit BatchSource(const Shape& shape);            // std::invalid_argument: sizes under 1
  std::int64_t placeOf(std::int64_t step, std::int64_t microBatch) const;   // number of a micro-batch in the whole run, from 0
  void requireEvaluation(std::int64_t number) const;

 private:
  Shape m_shape;
};

}  // namespace cloze
