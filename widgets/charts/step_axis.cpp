// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/step_axis.h"

#include <algorithm>

namespace cloze {

void StepAxis::dropFrom(double step) {
  while (!m_steps.empty() && m_steps.back() >= step) {
    m_steps.pop_back();
    m_tokens.pop_back();
    m_seconds.pop_back();
  }
}

void StepAxis::add(double step, double tokensOfStep, double secondsOfStep) {
  dropFrom(step);
  append(step, tokens() + tokensOfStep, seconds() + secondsOfStep);
}

void StepAxis::append(double step, double tokens, double seconds) {
  dropFrom(step);
  m_steps.push_back(step);
  m_tokens.push_back(tokens);
  m_seconds.push_back(seconds);
}

// Linear through the origin and the points of two ascending rows.
double StepAxis::between(const std::vector<double>& from, const std::vector<double>& to, double value) {
  if (from.empty()) return value;
  const auto after = static_cast<std::size_t>(std::lower_bound(from.begin(), from.end(), value) - from.begin());
  if (after == from.size()) return from.back() > 0 ? value * to.back() / from.back() : to.back();
  const double lowFrom = after == 0 ? 0 : from[after - 1], lowTo = after == 0 ? 0 : to[after - 1];
  const double width = from[after] - lowFrom;
  return width > 0 ? lowTo + (to[after] - lowTo) * (value - lowFrom) / width : to[after];
}

double StepAxis::at(double step, XUnit unit) const {
  switch (unit) {
    case XUnit::Tokens: return between(m_steps, m_tokens, step);
    case XUnit::Time: return between(m_steps, m_seconds, step);
    case XUnit::Epoch:
      if (m_stepsPerEpoch > 0) return step / m_stepsPerEpoch;
      return m_tokensPerEpoch > 0 ? between(m_steps, m_tokens, step) / m_tokensPerEpoch : step;
    case XUnit::Step: break;
  }
  return step;
}

double StepAxis::stepAt(double position, XUnit unit) const {
  switch (unit) {
    case XUnit::Tokens: return between(m_tokens, m_steps, position);
    case XUnit::Time: return between(m_seconds, m_steps, position);
    case XUnit::Epoch:
      if (m_stepsPerEpoch > 0) return position * m_stepsPerEpoch;
      return m_tokensPerEpoch > 0 ? between(m_tokens, m_steps, position * m_tokensPerEpoch) : position;
    case XUnit::Step: break;
  }
  return position;
}

bool StepAxis::knows(XUnit unit) const {
  switch (unit) {
    case XUnit::Tokens: return tokens() > 0;
    case XUnit::Time: return seconds() > 0;
    case XUnit::Epoch: return m_stepsPerEpoch > 0 || (m_tokensPerEpoch > 0 && tokens() > 0);
    case XUnit::Step: break;
  }
  return true;
}

}  // namespace cloze
