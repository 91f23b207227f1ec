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

struct BenchGenerateRequest {
  std::string family, preset = "small";                // random weights
  std::int64_t tokens = 32, prompt = 16, threads = 0;
};
struct BenchGenerateResult {
  double tokensPerSecond = 0, gigabytesPerSecond = 0;   // median of the tokens; memory read by all threads together
  double boundTokensPerSecond = 0, share = 0;           // every weight read once a token
  std::int64_t parameters = 0;
};
BenchGenerateResult benchGenerate(const BenchGenerateRequest& request, const std::function<void(const std::string&)>& progress);

struct BenchNeighboursResult { std::int64_t rows = 0, width = 0, k = 0; double cpuMilliseconds = 0, gigabytesPerSecond = 0; };
BenchNeighboursResult benchNeighbours(std::int64_t rows, std::int64_t width, std::int64_t k);

}  // namespace cloze
