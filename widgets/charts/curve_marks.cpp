// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/curve_marks.h"

#include "widgets/shared/theme.h"

#include <QPainter>
#include <QPixmap>

#include <array>
#include <cmath>

namespace cloze {

namespace {

struct Shape { int corners; double turn; bool star; };   // corners 0: a disc; turn in degrees
constexpr std::array<Shape, 8> kShapes{{{0, 0, false}, {4, 45, false}, {3, -90, false}, {4, 0, false}, {3, 90, false}, {5, -90, true}, {6, 0, false}, {4, 0, true}}};

QPolygonF outline(const Shape& shape, const QPointF& centre, double radius) {
  QPolygonF polygon;
  const int corners = shape.star ? 2 * shape.corners : shape.corners;
  for (int i = 0; i < corners; ++i) {
    const double angle = (shape.turn + 360.0 * i / corners) * M_PI / 180;
    const double length = radius * (shape.star && i % 2 == 1 ? 0.45 : 1.15);
    polygon << centre + QPointF(std::cos(angle), std::sin(angle)) * length;
  }
  return polygon;
}

}  // namespace

void paintMark(QPainter& painter, const QPointF& centre, int number, double radius) {
  const Shape& shape = kShapes[static_cast<std::size_t>(std::max(number, 0)) % kShapes.size()];
  if (shape.corners == 0) painter.drawEllipse(centre, radius, radius);
  else painter.drawPolygon(outline(shape, centre, radius));
}

QIcon runSwatch(int colour) {
  const Theme& theme = Theme::current();
  QPixmap picture(48, 32);                                       // drawn for twice the density
  picture.setDevicePixelRatio(2);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.runColour(colour), 2, theme.runPenStyle(colour)));
  painter.drawLine(QPointF(1, 8), QPointF(23, 8));
  painter.setPen(QPen(theme.runColour(colour), 1.5));
  painter.setBrush(theme.tokens().surface);
  paintMark(painter, {12, 8}, colour, 4);
  return picture;
}

}  // namespace cloze
