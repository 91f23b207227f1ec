// Vectors as points of a plane: exact principal component analysis (Pearson 1901; Hotelling 1933) by singular values in double precision, with
// signs that do not depend on the library, so that the same vectors always give the same picture.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace cloze {

struct Projection {
  std::vector<double> points;              // [rows * axes], row-major, centred
  std::vector<double> explained;           // [axes] shares of the variance, largest first; 0 where there is none
};

// `values` [rows, width], finite. Of each axis the component of largest absolute value (the first of equal ones) is positive.
Projection principalAxes(const std::vector<float>& values, std::int64_t width, std::int64_t axes = 2);

}  // namespace cloze
