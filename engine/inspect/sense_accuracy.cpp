// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/sense_accuracy.h"

#include <limits>
#include <map>

#include <torch/torch.h>

namespace cloze {
namespace {

constexpr double kEquallyNear = 1e-6;      // rounding of single-precision vectors

// Share of the nearest rows to `row` that have its sense; -1 when there is no other text.
double shareOfOwnSense(const SenseRows& rows, const float* cosines, std::size_t row) {
  double best = -2;
  for (std::size_t other = 0; other < rows.senses.size(); ++other)
    if (rows.texts[other] != rows.texts[row]) best = std::max<double>(best, cosines[other]);
  double same = 0, near = 0;
  for (std::size_t other = 0; other < rows.senses.size(); ++other) {
    if (rows.texts[other] == rows.texts[row] || cosines[other] < best - kEquallyNear) continue;
    ++near;
    same += rows.senses[other] == rows.senses[row];
  }
  return near > 0 ? same / near : -1;
}

}  // namespace

double senseAccuracy(const SenseRows& rows) {
  const torch::NoGradGuard noGradients;
  const auto count = static_cast<std::int64_t>(rows.senses.size());
  std::map<int, std::pair<double, double>> bySense;                                      // right, asked
  if (count > 1) {
    const torch::Tensor table = torch::nn::functional::normalize(torch::tensor(rows.values).view({count, rows.width}));
    const torch::Tensor cosines = torch::mm(table, table.t()).contiguous();              // [N, N]
    for (std::int64_t row = 0; row < count; ++row) {
      const double share = shareOfOwnSense(rows, cosines.data_ptr<float>() + row * count, static_cast<std::size_t>(row));
      auto& [right, asked] = bySense[rows.senses[static_cast<std::size_t>(row)]];
      if (share < 0) continue;
      right += share;
      ++asked;
    }
  }
  double sum = 0, senses = 0;
  for (const auto& [sense, counts] : bySense) {
    if (counts.second < 2) continue;
    sum += counts.first / counts.second;
    ++senses;
  }
  return senses >= 2 ? sum / senses : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace cloze
