// Settings of the optimisers and of the learning-rate schedules: what the rows of the two tables in engine/catalogue.cpp hold.
// Formulas: optimizer.h and schedule.h.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/core/field.h"

namespace cloze {

// "adamw"
struct AdamWSettings {
  double learningRate = 1e-3;
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  double weightDecay = 0.01;
  double clipNorm = 1.0;
  bool biasCorrection = true;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("learning_rate", self.learningRate, Label{"Learning rate"}, Help{"Highest learning rate; the schedule multiplies it"}, Range{0, 10});
    visit("weight_decay", self.weightDecay, Label{"Weight decay"}, Help{"Decoupled decay of matrices; biases and normalisation weights have none"}, Range{0, 10});
    visit("clip_norm", self.clipNorm, Label{"Clip norm"}, Help{"Longest gradient over all parameters together (L2); 0: not clipped"}, Range{0, 1e6});
    visit("beta1", self.beta1, Label{"Beta 1"}, Help{"Memory of the mean gradient"}, Range{0, 0.9999999}, Advanced{});
    visit("beta2", self.beta2, Label{"Beta 2"}, Help{"Memory of the mean squared gradient"}, Range{0, 0.9999999}, Advanced{});
    visit("epsilon", self.epsilon, Label{"Epsilon"}, Help{"Added to the root of the squared gradient (PyTorch 1e-8, the original BERT 1e-6)"}, Range{0, 1}, Advanced{});
    visit("bias_correction", self.biasCorrection, Label{"Bias correction"}, Help{"Correct the moments for their start at zero (the original BERT does not)"}, Advanced{});
  }
};

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

}  // namespace cloze
