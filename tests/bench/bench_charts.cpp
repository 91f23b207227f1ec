// What drawing and filtering costs the window's thread: curves of a million points, many curves at once, a long list of runs. One line a figure.
// A frame is one new point for each curve, one update and one painted picture of a chart of 1,000 x 400 pixels.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/figures.h"
#include "tests/gui/gui_support.h"
#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/chart_view.h"
#include "widgets/shared/theme.h"
#include "widgets/views/runs_panel.h"

#include <QApplication>
#include <QImage>
#include <QLineEdit>

#include <cmath>

using namespace cloze;
using namespace cloze::bench;

namespace {

std::shared_ptr<SmoothedCurve> noisyCurve(std::int64_t points, int number) {
  auto curve = std::make_shared<SmoothedCurve>();
  for (std::int64_t step = 1; step <= points; ++step)
    curve->append(static_cast<double>(step), 2 + number + 5 * std::exp(-static_cast<double>(step) / (0.2 * static_cast<double>(points))) + std::sin(static_cast<double>(step) * 12.9898) * 0.5);
  return curve;
}

Times frames(int series, std::int64_t points) {
  std::vector<std::shared_ptr<SmoothedCurve>> data;
  std::vector<ChartCurve> curves;
  for (int i = 0; i < series; ++i) {
    data.push_back(noisyCurve(points, i));
    curves.push_back({QStringLiteral("curve %1").arg(i), i, CurveStyle::Smoothed, data.back()});
  }
  ChartView chart(QStringLiteral("Loss"), QStringLiteral("nats"));
  chart.resize(1000, 400);
  chart.show();
  chart.setCurves(std::move(curves));
  QImage picture(chart.canvas()->size(), QImage::Format_ARGB32_Premultiplied);
  std::int64_t step = points;
  return timesOf(60, [&] {
    ++step;
    for (const auto& curve : data) curve->append(static_cast<double>(step), 2.5);
    chart.updateNow();
    chart.canvas()->render(&picture);
  });
}

Times filterRuns(int count) {
  RunsModel model;
  RunsPanel panel(&model);
  panel.resize(260, 700);
  panel.show();
  model.setRows(tests::manyRuns(count));
  const char* typed[] = {"e", "el", "electra", "electra 4", "", "reviews 17", "interrupted electra"};
  std::size_t next = 0;
  return timesOf(35, [&] {
    panel.filterField()->setText(QString::fromLatin1(typed[next++ % std::size(typed)]));
    QCoreApplication::processEvents();
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  Theme::apply(application, ThemeKind::Light, 1.0);
  const Times million = frames(1, 1000000), ten = frames(10, 100000), fifty = frames(50, 100000), runs = filterRuns(5000);
  figure("redraw of a curve of 1,000,000 points, median", million.median, "ms", 16);
  figure("redraw of a curve of 1,000,000 points, longest of 60", million.longest, "ms", 16);
  figure("10 curves of 100,000 points: one frame, median", ten.median, "ms", 1000.0 / 30);
  figure("10 curves of 100,000 points, 30 frames a second: share of one core", ten.median * 30 / 10, "%");
  figure("50 curves of 100,000 points: one frame, median", fifty.median, "ms", 1000.0 / 5);
  figure("50 curves of 100,000 points, 5 frames a second: share of one core", fifty.median * 5 / 10, "%");
  figure("5,000 runs filtered by what is typed, median", runs.median, "ms", 50);
  figure("5,000 runs filtered by what is typed, longest of 35", runs.longest, "ms", 50);
  return 0;
}
