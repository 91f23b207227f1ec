// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "engine/train/settings.h"

namespace cloze {

namespace {

constexpr double kPi = 3.14159265358979323846;

struct Moment { double peak; double step; double steps; };   // step counts from 0

double warmUp(const Moment& now, double warmup) { return now.step / std::max(1.0, warmup); }
// Share of the time after warm-up that has passed.
double progress(const Moment& now, double warmup) { return (now.step - warmup) / std::max(1.0, now.steps - warmup); }

double factor(const ConstantSchedule&, const Moment&) { return 1; }

double factor(const LinearSchedule& schedule, const Moment& now) {
  return std::max(0.0, (now.steps - now.step) / std::max(1.0, now.steps - static_cast<double>(schedule.warmupSteps)));
}

double factor(const CosineSchedule& schedule, const Moment& now) {
  return std::max(0.0, 0.5 * (1 + std::cos(2 * kPi * schedule.cycles * progress(now, static_cast<double>(schedule.warmupSteps)))));
}

double factor(const PolynomialSchedule& schedule, const Moment& now) {
  if (now.peak <= 0) return 0;
  const double end = schedule.endRate / now.peak;
  if (now.step > now.steps) return end;
  const double left = 1 - progress(now, static_cast<double>(schedule.warmupSteps));
  return (1 - end) * std::pow(left, schedule.power) + end;
}

double factor(const InverseSquareRootSchedule& schedule, const Moment& now) {
  const double warmup = static_cast<double>(schedule.warmupSteps);
  const double timescale = schedule.timescale > 0 ? static_cast<double>(schedule.timescale) : warmup > 0 ? warmup : 10000;
  return 1 / std::sqrt((now.step + timescale - warmup) / timescale);
}

template <class Schedule>
double rate(const Variant& variant, const Moment& now) {
  const auto& schedule = variant.as<Schedule>();
  const double warmup = static_cast<double>(schedule.warmupSteps);
  return now.peak * (now.step < warmup ? warmUp(now, warmup) : factor(schedule, now));
}

struct Row { const char* id; double (*rate)(const Variant&, const Moment&); };
constexpr Row kRows[] = {
    {"constant", rate<ConstantSchedule>}, {"linear", rate<LinearSchedule>},
    {"cosine", rate<CosineSchedule>}, {"polynomial", rate<PolynomialSchedule>},
    {"inverse_square_root", rate<InverseSquareRootSchedule>},
};

}  // namespace

double scheduledRate(const Variant& schedule, double peak, std::int64_t update, std::int64_t steps) {
  for (const Row& row : kRows)
    if (schedule.id() == row.id) return row.rate(schedule, {peak, static_cast<double>(update - 1), static_cast<double>(steps)});
  throw std::invalid_argument("schedule.id: there is no schedule named \"" + schedule.id() + "\"");
}

}  // namespace cloze
