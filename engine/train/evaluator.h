// Loss and metrics on held-out text: the same fixed batches every time, forward only, over the shards.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/batch_source.h"
#include "engine/train/step.h"

namespace cloze {

// How many batches an evaluation reads: all, or train.evaluation_batches (0: all). Any prefix of the held-out batches is a random sample.
std::int64_t evaluationBatches(const BatchSource& source, std::int64_t limit);
// Over the first `batches`. "loss" first, then the objective's metrics, then those that are judged over all answers together.
struct HeldOut { Metrics metrics; Answers answers; };
HeldOut evaluateHeldOut(Replicas& replicas, const BatchSource& source, std::int64_t batches);

// Whether a metric of that name is better when it is smaller (losses, perplexities) or larger (accuracies).
bool smallerIsBetter(const std::string& metric);
// The value of `name` among `metrics`; NaN when it is not there.
double metricValue(const Metrics& metrics, const std::string& name);

}  // namespace cloze
