// AdamW over flat buffers: Adam (Kingma & Ba, 2015, algorithm 1) with decoupled weight decay (Loshchilov & Hutter, 2019, algorithm 2), and
// clipping by the global norm (Pascanu et al., 2013). Two passes over memory: sum the shards' gradients and their squares; then update and
// clear the gradients. Both are split among threads by fixed chunks, so that the result does not depend on how many threads there are.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/train/parameter_groups.h"
#include "engine/train/settings.h"
#include "engine/train/shard_pool.h"

namespace cloze {

class AdamW {
 public:
  AdamW(const AdamWSettings& settings, const FlatLayout& layout);

  // One update of `weights` from the gradients of all shards, which come out cleared. `rates`: one learning rate a group; `update`: 1 for
  // the first one. Returns the global L2 norm of the summed gradient before clipping; when that is not finite nothing but the gradients changes.
  double step(ShardPool& pool, const FlatBuffer& weights, const std::vector<FlatBuffer>& gradients, const std::vector<double>& rates, std::int64_t update);

  const ParameterGroups& groups() const { return m_groups; }
  // Saved with a checkpoint.
  const FlatBuffer& firstMoment() const { return m_first; }
  const FlatBuffer& secondMoment() const { return m_second; }

 private:
  double sumGradients(ShardPool& pool, const std::vector<FlatBuffer>& gradients);   // into the first buffer; the others come out cleared
  void clear(ShardPool& pool, const std::vector<FlatBuffer>& gradients);
  void forChunks(ShardPool& pool, const std::function<void(const FlatChunk&, std::size_t)>& work);

  AdamWSettings m_settings;
  ParameterGroups m_groups;
  FlatBuffer m_first, m_second;
  std::vector<double> m_squares;                     // per chunk
};

}  // namespace cloze
