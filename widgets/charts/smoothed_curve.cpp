// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/smoothed_curve.h"

#include <algorithm>
#include <cmath>

namespace cloze {

void SmoothedCurve::append(double x, double y) {
  if (!m_raw.empty() && x <= m_raw.lastX()) m_means.clear();       // a resumed run repeats steps: the means are made again
  m_raw.append(x, y);
}

const CurveStore& SmoothedCurve::smooth(double weight) const {
  auto found = std::find_if(m_means.begin(), m_means.end(), [weight](const Mean& mean) { return mean.weight == weight; });
  if (found == m_means.end()) {
    const auto unusual = std::find_if(m_means.begin(), m_means.end(), [](const Mean& mean) { return mean.weight != kSmoothing; });
    if (m_means.size() >= kMostMeans && unusual != m_means.end()) m_means.erase(unusual);
    found = m_means.insert(m_means.end(), Mean());
    found->weight = weight;
  }
  extend(*found);
  return found->points;
}

void SmoothedCurve::extend(Mean& mean) const {
  for (; mean.taken < m_raw.size(); ++mean.taken) {
    const double y = m_raw.y(mean.taken);
    if (!std::isfinite(y)) continue;
    mean.mean = mean.weight * mean.mean + (1 - mean.weight) * y;
    mean.total = mean.weight * mean.total + (1 - mean.weight);
    mean.points.append(m_raw.x(mean.taken), mean.mean / mean.total);
  }
}

void SmoothedCurve::clear() {
  m_raw.clear();
  m_means.clear();
}

}  // namespace cloze
