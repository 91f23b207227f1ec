// The series of a layer probe (transfer.mode layer_probe): "layer_3/accuracy" is one curve of "accuracy, layer by layer", and the newest held-out
// values of all layers say whose features are best.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/plot.h"
#include "widgets/models/run_data.h"

#include <map>
#include <optional>
#include <string>

namespace cloze {

constexpr const char* kByLayer = "_by_layer";          // ends the id of the chart
constexpr const char* kBestLayer = "best_layer";       // the series that names it

struct ProbedLayer { int layer = 0; std::string metric; };
// Of "layer_3/accuracy"; nothing of another series.
std::optional<ProbedLayer> probedLayer(const std::string& metric);

struct LayerScores {
  std::string metric;                                  // the one that the run is judged by
  std::map<int, double> values;                        // by layer; empty: no probe, or nothing evaluated yet
  int best = 0;
  ChartCurve curve(const QString& name, int colour) const;   // over the layers
};
LayerScores layerScores(RunData* run);

}  // namespace cloze
