// The part of a chart that is looked at and touched: paints the plot, turns mouse and keys into wishes (zoom, cross-hair, a range, a flag).
// Wheel with Ctrl, or with the chart in focus, zooms; drag moves; Shift and drag chooses a range; double click fits. Keys: arrows move the
// cross-hair (Shift: choose, Ctrl: move the window), + and - zoom, 0 fits, Home and End, Enter opens the flag, Escape lets go.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/plot.h"

#include <QWidget>

namespace cloze {

class ChartCanvas : public QWidget {
  Q_OBJECT
 public:
  explicit ChartCanvas(Plot& plot, QWidget* parent = nullptr);

 Q_SIGNALS:
  void zoomAsked(double x0, double x1);
  void fitAsked();
  void hovered(std::optional<double> position);
  void selected(std::optional<cloze::PositionRange> range);
  void flagActivated(const cloze::ChartFlag& flag);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void zoomAbout(double pixel, double factor);
  void moveWindow(const ChartWindow& from, double share);
  void moveCrossHair(int direction, Qt::KeyboardModifiers modifiers);
  std::optional<double> neighbour(double position, int direction) const;
  void activateFlagAt(double pixel);

  enum class Drag { None, Move, Select };
  Plot& m_plot;
  Drag m_drag = Drag::None;
  bool m_dragged = false;
  bool m_byKeyboard = false;                       // the cross-hair stays when the pointer leaves
  QPointF m_dragFrom;
  ChartWindow m_dragWindow;
};

}  // namespace cloze
