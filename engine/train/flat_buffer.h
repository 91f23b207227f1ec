// All parameters of a model as slices of one flat array: weights, gradients and moments share the layout, so that the optimiser makes one pass
// and a snapshot is one copy. Slices start at multiples of 64 bytes: no two threads write to one cache line. The padding is zero and stays so.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "engine/blocks/parameters.h"

namespace cloze {

struct FlatSlice {
  std::string name;
  std::int64_t offset = 0, count = 0;                // in floats; offset is a multiple of 16
  std::vector<std::int64_t> shape;
  bool decays = true;
  std::int64_t layer = 0;
};

struct FlatLayout {
  std::vector<FlatSlice> slices;                     // in the order of the parameter table
  std::int64_t size = 0;                             // floats, padding included
  std::int64_t parameters() const;                   // without padding
  bool operator==(const FlatLayout& other) const;    // names, shapes and places
};

FlatLayout flatLayout(const ParameterTable& parameters);

// A shared array of floats, aligned to 64 bytes and zero at first. Copies share; clone() does not.
class FlatBuffer {
 public:
  FlatBuffer() = default;
  explicit FlatBuffer(std::int64_t size);
  float* data() const { return m_data.get(); }
  std::int64_t size() const { return m_size; }
  FlatBuffer clone() const;
  // The slice as a tensor of its shape; it keeps the buffer alive.
  torch::Tensor view(const FlatSlice& slice) const;

 private:
  std::shared_ptr<float> m_data;
  std::int64_t m_size = 0;
};

// Copies the parameters' present values into the buffer.
void gatherWeights(const ParameterTable& parameters, const FlatLayout& layout, const FlatBuffer& weights);
// The parameters become views of the buffer; every handle the model holds sees them. std::logic_error when the layout is not this model's.
void bindWeights(ParameterTable& parameters, const FlatLayout& layout, const FlatBuffer& weights);
// Gradients are added into the buffer by every backward pass.
void bindGradients(ParameterTable& parameters, const FlatLayout& layout, const FlatBuffer& gradients);

}  // namespace cloze
