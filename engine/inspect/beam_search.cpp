// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/beam_search.h"

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

struct Beam { std::vector<TokenId> ids; double sum = 0; };
struct Step { std::int64_t beam = 0; TokenId token = 0; double sum = 0; };

// The `count` best continuations of all beams.
std::vector<Step> bestSteps(const std::vector<Beam>& beams, const std::vector<std::vector<float>>& logProbabilities, std::size_t count) {
  std::vector<Step> steps;
  for (std::size_t beam = 0; beam < beams.size(); ++beam)
    for (std::size_t token = 0; token < logProbabilities[beam].size(); ++token)
      steps.push_back({static_cast<std::int64_t>(beam), static_cast<TokenId>(token), beams[beam].sum + static_cast<double>(logProbabilities[beam][token])});
  count = std::min(count, steps.size());
  std::partial_sort(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(count), steps.end(), [](const Step& a, const Step& b) {
    return a.sum != b.sum ? a.sum > b.sum : a.beam != b.beam ? a.beam < b.beam : a.token < b.token;
  });
  steps.resize(count);
  return steps;
}

class Finished {
 public:
  explicit Finished(const BeamRule& rule) : m_rule(rule) {}
  double score(double sum, std::size_t length) const { return sum / std::pow(static_cast<double>(length), m_rule.lengthPenalty); }
  // `length` counts an end token.
  void add(Hypothesis hypothesis, double sum, std::size_t length) {
    hypothesis.score = score(sum, length);
    m_kept.push_back(std::move(hypothesis));
    std::stable_sort(m_kept.begin(), m_kept.end(), [](const Hypothesis& a, const Hypothesis& b) { return a.score > b.score; });
    if (m_kept.size() > static_cast<std::size_t>(m_rule.beams)) m_kept.pop_back();
  }
  bool done(double bestSum, std::size_t length) const {
    if (m_kept.size() < static_cast<std::size_t>(m_rule.beams)) return false;
    return m_rule.earlyStopping || m_kept.back().score >= score(bestSum, length);
  }
  std::vector<Hypothesis> take() { return std::move(m_kept); }

 private:
  const BeamRule& m_rule;
  std::vector<Hypothesis> m_kept;
};

}  // namespace

std::vector<Hypothesis> searchBeams(const BeamRule& rule, const std::vector<float>& first, const Advance& advance) {
  const auto width = static_cast<std::size_t>(rule.beams);
  std::vector<Beam> beams(1);
  std::vector<std::vector<float>> logProbabilities{first};
  Finished finished(rule);
  for (std::int64_t length = 1; length <= rule.maximumNew; ++length) {
    const std::vector<Step> steps = bestSteps(beams, logProbabilities, 2 * width);
    std::vector<Beam> next;
    std::vector<std::int64_t> parents;
    std::vector<TokenId> tokens;
    for (std::size_t rank = 0; rank < steps.size() && next.size() < width; ++rank) {
      const Step& step = steps[rank];
      const std::vector<TokenId>& before = beams[static_cast<std::size_t>(step.beam)].ids;
      if (std::find(rule.ends.begin(), rule.ends.end(), step.token) != rule.ends.end()) {
        if (rank < width) finished.add({before, 0, true}, step.sum, before.size() + 1);
        continue;
      }
      next.push_back({before, step.sum});
      next.back().ids.push_back(step.token);
      parents.push_back(step.beam);
      tokens.push_back(step.token);
    }
    beams = std::move(next);
    if (finished.done(steps.front().sum, static_cast<std::size_t>(length)) || beams.empty()) return finished.take();
    if (length < rule.maximumNew) logProbabilities = advance(parents, tokens);
  }
  for (const Beam& beam : beams) finished.add({beam.ids, 0, false}, beam.sum, beam.ids.size());
  return finished.take();
}

}  // namespace cloze
