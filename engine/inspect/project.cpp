// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/project.h"

#include <algorithm>

#include <torch/torch.h>

namespace cloze {

Projection principalAxes(const std::vector<float>& values, std::int64_t width, std::int64_t axes) {
  const torch::NoGradGuard noGradients;
  const std::int64_t rows = static_cast<std::int64_t>(values.size()) / std::max<std::int64_t>(width, 1);
  Projection result{std::vector<double>(static_cast<std::size_t>(rows * axes)), std::vector<double>(static_cast<std::size_t>(axes))};
  if (rows < 2) return result;
  const torch::Tensor table = torch::tensor(values, torch::kFloat64).view({rows, width});
  const torch::Tensor centred = table - table.mean(0, true);                             // [N, H]
  const auto [left, singular, right] = torch::linalg_svd(centred, false, c10::nullopt);  // right: [min(N, H), H]
  const double variance = singular.square().sum().item<double>();
  const double scale = table.square().sum().item<double>();
  if (variance <= scale * 1e-12) return result;                                          // all rows are the same up to rounding
  for (std::int64_t axis = 0; axis < std::min(axes, singular.size(0)); ++axis) {
    const torch::Tensor direction = right[axis];                                         // [H]
    const double largest = direction[direction.abs().argmax()].item<double>();
    const torch::Tensor along = torch::mv(centred, direction) * (largest < 0 ? -1.0 : 1.0);   // [N]
    for (std::int64_t row = 0; row < rows; ++row) result.points[static_cast<std::size_t>(row * axes + axis)] = along[row].item<double>();
    const double length = singular[axis].item<double>();
    result.explained[static_cast<std::size_t>(axis)] = length * length / variance;
  }
  return result;
}

}  // namespace cloze
