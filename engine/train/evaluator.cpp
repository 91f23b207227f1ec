// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/evaluator.h"

#include <algorithm>
#include <limits>

namespace cloze {

std::int64_t evaluationBatches(const ExampleSet& examples, std::int64_t limit) {
  return limit > 0 ? std::min(examples.evaluationBatches(), limit) : examples.evaluationBatches();
}

Metrics evaluateHeldOut(Replicas& replicas, const ExampleSet& examples, std::int64_t batches) {
  Totals totals;
  Memory memory;
  for (std::int64_t number = 0; number < batches; ++number) totals.add(replicas.evaluate(evaluationBatch(examples, number), &memory));
  const Score score = replicas.score(totals);
  Metrics metrics{{"loss", score.loss}};
  for (const auto& metric : score.metrics)
    if (metric.first != "loss") metrics.push_back(metric);
  return metrics;
}

bool smallerIsBetter(const std::string& metric) {
  return metric.find("loss") != std::string::npos || metric.find("perplexity") != std::string::npos;
}

double metricValue(const Metrics& metrics, const std::string& name) {
  for (const auto& [key, value] : metrics)
    if (key == name) return value;
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace cloze
