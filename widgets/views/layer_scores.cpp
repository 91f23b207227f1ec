// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/layer_scores.h"

#include <cmath>

namespace cloze {

namespace {

const std::string kLayerPrefix = "layer_", kHeldOut = "validation/";

}  // namespace

std::optional<ProbedLayer> probedLayer(const std::string& metric) {
  const std::size_t slash = metric.find('/');
  if (slash == std::string::npos || slash <= kLayerPrefix.size() || metric.compare(0, kLayerPrefix.size(), kLayerPrefix) != 0) return {};
  const std::string number = metric.substr(kLayerPrefix.size(), slash - kLayerPrefix.size());
  if (number.size() > 4 || number.find_first_not_of("0123456789") != std::string::npos) return {};
  return ProbedLayer{std::stoi(number), metric.substr(slash + 1)};
}

ChartCurve LayerScores::curve(const QString& name, int colour) const {
  const auto points = std::make_shared<SmoothedCurve>();
  for (const auto& [layer, value] : values) points->append(layer, value);
  return {name, colour, CurveStyle::Markers, points};
}

LayerScores layerScores(RunData* run) {
  LayerScores scores;
  for (const std::string& name : run->curveNames()) {
    if (name.compare(0, kHeldOut.size(), kHeldOut) != 0) continue;
    const auto probed = probedLayer(name.substr(kHeldOut.size()));
    const std::string judged = probed ? kHeldOut + probed->metric : std::string();       // the best layer's value stands under the plain name
    if (!probed || run->lastStepOf(name) < 0 || run->lastStepOf(judged) < 0) continue;
    const double value = run->curve(name)->raw().lastY();
    scores.metric = probed->metric;
    scores.values[probed->layer] = value;
  }
  if (!scores.values.empty()) scores.best = scores.values.begin()->first;
  for (const auto& [layer, value] : scores.values)
    if (value > scores.values.at(scores.best) || std::isnan(scores.values.at(scores.best))) scores.best = layer;
  return scores;
}

}  // namespace cloze
