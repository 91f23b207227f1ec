// What a comparison draws: runs told apart by their titles, runs that differ in nothing but the seed taken together, their mean and standard
// deviation as curves that grow with them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/run_data.h"

#include <QString>

namespace cloze {

// By the schema's own comparison of the two frozen specifications; the name is no setting. False while one is not known yet.
bool differOnlyInSeed(const Json& left, const Json& right);
// In the order given; a run without twins is a group of its own.
std::vector<std::vector<RunData*>> groupBySeed(const std::vector<RunData*>& runs);
// Names; with the seed, or the id, where several runs bear the same one.
std::vector<QString> runTitles(const std::vector<RunData*>& runs);

// Mean over several curves and one standard deviation (n - 1) to both sides, where all of them have values; between its points a curve is a
// straight line. `averaged`: of the running means, for noisy training curves. Grows by update().
class SeedBand {
 public:
  SeedBand(std::vector<std::shared_ptr<const SmoothedCurve>> members, bool averaged);
  void update();
  const std::shared_ptr<SmoothedCurve>& mean() const { return m_mean; }
  const std::shared_ptr<SmoothedCurve>& low() const { return m_low; }
  const std::shared_ptr<SmoothedCurve>& high() const { return m_high; }

 private:
  const CurveStore& store(const SmoothedCurve& curve) const { return m_averaged && !curve.smooth().empty() ? curve.smooth() : curve.raw(); }
  std::vector<std::shared_ptr<const SmoothedCurve>> m_members;
  bool m_averaged;
  std::vector<double> m_ends;                           // of the members when last looked at: one that went back is read again
  std::shared_ptr<SmoothedCurve> m_mean = std::make_shared<SmoothedCurve>(), m_low = std::make_shared<SmoothedCurve>(), m_high = std::make_shared<SmoothedCurve>();
};

// Training metrics are noisy from batch to batch: their running mean is compared; what was measured on held-out text is compared as it is.
bool comparedByMean(const std::string& metric);
// The curve's value at x on the straight line between its points; NaN outside.
double valueAt(const CurveStore& store, double x);

}  // namespace cloze
