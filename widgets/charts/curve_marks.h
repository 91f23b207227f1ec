// The shape that goes with a run's colour, so that colour is never alone: painted along its curve, in the legend, beside its name.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPointF>

class QPainter;

namespace cloze {

// Disc, square, triangle, diamond, ... of the n-th run in the painter's pen and brush; after eight they come again (the line is dashed by then).
void paintMark(QPainter& painter, const QPointF& centre, int number, double radius);
// A piece of the run's line with its mark.
QIcon runSwatch(int colour);

}  // namespace cloze
