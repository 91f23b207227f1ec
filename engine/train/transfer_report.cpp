// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer_report.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <tuple>

#include "engine/core/random.h"
#include "engine/core/schema.h"

namespace cloze {

namespace {

constexpr TransferArm kArms[] = {TransferArm::Scratch, TransferArm::Transfer, TransferArm::Frozen};

double meanOf(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double deviationOf(const std::vector<double>& values) {
  if (values.size() < 2) return std::numeric_limits<double>::quiet_NaN();
  const double mean = meanOf(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

// Ends of the middle 95 % of the means of resamples (Efron, 1979).
std::pair<double, double> bootstrapInterval(const std::vector<double>& differences) {
  constexpr std::size_t kResamples = 10000;
  Random random(1, Purpose::Sample, 0, differences.size());
  std::vector<double> means;
  for (std::size_t i = 0; i < kResamples; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < differences.size(); ++j) sum += differences[random.below(differences.size())];
    means.push_back(sum / static_cast<double>(differences.size()));
  }
  std::sort(means.begin(), means.end());
  return {means[kResamples / 40], means[kResamples - 1 - kResamples / 40]};
}

// Where the scratch curve, straight over the logarithm of the examples, reaches `value`, as a multiple of `examples`.
double labelMultiplier(const std::vector<ArmSummary>& scratch, std::int64_t examples, double value) {
  for (std::size_t i = 0; i < scratch.size(); ++i) {
    if (scratch[i].mean < value) continue;
    if (i == 0) return static_cast<double>(scratch[0].examples) / static_cast<double>(examples);
    const ArmSummary &below = scratch[i - 1], &above = scratch[i];
    const double part = (value - below.mean) / (above.mean - below.mean);
    const double logarithm = std::log(below.examples) + part * (std::log(above.examples) - std::log(below.examples));
    return std::exp(logarithm) / static_cast<double>(examples);
  }
  return std::numeric_limits<double>::infinity();
}

std::vector<double> valuesOf(const std::vector<ArmResult>& results, TransferArm arm, double fraction) {
  std::map<std::int64_t, double> bySeed;
  for (const ArmResult& one : results)
    if (one.arm == arm && one.fraction == fraction) bySeed[one.seed] = one.value;
  std::vector<double> values;
  for (const auto& [seed, value] : bySeed) values.push_back(value);
  return values;
}

TransferGain gainOf(const std::vector<ArmResult>& results, const std::vector<ArmSummary>& scratch, const ArmSummary& arm) {
  TransferGain gain;
  gain.arm = arm.arm;
  gain.fraction = arm.fraction;
  const std::vector<double> mine = valuesOf(results, arm.arm, arm.fraction), theirs = valuesOf(results, TransferArm::Scratch, arm.fraction);
  std::vector<double> differences;
  for (std::size_t i = 0; i < std::min(mine.size(), theirs.size()); ++i) differences.push_back(mine[i] - theirs[i]);
  if (differences.empty()) throw std::invalid_argument("a share of the labels has no run from scratch to compare with");
  gain.difference = meanOf(differences);
  std::tie(gain.low, gain.high) = bootstrapInterval(differences);
  gain.verdict = differences.size() < 2 ? "one seed" : gain.low > 0 ? "helped" : gain.high < 0 ? "hurt" : "no evidence";
  gain.multiplier = labelMultiplier(scratch, arm.examples, arm.mean);
  return gain;
}

}  // namespace

const char* armName(TransferArm arm) {
  switch (arm) {
    case TransferArm::Scratch: return "scratch";
    case TransferArm::Transfer: return "transfer";
    case TransferArm::Frozen: return "frozen";
  }
  return "";
}

std::vector<TransferRun> transferRuns(const RunSpec& spec, double scratchRate) {
  if (spec.task.id.empty()) throw std::invalid_argument("task.id: the report compares ways to learn a labelled task; give one (`cloze tasks` lists them)");
  if (spec.init.from == "random") throw std::invalid_argument("init.from: give the checkpoint whose transfer is in question");
  std::vector<double> fractions = spec.fractions.empty() ? std::vector<double>{0.01, 0.1, 1} : spec.fractions;
  std::sort(fractions.begin(), fractions.end());
  std::vector<TransferRun> runs;
  for (const double fraction : fractions)
    for (const std::int64_t seed : spec.seeds.empty() ? std::vector<std::int64_t>{1, 2, 3} : spec.seeds)
      for (const TransferArm arm : kArms) {
        TransferRun run{arm, fraction, seed, spec};
        run.spec.seeds.clear();
        run.spec.fractions.clear();
        run.spec.seed = seed;
        run.spec.task.fraction = fraction;
        run.spec.name = spec.name + ": " + armName(arm) + ", " + std::to_string(static_cast<int>(std::lround(fraction * 100))) + " % of the labels, seed " + std::to_string(seed);
        if (arm == TransferArm::Scratch) {
          run.spec.init.from = "random";
          run.spec.transfer = {};
          if (scratchRate > 0) readJson(*run.spec.optimizer.settings(), {{"learning_rate", scratchRate}});
        }
        if (arm == TransferArm::Frozen) run.spec.transfer.freeze.text = "\"all_but_head\"";
        runs.push_back(std::move(run));
      }
  return runs;
}

std::vector<SeedRun> seedRuns(const RunSpec& spec) {
  std::vector<SeedRun> runs;
  for (const std::int64_t seed : spec.seeds.empty() ? std::vector<std::int64_t>{spec.seed} : spec.seeds) {
    for (const SeedRun& other : runs)
      if (other.seed == seed) throw std::invalid_argument("seeds: " + std::to_string(seed) + " is there twice; each run needs one of its own");
    SeedRun run{seed, spec};
    run.spec.seed = seed;
    run.spec.seeds.clear();
    if (spec.seeds.size() > 1) run.spec.name += ", seed " + std::to_string(seed);
    runs.push_back(std::move(run));
  }
  return runs;
}

Spread spreadOf(const std::vector<double>& values) { return {meanOf(values), deviationOf(values)}; }

TransferSummary summarise(const std::vector<ArmResult>& results) {
  TransferSummary summary;
  std::map<double, std::int64_t> examples;
  for (const ArmResult& one : results) examples[one.fraction] = one.examples;
  std::vector<ArmSummary> scratch;
  for (const TransferArm arm : kArms)
    for (const auto& [fraction, count] : examples) {
      const std::vector<double> values = valuesOf(results, arm, fraction);
      if (values.empty()) continue;
      summary.arms.push_back({arm, fraction, count, static_cast<std::int64_t>(values.size()), meanOf(values), deviationOf(values)});
      if (arm == TransferArm::Scratch) scratch.push_back(summary.arms.back());
    }
  for (const ArmSummary& arm : summary.arms)
    if (arm.arm != TransferArm::Scratch) summary.gains.push_back(gainOf(results, scratch, arm));
  return summary;
}

}  // namespace cloze
