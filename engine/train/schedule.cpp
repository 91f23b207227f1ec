// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "engine/train/schedule_settings.h"

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

double factor(const CosineRestartsSchedule& schedule, const Moment& now) {
  const double done = progress(now, static_cast<double>(schedule.warmupSteps));
  if (done >= 1) return 0;
  return std::max(0.0, 0.5 * (1 + std::cos(kPi * std::fmod(static_cast<double>(schedule.cycles) * done, 1.0))));
}

// Vaswani et al., 2017, section 5.3, with the highest rate in place of the width's root; its first step is number 1.
double factorOfNoam(const NoamSchedule& schedule, const Moment& now) {
  const double step = now.step + 1, warmup = std::max(1.0, static_cast<double>(schedule.warmupSteps));
  return std::min(step / warmup, std::sqrt(warmup / step));
}

// Howard & Ruder, 2018, section 3.2.
double factorOfSlantedTriangle(const SlantedTriangularSchedule& schedule, const Moment& now) {
  const double cut = std::max(1.0, std::floor(now.steps * schedule.cutFraction));
  const double height = now.step < cut ? now.step / cut : 1 - (now.step - cut) / (cut * (1 / schedule.cutFraction - 1));
  return (1 + height * (schedule.ratio - 1)) / schedule.ratio;
}

// Smith & Topin, 2018: up to the peak, back, and far below the start; PyTorch's OneCycleLR.
double factorOfOneCycle(const OneCycleSchedule& schedule, const Moment& now) {
  const double first = 1 / schedule.startDivisor, last = first / schedule.endDivisor, rise = schedule.riseFraction * now.steps - 1, end = now.steps - 1;
  const auto between = [&](double from, double to, double begin, double finish) {
    const double share = finish > begin ? (now.step - begin) / (finish - begin) : 1;
    return schedule.shape == "linear" ? from + (to - from) * share : to + (from - to) / 2 * (1 + std::cos(kPi * share));
  };
  if (now.step <= rise) return between(first, 1, 0, rise);
  if (!schedule.threePhases) return between(1, last, rise, end);
  return now.step <= 2 * rise ? between(1, first, rise, 2 * rise) : between(first, last, 2 * rise, end);
}

template <class Schedule, double (*wholeFactor)(const Schedule&, const Moment&)>
double ownRate(const Variant& variant, const Moment& now) { return now.peak * wholeFactor(variant.as<Schedule>(), now); }

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
    {"cosine_restarts", rate<CosineRestartsSchedule>}, {"inverse_square_root", rate<InverseSquareRootSchedule>},
    {"noam", ownRate<NoamSchedule, factorOfNoam>}, {"slanted_triangular", ownRate<SlantedTriangularSchedule, factorOfSlantedTriangle>},
    {"one_cycle", ownRate<OneCycleSchedule, factorOfOneCycle>},
};

}  // namespace

double scheduledRate(const Variant& schedule, double peak, std::int64_t update, std::int64_t steps) {
  for (const Row& row : kRows)
    if (schedule.id() == row.id) return row.rate(schedule, {peak, static_cast<double>(update - 1), static_cast<double>(steps)});
  throw std::invalid_argument("schedule.id: there is no schedule named \"" + schedule.id() + "\"");
}

}  // namespace cloze
