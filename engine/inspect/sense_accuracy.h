// How well vectors tell gold senses apart: leave-one-out nearest neighbour, balanced over the senses. Works for any number of senses.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace cloze {

struct SenseRows {
  std::int64_t width = 0;
  std::vector<float> values;               // [rows * width], finite, no zero rows
  std::vector<int> senses;                 // [rows] from 0
  std::vector<int> texts;                  // [rows] rows of one text are never each other's neighbours: equal sentences would be a gift
};

// Mean over the senses of the share of their rows whose nearest other row (cosine) has the same sense; equally near ones count by their share.
// A vector that does not depend on the sense scores about one in the number of senses. NaN without two senses of two rows each.
double senseAccuracy(const SenseRows& rows);

}  // namespace cloze
