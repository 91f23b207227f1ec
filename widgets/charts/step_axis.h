// What a run had read at each step - tokens, seconds, epochs - so that its curves, which are kept by step, can be drawn over any of them.
// Both directions; between two steps and beyond the last one by the straight line. No Qt, no torch.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace cloze {

enum class XUnit { Step, Epoch, Tokens, Time };

class StepAxis {
 public:
  // Tokens and seconds up to and including this step. A step that is not beyond the last one drops the later ones first.
  void append(double step, double tokens, double seconds);
  void add(double step, double tokens, double seconds);            // the same, of this step alone
  void setStepsPerEpoch(double steps) { m_stepsPerEpoch = steps; }
  void setTokensPerEpoch(double tokens) { m_tokensPerEpoch = tokens; }   // where the steps are not known: by tokens read
  double at(double step, XUnit unit) const;
  double stepAt(double position, XUnit unit) const;
  bool knows(XUnit unit) const;
  bool empty() const { return m_steps.empty(); }
  double lastStep() const { return m_steps.empty() ? 0 : m_steps.back(); }
  double tokens() const { return m_tokens.empty() ? 0 : m_tokens.back(); }
  double seconds() const { return m_seconds.empty() ? 0 : m_seconds.back(); }

 private:
  void dropFrom(double step);
  static double between(const std::vector<double>& from, const std::vector<double>& to, double value);
  std::vector<double> m_steps, m_tokens, m_seconds;
  double m_stepsPerEpoch = 0, m_tokensPerEpoch = 0;
};

}  // namespace cloze
