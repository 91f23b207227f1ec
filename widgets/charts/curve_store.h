// All points of one curve, none thrown away, with a min-max pyramid over them: any range is reduced to at most two points a pixel column
// (its smallest and its largest value), so that a spike of one step in a million stays visible. No Qt, no torch.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace cloze {

struct CurvePoint { double x = 0, y = 0; };
struct CurveRange { double low = 0, high = 0; };

class CurveStore {
 public:
  // x grows; at an x that is not beyond the last one, the points from there on are dropped first (a resumed run repeats steps).
  void append(double x, double y);
  void truncate(double fromX);
  void clear();

  std::size_t size() const { return m_x.size(); }
  bool empty() const { return m_x.empty(); }
  double x(std::size_t i) const { return m_x[i]; }
  double y(std::size_t i) const { return m_y[i]; }
  double lastX() const { return m_x.back(); }
  double lastY() const { return m_y.back(); }

  // Points to draw between the pixel columns' edges (ascending, columns + 1 of them; any monotone axis gives its own), with the neighbours
  // just outside; not finite values are left out.
  void reduce(const std::vector<double>& edges, std::vector<CurvePoint>& out) const;
  void reduce(double x0, double x1, int columns, std::vector<CurvePoint>& out) const;
  // Of the finite values in [x0, x1]; of the positive ones among them.
  std::optional<CurveRange> range(double x0, double x1) const;
  std::optional<CurveRange> positiveRange(double x0, double x1) const;
  std::optional<std::size_t> nearest(double x) const;
  std::size_t firstFrom(double x) const;                              // the first point at or after x; size() when there is none
  const std::vector<double>& notNumbers() const { return m_notNumbers; }   // where y is NaN or infinite

 private:
  struct Extreme { std::int64_t low = -1, high = -1, positive = -1; };    // indices of smallest, largest, smallest above zero; -1: none
  static constexpr std::size_t kFanOut = 16;

  void addToPyramid(std::size_t index);
  void rebuildFrom(std::size_t index);
  void rebuildLevel(std::size_t level);
  Extreme extremes(std::size_t begin, std::size_t end) const;
  Extreme extremesIn(double x0, double x1) const;
  void merge(Extreme& into, const Extreme& other) const;
  void mergePoint(Extreme& into, std::size_t index) const;

  std::vector<double> m_x, m_y, m_notNumbers;
  std::vector<std::vector<Extreme>> m_levels;                         // level k: blocks of kFanOut^(k+1) points
};

}  // namespace cloze
