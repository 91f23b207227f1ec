// How long the examples are, as bars, with a line where they are cut; in words below it. What is cut is hatched, so that it is not told by colour
// alone.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <cstdint>
#include <vector>

namespace cloze {

class LengthHistogram : public QWidget {
  Q_OBJECT
 public:
  explicit LengthHistogram(QWidget* parent = nullptr);
  void setLengths(std::vector<std::int32_t> lengths);
  void setLimit(std::int64_t tokens);              // longer examples are cut
  std::int64_t longer() const;                     // examples beyond the limit
  std::int32_t longest() const { return m_longest; }
  const std::vector<std::int64_t>& bins() const { return m_bins; }
  std::int32_t binWidth() const { return m_binWidth; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;              // the tooltip says the bar under the pointer

 private:
  double placeOf(double tokens) const;
  QRectF plot() const;
  std::vector<std::int32_t> m_lengths;
  std::vector<std::int64_t> m_bins;
  std::int32_t m_longest = 0, m_binWidth = 1;
  std::int64_t m_limit = 0;
};

}  // namespace cloze
