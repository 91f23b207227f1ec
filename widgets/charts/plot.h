// What a chart shows, without a widget: curves, flags, the window on them, the place of the plot, and the way from values to pixels (x by
// step, epoch, tokens or time, straight or logarithmic; every curve by the axis of its own run). Painted by plot_painter.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/chart_scale.h"
#include "widgets/charts/smoothed_curve.h"
#include "widgets/shared/translation.h"

#include <QColor>
#include <QRectF>
#include <QString>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cloze {

enum class CurveStyle { Smoothed, Line, Markers, Planned, Mean };   // raw at 35 % behind its mean; as it is; dashed with dots; dashed and thin; the mean alone

struct ChartCurve {
  QString name;
  int colour = 0;                                  // of the run, Theme::runColour
  CurveStyle style = CurveStyle::Line;
  std::shared_ptr<const SmoothedCurve> data;
  bool shown = true;
  std::shared_ptr<const StepAxis> axis = nullptr;  // null: steps only
  double smoothing = kSmoothing;
  bool marked = false;                             // with the shape of its colour: where runs are told apart
  std::shared_ptr<const SmoothedCurve> low{}, high{};   // a band behind the curve, by step
  bool averaged() const { return (style == CurveStyle::Smoothed || style == CurveStyle::Mean) && smoothing > 0; }
  const CurveStore& store() const { return averaged() ? data->smooth(smoothing) : data->raw(); }
  double position(double step, XUnit unit) const { return axis ? axis->at(step, unit) : step; }
  double stepAt(double position, XUnit unit) const { return axis ? axis->stepAt(position, unit) : position; }
};

struct ChartFlag {
  double x = 0;                                    // step
  QString text;                                    // tooltip
  enum class Kind { Checkpoint, Evaluation, Warning, Note, Pause, Resume, Interruption } kind = Kind::Note;
};

struct ChartWindow { double x0 = 0, x1 = 1, y0 = 0, y1 = 1; };
struct PositionRange { double from = 0, to = 0; };

class Plot {
 public:
  std::vector<ChartCurve> curves;
  std::vector<ChartFlag> flags;
  std::shared_ptr<const StepAxis> axis;            // of the run the flags belong to
  ChartWindow window;
  QRectF area;
  XUnit unit = XUnit::Step;
  bool logX = false, logY = false;
  std::optional<ValueBounds> bounds;               // no value lies beyond them, nor does the axis
  std::vector<ChartTick> xTicks, yTicks;
  std::optional<double> crossHair;                 // in the unit of x
  std::optional<PositionRange> selection;
  QString emptyText;
  QString xName;                                   // of what is counted in place of steps; "" = the unit says it

  double pixelOfX(double position) const;
  double pixelOfY(double value) const;
  double positionAt(double pixel) const;
  double pixelOfStep(const ChartCurve& curve, double step) const { return pixelOfX(curve.position(step, unit)); }
  double flagPosition(const ChartFlag& flag) const { return axis ? axis->at(flag.x, unit) : flag.x; }
  std::vector<std::size_t> flagsAt(double pixel) const;            // within a few pixels
  // Edges of the pixel columns in steps of this curve.
  std::vector<double> edges(const ChartCurve& curve) const;
  bool empty() const;
  // Where the curves are between two positions, widened to round values within the bounds.
  CurveRange valuesIn(double x0, double x1) const;
  QString xTitle() const { return xName.isEmpty() ? positionTitle(unit, window.x1) : xName; }
  QString positionText(double position) const;     // "step 1,000", "6,920 examples"
  double newest() const;                           // position of the last point that was logged
  double smallestPosition() const;                 // above zero: where a logarithmic axis can begin
  void setWindowX(double x0, double x1);           // with the values that lie there
  void layOut(const QRectF& whole);                // ticks, margins, area
};

}  // namespace cloze
