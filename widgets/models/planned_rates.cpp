// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/planned_rates.h"

#include <algorithm>

namespace cloze {

std::vector<PlannedRate> plannedRates(const std::vector<LearningRateCurve>& curves) {
  std::vector<PlannedRate> planned;
  for (auto curve = curves.begin(); curve != curves.end(); ++curve) {
    const auto same = [&curve](const LearningRateCurve& earlier) { return earlier.rates == curve->rates; };
    if (std::any_of(curves.begin(), curve, same)) continue;
    planned.push_back({curve->group, std::make_shared<SmoothedCurve>()});
    for (std::size_t i = 0; i < curve->rates.size(); ++i) planned.back().curve->append(static_cast<double>(1 + static_cast<std::int64_t>(i) * curve->stride), curve->rates[i]);
  }
  return planned;
}

}  // namespace cloze
