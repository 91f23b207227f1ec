// The learning rates a schedule will give, as curves: one for each parameter group that has rates of its own (groups that differ only in their
// decay are one curve). Asked of the engine with at most `kPlannedPoints`, which is more than a chart has pixel columns.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "widgets/charts/smoothed_curve.h"

#include <memory>

namespace cloze {

inline constexpr std::int64_t kPlannedPoints = 4000;

struct PlannedRate { std::string group; std::shared_ptr<SmoothedCurve> curve; };
std::vector<PlannedRate> plannedRates(const std::vector<LearningRateCurve>& curves);

}  // namespace cloze
