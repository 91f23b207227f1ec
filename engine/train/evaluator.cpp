// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/evaluator.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cloze {

std::int64_t evaluationBatches(const BatchSource& source, std::int64_t limit) {
  return limit > 0 ? std::min(source.evaluationBatches(), limit) : source.evaluationBatches();
}

HeldOut evaluateHeldOut(Replicas& replicas, const BatchSource& source, std::int64_t batches) {
  Totals totals;
  Memory memory;
  for (std::int64_t number = 0; number < batches; ++number) totals.add(replicas.evaluate(source.evaluationBatch(number), &memory));
  const Score score = replicas.score(totals);
  HeldOut result;
  result.metrics = {{"loss", score.loss}};
  for (const Metrics& more : {score.metrics, source.judge(totals.answers)})
    for (const auto& metric : more)
      if (std::isnan(metricValue(result.metrics, metric.first))) result.metrics.push_back(metric);
  result.answers = std::move(totals.answers);
  return result;
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
