// What a run would do before it does it (engine/run.h): computed by the very functions that train.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unistd.h>

#include "engine/catalogue.h"
#include "engine/run.h"
#include "engine/train/checkpoint.h"
#include "engine/train/run_data.h"
#include "engine/train/schedule.h"
#include "engine/train/synthetic.h"

namespace cloze {

std::vector<LearningRateCurve> previewLearningRates(const RunSpec& spec) {
  const auto& optimizer = spec.optimizer.as<AdamWSettings>();
  std::vector<LearningRateCurve> curves;
  for (const ParameterGroup& group : parameterGroups({}, optimizer.weightDecay).groups) {
    LearningRateCurve curve{group.name, {}};
    for (std::int64_t step = 1; step <= spec.train.steps; ++step)
      curve.rates.push_back(scheduledRate(spec.schedule, optimizer.learningRate, step, spec.train.steps) * group.rateFactor);
    curves.push_back(std::move(curve));
  }
  return curves;
}

BatchPreview previewBatch(const RunSpec& spec, std::int64_t step, Progress& progress) {
  const RunData data = prepareData(spec, {}, progress);
  BatchPreview preview;
  preview.batch = makeBatch(*data.training, step, 0);
  const Batch& batch = preview.batch;
  for (std::int64_t row = 0; row < batch.rows; ++row) {
    auto& tokens = preview.tokens.emplace_back();
    for (std::int64_t column = 0; column < batch.length; ++column)
      tokens.push_back(data.tokenizer->token(batch.ids[static_cast<std::size_t>(row * batch.length + column)]));
  }
  for (TokenId target : batch.targets) preview.trueTokens.push_back(data.tokenizer->token(target));
  return preview;
}

CostEstimate estimateCost(const RunSpec& spec) {
  CostEstimate cost;
  const SyntheticShape shape{spec.tokenizer.vocabSize, spec.train.batchSize, spec.data.sequenceLength, shardCount(spec.compute.shards, spec.train.batchSize)};
  const auto residentBytes = [] {                    // of this process, now
    long pages = 0, resident = 0;
    if (FILE* file = std::fopen("/proc/self/statm", "r")) {
      if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
      std::fclose(file);
    }
    return static_cast<std::uint64_t>(resident) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  };
  SyntheticTraining training(spec.family.id(), familyConfig(spec), shape);
  training.step(1);                                  // the first one allocates
  cost.secondsPerStep = training.step(2) * static_cast<double>(spec.train.accumulate);
  cost.peakBytes = residentBytes();
  cost.checkpointBytes = checkpointBytes(training.layout());
  cost.parameters = training.parameters();
  return cost;
}

}  // namespace cloze
