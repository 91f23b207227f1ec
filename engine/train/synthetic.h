// Training on made-up ids: what the bench measures and the cost estimate tries, with the step that really trains (masked words, or next words).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/train/optimizer.h"
#include "engine/train/step.h"

namespace cloze {

struct SyntheticShape { std::int64_t vocabulary = 30522, batch = 32, length = 128, shards = 1, letters = 0; };   // letters: slots of a word; 0: none

// Random ids, 15 % of them predicted, or from every one the next, or both its neighbours: a function of (shape, step).
enum class SyntheticTargets { Masked, Next, BothWays };
Batch syntheticBatch(const SyntheticShape& shape, std::int64_t step, SyntheticTargets targets = SyntheticTargets::Masked);

class SyntheticTraining {
 public:
  SyntheticTraining(const std::string& family, const std::string& preset, const SyntheticShape& shape);
  SyntheticTraining(const std::string& family, const Settings& config, const SyntheticShape& shape);
  double step(std::int64_t step);                    // seconds of forward, backward and update
  double forwardMultiplyAdds() const;                // of the last step's batch
  std::int64_t parameters() const { return m_replicas->layout().parameters(); }
  const FlatLayout& layout() const { return m_replicas->layout(); }

 private:
  void build(const std::string& family, std::shared_ptr<Settings> config);
  SyntheticShape m_shape;
  std::string m_family;
  SyntheticTargets m_targets = SyntheticTargets::Masked;
  std::shared_ptr<const Settings> m_config;
  std::unique_ptr<Replicas> m_replicas;
  std::unique_ptr<Optimizer> m_optimizer;
  Batch m_batch;
};

}  // namespace cloze
