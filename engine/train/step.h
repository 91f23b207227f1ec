// One optimiser step on shards of the batch: each shard has a replica of the model (weights shared, activations and gradients its own), takes
// its rows of every micro-batch forward and backward, and the gradients are summed in a fixed order. The loss is the mean over the whole step:
// every term's sum is divided by the count over all shards and micro-batches, so neither sharding nor accumulation changes what is descended.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/events.h"
#include "engine/data/batch.h"
#include "engine/objectives/objective.h"
#include "engine/train/flat_buffer.h"
#include "engine/train/shard_pool.h"

namespace cloze {

// What the replicas are built from.
struct ModelPlan {
  std::string family;
  std::shared_ptr<const Settings> config;            // the family's, vocab_size resolved
  std::string objective;                             // a row of the objectives table
  std::shared_ptr<const Settings> objectiveSettings;
  std::uint64_t seed = 1;
  Json otherKeys = Json::object();                   // of config.json: what the labels of a task are called
};

// Loss and metrics of a step or of an evaluation.
struct Score {
  double loss = 0;                                   // nats
  Metrics metrics;
  std::int64_t tokens = 0, paddedTokens = 0;
};

// Sums over items, so that parts of a batch and batches of an evaluation add up.
struct Totals {
  struct Term { std::string name; double sum = 0, weight = 1; std::int64_t count = 0, correct = -1; };
  std::vector<Term> terms;
  std::int64_t tokens = 0, paddedTokens = 0;
  Answers answers;                                   // to a task's rows, in an evaluation
  void add(const Totals& other);
};

class Replicas {
 public:
  Replicas(const ModelPlan& plan, std::int64_t shards);

  // Forward and backward of all micro-batches; the gradients are left in gradients(), one buffer a shard. `step` (1-based) seeds the dropout.
  Totals differentiate(const std::vector<Batch>& microBatches, std::int64_t step);
  // Forward only, without dropout. Batches of running text share a memory: it goes on where the batch before ended.
  Totals evaluate(const Batch& batch, Memory* memory = nullptr);
  Score score(const Totals& totals) const;
  // Embeddings are layer 0, the head is layer L + 1. Layers under `layer` are frozen: no gradient, no dropout.
  void trainFrom(std::int64_t layer);

  ShardPool& pool() { return m_pool; }
  const FlatLayout& layout() const { return m_layout; }
  const FlatBuffer& weights() const { return m_weights; }
  const std::vector<FlatBuffer>& gradients() const { return m_gradients; }
  TextModel& model(std::int64_t shard = 0) { return *m_shards[static_cast<std::size_t>(shard)].model; }
  // What the model carries from step to step: empty for models that carry nothing, and before the first step. A checkpoint keeps it.
  Memory& memory() { return m_memory; }

 private:
  struct Shard {
    std::unique_ptr<TextModel> model;
    std::unique_ptr<Objective> objective;
  };

  struct Work { const std::vector<Batch>& batches; std::vector<std::int64_t> counts; std::int64_t step; Memory* memory; };
  void runShard(std::int64_t shard, const Work& work, Totals& totals);
  Totals run(const std::vector<Batch>& batches, std::int64_t step, Memory* memory);

  std::uint64_t m_seed;
  std::int64_t m_firstTrained = 0;
  ShardPool m_pool;
  std::vector<Shard> m_shards;
  FlatLayout m_layout;
  FlatBuffer m_weights;
  std::vector<FlatBuffer> m_gradients;
  Memory m_memory;
};

}  // namespace cloze
