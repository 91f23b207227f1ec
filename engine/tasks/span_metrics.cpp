// Chunks as conlleval counts them, and semantic roles as CoNLL-2005's scorer does.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "engine/tasks/metrics.h"
#include "engine/tasks/tags.h"

namespace cloze {
namespace {

void requireSameShape(const TagRows& predicted, const TagRows& gold) {
  if (predicted.size() != gold.size())
    throw std::invalid_argument("metrics: " + std::to_string(predicted.size()) + " tagged sentences for " + std::to_string(gold.size()));
  for (std::size_t i = 0; i < gold.size(); ++i)
    if (predicted[i].size() != gold[i].size())
      throw std::invalid_argument("metrics: sentence " + std::to_string(i) + " has " + std::to_string(predicted[i].size()) + " predicted tags for " +
                                  std::to_string(gold[i].size()) + " words");
}

SpanScore finished(SpanScore score) {
  const auto share = [](std::int64_t part, std::int64_t whole) { return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole); };
  score.precision = share(score.correct, score.predicted);
  score.recall = share(score.correct, score.gold);
  score.f1 = share(2 * score.correct, score.predicted + score.gold);
  return score;
}

// An argument: its role and its parts.
using Argument = std::vector<TagSpan>;

std::vector<Argument> argumentsOf(const std::vector<std::string>& tags) {
  std::vector<Argument> arguments;
  for (TagSpan& span : spansOf(tags)) {
    if (span.type == "V") continue;
    if (span.type.compare(0, 2, "C-") == 0) {
      span.type.erase(0, 2);
      if (span.type == "V") continue;
      const auto head = std::find_if(arguments.rbegin(), arguments.rend(), [&](const Argument& argument) { return argument.front().type == span.type; });
      if (head != arguments.rend()) {
        head->push_back(span);
        continue;
      }
    }
    arguments.push_back({span});
  }
  std::sort(arguments.begin(), arguments.end());
  return arguments;
}

}  // namespace

SpanScore spanScore(const TagRows& predicted, const TagRows& gold) {
  SpanScore total;
  for (const auto& [type, score] : spanScoreByType(predicted, gold)) {
    total.predicted += score.predicted;
    total.gold += score.gold;
    total.correct += score.correct;
  }
  return finished(total);
}

std::map<std::string, SpanScore> spanScoreByType(const TagRows& predicted, const TagRows& gold) {
  requireSameShape(predicted, gold);
  std::map<std::string, SpanScore> scores;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    const auto goldSpans = spansOf(gold[i]), predictedSpans = spansOf(predicted[i]);
    std::vector<TagSpan> common;
    std::set_intersection(goldSpans.begin(), goldSpans.end(), predictedSpans.begin(), predictedSpans.end(), std::back_inserter(common));
    for (const TagSpan& span : goldSpans) ++scores[span.type].gold;
    for (const TagSpan& span : predictedSpans) ++scores[span.type].predicted;
    for (const TagSpan& span : common) ++scores[span.type].correct;
  }
  for (auto& entry : scores) entry.second = finished(entry.second);
  return scores;
}

SpanScore roleScore(const TagRows& predicted, const TagRows& gold) {
  requireSameShape(predicted, gold);
  SpanScore score;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    const auto goldArguments = argumentsOf(gold[i]), predictedArguments = argumentsOf(predicted[i]);
    std::vector<Argument> common;
    std::set_intersection(goldArguments.begin(), goldArguments.end(), predictedArguments.begin(), predictedArguments.end(), std::back_inserter(common));
    score.gold += static_cast<std::int64_t>(goldArguments.size());
    score.predicted += static_cast<std::int64_t>(predictedArguments.size());
    score.correct += static_cast<std::int64_t>(common.size());
  }
  return finished(score);
}

}  // namespace cloze
