// Metrics over numbers: accuracy, F1, Matthews, correlations, and the mean over GLUE.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace cloze {
namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

template <class Values>
void requireOneLength(const Values& predicted, const Values& gold) {
  if (predicted.size() == gold.size()) return;
  throw std::invalid_argument("metrics: " + std::to_string(predicted.size()) + " predictions for " + std::to_string(gold.size()) + " labels");
}

struct BinaryCounts { double truePositive = 0, falsePositive = 0, falseNegative = 0; };

double f1Of(const BinaryCounts& counts) {
  const double doubled = 2 * counts.truePositive;
  return doubled == 0 ? 0 : doubled / (doubled + counts.falsePositive + counts.falseNegative);
}

BinaryCounts countsOf(const std::vector<std::vector<std::int64_t>>& table, std::size_t label) {
  BinaryCounts counts;
  for (std::size_t other = 0; other < table.size(); ++other) {
    if (other == label) continue;
    counts.falsePositive += static_cast<double>(table[other][label]);
    counts.falseNegative += static_cast<double>(table[label][other]);
  }
  counts.truePositive = static_cast<double>(table[label][label]);
  return counts;
}

bool isConstant(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [&](double value) { return value == values.front(); });
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> midRanks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    for (std::size_t i = first; i < end; ++i) ranks[order[i]] = static_cast<double>(first + end + 1) / 2;   // ranks count from 1
    first = end;
  }
  return ranks;
}

double definedMean(std::vector<double> values) {
  values.erase(std::remove_if(values.begin(), values.end(), [](double value) { return std::isnan(value); }), values.end());
  return values.empty() ? kUndefined : mean(values);
}

}  // namespace

std::vector<std::vector<std::int64_t>> confusion(const Labels& predicted, const Labels& gold, std::int32_t labels) {
  requireOneLength(predicted, gold);
  const auto size = static_cast<std::size_t>(std::max(0, labels));
  std::vector<std::vector<std::int64_t>> table(size, std::vector<std::int64_t>(size));
  for (std::size_t i = 0; i < gold.size(); ++i) {
    if (std::min(gold[i], predicted[i]) < 0 || std::max(gold[i], predicted[i]) >= labels)
      throw std::invalid_argument("metrics: example " + std::to_string(i) + " has a label outside 0 to " + std::to_string(labels - 1));
    ++table[static_cast<std::size_t>(gold[i])][static_cast<std::size_t>(predicted[i])];
  }
  return table;
}

double accuracy(const Labels& predicted, const Labels& gold) {
  requireOneLength(predicted, gold);
  if (gold.empty()) return kUndefined;
  std::int64_t right = 0;
  for (std::size_t i = 0; i < gold.size(); ++i) right += predicted[i] == gold[i];
  return static_cast<double>(right) / static_cast<double>(gold.size());
}

// Gorodkin's form for any number of classes, (c s - sum p_k t_k) / sqrt((s^2 - sum p_k^2)(s^2 - sum t_k^2)); Matthews' own for two.
double matthews(const Labels& predicted, const Labels& gold, std::int32_t labels) {
  const auto table = confusion(predicted, gold, labels);
  if (gold.empty()) return kUndefined;
  const auto total = static_cast<double>(gold.size());
  double right = 0, products = 0, predictedSquares = 0, goldSquares = 0;
  for (std::size_t label = 0; label < table.size(); ++label) {
    const BinaryCounts counts = countsOf(table, label);
    const double predictedCount = counts.truePositive + counts.falsePositive, goldCount = counts.truePositive + counts.falseNegative;
    right += counts.truePositive;
    products += predictedCount * goldCount;
    predictedSquares += predictedCount * predictedCount;
    goldSquares += goldCount * goldCount;
  }
  const double factors = (total * total - predictedSquares) * (total * total - goldSquares);
  return factors == 0 ? 0 : (right * total - products) / std::sqrt(factors);
}

double f1(const Labels& predicted, const Labels& gold, std::int32_t positive) {
  requireOneLength(predicted, gold);
  if (gold.empty()) return kUndefined;
  BinaryCounts counts;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    counts.truePositive += predicted[i] == positive && gold[i] == positive;
    counts.falsePositive += predicted[i] == positive && gold[i] != positive;
    counts.falseNegative += predicted[i] != positive && gold[i] == positive;
  }
  return f1Of(counts);
}

double macroF1(const Labels& predicted, const Labels& gold, std::int32_t labels) {
  const auto table = confusion(predicted, gold, labels);
  std::vector<double> scores;
  for (std::size_t label = 0; label < table.size(); ++label) {
    const BinaryCounts counts = countsOf(table, label);
    if (counts.truePositive + counts.falsePositive + counts.falseNegative > 0) scores.push_back(f1Of(counts));
  }
  return scores.empty() ? kUndefined : mean(scores);
}

double pearson(const std::vector<double>& predicted, const std::vector<double>& gold) {
  requireOneLength(predicted, gold);
  if (gold.size() < 2 || isConstant(predicted) || isConstant(gold)) return kUndefined;
  const double predictedMean = mean(predicted), goldMean = mean(gold);
  double product = 0, predictedSquares = 0, goldSquares = 0;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    const double a = predicted[i] - predictedMean, b = gold[i] - goldMean;
    product += a * b;
    predictedSquares += a * a;
    goldSquares += b * b;
  }
  return product / (std::sqrt(predictedSquares) * std::sqrt(goldSquares));
}

double spearman(const std::vector<double>& predicted, const std::vector<double>& gold) {
  requireOneLength(predicted, gold);
  const auto isNan = [](double value) { return std::isnan(value); };
  if (std::any_of(predicted.begin(), predicted.end(), isNan) || std::any_of(gold.begin(), gold.end(), isNan)) return kUndefined;
  return pearson(midRanks(predicted), midRanks(gold));
}

double glueAverage(const std::map<std::string, std::vector<double>>& metrics, GlueAverage kind) {
  std::vector<double> columns, genres;
  for (const auto& [task, values] : metrics) {
    const bool lecture = kind == GlueAverage::Lecture;
    if (values.empty() || (lecture && task == "wnli")) continue;
    if (lecture) columns.push_back(values.front());
    else (task == "mnli" || task == "mnli-mm" ? genres : columns).push_back(definedMean(values));
  }
  if (!genres.empty()) columns.push_back(definedMean(genres));
  return definedMean(columns);
}

}  // namespace cloze
