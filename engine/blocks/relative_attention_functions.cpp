// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/blocks/relative_attention_functions.h"

#include <algorithm>
#include <vector>

#include "engine/blocks/function_parts.h"
#include "engine/blocks/gemm.h"
#include "engine/blocks/kernels.h"

namespace cloze {

namespace {

using namespace parts;

constexpr std::int64_t kRelativeBlock = 32;          // queries that share one stretch of distances: fewer scores that no query needs

// Queries [first, first + rows) of one row of the batch and the distances [lowest, lowest + width) that they need between them.
struct DistanceBlock { std::int64_t first, rows, lowest, width; std::vector<std::int64_t> firsts; };

std::vector<DistanceBlock> distanceBlocks(const std::int64_t* places, const RelativeShape& shape) {
  std::vector<DistanceBlock> blocks;
  for (std::int64_t first = 0; first < shape.queries; first += kRelativeBlock) {
    DistanceBlock block{first, std::min(kRelativeBlock, shape.queries - first), 0, 0, {}};
    const auto [least, most] = std::minmax_element(places + first, places + first + block.rows);
    block.lowest = shape.time - *most;
    block.width = *most - *least + shape.keys;
    for (std::int64_t i = 0; i < block.rows; ++i) block.firsts.push_back(shape.time - places[first + i] - block.lowest);
    blocks.push_back(std::move(block));
  }
  return blocks;
}

// output [Q, D] = the head's slice of the queries + its bias.
void withBias(const float* query, std::int64_t stride, const float* bias, float* output, std::int64_t queries, std::int64_t width) {
  for (std::int64_t i = 0; i < queries; ++i)
    for (std::int64_t d = 0; d < width; ++d) output[i * width + d] = query[i * stride + d] + bias[d];
}

// What one head of one row needs on its way forward and back.
struct RelativeHead {
  RelativeShape shape;
  RelativeRule rule;
  const float *query, *keyValue, *distance, *contentBias, *distanceBias, *segmentBias, *segments;
  std::int64_t inner = shape.heads * shape.headSize;
  std::int64_t queryAt(std::int64_t b, std::int64_t a) const { return b * shape.queries * inner + a * shape.headSize; }
  std::int64_t keyAt(std::int64_t b, std::int64_t a) const { return b * shape.keys * 2 * inner + a * shape.headSize; }
  std::int64_t valueAt(std::int64_t b, std::int64_t a) const { return keyAt(b, a) + inner; }
  std::int64_t distanceAt(std::int64_t b, std::int64_t a) const {
    const bool second = rule.backward.defined() && rule.backward.data_ptr<std::uint8_t>()[b] != 0;
    return (second ? (shape.keys + shape.time) * inner : 0) + a * shape.headSize;
  }
  std::int64_t scoresAt(std::int64_t b, std::int64_t a) const { return (b * shape.heads + a) * shape.queries * shape.keys; }
  kernels::RelativeRow relative(std::int64_t b, std::int64_t first, std::int64_t rows) const {
    return {rows, shape.keys, static_cast<float>(rule.scale), rule.sight.data_ptr<std::uint8_t>() + (b * shape.queries + first) * shape.keys};
  }
  // The place of an element in the row's mask does not depend on how many queries other rows have.
  kernels::AttentionRow softmax(const Dropout& dropout, std::int64_t b, std::int64_t a, const float* bias) const {
    return {shape.queries, shape.keys, static_cast<float>(rule.scale), nullptr, dropout.row(b), a * shape.time * shape.keys, false, bias};
  }
  const std::int64_t* places(std::int64_t b) const { return rule.places.data_ptr<std::int64_t>() + b * shape.queries; }
};

struct RelativeBuffers {
  torch::Tensor shifted, bias, distances, ofSegments;
  explicit RelativeBuffers(const RelativeShape& s)
      : shifted(uninitialised({s.queries, s.headSize})), bias(uninitialised({s.queries, s.keys})), distances(uninitialised({kRelativeBlock, s.keys + s.time})),
        ofSegments(uninitialised({s.queries, 2})) {}
};

// scores of the head -> probabilities.
void attendHead(const RelativeHead& head, const std::vector<DistanceBlock>& blocks, std::int64_t b, std::int64_t a, RelativeBuffers& buffers, float* scores, float* dropped,
                const Dropout& dropout) {
  const auto [B, Q, T, K, A, D] = head.shape;
  const std::int64_t I = head.inner;
  const float* query = head.query + head.queryAt(b, a);
  float* shifted = floats(buffers.shifted);
  if (head.rule.bySegment) {
    withBias(query, I, head.segmentBias + a * D, shifted, Q, D);
    multiply({Q, 2, D}, {shifted, D}, {head.segments + a * D, I, true}, floats(buffers.ofSegments), 2);
  }
  withBias(query, I, head.distanceBias + a * D, shifted, Q, D);
  for (const DistanceBlock& block : blocks) {
    multiply({block.rows, block.width, D}, {shifted + block.first * D, D}, {head.distance + head.distanceAt(b, a) + block.lowest * I, I, true}, floats(buffers.distances), block.width);
    kernels::relativeBias(floats(buffers.distances), block.width, block.firsts.data(), head.rule.bySegment ? floats(buffers.ofSegments) + 2 * block.first : nullptr,
                          floats(buffers.bias) + block.first * K, head.relative(b, block.first, block.rows));
  }
  withBias(query, I, head.contentBias + a * D, shifted, Q, D);
  multiply({Q, K, D}, {shifted, D}, {head.keyValue + head.keyAt(b, a), 2 * I, true}, scores, K);
  kernels::softmaxDropout(scores, dropped, head.softmax(dropout, b, a, floats(buffers.bias)));
}

struct RelativeGradients { torch::Tensor query, keyValue, distance, contentBias, distanceBias, segmentBias, segments; };

void addRows(float* target, std::int64_t stride, const float* added, std::int64_t rows, std::int64_t width) {
  for (std::int64_t i = 0; i < rows; ++i) kernels::add(target + i * stride, added + i * width, width);
}

// inner [Q, K]: gradient of the scores before their scale. Adds to all gradients but that of the values.
void differentiateHead(const RelativeHead& head, const std::vector<DistanceBlock>& blocks, std::int64_t b, std::int64_t a, RelativeBuffers& buffers, const float* inner,
                       RelativeGradients& gradients) {
  const auto [B, Q, T, K, A, D] = head.shape;
  const std::int64_t I = head.inner;
  const float* query = head.query + head.queryAt(b, a);
  float *shifted = floats(buffers.shifted), *queryGradient = floats(gradients.query) + head.queryAt(b, a);
  const auto part = uninitialised({Q, D});                             // of the shifted queries
  withBias(query, I, head.contentBias + a * D, shifted, Q, D);
  multiply({Q, D, K}, {inner, K}, {head.keyValue + head.keyAt(b, a), 2 * I}, floats(part), D);
  multiply({K, D, Q}, {inner, K, true}, {shifted, D}, floats(gradients.keyValue) + head.keyAt(b, a), 2 * I);
  kernels::addColumnSums(floats(part), floats(gradients.contentBias) + a * D, Q, D);
  for (std::int64_t i = 0; i < Q; ++i) std::copy_n(floats(part) + i * D, D, queryGradient + i * I);
  withBias(query, I, head.distanceBias + a * D, shifted, Q, D);
  for (const DistanceBlock& block : blocks) {
    float* spread = floats(buffers.distances);
    std::fill_n(spread, block.rows * block.width, 0.0f);
    for (std::int64_t i = 0; i < block.rows; ++i)
      std::copy_n(inner + (block.first + i) * K, K, spread + i * block.width + block.firsts[static_cast<std::size_t>(i)]);
    const std::int64_t at = head.distanceAt(b, a) + block.lowest * I;
    multiply({block.rows, D, block.width}, {spread, block.width}, {head.distance + at, I}, floats(part) + block.first * D, D);
    multiply({block.width, D, block.rows, 1, 1}, {spread, block.width, true}, {shifted + block.first * D, D}, floats(gradients.distance) + at, I);
  }
  kernels::addColumnSums(floats(part), floats(gradients.distanceBias) + a * D, Q, D);
  addRows(queryGradient, I, floats(part), Q, D);
  if (!head.rule.bySegment) return;
  withBias(query, I, head.segmentBias + a * D, shifted, Q, D);
  kernels::segmentSums(inner, floats(buffers.ofSegments), head.relative(b, 0, Q));
  multiply({Q, D, 2}, {floats(buffers.ofSegments), 2}, {head.segments + a * D, I}, floats(part), D);
  multiply({2, D, Q, 1, 1}, {floats(buffers.ofSegments), 2, true}, {shifted, D}, floats(gradients.segments) + a * D, I);
  kernels::addColumnSums(floats(part), floats(gradients.segmentBias) + a * D, Q, D);
  addRows(queryGradient, I, floats(part), Q, D);
}

struct RelativeAttentionFunction : Function<RelativeAttentionFunction> {
  struct Settings { RelativeShape shape; RelativeRule rule; Dropout dropout; bool keep; };

