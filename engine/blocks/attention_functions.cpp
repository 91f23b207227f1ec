// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/attention_functions.h"

#include <stdexcept>

#include "engine/blocks/function_parts.h"
#include "engine/blocks/gemm.h"
#include "engine/blocks/kernels.h"

namespace cloze {

namespace {

using namespace parts;

// Where one head of one row of the batch lies in the arrays. fused: query, key and value of one product; else the keys and values are of another one.
struct HeadPlaces {
  AttentionShape shape;
  bool fused;
  std::int64_t inner = shape.heads * shape.headSize, keys = shape.keys > 0 ? shape.keys : shape.time;
  std::int64_t queryStride = (fused ? 3 : 1) * inner, otherStride = (fused ? 3 : 2) * inner, keyOffset = fused ? inner : 0;
  std::int64_t query(std::int64_t b, std::int64_t a) const { return b * shape.time * queryStride + a * shape.headSize; }
  std::int64_t key(std::int64_t b, std::int64_t a) const { return b * keys * otherStride + keyOffset + a * shape.headSize; }
  std::int64_t value(std::int64_t b, std::int64_t a) const { return key(b, a) + inner; }
  std::int64_t output(std::int64_t b, std::int64_t a) const { return b * shape.time * inner + a * shape.headSize; }
  std::int64_t scores(std::int64_t b, std::int64_t a) const { return (b * shape.heads + a) * shape.time * keys; }
};

kernels::AttentionRow headRow(const HeadPlaces& places, const AttentionRule& rule, const torch::Tensor& mask, const Dropout& dropout, std::int64_t b, std::int64_t a) {
  const std::int64_t T = places.shape.time, K = places.keys;
  return {T, K, static_cast<float>(rule.scale), mask.defined() ? mask.data_ptr<std::uint8_t>() + b * K : nullptr, dropout.row(b), a * T * K,
          rule.span == AttentionSpan::Causal, rule.bias.defined() && rule.bias.numel() > 0 ? floats(rule.bias) + a * T * K : nullptr};
}

struct AttentionFunction : Function<AttentionFunction> {
  struct Settings { AttentionShape shape; AttentionRule rule; Dropout dropout; bool keep; torch::Tensor mask; };

