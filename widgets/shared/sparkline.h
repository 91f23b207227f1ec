// A word-sized curve over training: rank as a line (logarithmic, the first place at the top), probability as the area behind it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

namespace cloze {

struct SparkPoint { std::int64_t step = 0, rank = 0; double probability = 0; };   // rank 0: not known

class Sparkline : public QWidget {
  Q_OBJECT
 public:
  explicit Sparkline(QWidget* parent = nullptr);
  void show(const QString& name, std::vector<SparkPoint> points, int colour);
  const std::vector<SparkPoint>& points() const { return m_points; }
  QString sentence() const;                        // "rank 812 at step 100, 1 at step 2,000 (74 %)"
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;              // the tooltip says the point under the pointer

 private:
  QPointF place(std::size_t point, bool rank) const;
  std::vector<SparkPoint> m_points;
  int m_colour = 0;
};

}  // namespace cloze
