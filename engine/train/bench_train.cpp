// Figures of training (engine/bench.h): tokens a second on synthetic ids with the very step that trains, beside the sgemm peak of the same run.
// Useful work counts 3 x the forward multiply-adds of the matrices that are really needed: predicted positions only in the head, no dropout.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench.h"

#include <algorithm>
#include <cstdio>
#include <numeric>

#include <sys/resource.h>
#include <torch/torch.h>

#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/events.h"
#include "engine/core/schema.h"
#include "engine/train/synthetic.h"

namespace cloze {

namespace {

constexpr double kFlopsPerMultiplyAdd = 2, kForwardAndBackward = 3;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

double cpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double peakMemoryMb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Best time of one product [rows, inner] x [inner, columns] on this thread.
double productGflops(std::int64_t rows, std::int64_t inner, std::int64_t columns) {
  const torch::NoGradGuard noGradient;
  const auto a = torch::ones({rows, inner}), b = torch::ones({columns, inner}).t();
  auto c = torch::empty({rows, columns});
  double best = 1e9;
  for (int repeat = 0; repeat < 12; ++repeat) {
    const double begin = steadySeconds();
    torch::mm_out(c, a, b);
    best = std::min(best, steadySeconds() - begin);
  }
  return kFlopsPerMultiplyAdd * static_cast<double>(rows * inner * columns) / best / 1e9;
}

// How long the training thread is held up by telling its observer of a step.
double secondsOfTelling(const BenchTrainRequest& request, std::int64_t step, double seconds) {
  if (!request.observer) return 0;
  StepReport report;
  report.step = step;
  report.tokens = report.paddedTokens = request.batch * request.length;
  report.loss = report.gradientNorm = 1;
  report.metrics = {{"masked_lm_loss", 1}, {"perplexity", 1}, {"masked_accuracy", 0}};
  report.learningRates = {1e-4, 1e-4};
  report.seconds = seconds;
  const double begin = steadySeconds();
  request.observer->step(report);
  return steadySeconds() - begin;
}

std::string summary(const BenchTrainResult& result) {
  char text[160];
  std::snprintf(text, sizeof text, "%.0f tokens/s, %.1f of %.1f GF/s", result.tokensPerSecond, result.usefulGflops, result.sgemmGflops);
  return text;
}

}  // namespace

double sgemmPeakGflops(std::int64_t threads) {
  ShardPool pool(shardCount(threads, 256));
  std::vector<double> rates(static_cast<std::size_t>(pool.size()));
  double best = 0;
  for (const std::int64_t width : {256, 512, 1024}) {   // all threads at once, as in training
    pool.run([&](std::int64_t thread) { rates[static_cast<std::size_t>(thread)] = productGflops(1024, width, 2048); });
    double sum = 0;
    for (double rate : rates) sum += rate;
    best = std::max(best, sum);
  }
  return best;
}

BenchTrainResult benchTrain(const BenchTrainRequest& request, const std::function<void(const std::string&)>& progress) {
  BenchTrainResult result;
  progress("measuring sgemm");
  const std::int64_t shards = shardCount(request.shards, request.batch);
  result.sgemmGflops = sgemmPeakGflops(shards);
  progress("building the model");
  SyntheticTraining training(request.family, request.preset, {request.vocabulary, request.batch, request.length, shards});
  std::vector<double> seconds;
  double cpuBefore = 0, observing = 0;
  for (std::int64_t step = 1; step <= request.warmup + request.steps; ++step) {
    if (step == request.warmup + 1) cpuBefore = cpuSeconds();
    const double spent = training.step(step);
    if (step > request.warmup) {
      seconds.push_back(spent);
      observing += secondsOfTelling(request, step, spent);
    }
    progress("step " + std::to_string(step));
  }
  const double cpuPerStep = (cpuSeconds() - cpuBefore) / static_cast<double>(request.steps);   // tells the engine from a busy machine
  result.secondsPerStep = median(seconds);
  result.observingShare = observing / std::accumulate(seconds.begin(), seconds.end(), 0.0);
  result.tokensPerSecond = static_cast<double>(training.tokens()) / result.secondsPerStep;
  result.tokensPerCpuSecond = static_cast<double>(training.tokens()) / cpuPerStep;
  result.usefulGflops = kForwardAndBackward * kFlopsPerMultiplyAdd * training.forwardMultiplyAdds() / result.secondsPerStep / 1e9;
  result.share = result.usefulGflops / result.sgemmGflops;
  result.peakMemoryMb = peakMemoryMb();
  progress(summary(result));
  return result;
}

}  // namespace cloze