  // `second` is empty where `first` holds query, key and value.
  static variable_list forward(AutogradContext* context, const torch::Tensor& first, const torch::Tensor& second, const torch::Tensor& bias, const Settings& settings) {
    const auto left = ready(first), right = ready(second);
    const HeadPlaces places{settings.shape, right.numel() == 0};
    const std::int64_t B = settings.shape.batch, T = settings.shape.time, A = settings.shape.heads, D = settings.shape.headSize, K = places.keys;
    AttentionRule rule = settings.rule;
    rule.bias = ready(bias);
    auto attended = uninitialised({B * T, places.inner});
    auto probabilities = settings.keep ? uninitialised({B, A, T, K}) : uninitialised({1, 1, T, K});
    auto dropped = settings.dropout.active() ? uninitialised({T, K}) : torch::Tensor();
    const float *queries = floats(left), *others = places.fused ? queries : floats(right);
    for (std::int64_t b = 0; b < B; ++b)
      for (std::int64_t a = 0; a < A; ++a) {
        float* scores = floats(probabilities) + (settings.keep ? places.scores(b, a) : 0);
        multiply({T, K, D}, {queries + places.query(b, a), places.queryStride}, {others + places.key(b, a), places.otherStride, true}, scores, K);
        kernels::softmaxDropout(scores, dropped.defined() ? floats(dropped) : nullptr, headRow(places, rule, settings.mask, settings.dropout, b, a));
        multiply({T, D, K}, {dropped.defined() ? floats(dropped) : scores, K}, {others + places.value(b, a), places.otherStride},
                 floats(attended) + places.output(b, a), places.inner);
      }
    context->save_for_backward({left, right, rule.bias, settings.mask, probabilities});
    context->saved_data["shape"] = std::vector<std::int64_t>{B, T, A, D, K, static_cast<std::int64_t>(rule.span)};
    context->saved_data["scale"] = rule.scale;
    save(context, settings.dropout, B);
    context->mark_non_differentiable({probabilities});
    return {attended, probabilities};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &left = saved[0], &right = saved[1], &mask = saved[3], &probabilities = saved[4];
    const auto sizes = context->saved_data["shape"].toIntVector();
    const HeadPlaces places{{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]}, right.numel() == 0};
    const std::int64_t T = sizes[1], D = sizes[3], K = sizes[4];
    const AttentionRule rule{static_cast<AttentionSpan>(sizes[5]), context->saved_data["scale"].toDouble(), saved[2]};
    const Dropout dropout = savedDropout(context);
    const auto outer = ready(gradients[0]);
    auto leftGradient = uninitialised(left.sizes()), rightGradient = places.fused ? torch::Tensor() : uninitialised(right.sizes());
    auto biasGradient = rule.bias.numel() > 0 ? torch::zeros_like(rule.bias) : torch::Tensor();
    auto inner = uninitialised({T, K}), dropped = dropout.active() ? uninitialised({T, K}) : torch::Tensor();
    const float *queries = floats(left), *others = places.fused ? queries : floats(right);
    float *queryGradients = floats(leftGradient), *otherGradients = places.fused ? queryGradients : floats(rightGradient);
    for (std::int64_t b = 0; b < sizes[0]; ++b)
      for (std::int64_t a = 0; a < sizes[2]; ++a) {
        const float *kept = floats(probabilities) + places.scores(b, a), *gradient = floats(outer) + places.output(b, a);
        multiply({T, K, D}, {gradient, places.inner}, {others + places.value(b, a), places.otherStride, true}, floats(inner), K);              // dP
        kernels::softmaxDropoutBackward(kept, floats(inner), dropped.defined() ? floats(dropped) : nullptr, headRow(places, rule, mask, dropout, b, a));
        multiply({K, D, T}, {dropped.defined() ? floats(dropped) : kept, K, true}, {gradient, places.inner}, otherGradients + places.value(b, a),
                 places.otherStride);                                                                                                          // dV
        multiply({T, D, K}, {floats(inner), K}, {others + places.key(b, a), places.otherStride}, queryGradients + places.query(b, a), places.queryStride);   // dQ
        multiply({K, D, T}, {floats(inner), K, true}, {queries + places.query(b, a), places.queryStride}, otherGradients + places.key(b, a), places.otherStride);   // dK
        if (biasGradient.defined()) kernels::add(floats(biasGradient) + a * T * K, floats(inner), T * K);                                      // of scale * scores
      }
    if (biasGradient.defined() && rule.scale != 1) kernels::scale(floats(biasGradient), static_cast<float>(1 / rule.scale), biasGradient.numel());
    return {leftGradient, rightGradient, biasGradient, torch::Tensor()};
  }
};

AttentionResult attention(const torch::Tensor& first, const torch::Tensor& second, AttentionFunction::Settings settings, bool capture) {
  const bool differentiable = first.requires_grad() || (second.defined() && second.requires_grad()) || (settings.rule.bias.defined() && settings.rule.bias.requires_grad());
  settings.keep = capture || (torch::GradMode::is_enabled() && differentiable);
  const auto bias = orAbsent(settings.rule.bias);
  settings.rule.bias = torch::Tensor();
  auto results = AttentionFunction::apply(first, orAbsent(second), bias, settings);
  return {results[0], capture ? results[1] : torch::Tensor()};
}

// Keys and values [B * T, 3I] -> the cache's places behind the ones that are filled.
void remember(const torch::Tensor& queryKeyValue, const KeyValueCache& cache, KeyValueCache::Layer& layer, const AttentionShape& shape) {
  const std::int64_t B = shape.batch, T = shape.time, A = shape.heads, D = shape.headSize;
  if (!layer.keys.defined()) layer = {torch::empty({B, A, cache.capacity, D}), torch::empty({B, A, cache.capacity, D})};
  const auto parts = queryKeyValue.view({B, T, 3, A, D});
  layer.keys.narrow(2, cache.length, T).copy_(parts.select(2, 1).transpose(1, 2));
  layer.values.narrow(2, cache.length, T).copy_(parts.select(2, 2).transpose(1, 2));
}

// The first `keys` keys and values of a cache's layer, every head of every row: context [B * T, I].
struct KeptRows { const torch::Tensor& queries; std::int64_t queryStride; const KeyValueCache::Layer& layer; std::int64_t keys; const torch::Tensor& mask; };
torch::Tensor attendRows(const KeptRows& rows, const AttentionShape& shape, const AttentionRule& rule) {
  const std::int64_t B = shape.batch, T = shape.time, A = shape.heads, D = shape.headSize, K = rows.keys, capacity = rows.layer.keys.size(2);
  const auto bias = rule.bias.defined() ? ready(rule.bias) : torch::Tensor();
  auto context = uninitialised({B * T, A * D}), scores = uninitialised({T, K});
  for (std::int64_t b = 0; b < B; ++b)
    for (std::int64_t a = 0; a < A; ++a) {
      const std::int64_t head = (b * A + a) * capacity * D;
      multiply({T, K, D}, {floats(rows.queries) + b * T * rows.queryStride + a * D, rows.queryStride}, {floats(rows.layer.keys) + head, D, true}, floats(scores), K);
      kernels::softmaxDropout(floats(scores), nullptr, {T, K, static_cast<float>(rule.scale), rows.mask.defined() ? rows.mask.data_ptr<std::uint8_t>() + b * K : nullptr, {}, 0,
                                                        rule.span == AttentionSpan::Causal, bias.defined() ? floats(bias) + a * T * K : nullptr});
      multiply({T, D, K}, {floats(scores), K}, {floats(rows.layer.values) + head, D}, floats(context) + b * T * A * D + a * D, A * D);
    }
  return context;
}

}  // namespace

