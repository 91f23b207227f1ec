// Round tick values for an axis and their labels: 4 to 6 lines, one notation for the whole axis.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <vector>

namespace cloze {

std::vector<double> niceTicks(double low, double high, int target = 5);
// 1,000 for whole numbers, 0.25, and 2e-4 where plain notation would be long.
QString tickLabel(double value, double step);

}  // namespace cloze
