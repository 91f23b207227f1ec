// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_scale.h"

#include "widgets/shared/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

struct TimeUnit { double seconds; const char* name; };
constexpr TimeUnit kTimeUnits[] = {{3600, QT_TRANSLATE_NOOP("Chart", "hours")}, {60, QT_TRANSLATE_NOOP("Chart", "minutes")}, {1, QT_TRANSLATE_NOOP("Chart", "seconds")}};

const TimeUnit& timeUnit(double high) { return high >= 3 * 3600 ? kTimeUnits[0] : high >= 3 * 60 ? kTimeUnits[1] : kTimeUnits[2]; }

QString words(const char* text) { return QCoreApplication::translate("Chart", text); }

QString shortLabel(double value, double step) { return value >= 1e5 ? formatShortCount(static_cast<std::int64_t>(std::llround(value))) : tickLabel(value, step); }

}  // namespace

std::vector<double> niceTicks(double low, double high, int target) {
  if (!std::isfinite(low) || !std::isfinite(high) || !(high > low)) return {};
  const double rough = (high - low) / target;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0})
    if (rough <= factor * power * 1.0001) { step = factor * power; break; }
  std::vector<double> ticks;
  const double slack = step * 1e-6;
  for (double i = std::ceil((low - slack) / step); i * step <= high + slack && ticks.size() < 24; ++i) ticks.push_back(i * step);
  return ticks;
}

QString tickLabel(double value, double step) {
  if (std::abs(value) < step * 1e-6) return QStringLiteral("0");
  if (step >= 1) return value >= 1e7 ? QString::number(value, 'g', 3).replace(QLatin1String("e+0"), QLatin1String("e")) : formatFixed(value, 0);
  int decimals = static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  while (decimals < 9 && std::abs(step * std::pow(10.0, decimals) - std::round(step * std::pow(10.0, decimals))) > 1e-6) ++decimals;
  if (decimals <= 3) return formatFixed(value, decimals);
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
  const int digits = std::max(1, exponent + decimals + 1);
  return withMinusSign(QLocale().toString(value / std::pow(10.0, exponent), 'g', digits)) + QLatin1Char('e') + QString::number(exponent);
}

std::vector<double> logTicks(double low, double high, int target) {
  if (!(low > 0) || !(high > low) || !std::isfinite(high)) return {};
  const int first = static_cast<int>(std::floor(std::log10(low) - 1e-9)), last = static_cast<int>(std::ceil(std::log10(high) + 1e-9));
  const bool fine = last - first <= 2;
  const int stride = std::max(1, (last - first) / std::max(1, target));
  std::vector<double> ticks;
  for (int exponent = first; exponent <= last; exponent += stride)
    for (const double factor : {1.0, 2.0, 5.0}) {
      if (factor > 1 && !fine) break;
      const double tick = factor * std::pow(10.0, exponent);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push_back(tick);
    }
  return ticks.size() < 2 ? niceTicks(low, high, target) : ticks;
}

double shareOf(double value, double low, double high, bool logarithmic) {
  if (!logarithmic) return (value - low) / (high - low);
  if (!(value > 0)) return 0;
  return std::log(value / low) / std::log(high / low);
}

double valueAt(double share, double low, double high, bool logarithmic) {
  return logarithmic ? low * std::pow(high / low, share) : low + share * (high - low);
}

std::vector<ChartTick> valueTicks(double low, double high, bool logarithmic, int target) {
  const std::vector<double> values = logarithmic ? logTicks(low, high, target) : niceTicks(low, high, target);
  const double step = values.size() > 1 ? values[1] - values[0] : high - low;
  std::vector<ChartTick> ticks;
  for (const double value : values) ticks.push_back({value, logarithmic ? tickLabel(value, std::pow(10.0, std::floor(std::log10(value) + 1e-9))) : tickLabel(value, step)});
  return ticks;
}

std::vector<ChartTick> positionTicks(double low, double high, XUnit unit, bool logarithmic, int target) {
  const double scale = unit == XUnit::Time ? timeUnit(high).seconds : 1;
  std::vector<ChartTick> ticks = valueTicks(low / scale, high / scale, logarithmic, target);
  const double step = ticks.size() > 1 ? ticks[1].value - ticks[0].value : 1;
  for (ChartTick& tick : ticks) {
    if (unit == XUnit::Tokens) tick.label = shortLabel(tick.value, step);
    tick.value *= scale;
  }
  return ticks;
}

QString positionTitle(XUnit unit, double high) {
  switch (unit) {
    case XUnit::Epoch: return words(QT_TRANSLATE_NOOP("Chart", "epoch"));
    case XUnit::Tokens: return words(QT_TRANSLATE_NOOP("Chart", "tokens"));
    case XUnit::Time: return words(timeUnit(high).name);
    case XUnit::Step: break;
  }
  return words(QT_TRANSLATE_NOOP("Chart", "step"));
}

QString formatPosition(double position, XUnit unit) {
  switch (unit) {
    case XUnit::Epoch: return words(QT_TRANSLATE_NOOP("Chart", "epoch %1")).arg(formatFixed(position, 2));
    case XUnit::Tokens: return words(QT_TRANSLATE_NOOP("Chart", "%1 tokens")).arg(formatShortCount(static_cast<std::int64_t>(std::llround(position))));
    case XUnit::Time: return formatDuration(position);
    case XUnit::Step: break;
  }
  return words(QT_TRANSLATE_NOOP("Chart", "step %1")).arg(formatCount(static_cast<std::int64_t>(std::llround(position))));
}

}  // namespace cloze
