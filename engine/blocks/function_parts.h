// What the files of differentiable operations share: tensors as plain arrays, and a Dropout kept between the ways forward and back.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include "engine/blocks/pass.h"

namespace cloze::parts {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

inline torch::Tensor ready(const torch::Tensor& tensor) { return tensor.contiguous(); }
inline float* floats(const torch::Tensor& tensor) { return tensor.data_ptr<float>(); }
// A custom function's tensor arguments must be defined: an empty one stands for none.
inline torch::Tensor absent() { return torch::empty({0}, torch::kFloat32); }
inline torch::Tensor orAbsent(const torch::Tensor& tensor) { return tensor.defined() ? tensor : absent(); }
inline const float* floatsOrNull(const torch::Tensor& tensor) { return tensor.numel() > 0 ? floats(tensor) : nullptr; }
inline torch::Tensor uninitialised(torch::IntArrayRef shape) { return torch::empty(shape, torch::kFloat32); }

// What a custom function keeps of a Dropout.
inline void save(AutogradContext* context, const Dropout& dropout, std::int64_t batch) {
  context->saved_data["probability"] = dropout.probability;
  context->saved_data["key"] = static_cast<std::int64_t>(dropout.key);
  context->saved_data["firstRow"] = dropout.firstRow;
  context->saved_data["batch"] = batch;
}
inline Dropout savedDropout(AutogradContext* context) {
  return {context->saved_data["probability"].toDouble(), static_cast<std::uint64_t>(context->saved_data["key"].toInt()),
          context->saved_data["firstRow"].toInt()};
}

}  // namespace cloze::parts
