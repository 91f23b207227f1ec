// Who may look at whom when words are predicted in an order: positions by positions, the row asks, the column is looked at. A seen column that was
// predicted before has the colour of its turn; arrows or the pointer choose a cell, whose meaning is one sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspector.h"

#include <QWidget>

namespace cloze {

class OrderGrid : public QWidget {
  Q_OBJECT
 public:
  explicit OrderGrid(QWidget* parent = nullptr);
  void setOrder(const OrderResult& order, int colour);     // nothing: empty tokens
  void choose(int row, int column);
  int row() const { return m_row; }
  int column() const { return m_column; }
  QString sentence() const;                                // of the chosen cell
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void chosen(int row, int column);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;

 private:
  int count() const { return static_cast<int>(m_order.tokens.size()); }
  int cellSize() const;
  int labelWidth() const;
  QString nameOf(int place) const;
  bool sees(int row, int column) const { return m_order.sees[static_cast<std::size_t>(row * count() + column)] != 0; }
  QColor colourOf(int row, int column) const;
  void pointAt(const QPointF& position);
  void paintLabels(QPainter& painter) const;
  OrderResult m_order;
  int m_colour = 0, m_row = 0, m_column = 0, m_last = 0;   // m_last: turns there are
};

}  // namespace cloze
