// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/attention.h"

#include <array>
#include <cmath>

#include "engine/blocks/key_value_cache.h"

namespace cloze {

namespace {

// The rows of a fused map, one map of `rows` after the other, as files know them.
std::vector<FileName> partsOf(const std::string& fused, const std::vector<std::string>& names, const std::string& suffix, std::int64_t rows, bool transposed) {
  std::vector<FileName> files;
  if (names.front().empty()) files = {{fused + suffix}};
  else
    for (std::size_t i = 0; i < names.size(); ++i) files.push_back({names[i] + suffix, static_cast<std::int64_t>(i) * rows, rows});
  for (FileName& file : files) file.transposed = transposed;
  return files;
}

// Maps of `inner` outputs each, in one matrix. Biases start at zero.
Affine addFused(ParameterTable& parameters, const std::string& fused, const std::vector<std::string>& names, const std::array<std::int64_t, 2>& inAndInner, const LinearForm& form) {
  const auto [in, inner] = inAndInner;
  const auto count = static_cast<std::int64_t>(names.size());
  Affine affine;
  affine.weight = parameters.add(fused + ".weight", {count * inner, in}, {Init::ScaledNormal, form.spread}, true,
                                 partsOf(fused, names, ".weight", inner, form.layout == MatrixLayout::InputsFirst));
  if (form.bias) affine.bias = parameters.add(fused + ".bias", {count * inner}, Init::Zeros, false, partsOf(fused, names, ".bias", inner, false));
  return affine;
}

double scoreScale(double given, std::int64_t headSize) { return given > 0 ? given : 1 / std::sqrt(static_cast<double>(headSize)); }

}  // namespace

SelfAttention::SelfAttention(ParameterTable& parameters, const Names& names, const Options& options) : m_options(options) {
  if (m_options.headSize == 0) m_options.headSize = options.width / options.heads;
  m_options.scale = scoreScale(options.scale, m_options.headSize);
  const std::int64_t inner = m_options.heads * m_options.headSize;
  m_queryKeyValue = addFused(parameters, names.fused, {names.query, names.key, names.value}, {options.width, inner}, options.form);
  if (options.querySpread == 1 || !parameters.initialises()) return;
  const torch::NoGradGuard noGradient;
  m_queryKeyValue.weight.narrow(0, 0, inner).mul_(options.querySpread);
}

AttentionResult SelfAttention::forward(const torch::Tensor& hidden, const torch::Tensor& mask, std::int64_t batch, Pass& pass, const torch::Tensor& bias) const {
  const AttentionShape shape{batch, hidden.size(0) / batch, m_options.heads, m_options.headSize};
  const AttentionRule rule{m_options.span, m_options.scale, bias};
  const auto queryKeyValue = linear(hidden, m_queryKeyValue);
  const Dropout dropout = nextDropout(pass, m_options.dropout);
  if (!pass.cache) return selfAttention(queryKeyValue, mask, shape, rule, dropout, pass.capture.attentions);
  return {cachedAttention(queryKeyValue, *pass.cache, m_options.layer, shape, rule), torch::Tensor()};
}

CrossAttention::CrossAttention(ParameterTable& parameters, const Names& names, const SelfAttention::Options& options) : m_options(options) {
  if (m_options.headSize == 0) m_options.headSize = options.width / options.heads;
  m_options.scale = scoreScale(options.scale, m_options.headSize);
  const std::int64_t inner = m_options.heads * m_options.headSize;
  LinearForm query = options.form;
  query.spread *= options.querySpread;
  m_query = addLinear(parameters, names.query, options.width, inner, query);
  m_keyValue = addFused(parameters, names.fused, {names.key, names.value}, {options.width, inner}, options.form);
}

AttentionResult CrossAttention::forward(const torch::Tensor& hidden, const Source& source, std::int64_t batch, Pass& pass) const {
  AttentionShape shape{batch, hidden.size(0) / batch, m_options.heads, m_options.headSize};
  const AttentionRule rule{AttentionSpan::Everything, m_options.scale, {}};
  const auto query = linear(hidden, m_query);
  const Dropout dropout = nextDropout(pass, m_options.dropout);
  if (pass.cache) {
    auto& kept = pass.cache->source;
    if (kept.size() <= m_options.layer) {
      shape.keys = source.hidden.size(0) / batch;
      kept.push_back(splitKeyValue(linear(source.hidden, m_keyValue), shape));
      pass.cache->sourceMask = source.mask;
    }
    return {attendKept(query, kept[m_options.layer], pass.cache->sourceMask, shape, rule), torch::Tensor()};
  }
  shape.keys = source.hidden.size(0) / batch;
  return crossAttention({query, linear(source.hidden, m_keyValue), source.mask}, shape, rule, dropout, pass.capture.attentions);
}

void KeyValueCache::takeRows(const torch::Tensor& rows) {
  for (Layer& layer : layers) {
    layer.keys = layer.keys.index_select(0, rows);
    layer.values = layer.values.index_select(0, rows);
  }
  for (Layer& layer : source) {
    layer.keys = layer.keys.index_select(0, rows);
    layer.values = layer.values.index_select(0, rows);
  }
  if (sourceMask.defined()) sourceMask = sourceMask.index_select(0, rows);
}

}  // namespace cloze
