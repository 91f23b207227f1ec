// "Did transfer help?": the same task from scratch, from a checkpoint, and with the checkpoint frozen, over shares of the labels and over seeds, and
// what the results say. Facts: FAMILIES-recurrent-and-tasks.md, section 12.
// The facade of the report: std only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/run_spec.h"

namespace cloze {

enum class TransferArm { Scratch, Transfer, Frozen };
const char* armName(TransferArm arm);                  // "scratch", "transfer", "frozen"

struct TransferRun {
  TransferArm arm = TransferArm::Scratch;
  double fraction = 1;
  std::int64_t seed = 1;
  RunSpec spec;
};
// Every run of the report, the small shares first: the same steps, examples and seed in all arms. scratchRate > 0: the learning rate of the scratch
// arm, which at the rate of fine-tuning would be an unfair test. std::invalid_argument when the specification has no task or no init.from.
std::vector<TransferRun> transferRuns(const RunSpec& spec, double scratchRate);

// The same specification once a seed, each a run of its own; one run without spec.seeds. std::invalid_argument: a seed is there twice.
struct SeedRun { std::int64_t seed = 1; RunSpec spec; };
std::vector<SeedRun> seedRuns(const RunSpec& spec);
struct Spread { double mean = 0, deviation = 0; };     // sample standard deviation; NaN of one value
Spread spreadOf(const std::vector<double>& values);

struct ArmResult { TransferArm arm = TransferArm::Scratch; double fraction = 1; std::int64_t seed = 1, examples = 0; double value = 0; };

struct ArmSummary {
  TransferArm arm = TransferArm::Scratch;
  double fraction = 1;
  std::int64_t examples = 0, seeds = 0;
  double mean = 0, deviation = 0;                      // sample standard deviation; NaN of one seed
};
// What one arm gains over scratch at one share, by paired seeds.
struct TransferGain {
  TransferArm arm = TransferArm::Transfer;
  double fraction = 1, difference = 0, low = 0, high = 0;   // mean difference and its 95 % bootstrap interval of 10,000 resamples
  std::string verdict;                                 // "helped", "no evidence", "hurt", "one seed"
  double multiplier = 0;                               // times as many labels scratch needs for the same value; infinite: more than there are; NaN: unknown
};
struct TransferSummary { std::vector<ArmSummary> arms; std::vector<TransferGain> gains; };
// The metric is better when larger.
TransferSummary summarise(const std::vector<ArmResult>& results);

}  // namespace cloze
