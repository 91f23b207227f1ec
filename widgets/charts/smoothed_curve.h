// A curve with its exponential means: debiased (corrected for the start), each weight computed when it is first asked for and extended as
// points come in, so that every view can smooth as it likes over the same points.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/curve_store.h"

#include <list>

namespace cloze {

constexpr double kSmoothing = 0.9;                 // weight of what came before, unless a view asks for another

class SmoothedCurve {
 public:
  void append(double x, double y);
  void clear();
  const CurveStore& raw() const { return m_raw; }
  // The reference holds until the next call that changes the curve or asks for yet another weight.
  const CurveStore& smooth(double weight = kSmoothing) const;

 private:
  struct Mean { double weight = 0, mean = 0, total = 0; std::size_t taken = 0; CurveStore points; };
  void extend(Mean& mean) const;
  CurveStore m_raw;
  static constexpr std::size_t kMostMeans = 4;
  mutable std::list<Mean> m_means;                 // the usual weight and a few more, the oldest first
};

}  // namespace cloze
