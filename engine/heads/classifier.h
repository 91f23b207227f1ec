// Dropout and a linear map to the labels: of a pooled sequence, of every token (a tagger), or to span starts and ends (Devlin et al., 2018, section 4).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/blocks/activation.h"

namespace cloze {

class Classifier {
 public:
  struct Options { std::int64_t width = 0, labels = 2; double dropout = 0; };
  Classifier(ParameterTable& parameters, const std::string& name, const Options& options)
      : m_affine(addLinear(parameters, name, options.width, options.labels)), m_dropout(options.dropout) {}
  // [B, ..., H] -> [B, ..., labels]
  torch::Tensor forward(const torch::Tensor& input, Pass& pass) const {
    auto shape = input.sizes().vec();
    const auto dropped = dropoutRows(input, nextDropout(pass, m_dropout), input.size(0));
    const auto logits = linear(dropped.reshape({-1, shape.back()}), m_affine);
    shape.back() = logits.size(1);
    return logits.view(shape);
  }

 private:
  Affine m_affine;
  double m_dropout;
};

}  // namespace cloze
