// Tokens a second of generation with a cache (engine/bench.h), beside the speed at which this machine reads memory: each token reads every weight
// once, so the bound is bandwidth / bytes of the weights.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/bench.h"

#include <algorithm>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/gemm.h"
#include "engine/blocks/kernels.h"
#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/schema.h"
#include "engine/inspect/generate.h"
#include "engine/train/shard_pool.h"

namespace cloze {

namespace {

constexpr std::int64_t kReadBytes = std::int64_t{256} << 20;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

// Seconds of several passes over an array that no cache holds, all threads at once, in the inner loop of a matrix-vector product.
void readMemory(ShardPool& pool, std::vector<double>& seconds) {
  constexpr std::int64_t kWidth = 4096, kRows = kReadBytes / 4 / kWidth;
  const auto weights = torch::ones({kRows, kWidth}), input = torch::ones({1, kWidth});
  auto output = torch::empty({1, kRows});
  for (int repeat = 0; repeat < 6; ++repeat) {
    const double begin = steadySeconds();
    pool.run([&](std::int64_t thread) {
      kernels::multiplyFewRows(input.data_ptr<float>(), 1, weights.data_ptr<float>(), kWidth, output.data_ptr<float>(), kRows, kRows * thread / pool.size(),
                               kRows * (thread + 1) / pool.size());
    });
    seconds.push_back(steadySeconds() - begin);
  }
}

}  // namespace

BenchGenerateResult benchGenerate(const BenchGenerateRequest& request, const std::function<void(const std::string&)>& progress) {
  BenchGenerateResult result;
  const std::int64_t threads = shardCount(request.threads, 256);
  progress("measuring memory");
  ShardPool pool(threads);
  std::vector<double> reading;
  readMemory(pool, reading);
  progress("building the model");
  FamilySettings settings(request.family);
  settings.preset = request.preset;
  settings.applyPreset();
  const auto model = buildModel(request.family, *settings.config, 1);
  for (Parameter& parameter : model->parameters().all()) parameter.tensor.set_requires_grad(false);
  result.parameters = model->parameters().count();
  GenerationRule rule;
  rule.maximumNew = request.tokens;
  rule.threads = threads;
  std::vector<double> moments;
  generateTokens(*model, std::vector<TokenId>(static_cast<std::size_t>(request.prompt), 1), rule, [&](TokenId) {
    moments.push_back(steadySeconds());
    return true;
  });
  std::vector<double> seconds;                         // of a token behind another: the prompt is not counted
  for (std::size_t i = 1; i < moments.size(); ++i) seconds.push_back(moments[i] - moments[i - 1]);
  readMemory(pool, reading);                           // once more: the bound is the fastest pass, before or after
  result.gigabytesPerSecond = static_cast<double>(kReadBytes) / *std::min_element(reading.begin(), reading.end()) / 1e9;
  result.tokensPerSecond = 1 / median(seconds);
  result.boundTokensPerSecond = result.gigabytesPerSecond * 1e9 / (4.0 * static_cast<double>(result.parameters));
  result.share = result.tokensPerSecond / result.boundTokensPerSecond;
  progress("done");
  return result;
}

}  // namespace cloze
