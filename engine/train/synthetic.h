// Training on made-up ids: what the bench measures and the cost estimate tries, with the step that really trains (masked words, next words, or a
// second sequence).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/train/optimizer.h"
#include "engine/train/step.h"

namespace cloze {

struct SyntheticShape { std::int64_t vocabulary = 30522, batch = 32, length = 128, shards = 1, letters = 0; };   // letters: slots of a word; 0: none

// Which ids are predicted: 15 %; from every one the next; all of a second sequence that is as long as the targets of span corruption; from every one
// both its neighbours.
enum class SyntheticTask { Masked, Next, Target, BothWays };
// Random ids: a function of (shape, step).
Batch syntheticBatch(const SyntheticShape& shape, std::int64_t step, SyntheticTask task = SyntheticTask::Masked);

class SyntheticTraining {
 public:
  SyntheticTraining(const std::string& family, const std::string& preset, const SyntheticShape& shape);
  SyntheticTraining(const std::string& family, const Settings& config, const SyntheticShape& shape);
  double step(std::int64_t step);                    // seconds of forward, backward and update
  double forwardMultiplyAdds() const;                // of the last step's batch
  std::int64_t tokens() const { return m_batch.places(); }   // of the last step's batch
  std::int64_t parameters() const { return m_replicas->layout().parameters(); }
  const FlatLayout& layout() const { return m_replicas->layout(); }

 private:
  void build(const std::string& family, std::shared_ptr<Settings> config);
  double twoSequences() const;
  SyntheticShape m_shape;
  std::string m_family;
  SyntheticTask m_task = SyntheticTask::Masked;
  std::shared_ptr<const Settings> m_config;
  std::unique_ptr<Replicas> m_replicas;
  std::unique_ptr<Optimizer> m_optimizer;
  Batch m_batch;
};

}  // namespace cloze
