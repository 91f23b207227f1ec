// Google Benchmark over the parts of a training step that are not matrix products: bytes or items a second, to see what a change costs.
// Whole figures (tokens a second, share of the sgemm peak) come from `cloze bench`.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/kernels.h"
#include "engine/core/random.h"
#include "engine/corrupt/mask_tokens.h"

#include <benchmark/benchmark.h>

using namespace cloze;

namespace {

std::vector<float> noise(std::size_t count) {
  Random source = random(1, Purpose::Test, 0, 0);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(source.uniform() - 0.5);
  return values;
}

void countBytes(benchmark::State& state, std::size_t floats) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(floats * sizeof(float)));
}

void dropout(benchmark::State& state) {
  const std::vector<float> input = noise(1 << 18);
  std::vector<float> output(input.size());
  const kernels::DropoutRow mask{1, 2, 429496730u, 1.0f / 0.9f};
  for (auto _ : state) kernels::dropout(input.data(), output.data(), static_cast<std::int64_t>(input.size()), mask);
  countBytes(state, input.size());
}
BENCHMARK(dropout);

void layerNorm(benchmark::State& state) {
  const std::int64_t width = state.range(0), rows = (1 << 18) / width;
  const std::vector<float> input = noise(static_cast<std::size_t>(rows * width)), gain = noise(static_cast<std::size_t>(width));
  std::vector<float> output(input.size()), mean(static_cast<std::size_t>(rows)), inverse(static_cast<std::size_t>(rows));
  for (auto _ : state)
    kernels::layerNorm(input.data(), output.data(), mean.data(), inverse.data(), rows, width, {gain.data(), gain.data(), 1e-12});
  countBytes(state, input.size());
}
BENCHMARK(layerNorm)->Arg(128)->Arg(256)->Arg(768);

void biasGelu(benchmark::State& state) {
  const std::vector<float> start = noise(1 << 18), bias = noise(1024);
  std::vector<float> input = start, output(start.size());
  for (auto _ : state) kernels::addBiasActivate(kernels::Activation::Gelu, input.data(), bias.data(), output.data(), 256, 1024);
  countBytes(state, start.size());
}
BENCHMARK(biasGelu);

void softmaxDropout(benchmark::State& state) {
  const std::int64_t time = state.range(0);
  std::vector<float> scores = noise(static_cast<std::size_t>(time * time)), dropped(scores.size());
  for (auto _ : state) kernels::softmaxDropout(scores.data(), dropped.data(), {time, time, 0.125f, nullptr, {1, 2, 429496730u, 1.0f / 0.9f}, 0});
  countBytes(state, scores.size());
}
BENCHMARK(softmaxDropout)->Arg(128)->Arg(512);

void crossEntropy(benchmark::State& state) {
  constexpr std::int64_t kRows = 64, kVocabulary = 30522;
  std::vector<float> logits = noise(kRows * kVocabulary);
  const std::vector<std::int64_t> targets(kRows, 7);
  std::int64_t correct = 0;
  for (auto _ : state) benchmark::DoNotOptimize(kernels::crossEntropyInPlace(logits.data(), targets.data(), kRows, kVocabulary, &correct));
  countBytes(state, logits.size());
}
BENCHMARK(crossEntropy);

void philoxNumbers(benchmark::State& state) {
  Random source = random(1, Purpose::Test, 0, 0);
  for (auto _ : state) benchmark::DoNotOptimize(source.next32());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(philoxNumbers);

void permutation(benchmark::State& state) {
  const KeyedPermutation order(1000000, 1, 1);
  std::uint64_t at = 0;
  for (auto _ : state) benchmark::DoNotOptimize(order(at++ % 1000000));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(permutation);

}  // namespace

BENCHMARK_MAIN();
