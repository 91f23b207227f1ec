// How far each layer of a model moved from where it started: |w - w0| / |w0| over all weights of the layer (L2). The log has it as the series
// layer_movement/embeddings, layer_movement/layer_1, ..., a value at each evaluation; a frozen layer is at 0.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/events.h"
#include "engine/train/step.h"

namespace cloze {

class LayerMovement {
 public:
  explicit LayerMovement(Replicas& replicas) : m_start(replicas.weights().clone()) {}   // the weights as they are now
  Metrics measure(Replicas& replicas) const;         // heads are left out: they start afresh

 private:
  FlatBuffer m_start;
};

}  // namespace cloze