AttentionResult selfAttention(const torch::Tensor& queryKeyValue, const torch::Tensor& mask, const AttentionShape& shape, const AttentionRule& rule,
                              const Dropout& dropout, bool capture) {
  return attention(queryKeyValue, {}, {shape, rule, dropout, false, mask}, capture);
}

AttentionResult crossAttention(const CrossInput& input, const AttentionShape& shape, const AttentionRule& rule, const Dropout& dropout, bool capture) {
  return attention(input.query, input.keyValue, {shape, rule, dropout, false, input.mask}, capture);
}

torch::Tensor cachedAttention(const torch::Tensor& given, KeyValueCache& cache, std::size_t layer, const AttentionShape& shape, const AttentionRule& rule) {
  if (rule.span != AttentionSpan::Causal) throw std::logic_error("a cache of keys and values needs causal attention");
  if (cache.length + shape.time > cache.capacity) throw std::logic_error("the cache of keys and values is full");
  const auto queryKeyValue = ready(given);
  if (cache.layers.size() <= layer) cache.layers.resize(layer + 1);
  KeyValueCache::Layer& kept = cache.layers[layer];
  remember(queryKeyValue, cache, kept, shape);
  return attendRows({queryKeyValue, 3 * shape.heads * shape.headSize, kept, cache.length + shape.time, {}}, shape, rule);
}

KeyValueCache::Layer splitKeyValue(const torch::Tensor& keyValue, const AttentionShape& shape) {
  const auto parts = keyValue.view({shape.batch, shape.keys, 2, shape.heads, shape.headSize});
  return {parts.select(2, 0).transpose(1, 2).contiguous(), parts.select(2, 1).transpose(1, 2).contiguous()};
}

torch::Tensor attendKept(const torch::Tensor& query, const KeyValueCache::Layer& kept, const torch::Tensor& mask, const AttentionShape& shape, const AttentionRule& rule) {
  const auto queries = ready(query);
  return attendRows({queries, shape.heads * shape.headSize, kept, kept.keys.size(2), mask}, shape, rule);
}

}  // namespace cloze
