// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/flat_buffer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>

namespace cloze {

namespace {
constexpr std::int64_t kFloatsPerLine = 16;          // 64 bytes

void requireSameLayout(const ParameterTable& parameters, const FlatLayout& layout) {
  if (!(flatLayout(parameters) == layout)) throw std::logic_error("flat buffer: the layout belongs to another model");
}
}  // namespace

std::int64_t FlatLayout::parameters() const {
  std::int64_t total = 0;
  for (const FlatSlice& slice : slices) total += slice.count;
  return total;
}

bool FlatLayout::operator==(const FlatLayout& other) const {
  if (size != other.size || slices.size() != other.slices.size()) return false;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const FlatSlice &a = slices[i], &b = other.slices[i];
    if (a.name != b.name || a.offset != b.offset || a.shape != b.shape) return false;
  }
  return true;
}

FlatLayout flatLayout(const ParameterTable& parameters) {
  FlatLayout layout;
  for (const Parameter& parameter : parameters.all()) {
    FlatSlice slice;
    slice.name = parameter.name;
    slice.offset = layout.size;
    slice.count = parameter.tensor.numel();
    slice.shape = parameter.tensor.sizes().vec();
    slice.decays = parameter.decays;
    slice.layer = parameter.layer;
    layout.size += (slice.count + kFloatsPerLine - 1) / kFloatsPerLine * kFloatsPerLine;
    layout.slices.push_back(std::move(slice));
  }
  return layout;
}

FlatBuffer::FlatBuffer(std::int64_t size) : m_size(size) {
  const std::size_t bytes = static_cast<std::size_t>(std::max<std::int64_t>(size, kFloatsPerLine)) * sizeof(float);
  auto* memory = static_cast<float*>(std::aligned_alloc(64, (bytes + 63) / 64 * 64));
  if (!memory) throw std::bad_alloc();
  std::memset(memory, 0, bytes);
  m_data = std::shared_ptr<float>(memory, [](float* p) { std::free(p); });
}

FlatBuffer FlatBuffer::clone() const {
  FlatBuffer copy(m_size);
  std::memcpy(copy.data(), data(), static_cast<std::size_t>(m_size) * sizeof(float));
  return copy;
}

torch::Tensor FlatBuffer::view(const FlatSlice& slice) const {
  auto keepAlive = m_data;
  return torch::from_blob(m_data.get() + slice.offset, slice.shape, [keepAlive](void*) {}, torch::kFloat32);
}

void gatherWeights(const ParameterTable& parameters, const FlatLayout& layout, const FlatBuffer& weights) {
  requireSameLayout(parameters, layout);
  const torch::NoGradGuard noGradient;
  for (std::size_t i = 0; i < layout.slices.size(); ++i) weights.view(layout.slices[i]).copy_(parameters.all()[i].tensor);
}

void bindWeights(ParameterTable& parameters, const FlatLayout& layout, const FlatBuffer& weights) {
  requireSameLayout(parameters, layout);
  for (std::size_t i = 0; i < layout.slices.size(); ++i) parameters.all()[i].tensor.set_data(weights.view(layout.slices[i]));
}

void bindGradients(ParameterTable& parameters, const FlatLayout& layout, const FlatBuffer& gradients) {
  requireSameLayout(parameters, layout);
  for (std::size_t i = 0; i < layout.slices.size(); ++i) parameters.all()[i].tensor.mutable_grad() = gradients.view(layout.slices[i]);
}

}  // namespace cloze
