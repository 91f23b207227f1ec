// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/plot.h"

#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

CurveRange rounded(CurveRange all, bool logarithmic) {
  if (logarithmic) return all.high < all.low * 1.01 ? CurveRange{all.low / 2, all.high * 2} : CurveRange{all.low / 1.08, all.high * 1.08};
  if (all.low > 0 && all.low < all.high * 0.4) all.low = 0;      // near zero: start the axis there
  if (all.high - all.low < std::abs(all.high) * 1e-6 + 1e-12) all = {all.low == 0 ? 0 : all.low - std::abs(all.low) * 0.1, all.high == 0 ? 1 : all.high + std::abs(all.high) * 0.1};
  const std::vector<double> ticks = niceTicks(all.low, all.high);
  if (ticks.size() < 2) return all;
  const double step = ticks[1] - ticks[0];
  return {std::floor(all.low / step + 1e-9) * step, std::ceil(all.high / step - 1e-9) * step};
}

}  // namespace

double Plot::pixelOfX(double position) const { return area.left() + shareOf(position, window.x0, window.x1, logX) * area.width(); }
double Plot::pixelOfY(double value) const { return area.bottom() - shareOf(value, window.y0, window.y1, logY) * area.height(); }

double Plot::positionAt(double pixel) const {
  return area.width() <= 0 ? window.x0 : valueAt((pixel - area.left()) / area.width(), window.x0, window.x1, logX);
}

std::vector<std::size_t> Plot::flagsAt(double pixel) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < flags.size(); ++i)
    if (std::abs(pixelOfX(flagPosition(flags[i])) - pixel) < 6) found.push_back(i);
  return found;
}

std::vector<double> Plot::edges(const ChartCurve& curve) const {
  const int columns = std::max(1, static_cast<int>(area.width()));
  std::vector<double> steps;
  steps.reserve(static_cast<std::size_t>(columns) + 1);
  for (int column = 0; column <= columns; ++column)
    steps.push_back(curve.stepAt(valueAt(static_cast<double>(column) / columns, window.x0, window.x1, logX), unit));
  return steps;
}

bool Plot::empty() const {
  return std::all_of(curves.begin(), curves.end(), [](const ChartCurve& curve) { return curve.data->raw().empty(); });
}

double Plot::newest() const {
  double newest = 0;
  for (const ChartCurve& curve : curves)
    if (curve.style != CurveStyle::Planned && !curve.data->raw().empty()) newest = std::max(newest, curve.position(curve.data->raw().lastX(), unit));
  return newest;
}

double Plot::smallestPosition() const {
  double smallest = 0;
  for (const ChartCurve& curve : curves) {
    const CurveStore& store = curve.data->raw();
    for (std::size_t i = 0; i < std::min<std::size_t>(store.size(), 2); ++i) {
      const double position = curve.position(store.x(i), unit);
      if (position > 0 && (smallest == 0 || position < smallest)) smallest = position;
    }
  }
  return smallest > 0 ? smallest : 1e-3;
}

CurveRange Plot::valuesIn(double x0, double x1) const {
  CurveRange all{1e300, -1e300};
  for (const ChartCurve& curve : curves) {
    if (!curve.shown) continue;
    const double from = curve.stepAt(x0, unit), to = curve.stepAt(x1, unit);
    const auto take = [&](const CurveStore& store) {
      const auto range = logY ? store.positiveRange(from, to) : store.range(from, to);
      if (!range) return;
      all.low = std::min(all.low, range->low);
      all.high = std::max(all.high, range->high);
    };
    take(curve.style == CurveStyle::Mean ? curve.store() : curve.data->raw());
    if (curve.low) take(curve.low->raw());
    if (curve.high) take(curve.high->raw());
  }
  if (all.low > all.high) return logY ? CurveRange{0.1, 1} : CurveRange{0, 1};
  const CurveRange values = rounded(all, logY);
  if (!bounds || all.low > bounds->high || all.high < bounds->low) return values;
  return {std::max(values.low, bounds->low), std::min(values.high, bounds->high)};
}

void Plot::setWindowX(double x0, double x1) {
  if (logX) x0 = std::max(x0, smallestPosition());
  if (!(x1 - x0 > std::abs(x1) * 1e-9)) x1 = logX ? x0 * 10 : x0 + 1;
  const CurveRange values = valuesIn(x0, x1);
  window = {x0, x1, values.low, values.high};
}

QString Plot::positionText(double position) const { return xName.isEmpty() ? formatPosition(position, unit) : QStringLiteral("%1 %2").arg(formatNumber(position, 4), xName); }

void Plot::layOut(const QRectF& whole) {
  const QFontMetricsF metrics(Theme::current().small());
  const double line = metrics.height(), letter = metrics.averageCharWidth();
  yTicks = valueTicks(window.y0, window.y1, logY, whole.height() < 8 * line ? 3 : 5);
  double labels = metrics.horizontalAdvance(xTitle());
  for (const ChartTick& tick : yTicks) labels = std::max(labels, metrics.horizontalAdvance(tick.label));
  area = whole.adjusted(labels + kSpace2 + 2, line / 2 + 2, -kSpace3, -line - kSpace1 - 2);
  xTicks = positionTicks(window.x0, window.x1, unit, logX, std::clamp(static_cast<int>(area.width() / (letter * 13)), 2, 6));
}

}  // namespace cloze
