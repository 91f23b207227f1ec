// The facade of figures: every claim of speed is one of these, with the sgemm peak measured in the same run. std only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/catalogue.h"

namespace cloze {

class RunObserver;                          // engine/core/events.h

struct BenchTrainRequest {
  std::string family = families().front().id, preset = "mini";
  std::int64_t vocabulary = 30522, batch = 32, length = 128, steps = 8, warmup = 2, shards = 0;
  RunObserver* observer = nullptr;          // told of every step, as in training: what that costs is observingShare
};
struct BenchTrainResult {
  double tokensPerSecond = 0, tokensPerCpuSecond = 0, sgemmGflops = 0, usefulGflops = 0, share = 0, peakMemoryMb = 0, secondsPerStep = 0;
  double observingShare = 0;                // of the time: what the training thread spends telling its observer
};
BenchTrainResult benchTrain(const BenchTrainRequest& request, const std::function<void(const std::string&)>& progress);

double sgemmPeakGflops(std::int64_t threads);   // best of several, one-thread products run in parallel as the shards do

struct BenchNeighboursResult { std::int64_t rows = 0, width = 0, k = 0; double cpuMilliseconds = 0, gigabytesPerSecond = 0; };
BenchNeighboursResult benchNeighbours(std::int64_t rows, std::int64_t width, std::int64_t k);

}  // namespace cloze
