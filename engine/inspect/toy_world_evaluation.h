// What a masked language model learnt of the toy world: facts in frames it never saw, agreement, senses per layer. Works through the
// Inspector, so it measures what a user sees. The figures of the shipped model (resources/models) come from here.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/json.h"
#include "engine/core/progress.h"
#include "engine/data/toy_world.h"
#include "engine/inspector.h"

namespace cloze {

struct ToyRelationFigures { std::string relation; double factAt1 = 0, factAt5 = 0; };

struct ToyFigures {
  double factAt1 = 0, factAt5 = 0;         // the answer among the first 1, 5 of the whole vocabulary
  double candidateAt1 = 0;                 // first among the values of its kind (chance: one in their number)
  double factLoss = 0;                     // mean -ln p(answer), nats
  double agreement = 0, agreementDisagreeing = 0;   // p(right form) > p(wrong form); with a noun of the other number between
  double agreementLoss = 0;
  std::vector<ToyRelationFigures> relations;
  std::vector<double> kmeans2, centroid8, nearestSense;   // means over the polysemous words, one a layer, 0 = embeddings
  std::int64_t cutWords = 0;               // words in question that are no single piece: they count as wrong, or are left out of the senses
};
Json toJson(const ToyFigures& figures);

// Takes some seconds of one core. Throws Cancelled.
ToyFigures evaluateToyWorld(Inspector& inspector, const ToyWorld& world, Progress& progress);

}  // namespace cloze
