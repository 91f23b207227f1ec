// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/sampled_softmax.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <unordered_set>

namespace cloze {

namespace {

double logUniform(std::int64_t id, std::int64_t vocabulary) {
  return (std::log(static_cast<double>(id) + 2) - std::log(static_cast<double>(id) + 1)) / std::log(static_cast<double>(vocabulary) + 1);
}

torch::Tensor logExpectedCounts(const std::vector<std::int64_t>& ids, const SampledWords& sample) {
  std::vector<float> logs;
  for (const std::int64_t id : ids) logs.push_back(static_cast<float>(std::log(sample.expectedCount(id))));
  return torch::tensor(logs);
}

}  // namespace

double SampledWords::expectedCount(std::int64_t id) const { return -std::expm1(static_cast<double>(draws) * std::log1p(-logUniform(id, vocabulary))); }

SampledWords sampleWords(std::int64_t vocabulary, std::int64_t count, Random random) {
  if (count < 1 || count >= vocabulary)
    throw std::invalid_argument("a sample of " + std::to_string(count) + " words from a vocabulary of " + std::to_string(vocabulary) + " is not possible");
  SampledWords sample;
  sample.vocabulary = vocabulary;
  std::unordered_set<std::int64_t> seen;
  const double range = std::log(static_cast<double>(vocabulary) + 1);
  while (static_cast<std::int64_t>(sample.ids.size()) < count) {
    const auto id = std::min(static_cast<std::int64_t>(std::exp(random.uniform() * range)) - 1, vocabulary - 1);
    ++sample.draws;
    if (seen.insert(id).second) sample.ids.push_back(id);
  }
  return sample;
}

CrossEntropy sampledCrossEntropySum(const torch::Tensor& hidden, const Affine& words, const torch::Tensor& targets, const SampledWords& sample) {
  const std::int64_t N = hidden.size(0);
  const auto wrong = torch::tensor(sample.ids, torch::kInt64);                                              // [S]
  const std::int64_t* target = targets.data_ptr<std::int64_t>();
  const auto wrongLogits = linear(hidden, {gatherRows(words.weight, wrong), words.bias.index_select(0, wrong) - logExpectedCounts(sample.ids, sample)});   // [N, S]
  const auto own = (hidden * embeddingSum({words.weight}, {targets}, -1)).sum(1) + words.bias.index_select(0, targets) -
                   logExpectedCounts({target, target + N}, sample);                                         // [N]
  const auto accidental = targets.unsqueeze(1) == wrong.unsqueeze(0);                                       // [N, S]
  constexpr float kNever = -1e30f;
  const auto logits = torch::cat({own.unsqueeze(1), wrongLogits.masked_fill(accidental, kNever)}, 1).contiguous();   // [N, 1 + S], the first is right
  return crossEntropySum(logits, torch::zeros({N}, torch::kInt64));
}

}  // namespace cloze
