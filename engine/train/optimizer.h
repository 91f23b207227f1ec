// What every optimiser does over the flat buffers: sum the shards' gradients, clip by the global norm (Pascanu et al., 2013), update, leave the
// gradients cleared. The passes are split among threads by fixed chunks, so that the result does not depend on how many threads there are.
// The formulas are in adamw.cpp, lamb.cpp, sgd.cpp and adafactor.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/train/parameter_groups.h"
#include "engine/train/settings.h"
#include "engine/train/shard_pool.h"

namespace cloze {

// What an optimiser remembers between steps: saved with a checkpoint.
struct OptimizerState { std::string name; FlatBuffer buffer; };

using OptimizedGroups = std::vector<ParameterGroup>;

// In place of a rate: the group is left alone in this update, its moments too. For the head of a task that no batch of the step belonged to.
constexpr double kLeftAlone = -1;

class Optimizer {
 public:
  Optimizer(const OptimizerSettings& settings, const FlatLayout& layout, const OptimizedGroups& groups);
  virtual ~Optimizer() = default;

  // One update of `weights` from the gradients of all shards, which come out cleared. `rates`: one learning rate a group; `update`: 1 for
  // the first one. Returns the global L2 norm of the summed gradient before clipping; when that is not finite nothing but the gradients changes.
  double step(ShardPool& pool, const FlatBuffer& weights, const std::vector<FlatBuffer>& gradients, const std::vector<double>& rates, std::int64_t update);

  const ParameterGroups& groups() const { return m_groups; }
  virtual std::vector<OptimizerState> state() const = 0;

 protected:
  // `gradient` holds the sum; times `factor` it is the clipped one. Comes out zero.
  struct Step { ShardPool& pool; float* weights; float* gradient; float factor; const std::vector<double>& rates; std::int64_t update; };
  virtual void update(const Step& step) = 0;
  // Splits `count` pieces of work among the threads, neighbours together.
  static void forEach(ShardPool& pool, std::size_t count, const std::function<void(std::size_t)>& work);
  const FlatChunk& chunk(std::size_t index) const { return m_groups.chunks[index]; }
  std::size_t chunks() const { return m_groups.chunks.size(); }
  // How often a group was updated, this time included: its moments begin when it thaws.
  std::int64_t updatesOf(std::int64_t group, std::int64_t update) const { return std::max<std::int64_t>(1, update - m_groups.groups[static_cast<std::size_t>(group)].firstUpdate + 1); }
  double decayOf(std::int64_t group) const { return m_groups.groups[static_cast<std::size_t>(group)].weightDecay; }

 private:
  double sumGradients(ShardPool& pool, const std::vector<FlatBuffer>& gradients);   // into the first buffer; the others come out cleared
  void clear(ShardPool& pool, const std::vector<FlatBuffer>& gradients);
  struct Kept { float* place; std::vector<float> values; };
  std::vector<Kept> keptOf(const FlatBuffer& weights, const std::vector<double>& rates) const;

  double m_clipNorm;
  ParameterGroups m_groups;
  std::vector<double> m_squares;                     // per chunk
};

// `settings`: a row of optimizerTable(). std::invalid_argument for an unknown one. Without groups all parameters learn alike.
std::unique_ptr<Optimizer> buildOptimizer(const Variant& settings, const FlatLayout& layout, const OptimizedGroups& groups = {});
// The learning rate before the schedule: the setting, or the optimiser's own at update number `update` (1-based).
double baseRate(const Variant& settings, std::int64_t update);
const OptimizerSettings& optimizerSettings(const Variant& settings);

}  // namespace cloze
