// Settings of the learning-rate schedules: what the rows of scheduleTable() in engine/catalogue.cpp hold. Formulas: schedule.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/field.h"

namespace cloze {

template <class Self, class Visitor> void describeWarmup(Self& self, Visitor& visit) {
  visit("warmup_steps", self.warmupSteps, Label{"Warm-up"}, Unit{"steps"}, Help{"Steps over which the learning rate grows from zero"}, Range{0, 100000000});
}

// "constant"
struct ConstantSchedule {
  std::int64_t warmupSteps = 0;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) { describeWarmup(self, visit); }
};

// "linear"
struct LinearSchedule {
  std::int64_t warmupSteps = 0;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) { describeWarmup(self, visit); }
};

// "cosine"
struct CosineSchedule {
  std::int64_t warmupSteps = 0;
  double cycles = 0.5;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    describeWarmup(self, visit);
    visit("cycles", self.cycles, Label{"Cycles"}, Help{"Periods of the cosine after warm-up; 0.5 falls to zero once"}, Range{0, 1000}, Advanced{});
  }
};

// "cosine_restarts"
struct CosineRestartsSchedule {
  std::int64_t warmupSteps = 0, cycles = 1;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    describeWarmup(self, visit);
    visit("cycles", self.cycles, Label{"Cycles"}, Help{"How often the rate falls to zero after warm-up"}, Range{1, 1000});
  }
};

// "polynomial"
struct PolynomialSchedule {
  std::int64_t warmupSteps = 0;
  double power = 1.0, endRate = 1e-7;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    describeWarmup(self, visit);
    visit("power", self.power, Label{"Power"}, Help{"Exponent of the fall; 1 is linear"}, Range{0, 100});
    visit("end_rate", self.endRate, Label{"Last rate"}, Help{"Learning rate at the end of the run"}, Range{0, 10});
  }
};

// "inverse_square_root"
struct InverseSquareRootSchedule {
  std::int64_t warmupSteps = 0, timescale = 0;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    describeWarmup(self, visit);
    visit("timescale", self.timescale, Label{"Timescale"}, Unit{"steps"}, Help{"Steps of the root's unit; 0: the warm-up, or 10000 without one"}, Range{0, 100000000}, Advanced{});
  }
};

// "noam"
struct NoamSchedule {
  std::int64_t warmupSteps = 4000;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) { describeWarmup(self, visit); }
};

// "slanted_triangular"
struct SlantedTriangularSchedule {
  double cutFraction = 0.1, ratio = 32;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("cut_fraction", self.cutFraction, Label{"Rising share"}, Help{"Share of the steps in which the rate rises"}, Range{0.0001, 0.9999});
    visit("ratio", self.ratio, Label{"Ratio"}, Help{"How many times smaller the lowest rate is than the highest"}, Range{1, 1e9});
  }
};

// "one_cycle"
struct OneCycleSchedule {
  double riseFraction = 0.3, startDivisor = 25, endDivisor = 1e4;
  std::string shape = "cosine";
  bool threePhases = false;
  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("rise_fraction", self.riseFraction, Label{"Rising share"}, Help{"Share of the steps in which the rate rises"}, Range{0.0001, 0.9999});
    visit("start_divisor", self.startDivisor, Label{"Start divisor"}, Help{"How many times smaller the first rate is than the highest"}, Range{1, 1e12}, Advanced{});
    visit("end_divisor", self.endDivisor, Label{"End divisor"}, Help{"How many times smaller the last rate is than the first"}, Range{1, 1e12}, Advanced{});
    visit("shape", self.shape, Label{"Shape"}, Help{"How the rate moves between its turning points"}, Choices{{"cosine", "linear"}}, Advanced{});
    visit("three_phases", self.threePhases, Label{"Three phases"}, Help{"Falls back to the first rate as long as it rose, then to the last one"}, Advanced{});
  }
};

}  // namespace cloze
