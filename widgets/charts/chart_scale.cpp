// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/chart_scale.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace cloze {

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
  if (step >= 1) return value >= 1e7 ? QString::number(value, 'g', 3).replace(QLatin1String("e+0"), QLatin1String("e")) : QLocale().toString(value, 'f', 0);
  int decimals = static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  while (decimals < 9 && std::abs(step * std::pow(10.0, decimals) - std::round(step * std::pow(10.0, decimals))) > 1e-6) ++decimals;
  if (decimals <= 3) return QLocale().toString(value, 'f', decimals);
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9));
  const int digits = std::max(1, exponent + decimals + 1);
  return QLocale().toString(value / std::pow(10.0, exponent), 'g', digits) + QLatin1Char('e') + QString::number(exponent);
}

}  // namespace cloze
