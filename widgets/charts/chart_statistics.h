// What lies between two positions of a curve, over every point that was logged there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/plot.h"

namespace cloze {

struct CurveStatistics {
  std::size_t count = 0, notNumbers = 0;           // count: finite values; NaN and infinity apart
  double low = 0, high = 0, mean = 0;              // NaN when there is no finite value
  double slope = 0;                                // least squares, per unit of x; NaN with fewer than two values
};

CurveStatistics statisticsOf(const ChartCurve& curve, XUnit unit, const PositionRange& range);

}  // namespace cloze
