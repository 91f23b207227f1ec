// An objective is (model, batch) -> loss and metrics. It also says which corruption makes its batches. The loop knows no objective's name.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/families/text_model.h"

namespace cloze {

// Sums over the shard, so that shards add up to the whole batch in a fixed order: the loss is sum / weight with the weight of the whole batch.
struct LossTerm {
  std::string name;               // "masked_lm", "next_sentence"
  torch::Tensor sum;              // scalar with gradient: summed over this shard's items
  double weight = 1;              // factor of this term in the total
  std::int64_t count = 0;         // items in this shard (predicted tokens, sentence pairs)
  std::int64_t correct = -1;      // of them predicted right; -1: not counted
};
struct LossReport {
  std::vector<LossTerm> terms;
  std::vector<torch::Tensor> answers;    // of a task, when not training: B x the row's logits, flat (data/batch.h, Answer)
};

class Objective {
 public:
  virtual ~Objective() = default;
  // Total loss = sum over terms of weight * (sum over shards of sum) / (sum over shards of count).
  virtual LossReport compute(TextModel& model, const BatchTensors& batch, Pass& pass) = 0;
  // LossTerm::count of each term that compute() will report for this batch, in its order: known before any forward pass, so that shards and
  // accumulated micro-batches divide by the whole step's count without waiting for each other.
  virtual std::vector<std::int64_t> counts(const Batch& batch) const = 0;
  // What the model must carry for it: buildModel(.., objective.head()).
  virtual HeadChoice head() const = 0;
  // Metric of one term from totals: ("masked_accuracy", correct / count), ("perplexity", exp(loss)) ...
  virtual std::vector<std::pair<std::string, double>> metrics(const std::string& term, double meanLoss, std::int64_t correct, std::int64_t count) const = 0;
};

std::unique_ptr<Objective> buildObjective(const std::string& id, const Settings& settings);   // engine/objectives/registry.cpp

}  // namespace cloze
