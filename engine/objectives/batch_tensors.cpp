// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/objectives/batch_tensors.h"

#include <algorithm>
#include <stdexcept>

#include "engine/data/batch_order.h"

namespace cloze {

namespace {

template <class T>
torch::Tensor toInt64(const std::vector<T>& values, torch::IntArrayRef shape) {
  auto tensor = torch::empty(shape, torch::kInt64);
  std::copy(values.begin(), values.end(), tensor.template data_ptr<std::int64_t>());
  return tensor;
}

template <class T>
std::vector<T> slice(const std::vector<T>& values, std::int64_t begin, std::int64_t end) {
  return values.empty() ? values : std::vector<T>(values.begin() + begin, values.begin() + end);
}

torch::Tensor lettersOf(const Batch& batch, const std::vector<std::int32_t>& letters) {
  auto tensor = torch::empty({batch.rows, batch.length, batch.letters}, torch::kInt32);
  std::copy(letters.begin(), letters.end(), tensor.data_ptr<std::int32_t>());
  return tensor;
}

// Batch::order as who sees whom, [B, T, T].
torch::Tensor visibleOf(const Batch& batch) {
  const std::int64_t B = batch.rows, T = batch.length;
  const BatchOrder order(batch);
  auto visible = torch::empty({B, T, T}, torch::kUInt8);
  std::uint8_t* sees = visible.data_ptr<std::uint8_t>();
  for (std::int64_t b = 0; b < B; ++b)
    for (std::int64_t i = 0; i < T; ++i)
      for (std::int64_t j = 0; j < T; ++j) *sees++ = order.sees(b, i, j);
  return visible;
}

std::int64_t featureSize(const Batch& batch) { return batch.features.layers * batch.features.width; }

// Rows of features that belong to rows [begin, end) of the batch, whose predicted places are [from, to).
BatchFeatures featuresOf(const Batch& batch, std::int64_t begin, std::int64_t end, std::int64_t from, std::int64_t to) {
  BatchFeatures part{batch.features.rows, batch.features.layers, batch.features.width, {}};
  const std::int64_t size = featureSize(batch), T = batch.length;
  switch (part.rows) {
    case FeatureRows::Sequences: part.values = slice(batch.features.values, begin * size, end * size); break;
    case FeatureRows::Predicted: part.values = slice(batch.features.values, from * size, to * size); break;
    case FeatureRows::Places: part.values = slice(batch.features.values, begin * T * size, end * T * size); break;
  }
  return part;
}

std::int64_t count(const Batch& batch) { return static_cast<std::int64_t>(batch.predicted.size()); }

}  // namespace

BatchTensors toTensors(const Batch& batch) {
  const std::int64_t B = batch.rows, T = batch.length;
  BatchTensors tensors;
  tensors.ids = toInt64(batch.ids, {B, T});
  if (!batch.typeIds.empty()) tensors.typeIds = toInt64(batch.typeIds, {B, T});
  if (!batch.attentionMask.empty()) {
    tensors.attentionMask = torch::empty({B, T}, torch::kBool);
    std::transform(batch.attentionMask.begin(), batch.attentionMask.end(), tensors.attentionMask.data_ptr<bool>(), [](std::uint8_t real) { return real != 0; });
  }
  if (!batch.decoderIds.empty()) tensors.decoderIds = toInt64(batch.decoderIds, {B, batch.decoderLength});
  if (!batch.order.empty()) tensors.visible = visibleOf(batch);
  if (!batch.backward.empty()) tensors.backward = torch::tensor(std::vector<std::int64_t>(batch.backward.begin(), batch.backward.end())) != 0;
  tensors.predicted = toInt64(batch.predicted, {count(batch)});
  tensors.targets = toInt64(batch.targets, {static_cast<std::int64_t>(batch.targets.size())});   // fewer than positions: unlabelled
  if (!batch.sentenceLabels.empty()) tensors.sentenceLabels = toInt64(batch.sentenceLabels, {static_cast<std::int64_t>(batch.sentenceLabels.size())});
  if (!batch.scores.empty()) tensors.scores = torch::tensor(batch.scores);
  if (!batch.answerSpans.empty()) tensors.answerSpans = toInt64(batch.answerSpans, {B, 2});
  tensors.choices = batch.choices;
  tensors.task = batch.task;
  if (batch.features.layers > 0) tensors.features = torch::tensor(batch.features.values).view({-1, batch.features.layers, batch.features.width});
  if (!batch.characters.empty()) tensors.characters = lettersOf(batch, batch.characters);
  if (!batch.backwardCharacters.empty()) tensors.backwardCharacters = lettersOf(batch, batch.backwardCharacters);
  if (!batch.backwardTargets.empty() || !batch.backwardIds.empty()) tensors.backwardTargets = toInt64(batch.backwardTargets, {count(batch)});
  return tensors;
}

Batch rowsOf(const Batch& batch, std::int64_t begin, std::int64_t end) {
  if (begin < 0 || end < begin || end > batch.rows) throw std::out_of_range("rowsOf: the rows are not in the batch");
  const std::int64_t T = batch.length;
  Batch part;
  part.rows = end - begin;
  part.length = T;
  part.goesOn = batch.goesOn;
  part.ids = slice(batch.ids, begin * T, end * T);
  part.typeIds = slice(batch.typeIds, begin * T, end * T);
  part.letters = batch.letters;
  part.characters = slice(batch.characters, begin * T * batch.letters, end * T * batch.letters);
  part.backwardIds = slice(batch.backwardIds, begin * T, end * T);
  part.backwardCharacters = slice(batch.backwardCharacters, begin * T * batch.letters, end * T * batch.letters);
  part.attentionMask = slice(batch.attentionMask, begin * T, end * T);
  part.order = slice(batch.order, begin * T, end * T);
  part.reused = batch.reused;
  part.backward = slice(batch.backward, begin, end);
  const std::int64_t U = batch.predictedLength();
  part.decoderLength = batch.decoderLength;
  part.decoderIds = slice(batch.decoderIds, begin * batch.decoderLength, end * batch.decoderLength);
  const auto from = std::lower_bound(batch.predicted.begin(), batch.predicted.end(), begin * U) - batch.predicted.begin();
  const auto to = std::lower_bound(batch.predicted.begin(), batch.predicted.end(), end * U) - batch.predicted.begin();
  part.predicted = slice(batch.predicted, from, to);
  for (std::int64_t& position : part.predicted) position -= begin * U;
  for (const HiddenSpan& span : batch.spans)
    if (span.position >= begin * T && span.position < end * T) part.spans.push_back({span.position - begin * T, span.firstTarget - from, span.size});
  part.targets = slice(batch.targets, from, to);
  part.backwardTargets = slice(batch.backwardTargets, from, to);
  part.changes = slice(batch.changes, from, to);
  part.sentenceLabels = slice(batch.sentenceLabels, begin / batch.choices, end / batch.choices);
  part.scores = slice(batch.scores, begin, end);
  part.answerSpans = slice(batch.answerSpans, 2 * begin, 2 * end);
  part.choices = batch.choices;
  part.task = batch.task;
  part.features = featuresOf(batch, begin, end, from, to);
  part.examples = slice(batch.examples, begin, end);
  return part;
}

BatchTensors rowAlone(const BatchTensors& batch, std::int64_t row) {
  const std::int64_t T = batch.ids.size(1), length = batch.attentionMask.defined() ? batch.attentionMask[row].sum().item<std::int64_t>() : T;
  const auto alone = [&](const torch::Tensor& tensor) { return tensor.defined() ? tensor.narrow(0, row, 1).narrow(1, 0, length).contiguous() : tensor; };
  BatchTensors one;
  one.ids = alone(batch.ids);
  one.typeIds = alone(batch.typeIds);
  one.positionIds = alone(batch.positionIds);
  one.characters = alone(batch.characters);
  one.predicted = batch.predicted.index({(batch.predicted >= row * T) & (batch.predicted < (row + 1) * T)}) - row * T;
  return one;
}

torch::Tensor positionIdsOf(const BatchTensors& batch) {
  if (batch.positionIds.defined()) return batch.positionIds;
  const std::int64_t B = batch.ids.size(0), T = batch.ids.size(1);
  return torch::arange(T, torch::kInt64).expand({B, T}).contiguous();
}

torch::Tensor typeIdsOf(const BatchTensors& batch) { return batch.typeIds.defined() ? batch.typeIds : torch::zeros_like(batch.ids); }

torch::Tensor attentionBytesOf(const BatchTensors& batch) {
  if (!batch.attentionMask.defined()) return {};
  const auto mask = batch.attentionMask.contiguous();
  const bool* real = mask.data_ptr<bool>();
  if (std::all_of(real, real + mask.numel(), [](bool one) { return one; })) return {};
  return mask.to(torch::kUInt8);
}

}  // namespace cloze
