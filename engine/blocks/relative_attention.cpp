// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/relative_attention.h"

#include <algorithm>
#include <cmath>

#include "engine/blocks/activation.h"
#include "engine/blocks/kernels.h"

namespace cloze {

namespace {

// A map [out, in] that files hold as [in, A, D].
FileName headsLast(const std::string& name, const RelativeAttention::Options& options, std::int64_t firstRow = 0) {
  FileName file{name};
  file.firstRow = firstRow;
  file.rows = options.heads * options.headSize;
  file.transposed = true;
  file.shape = {options.width, options.heads, options.headSize};
  return file;
}

torch::Tensor addVectors(ParameterTable& parameters, const std::string& name, const RelativeAttention::Options& options) {
  return parameters.add(name, {options.heads, options.headSize}, Init::Normal, false);
}

// What one query sees of one row of the batch.
struct SightOfRow {
  const SightRule& rule;
  std::int64_t row;
  const std::uint8_t* real = rule.mask.defined() ? rule.mask.data_ptr<std::uint8_t>() + row * rule.time : nullptr;
  const std::uint8_t* visible = rule.visible.defined() ? rule.visible.data_ptr<std::uint8_t>() + row * rule.time * rule.time : nullptr;
  const std::int64_t* types = rule.types.defined() ? rule.types.data_ptr<std::int64_t>() + row * rule.time : nullptr;
  std::int64_t empty = rule.filled.defined() ? rule.remembered - static_cast<std::int64_t>(rule.filled.data_ptr<float>()[row]) : 0;

  void write(std::int64_t place, bool itself, std::uint8_t* out) const {
    const std::int64_t T = rule.time, M = rule.remembered;
    const std::uint8_t ofMemory = types && types[place] != 0 ? kernels::kOtherSegment : 0;
    for (std::int64_t j = 0; j < M; ++j) out[j] = (j >= empty ? kernels::kSees : 0) | ofMemory;
    for (std::int64_t j = 0; j < T; ++j) {
      const bool sees = (!real || real[j]) && (!visible || visible[place * T + j]) && (!rule.causal || j <= place);
      out[M + j] = (sees ? kernels::kSees : 0) | (types && types[place] != types[j] ? kernels::kOtherSegment : 0);
    }
    if (rule.causal && rule.sameLength)
      for (std::int64_t j = 0; j < std::min(place, T); ++j) out[j] &= static_cast<std::uint8_t>(~kernels::kSees);
    if (itself) out[M + place] |= kernels::kSees;
  }
};

}  // namespace

torch::Tensor everyPlace(std::int64_t batch, std::int64_t time) { return torch::arange(time, torch::kInt64).expand({batch, time}).contiguous(); }

torch::Tensor sightOf(const SightRule& rule, const torch::Tensor& places, bool itself) {
  const std::int64_t Q = places.size(1), K = rule.remembered + rule.time;
  auto sight = torch::empty({rule.batch, Q, K}, torch::kUInt8);
  const std::int64_t* place = places.data_ptr<std::int64_t>();
  for (std::int64_t b = 0; b < rule.batch; ++b) {
    const SightOfRow row{rule, b};
    for (std::int64_t q = 0; q < Q; ++q) row.write(place[b * Q + q], itself, sight.data_ptr<std::uint8_t>() + (b * Q + q) * K);
  }
  return sight;
}

torch::Tensor distanceSinusoids(std::int64_t keys, std::int64_t time, std::int64_t width, std::int64_t clamp, bool backward) {
  auto distances = torch::arange(keys, -time, -1, torch::kInt64).to(torch::kFloat32);
  if (backward) distances = -distances;
  if (clamp > 0) distances = distances.clamp(-clamp, clamp);
  const auto frequencies = torch::reciprocal(torch::pow(10000.0, torch::arange(0, width, 2, torch::kInt64).to(torch::kFloat32) / static_cast<double>(width)));
  const auto angles = distances.unsqueeze(1) * frequencies;
  return torch::cat({torch::sin(angles), torch::cos(angles)}, 1).contiguous();
}

RelativeAttention::Biases RelativeAttention::addBiases(ParameterTable& parameters, const Names& names, const Options& options) {
  return {addVectors(parameters, names.contentBias, options), addVectors(parameters, names.distanceBias, options), addVectors(parameters, names.segmentBias, options)};
}

RelativeAttention::RelativeAttention(ParameterTable& parameters, const Names& names, const Options& options, Biases biases) : m_options(options), m_biases(std::move(biases)) {
  const std::int64_t H = options.width, I = options.heads * options.headSize;
  FileName output{names.output};
  output.shape = {H, options.heads, options.headSize};
  m_query.weight = parameters.add(names.query, {I, H}, Init::Normal, true, {headsLast(names.query, options)});
  m_keyValue.weight = parameters.add(names.key + "_and_value", {2 * I, H}, Init::Normal, true, {headsLast(names.key, options), headsLast(names.value, options, I)});
  m_output.weight = parameters.add(names.output, {H, I}, Init::Normal, true, {output});
  m_distance.weight = parameters.add(names.distance, {I, H}, Init::Normal, true, {headsLast(names.distance, options)});
  m_segments = parameters.add(names.segments, {2, options.heads, options.headSize}, Init::Normal, false);
  m_norm = addLayerNorm(parameters, names.norm, H, options.epsilon);
}

RelativeAttention::Keys RelativeAttention::keys(const torch::Tensor& seen, const torch::Tensor& sinusoids) const {
  return {linear(seen, m_keyValue), linear(sinusoids, m_distance)};
}

RelativeAttention::Result RelativeAttention::forward(const torch::Tensor& stream, const Keys& keys, const View& view, Pass& pass) const {
  RelativeRule rule = view.rule;
  rule.scale = 1 / std::sqrt(static_cast<double>(m_options.headSize));
  const std::int64_t B = rule.sight.size(0), Q = rule.sight.size(1), K = rule.sight.size(2);
  const RelativeInput input{linear(stream, m_query), keys.keyValue, keys.distance, m_biases.content, m_biases.distance, m_biases.segment, m_segments};
  const AttentionResult found = relativeAttention(input, {B, Q, view.time, K, m_options.heads, m_options.headSize}, rule, nextDropout(pass, m_options.dropout), pass.capture.attentions);
  const Dropout dropout = nextDropout(pass, m_options.dropout);
  return {linearDropoutAddNorm(found.context, m_output, stream, m_norm, dropout, B), found.probabilities};
}

}  // namespace cloze
