// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/attention.h"

namespace cloze {

namespace {

std::vector<FileName> thirds(const SelfAttention::Names& names, const std::string& suffix, std::int64_t width) {
  return {{names.query + suffix, 0, width}, {names.key + suffix, width, width}, {names.value + suffix, 2 * width, width}};
}

}  // namespace

SelfAttention::SelfAttention(ParameterTable& parameters, const Names& names, const Options& options) : m_options(options) {
  const std::int64_t width = options.width;
  m_queryKeyValue.weight = parameters.add(names.fused + ".weight", {3 * width, width}, Init::Normal, true, thirds(names, ".weight", width));
  m_queryKeyValue.bias = parameters.add(names.fused + ".bias", {3 * width}, Init::Zeros, false, thirds(names, ".bias", width));
}

AttentionResult SelfAttention::forward(const torch::Tensor& hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass) const {
  const AttentionShape shape{batch, hidden.size(0) / batch, m_options.heads, m_options.width / m_options.heads};
  return selfAttention(linear(hidden, m_queryKeyValue), mask, shape, nextDropout(pass, m_options.dropout), pass.capture.attentions);
}

}  // namespace cloze
