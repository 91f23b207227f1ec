// What the discriminator of replaced-token detection reads (Clark et al., 2020, section 2).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include "engine/objectives/batch_tensors.h"

namespace cloze {

struct ReplacedBatch {
  BatchTensors batch;                                // the original text but for the words put in
  torch::Tensor replaced;                            // [B, T] float32, 1: another word than the original; a word that came out the same counts as real
};
// tokens [N]: what stands at the predicted places.
ReplacedBatch replaceTokens(const BatchTensors& batch, const torch::Tensor& tokens);

}  // namespace cloze
