// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/attention.h"

#include <cmath>

#include "engine/blocks/key_value_cache.h"

namespace cloze {

namespace {

std::vector<FileName> thirds(const SelfAttention::Names& names, const std::string& suffix, std::int64_t width) {
  if (names.query.empty()) return {{names.fused + suffix}};
  return {{names.query + suffix, 0, width}, {names.key + suffix, width, width}, {names.value + suffix, 2 * width, width}};
}

}  // namespace

SelfAttention::SelfAttention(ParameterTable& parameters, const Names& names, const Options& options) : m_options(options) {
  const std::int64_t width = options.width;
  auto weights = thirds(names, ".weight", width);
  for (FileName& name : weights) name.transposed = options.form.layout == MatrixLayout::InputsFirst;
  m_queryKeyValue.weight = parameters.add(names.fused + ".weight", {3 * width, width}, Init::Normal, true, weights);
  m_queryKeyValue.bias = parameters.add(names.fused + ".bias", {3 * width}, Init::Zeros, false, thirds(names, ".bias", width));
  if (m_options.scale <= 0) m_options.scale = 1 / std::sqrt(static_cast<double>(width / options.heads));
}

AttentionResult SelfAttention::forward(const torch::Tensor& hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass) const {
  const AttentionShape shape{batch, hidden.size(0) / batch, m_options.heads, m_options.width / m_options.heads};
  const AttentionRule rule{m_options.span, m_options.scale};
  const auto queryKeyValue = linear(hidden, m_queryKeyValue);
  const Dropout dropout = nextDropout(pass, m_options.dropout);
  if (!pass.cache) return selfAttention(queryKeyValue, mask, shape, rule, dropout, pass.capture.attentions);
  return {cachedAttention(queryKeyValue, *pass.cache, m_options.layer, shape, rule), torch::Tensor()};
}

void KeyValueCache::takeRows(const torch::Tensor& rows) {
  for (Layer& layer : layers) {
    layer.keys = layer.keys.index_select(0, rows);
    layer.values = layer.values.index_select(0, rows);
  }
}

}  // namespace cloze