  static RelativeHead headOf(const Settings& settings, const std::vector<torch::Tensor>& t) {
    return {settings.shape, settings.rule, floats(t[0]), floats(t[1]), floats(t[2]), floats(t[3]), floats(t[4]), floats(t[5]), floats(t[6])};
  }

  static variable_list forward(AutogradContext* context, const torch::Tensor& query, const torch::Tensor& keyValue, const torch::Tensor& distance,
                               const torch::Tensor& contentBias, const torch::Tensor& distanceBias, const torch::Tensor& segmentBias, const torch::Tensor& segments,
                               const Settings& settings) {
    const variable_list inputs{ready(query), ready(keyValue), ready(distance), ready(contentBias), ready(distanceBias), ready(segmentBias), ready(segments)};
    const RelativeHead head = headOf(settings, inputs);
    const auto [B, Q, T, K, A, D] = settings.shape;
    auto attended = uninitialised({B * Q, head.inner}), probabilities = settings.keep ? uninitialised({B, A, Q, K}) : uninitialised({1, 1, Q, K});
    auto dropped = settings.dropout.active() ? uninitialised({Q, K}) : torch::Tensor();
    RelativeBuffers buffers(settings.shape);
    for (std::int64_t b = 0; b < B; ++b) {
      const auto blocks = distanceBlocks(head.places(b), settings.shape);
      for (std::int64_t a = 0; a < A; ++a) {
        float* scores = floats(probabilities) + (settings.keep ? head.scoresAt(b, a) : 0);
        attendHead(head, blocks, b, a, buffers, scores, dropped.defined() ? floats(dropped) : nullptr, settings.dropout);
        multiply({Q, D, K}, {dropped.defined() ? floats(dropped) : scores, K}, {head.keyValue + head.valueAt(b, a), 2 * head.inner}, floats(attended) + head.queryAt(b, a),
                 head.inner);
      }
    }
    variable_list saved = inputs;
    saved.insert(saved.end(), {probabilities, settings.rule.places, settings.rule.sight, settings.rule.backward});
    context->save_for_backward(saved);
    context->saved_data["shape"] = std::vector<std::int64_t>{B, Q, T, K, A, D};
    context->saved_data["scale"] = settings.rule.scale;
    context->saved_data["bySegment"] = settings.rule.bySegment;
    save(context, settings.dropout, B);
    context->mark_non_differentiable({probabilities});
    return {attended, probabilities};
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto sizes = context->saved_data["shape"].toIntVector();
    const RelativeRule rule{context->saved_data["scale"].toDouble(), context->saved_data["bySegment"].toBool(), saved[8], saved[9], saved[10]};
    const Settings settings{{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]}, rule, savedDropout(context), true};
    const RelativeHead head = headOf(settings, saved);
    const auto [B, Q, T, K, A, D] = settings.shape;
    const auto outer = ready(gradients[0]), inner = uninitialised({Q, K});
    const auto dropped = settings.dropout.active() ? uninitialised({Q, K}) : torch::Tensor();
    RelativeGradients result{uninitialised(saved[0].sizes()), uninitialised(saved[1].sizes()), torch::zeros_like(saved[2]), torch::zeros_like(saved[3]),
                             torch::zeros_like(saved[4]), torch::zeros_like(saved[5]), torch::zeros_like(saved[6])};
    RelativeBuffers buffers(settings.shape);
    for (std::int64_t b = 0; b < B; ++b) {
      const auto blocks = distanceBlocks(head.places(b), settings.shape);
      for (std::int64_t a = 0; a < A; ++a) {
        const float *kept = floats(saved[7]) + head.scoresAt(b, a), *gradient = floats(outer) + head.queryAt(b, a);
        multiply({Q, K, D}, {gradient, head.inner}, {head.keyValue + head.valueAt(b, a), 2 * head.inner, true}, floats(inner), K);
        kernels::softmaxDropoutBackward(kept, floats(inner), dropped.defined() ? floats(dropped) : nullptr, head.softmax(settings.dropout, b, a, nullptr));
        multiply({K, D, Q}, {dropped.defined() ? floats(dropped) : kept, K, true}, {gradient, head.inner}, floats(result.keyValue) + head.valueAt(b, a), 2 * head.inner);
        differentiateHead(head, blocks, b, a, buffers, floats(inner), result);
      }
    }
    return {result.query, result.keyValue, result.distance, result.contentBias, result.distanceBias, result.segmentBias, result.segments, torch::Tensor()};
  }
};

}  // namespace

AttentionResult relativeAttention(const RelativeInput& input, const RelativeShape& shape, const RelativeRule& rule, const Dropout& dropout, bool capture) {
  const bool keep = capture || torch::GradMode::is_enabled();
  auto results = RelativeAttentionFunction::apply(input.query, input.keyValue, input.distance, input.contentBias, input.distanceBias, input.segmentBias, input.segments,
                                                  RelativeAttentionFunction::Settings{shape, rule, dropout, keep});
  return {results[0], capture ? results[1] : torch::Tensor()};
}

}  // namespace cloze
