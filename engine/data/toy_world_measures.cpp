// k-means, centroids and neighbours in double precision; every draw comes from a stream of its own, so figures repeat exactly.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "engine/data/toy_world_random.h"

namespace cloze {
namespace {

constexpr int kStarts = 10, kRounds = 100, kDraws = 20;
constexpr std::size_t kLabelled = 8;
constexpr double kRounding = 1e-5;              // of the vectors' length: float noise of a forward pass

using Point = std::vector<double>;

const float* row(const SenseVectors& vectors, std::size_t i) { return vectors.values.data() + static_cast<std::int64_t>(i) * vectors.width; }

double squaredDistance(const SenseVectors& vectors, std::size_t i, const Point& point) {
  double sum = 0;
  const float* values = row(vectors, i);
  for (std::size_t d = 0; d < point.size(); ++d) sum += (values[d] - point[d]) * (values[d] - point[d]);
  return sum;
}

Point meanOf(const SenseVectors& vectors, const std::vector<std::size_t>& members) {
  Point mean(static_cast<std::size_t>(vectors.width), 0.0);
  for (const std::size_t i : members)
    for (std::size_t d = 0; d < mean.size(); ++d) mean[d] += row(vectors, i)[d];
  for (double& value : mean) value /= static_cast<double>(std::max<std::size_t>(1, members.size()));
  return mean;
}

struct Clustering { double inertia = std::numeric_limits<double>::infinity(); std::vector<int> labels; };

Clustering clusterFrom(const SenseVectors& vectors, std::size_t first, std::size_t second) {
  Point centres[2] = {meanOf(vectors, {first}), meanOf(vectors, {second})};
  Clustering result;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<int> labels(vectors.size());
    std::vector<std::size_t> members[2];
    double inertia = 0;
    for (std::size_t i = 0; i < vectors.size(); ++i) {
      const double zero = squaredDistance(vectors, i, centres[0]), one = squaredDistance(vectors, i, centres[1]);
      labels[i] = one < zero ? 1 : 0;
      inertia += std::min(zero, one);
      members[labels[i]].push_back(i);
    }
    const bool settled = labels == result.labels;
    result = {inertia, std::move(labels)};
    if (settled || members[0].empty() || members[1].empty()) break;
    for (int side : {0, 1}) centres[side] = meanOf(vectors, members[side]);
  }
  return result;
}

// 1, 0 or one half for a tie.
double score(double rightDistance, double wrongDistance) {
  const double margin = 1e-9 * (rightDistance + wrongDistance);
  if (std::abs(rightDistance - wrongDistance) <= margin) return 0.5;
  return rightDistance < wrongDistance ? 1.0 : 0.0;
}

double cosineOf(const SenseVectors& vectors, std::size_t i, std::size_t j) {
  double product = 0, left = 0, right = 0;
  const float *a = row(vectors, i), *b = row(vectors, j);
  for (std::int64_t d = 0; d < vectors.width; ++d) {
    product += static_cast<double>(a[d]) * b[d];
    left += static_cast<double>(a[d]) * a[d];
    right += static_cast<double>(b[d]) * b[d];
  }
  return left > 0 && right > 0 ? product / std::sqrt(left * right) : 0.0;
}

bool allEqual(const SenseVectors& vectors) {
  for (std::size_t i = 1; i < vectors.size(); ++i)
    if (!std::equal(row(vectors, i), row(vectors, i) + vectors.width, row(vectors, 0))) return false;
  return true;
}

}  // namespace

SenseVectors centredByFrame(const SenseVectors& vectors) {
  SenseVectors centred = vectors;
  std::map<std::string, std::vector<std::size_t>> frames;
  for (std::size_t i = 0; i < vectors.size(); ++i) frames[vectors.frames[i]].push_back(i);
  for (const auto& [frame, members] : frames) {
    const Point mean = meanOf(vectors, members);
    double length = 0;
    for (const double value : mean) length += value * value;
    const double least = kRounding * std::sqrt(length / static_cast<double>(vectors.width));
    for (const std::size_t i : members)
      for (std::size_t d = 0; d < mean.size(); ++d) {
        const double difference = row(vectors, i)[d] - mean[d];
        centred.values[i * mean.size() + d] = std::abs(difference) <= least ? 0.0F : static_cast<float>(difference);
      }
  }
  return centred;
}

double kmeans2(const SenseVectors& vectors) {
  if (vectors.size() < 2 || allEqual(vectors)) return 0.5;
  ToyRandom random(0, "kmeans2");
  Clustering best;
  for (int start = 0; start < kStarts; ++start) {
    const std::size_t first = random.pick(vectors.size());
    const std::size_t second = (first + 1 + random.pick(vectors.size() - 1)) % vectors.size();
    Clustering made = clusterFrom(vectors, first, second);
    if (made.inertia < best.inertia) best = std::move(made);
  }
  std::size_t same = 0;
  for (std::size_t i = 0; i < vectors.size(); ++i) same += best.labels[i] == vectors.senses[i];
  const double share = static_cast<double>(same) / static_cast<double>(vectors.size());
  return std::max(share, 1 - share);
}

double centroid8(const SenseVectors& vectors) {
  ToyRandom random(0, "centroid8");
  double sum = 0;
  std::size_t count = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    std::vector<std::size_t> members[2];
    for (std::size_t i = 0; i < vectors.size(); ++i) members[vectors.senses[i]].push_back(i);
    Point centres[2];
    for (int sense : {0, 1}) {
      if (members[sense].size() <= kLabelled) throw std::invalid_argument("centroid8: needs more than 8 occurrences of each sense");
      random.shuffle(members[sense]);
      centres[sense] = meanOf(vectors, {members[sense].begin(), members[sense].begin() + kLabelled});
    }
    for (int sense : {0, 1})
      for (std::size_t k = kLabelled; k < members[sense].size(); ++k, ++count)
        sum += score(squaredDistance(vectors, members[sense][k], centres[sense]), squaredDistance(vectors, members[sense][k], centres[1 - sense]));
  }
  return sum / static_cast<double>(count);
}

double nearestSense(const SenseVectors& vectors) {
  double sum = 0;
  std::size_t queries = 0;
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    if (vectors.halves[i] != "A") continue;
    double best[2] = {-2, -2};
    for (std::size_t j = 0; j < vectors.size(); ++j)
      if (vectors.halves[j] == "B" && vectors.frames[j] == vectors.frames[i])
        best[vectors.senses[j]] = std::max(best[vectors.senses[j]], cosineOf(vectors, i, j));
    sum += score(1 - best[vectors.senses[i]], 1 - best[1 - vectors.senses[i]]);
    ++queries;
  }
  return queries == 0 ? 0.5 : sum / static_cast<double>(queries);
}

double shareWithin(const std::vector<std::int64_t>& ranks, std::int64_t k) {
  const auto hits = std::count_if(ranks.begin(), ranks.end(), [k](std::int64_t rank) { return rank >= 1 && rank <= k; });
  return ranks.empty() ? 0.0 : static_cast<double>(hits) / static_cast<double>(ranks.size());
}

}  // namespace cloze
