// The scale of an axis: where a value lies between two ends (straight or logarithmic), round tick values and their labels in one notation for
// the whole axis.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/step_axis.h"

#include <QString>

#include <vector>

namespace cloze {

struct ChartTick { double value = 0; QString label; };

std::vector<double> niceTicks(double low, double high, int target = 5);
// 1,000 for whole numbers, 0.25, and 2e-4 where plain notation would be long.
QString tickLabel(double value, double step);
// Powers of ten between the ends, with 2 and 5 where there are few.
std::vector<double> logTicks(double low, double high, int target = 5);

// 0 at `low`, 1 at `high`. On a logarithmic scale values that are not positive lie at 0.
double shareOf(double value, double low, double high, bool logarithmic);
double valueAt(double share, double low, double high, bool logarithmic);

std::vector<ChartTick> valueTicks(double low, double high, bool logarithmic, int target);
// Steps and epochs as numbers, tokens shortened (2.5 M), time in seconds, minutes or hours as its length asks.
std::vector<ChartTick> positionTicks(double low, double high, XUnit unit, bool logarithmic, int target);
QString positionTitle(XUnit unit, double high);         // "step", "epoch", "tokens", "minutes"
QString formatPosition(double position, XUnit unit);    // "step 1,000", "2.5 M tokens", "3 min 20 s", "epoch 1.25"

}  // namespace cloze
