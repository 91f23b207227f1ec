// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cloze {

CurveStatistics statisticsOf(const ChartCurve& curve, XUnit unit, const PositionRange& range) {
  const double from = std::min(range.from, range.to), to = std::max(range.from, range.to);
  const CurveStore& store = curve.data->raw();
  const std::size_t begin = store.firstFrom(curve.stepAt(from, unit) - 1e-9);
  CurveStatistics result;
  result.low = result.high = result.mean = result.slope = std::numeric_limits<double>::quiet_NaN();
  double sum = 0, positions = 0;
  std::size_t end = begin;
  for (; end < store.size() && store.x(end) <= curve.stepAt(to, unit) + 1e-9; ++end) {
    const double y = store.y(end);
    if (!std::isfinite(y)) { ++result.notNumbers; continue; }
    result.low = result.count == 0 ? y : std::min(result.low, y);
    result.high = result.count == 0 ? y : std::max(result.high, y);
    sum += y;
    positions += curve.position(store.x(end), unit);
    ++result.count;
  }
  if (result.count == 0) return result;
  const auto count = static_cast<double>(result.count);
  result.mean = sum / count;
  double products = 0, squares = 0;                // about the means, so that large positions lose nothing
  for (std::size_t i = begin; i < end; ++i) {
    if (!std::isfinite(store.y(i))) continue;
    const double x = curve.position(store.x(i), unit) - positions / count;
    products += x * (store.y(i) - result.mean);
    squares += x * x;
  }
  if (result.count > 1 && squares > 0) result.slope = products / squares;
  return result;
}

}  // namespace cloze
