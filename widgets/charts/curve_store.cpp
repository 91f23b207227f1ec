// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curve_store.h"

#include <algorithm>
#include <cmath>

namespace cloze {

void CurveStore::append(double x, double y) {
  if (!m_x.empty() && x <= m_x.back()) truncate(x);
  m_x.push_back(x);
  m_y.push_back(y);
  if (!std::isfinite(y)) m_notNumbers.push_back(x);
  addToPyramid(m_x.size() - 1);
}

void CurveStore::truncate(double fromX) {
  const std::size_t first = firstFrom(fromX);
  if (first == m_x.size()) return;
  m_x.resize(first);
  m_y.resize(first);
  m_notNumbers.erase(std::lower_bound(m_notNumbers.begin(), m_notNumbers.end(), fromX), m_notNumbers.end());
  rebuildFrom(first);
}

void CurveStore::clear() {
  m_x.clear();
  m_y.clear();
  m_notNumbers.clear();
  m_levels.clear();
}

void CurveStore::addToPyramid(std::size_t index) {
  std::size_t block = index;
  for (std::size_t level = 0;; ++level) {
    block /= kFanOut;
    if (level == m_levels.size()) {
      if (level > 0 && m_levels[level - 1].size() <= kFanOut) return;   // the blocks below are few: no need of a level above them
      m_levels.emplace_back();
      rebuildLevel(level);
      continue;
    }
    if (block >= m_levels[level].size()) m_levels[level].resize(block + 1);
    mergePoint(m_levels[level][block], index);
  }
}

// Fills a level from what stands in it to the end of the level below (level 0: of the points).
void CurveStore::rebuildLevel(std::size_t level) {
  auto& blocks = m_levels[level];
  const std::size_t count = level == 0 ? m_x.size() : m_levels[level - 1].size();
  for (std::size_t i = blocks.size() * kFanOut; i < count; ++i) {
    if (i / kFanOut >= blocks.size()) blocks.emplace_back();
    if (level == 0) mergePoint(blocks.back(), i);
    else merge(blocks.back(), m_levels[level - 1][i]);
  }
}

void CurveStore::rebuildFrom(std::size_t index) {
  std::size_t first = index;
  for (std::size_t level = 0; level < m_levels.size(); ++level) {
    first /= kFanOut;
    m_levels[level].resize(std::min(m_levels[level].size(), first));
    rebuildLevel(level);
  }
}

void CurveStore::mergePoint(Extreme& into, std::size_t index) const {
  if (!std::isfinite(m_y[index])) return;
  const auto place = static_cast<std::int64_t>(index);
  merge(into, {place, place, m_y[index] > 0 ? place : -1});
}

void CurveStore::merge(Extreme& into, const Extreme& other) const {
  if (other.low < 0) return;
  const auto value = [this](std::int64_t i) { return m_y[static_cast<std::size_t>(i)]; };
  if (into.low < 0 || value(other.low) < value(into.low)) into.low = other.low;
  if (into.high < 0 || value(other.high) > value(into.high)) into.high = other.high;
  if (other.positive >= 0 && (into.positive < 0 || value(other.positive) < value(into.positive))) into.positive = other.positive;
}

CurveStore::Extreme CurveStore::extremes(std::size_t begin, std::size_t end) const {
  Extreme result;
  std::size_t i = begin;
  while (i < end) {
    std::size_t width = 1, level = 0;                               // the widest whole block that starts here and ends in the range
    while (level < m_levels.size() && i % (width * kFanOut) == 0 && i + width * kFanOut <= end) {
      width *= kFanOut;
      ++level;
    }
    if (level == 0) mergePoint(result, i);
    else merge(result, m_levels[level - 1][i / width]);
    i += width;
  }
  return result;
}

std::size_t CurveStore::firstFrom(double x) const { return static_cast<std::size_t>(std::lower_bound(m_x.begin(), m_x.end(), x) - m_x.begin()); }

void CurveStore::reduce(double x0, double x1, int columns, std::vector<CurvePoint>& out) const {
  std::vector<double> edges;
  for (int column = 0; column <= columns; ++column) edges.push_back(x0 + (x1 - x0) * column / columns);
  reduce(edges, out);
}

void CurveStore::reduce(const std::vector<double>& edges, std::vector<CurvePoint>& out) const {
  out.clear();
  if (m_x.empty() || edges.size() < 2 || !(edges.back() > edges.front())) return;
  const std::size_t columns = edges.size() - 1, begin = firstFrom(edges.front()), last = std::min(m_x.size(), firstFrom(edges.back()) + 1);
  const auto add = [this, &out](std::int64_t i) {
    if (i >= 0 && std::isfinite(m_y[static_cast<std::size_t>(i)])) out.push_back({m_x[static_cast<std::size_t>(i)], m_y[static_cast<std::size_t>(i)]});
  };
  if (begin > 0) add(static_cast<std::int64_t>(begin) - 1);
  if (last - std::min(begin, last) <= columns * 2) {
    for (std::size_t i = begin; i < last; ++i) add(static_cast<std::int64_t>(i));
    return;
  }
  std::size_t from = begin;
  for (std::size_t column = 0; column < columns && from < last; ++column) {
    const std::size_t to = column + 1 == columns ? last : std::max(from, std::min(last, firstFrom(edges[column + 1])));
    const Extreme found = extremes(from, to);
    add(std::min(found.low, found.high));
    if (found.low != found.high) add(std::max(found.low, found.high));
    from = to;
  }
}

CurveStore::Extreme CurveStore::extremesIn(double x0, double x1) const {
  const auto end = static_cast<std::size_t>(std::upper_bound(m_x.begin(), m_x.end(), x1) - m_x.begin());
  return firstFrom(x0) < end ? extremes(firstFrom(x0), end) : Extreme{};
}

std::optional<CurveRange> CurveStore::range(double x0, double x1) const {
  const Extreme found = extremesIn(x0, x1);
  if (found.low < 0) return std::nullopt;
  return CurveRange{m_y[static_cast<std::size_t>(found.low)], m_y[static_cast<std::size_t>(found.high)]};
}

std::optional<CurveRange> CurveStore::positiveRange(double x0, double x1) const {
  const Extreme found = extremesIn(x0, x1);
  if (found.positive < 0) return std::nullopt;
  return CurveRange{m_y[static_cast<std::size_t>(found.positive)], m_y[static_cast<std::size_t>(found.high)]};
}

std::optional<std::size_t> CurveStore::nearest(double x) const {
  if (m_x.empty()) return std::nullopt;
  std::size_t i = firstFrom(x);
  if (i == m_x.size() || (i > 0 && x - m_x[i - 1] < m_x[i] - x)) --i;
  return i;
}

}  // namespace cloze
