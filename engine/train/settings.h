// Settings of the optimisers: what the rows of optimizerTable() in engine/catalogue.cpp hold. Formulas: optimizer.h and the files beside it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/core/field.h"

namespace cloze {

// What every optimiser has.
struct OptimizerSettings {
  double learningRate = 1e-3;
  double weightDecay = 0.01;
  double clipNorm = 1.0;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    visit("learning_rate", self.learningRate, Label{"Learning rate"}, Help{"Highest learning rate; the schedule multiplies it"}, Range{0, 10});
    visit("weight_decay", self.weightDecay, Label{"Weight decay"}, Help{"Pull of matrices towards zero; biases and normalisation weights have none"}, Range{0, 10});
    visit("clip_norm", self.clipNorm, Label{"Clip norm"}, Help{"Longest gradient over all parameters together (L2); 0: not clipped"}, Range{0, 1e6});
  }
};

// What Adam and its relatives have beside that.
struct MomentSettings : OptimizerSettings {
  double beta1 = 0.9, beta2 = 0.999;
  double epsilon = 1e-8;
  bool biasCorrection = true;

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    OptimizerSettings::describe(self, visit);
    visit("beta1", self.beta1, Label{"Beta 1"}, Help{"Memory of the mean gradient"}, Range{0, 0.9999999}, Advanced{});
    visit("beta2", self.beta2, Label{"Beta 2"}, Help{"Memory of the mean squared gradient"}, Range{0, 0.9999999}, Advanced{});
    visit("epsilon", self.epsilon, Label{"Epsilon"}, Help{"Added to the root of the squared gradient (PyTorch 1e-8, the original BERT 1e-6)"}, Range{0, 1}, Advanced{});
    visit("bias_correction", self.biasCorrection, Label{"Bias correction"}, Help{"Correct the moments for their start at zero (the original BERT does not)"}, Advanced{});
  }
};

// "adamw"
struct AdamWSettings : MomentSettings {};

// "lamb"
struct LambSettings : MomentSettings {
  bool trustVectors = false;
  LambSettings() { epsilon = 1e-6; }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    MomentSettings::describe(self, visit);
    visit("trust_vectors", self.trustVectors, Label{"Trust ratio for vectors"}, Help{"Scale the steps of biases and normalisation weights by their length too"}, Advanced{});
  }
};

// "sgd"
struct SgdSettings : OptimizerSettings {
  double momentum = 0.9;
  bool nesterov = false;
  SgdSettings() { learningRate = 0.1; weightDecay = 0; }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    OptimizerSettings::describe(self, visit);
    visit("momentum", self.momentum, Label{"Momentum"}, Help{"Share of the last step that is kept; 0: plain gradient descent"}, Range{0, 0.9999999});
    visit("nesterov", self.nesterov, Label{"Nesterov"}, Help{"Look one step of the momentum ahead"}, Advanced{});
  }
};

// "adafactor"
struct AdafactorSettings : OptimizerSettings {
  bool relativeStep = true, warmupInit = false, scaleParameter = true;
  double beta1 = 0, decayRate = 0.8, clipThreshold = 1, squareEpsilon = 1e-30, parameterEpsilon = 1e-3;
  AdafactorSettings() { weightDecay = 0; clipNorm = 0; }

  template <class Self, class Visitor> static void describe(Self& self, Visitor& visit) {
    OptimizerSettings::describe(self, visit);
    visit("relative_step", self.relativeStep, Label{"Relative step"}, Help{"The learning rate is 1/sqrt(step), at most 0.01, in place of the one above; the schedule multiplies it"});
    visit("warmup_init", self.warmupInit, Label{"Slow start"}, Help{"With the relative step: at most a millionth of the step number"}, Advanced{});
    visit("scale_parameter", self.scaleParameter, Label{"Scale by parameter"}, Help{"Multiply the step by the size of the weights that it changes"});
    visit("beta1", self.beta1, Label{"Beta 1"}, Help{"Memory of the mean step; 0 saves its memory"}, Range{0, 0.9999999}, Advanced{});
    visit("decay_rate", self.decayRate, Label{"Decay rate"}, Help{"The memory of squared gradients is 1 - step^-rate"}, Range{0, 1}, Advanced{});
    visit("clip_threshold", self.clipThreshold, Label{"Clip threshold"}, Help{"Largest root mean square of a matrix's step before scaling"}, Range{1e-6, 1e6}, Advanced{});
    visit("square_epsilon", self.squareEpsilon, Label{"Square epsilon"}, Help{"Added to squared gradients"}, Range{0, 1}, Advanced{});
    visit("parameter_epsilon", self.parameterEpsilon, Label{"Parameter epsilon"}, Help{"Smallest size of weights that the step is scaled by"}, Range{0, 1}, Advanced{});
  }
};

}  // namespace cloze
