// The occurrences of a word as points: colour and shape say the sense, or whose neighbour a point is; the query sentences stand out with a ring
// and a label. Hovering shows the sentence, a click selects it; with the keyboard the arrows go from point to point.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspector.h"

#include <QRectF>
#include <QStringList>
#include <QWidget>

#include <utility>
#include <vector>

class QPainter;

namespace cloze {

using OccurrenceKey = std::pair<std::int64_t, std::int32_t>;   // line and place in it, as in Neighbour and MapPoint

// One colour and shape of the legend.
void paintMark(QPainter& painter, const QPointF& place, double radius, int kind);

class OccurrenceMap : public QWidget {
  Q_OBJECT
 public:
  explicit OccurrenceMap(QWidget* parent = nullptr);
  // kinds: [points] number of the legend's entry, -1 for the muted rest.
  void show(const WordMap& map, std::vector<int> kinds, const QStringList& legend);
  void clear();
  int pointCount() const { return static_cast<int>(m_map.points.size()); }
  QPointF placeOf(int point) const;                     // in widget coordinates
  const MapPoint& point(int number) const { return m_map.points.at(static_cast<std::size_t>(number)); }
  int selected() const { return m_selected; }
  void select(const OccurrenceKey& key);                // says nothing; (0, 0) selects none
  QByteArray csv() const;                               // line, sentence, word, sense, x, y
  QSize minimumSizeHint() const override { return {200, 180}; }
  QSize sizeHint() const override { return {360, 320}; }

 Q_SIGNALS:
  void selectedByUser(const cloze::MapPoint& point);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override { QWidget::focusInEvent(event); update(); }
  bool event(QEvent* event) override;

 private:
  QRectF plot() const;
  int nearest(const QPointF& place, double reach) const;
  int next(const QPointF& direction) const;
  void choose(int point);
  QString saidOf(int point) const;
  int legendHeight() const;
  void paintPoints(QPainter& painter) const;
  void paintQueries(QPainter& painter) const;
  void paintLegend(QPainter& painter) const;
  WordMap m_map;
  QRectF m_extent;                                      // of all points and the origin
  std::vector<int> m_kinds;
  QStringList m_legend;
  int m_selected = -1;
};

}  // namespace cloze
