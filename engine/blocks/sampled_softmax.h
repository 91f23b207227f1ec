// Cross-entropy against a sample of the vocabulary (Jean et al., 2015; TensorFlow's sampled_softmax_loss): wrong words drawn once for the batch from
// the log-uniform distribution P(k) = ln((k + 2) / (k + 1)) / ln(V + 1), which fits ids in the order of falling frequency, each at most once. From
// every logit the logarithm of its word's expected count is taken off, 1 - (1 - P)^draws; a drawn word that is a row's own target is no wrong word there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/functions.h"
#include "engine/core/random.h"

namespace cloze {

struct SampledWords {
  std::vector<std::int64_t> ids;                     // distinct
  std::int64_t draws = 0;                            // it took
  std::int64_t vocabulary = 0;
  double expectedCount(std::int64_t id) const;       // of `id` in the sample
};
// count < vocabulary.
SampledWords sampleWords(std::int64_t vocabulary, std::int64_t count, Random random);

// As crossEntropySum over the logits of `words` (weight [V, P], bias [V]) for hidden [N, P] and targets [N].
CrossEntropy sampledCrossEntropySum(const torch::Tensor& hidden, const Affine& words, const torch::Tensor& targets, const SampledWords& sample);

}  // namespace cloze
