// Which parameters share a learning rate and a weight decay, and the flat buffer cut into the pieces of work of one update.
// Usually two groups: "decay" (matrices) and "no_decay" (biases and normalisation weights, as BERT's and GPT's authors did). With rates that differ
// from layer to layer (Howard and Ruder, 2018, section 3.2: discriminative fine-tuning, gradual unfreezing) two for each layer.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/tasks/settings.h"
#include "engine/train/flat_buffer.h"

namespace cloze {

struct ParameterGroup {
  std::string name;                                  // as the log and the window show it: "learning_rate/decay"
  double rateFactor = 1;                             // times the scheduled learning rate
  double weightDecay = 0;
  bool decays = true;                                // which parameters belong to it: those that decay or those that do not,
  std::int64_t firstLayer = 0, lastLayer = 0;        // of these layers (0 embeddings, 1..L, L + 1 head)
  std::int64_t thawPhase = 0;                        // it learns from this phase on: phases are epochs, or equal parts of a run without epochs
  std::int64_t head = -1;                            // it is the head of this one of several tasks
  std::int64_t firstUpdate = 1;                      // the step from which it learns: Thawing finds it
};

// A run of the flat buffer within one slice: the unit of summing and updating, small enough for a core's cache, of fixed places,
// so that sums do not depend on who computes them.
struct FlatChunk { std::int64_t begin = 0, end = 0; std::int64_t group = 0, slice = 0; };

struct ParameterGroups {
  std::vector<ParameterGroup> groups;
  std::vector<FlatChunk> chunks;                     // ascending; frozen slices are in none
  std::vector<std::int64_t> groupOfSlice;            // -1: frozen
};

// The groups of a model with so many layers. Frozen parameters are in none: a member without a gradient would still decay.
// heads: of several tasks, each a layer of its own above the others; empty: one head.
std::vector<ParameterGroup> parameterGroups(const TransferSpec& transfer, std::int64_t layers, double weightDecay, const std::vector<std::string>& heads = {});
ParameterGroups groupedChunks(const FlatLayout& layout, std::vector<ParameterGroup> groups);

// What thaws when, over a run of `steps`. epochs 0: the phases are equal parts of the run.
class Thawing {
 public:
  Thawing(std::vector<ParameterGroup> groups, double epochs, std::int64_t steps);
  // rate * the group's factor, or 0 while it is frozen.
  double rate(const ParameterGroup& group, double rate, std::int64_t step) const;
  std::int64_t firstTrainedLayer(std::int64_t step) const;              // the lowest layer that learns in this step
  const std::vector<ParameterGroup>& groups() const { return m_groups; }

 private:
  std::vector<ParameterGroup> m_groups;
};

}  // namespace cloze
