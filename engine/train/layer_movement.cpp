// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/layer_movement.h"

#include <cmath>

namespace cloze {

Metrics LayerMovement::measure(Replicas& replicas) const {
  const auto layers = static_cast<std::size_t>(replicas.model().layers());
  std::vector<double> moved(layers + 1, 0), before(layers + 1, 0);
  for (const FlatSlice& slice : replicas.layout().slices) {
    if (slice.layer > replicas.model().layers()) continue;
    const float *now = replicas.weights().data() + slice.offset, *then = m_start.data() + slice.offset;
    for (std::int64_t i = 0; i < slice.count; ++i) {
      const double start = then[i], difference = now[i] - start;
      moved[static_cast<std::size_t>(slice.layer)] += difference * difference;
      before[static_cast<std::size_t>(slice.layer)] += start * start;
    }
  }
  Metrics metrics;
  for (std::size_t layer = 0; layer <= layers; ++layer)
    metrics.emplace_back(layer == 0 ? "embeddings" : "layer_" + std::to_string(layer), before[layer] > 0 ? std::sqrt(moved[layer] / before[layer]) : 0);
  return metrics;
}

}  // namespace cloze
