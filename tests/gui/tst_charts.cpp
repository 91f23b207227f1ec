// The truth of charts: no spike is lost, a zoom survives updates, what is exported is what was logged.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"
#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/chart_group.h"
#include "widgets/charts/chart_legend.h"
#include "widgets/charts/chart_scale.h"
#include "widgets/charts/chart_statistics.h"
#include "widgets/charts/chart_view.h"
#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QPainter>
#include <QSignalSpy>

#include <cmath>
#include <functional>
#include <limits>

using namespace cloze;

namespace {

constexpr std::size_t kMillion = 1000000;

double highest(const std::vector<CurvePoint>& points) {
  double best = -1e300;
  for (const CurvePoint& point : points) best = std::max(best, point.y);
  return best;
}

ChartCurve lineOf(const std::shared_ptr<SmoothedCurve>& points) { return {QStringLiteral("loss"), 0, CurveStyle::Line, points, true}; }

std::shared_ptr<SmoothedCurve> curveOf(int steps, const std::function<double(int)>& value) {
  auto points = std::make_shared<SmoothedCurve>();
  for (int step = 1; step <= steps; ++step) points->append(step, value(step));
  return points;
}

// Steps of 100 tokens; every tenth takes five seconds, the others half a second.
std::shared_ptr<StepAxis> axisOf(int steps) {
  auto axis = std::make_shared<StepAxis>();
  for (int step = 1; step <= steps; ++step) axis->add(step, 100, step % 10 == 0 ? 5.0 : 0.5);
  return axis;
}

QImage pictureOf(ChartView& chart) {
  chart.updateNow();
  return chart.canvas()->grab().toImage();
}

}  // namespace

class ChartsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsASpikeOfOneStepInAMillion_data() {
    QTest::addColumn<int>("columns");
    for (const int columns : {100, 333, 800, 1917}) QTest::addRow("%d columns", columns) << columns;
  }
  void keepsASpikeOfOneStepInAMillion() {
    QFETCH(int, columns);
    CurveStore store;
    for (std::size_t i = 1; i <= kMillion; ++i) store.append(static_cast<double>(i), i == 777777 ? 99.0 : 1.0 + 1e-9 * static_cast<double>(i % 7));
    std::vector<CurvePoint> points;
    for (const auto& [x0, x1] : {std::pair(0.0, 1e6), {5e5, 9e5}, {777000.0, 778000.0}}) {
      store.reduce(x0, x1, columns, points);
      QCOMPARE(highest(points), 99.0);
      QVERIFY(points.size() <= static_cast<std::size_t>(2 * columns) + 2);
    }
  }

  void reducesAsAPlainSearchWould() {
    CurveStore store;
    for (int i = 0; i < 5000; ++i) store.append(i, std::sin(i * 0.7) * (i % 13));
    const auto range = store.range(1234, 4321);
    double low = 1e300, high = -1e300;
    for (int i = 1234; i <= 4321; ++i) { low = std::min(low, store.y(static_cast<std::size_t>(i))); high = std::max(high, store.y(static_cast<std::size_t>(i))); }
    QCOMPARE(range->low, low);
    QCOMPARE(range->high, high);
  }

  void repeatedStepsReplaceTheirPoints() {
    CurveStore store;
    for (int step = 1; step <= 1000; ++step) store.append(step, step);
    for (int step = 501; step <= 700; ++step) store.append(step, -step);
    QCOMPARE(store.size(), std::size_t(700));
    QCOMPARE(store.range(0, 1000)->high, 500.0);
    QCOMPARE(store.range(0, 1000)->low, -700.0);
  }

  void smoothingIsCorrectedForTheStart() {
    SmoothedCurve curve;
    curve.append(1, 5);
    QCOMPARE(curve.smooth().lastY(), 5.0);
    for (int step = 2; step < 400; ++step) curve.append(step, 5);
    QVERIFY(std::abs(curve.smooth().lastY() - 5) < 1e-9);
  }

  void marksWhatIsNotANumber() {
    CurveStore store;
    for (int step = 1; step <= 300; ++step) store.append(step, step == 150 ? std::numeric_limits<double>::quiet_NaN() : 1);
    QCOMPARE(store.notNumbers(), std::vector<double>{150});
    std::vector<CurvePoint> points;
    store.reduce(0, 300, 50, points);
    for (const CurvePoint& point : points) QVERIFY(std::isfinite(point.y));
  }

  void zoomSurvivesAHundredUpdates() {
    auto points = std::make_shared<SmoothedCurve>();
    for (int step = 1; step <= 500; ++step) points->append(step, 1.0 / step);
    ChartView chart(QStringLiteral("Loss"), QStringLiteral("nats"));
    chart.resize(500, 300);
    chart.setCurves({lineOf(points)});
    chart.zoom(100, 200);
    for (int i = 0; i < 100; ++i) {
      points->append(501 + i, 3);
      chart.updateNow();
    }
    QCOMPARE(chart.window().x0, 100.0);
    QCOMPARE(chart.window().x1, 200.0);
    QCOMPARE(chart.mode(), ChartMode::Keep);
    chart.setMode(ChartMode::Follow);
    QCOMPARE(chart.window().x1, 600.0);
    QCOMPARE(chart.window().x1 - chart.window().x0, 100.0);   // the width that was zoomed to
    chart.setMode(ChartMode::Fit);
    QCOMPARE(chart.window().x0, 0.0);
  }

  void theSpikeAndTheNotANumberAreSeenAtEveryZoom_data() {
    QTest::addColumn<double>("width");
    QTest::addColumn<bool>("smoothed");
    for (const double width : {1e6, 3e5, 1e4, 200.0, 20.0})
      for (const bool smoothed : {true, false}) QTest::addRow("%g steps%s", width, smoothed ? ", smoothed" : "") << width << smoothed;
  }
  void theSpikeAndTheNotANumberAreSeenAtEveryZoom() {
    QFETCH(double, width);
    QFETCH(bool, smoothed);
    static const auto plain = curveOf(static_cast<int>(kMillion), [](int step) { return step == 500005 ? std::nan("") : 1.0; });
    static const auto spiked = curveOf(static_cast<int>(kMillion), [](int step) { return step == 500005 ? std::nan("") : step == 500000 ? 9.0 : 1.0; });
    const auto picture = [&](const std::shared_ptr<SmoothedCurve>& points) {
      auto chart = std::make_unique<ChartView>(QStringLiteral("Loss"), QString());
      chart->resize(600, 300);
      chart->show();
      ChartCurve low = lineOf(std::make_shared<SmoothedCurve>(*curveOf(2, [](int step) { return step == 1 ? 0.0 : 10.0; })));   // both have one scale
      ChartCurve curve = lineOf(points);
      if (smoothed) curve.style = CurveStyle::Smoothed;
      chart->setCurves({curve, low});
      chart->zoom(500002 - width / 2, 500002 + width / 2);
      return std::make_pair(chart->plot(), pictureOf(*chart));
    };
    const auto [plot, with] = picture(spiked);
    const QImage without = picture(plain).second;
    int different = 0, marked = 0;
    const QColor bad = Theme::current().tokens().bad;
    for (int y = static_cast<int>(plot.area.top()); y < static_cast<int>(plot.pixelOfY(2)); ++y)
      for (int x = static_cast<int>(plot.area.left()); x < static_cast<int>(plot.area.right()); ++x) {
        different += with.pixel(x, y) != without.pixel(x, y);
        marked += with.pixelColor(x, y) == bad;
      }
    QVERIFY2(different > 20, qPrintable(QString::number(different)));
    QVERIFY2(marked > 8, qPrintable(QString::number(marked)));
  }

  void smoothingIsAsAskedAndDebiased() {
    const auto points = curveOf(500, [](int step) { return std::sin(step * 0.3) + step * 0.01; });
    for (const double weight : {0.0, 0.5, 0.97}) {
      double mean = 0;
      for (int step = 1; step <= 500; ++step) {
        mean = weight * mean + (1 - weight) * points->raw().y(static_cast<std::size_t>(step - 1));
        QVERIFY(std::abs(points->smooth(weight).y(static_cast<std::size_t>(step - 1)) - mean / (1 - std::pow(weight, step))) < 1e-9);
      }
    }
  }

  void xByTokensAndTime() {
    const auto axis = axisOf(100);
    axis->setStepsPerEpoch(40);
    ChartView chart(QStringLiteral("Loss"), QString());
    chart.resize(500, 300);
    ChartCurve curve = lineOf(curveOf(100, [](int step) { return step; }));
    curve.axis = axis;
    chart.setCurves({curve});
    chart.zoom(20, 60);
    chart.setXUnit(XUnit::Tokens);
    QCOMPARE(chart.window().x0, 2000.0);              // the same steps are shown
    QCOMPARE(chart.window().x1, 6000.0);
    QCOMPARE(chart.valuesAt(5000).front().cells.front(), QStringLiteral("50.0"));
    chart.setXUnit(XUnit::Time);
    QCOMPARE(chart.window().x1, 6 * 5.0 + 54 * 0.5);
    QCOMPARE(chart.valuesAt(5 * 5.0 + 45 * 0.5).front().cells.front(), QStringLiteral("50.0"));
    chart.setXUnit(XUnit::Epoch);
    QCOMPARE(chart.window().x1, 1.5);
    chart.setMode(ChartMode::Fit);
    QCOMPARE(chart.window().x1, 2.5);
  }

  void everyAxisGoesBothWays() {
    const auto axis = axisOf(100);
    axis->setTokensPerEpoch(2500);
    for (const XUnit unit : {XUnit::Step, XUnit::Tokens, XUnit::Time, XUnit::Epoch})
      for (const double step : {0.5, 1.0, 17.25, 99.0, 100.0, 130.0}) QVERIFY(std::abs(axis->stepAt(axis->at(step, unit), unit) - step) < 1e-9);
    QCOMPARE(axis->at(50, XUnit::Epoch), 2.0);
    axis->add(91, 1000, 1);                             // a resumed run repeats steps
    QCOMPARE(axis->tokens(), 90 * 100 + 1000.0);
    QVERIFY(!StepAxis().knows(XUnit::Tokens) && !StepAxis().knows(XUnit::Epoch) && StepAxis().knows(XUnit::Step));
  }

  void aLogarithmicAxisTellsWhatItCannotShow() {
    ChartView chart(QStringLiteral("Norm"), QString());
    chart.resize(500, 300);
    chart.show();
    chart.setCurves({lineOf(curveOf(200, [](int step) { return step == 50 ? 0.0 : step == 100 ? -3.0 : std::pow(10.0, step % 5 - 3); }))});
    chart.setLogY(true);
    const ChartWindow shown = chart.window();
    QVERIFY(shown.y0 > 0 && shown.y0 <= 1e-3 && shown.y1 >= 10);
    const Plot& plot = chart.plot();
    QCOMPARE(plot.pixelOfY(0), plot.area.bottom());
    QCOMPARE(plot.pixelOfY(-3), plot.area.bottom());
    QVERIFY(std::abs(plot.pixelOfY(1e-2) + plot.pixelOfY(1) - 2 * plot.pixelOfY(1e-1)) < 1e-6);
    const QImage picture = pictureOf(chart);
    const QColor warn = Theme::current().tokens().warn;
    for (const double step : {50.0, 100.0}) {
      int marked = 0;
      for (int x = -6; x <= 6; ++x)
        for (int y = -9; y <= 0; ++y) {
          const QColor colour = picture.pixelColor(static_cast<int>(plot.pixelOfX(step)) + x, static_cast<int>(plot.area.bottom()) + y);
          marked += std::abs(colour.hue() - warn.hue()) < 12 && colour.saturation() > 100;
        }
      QVERIFY2(marked > 3, qPrintable(QString::number(step)));
    }
    chart.setLogX(true);
    QCOMPARE(chart.window().x0, 1.0);
    QVERIFY(std::abs(plot.positionAt(plot.pixelOfX(37)) - 37) < 1e-9);
  }

  void statisticsAreThoseOfADirectComputation() {
    ChartCurve curve = lineOf(curveOf(1000, [](int step) { return step == 400 ? std::nan("") : 3 - 0.002 * step + std::sin(step); }));
    const CurveStatistics found = statisticsOf(curve, XUnit::Step, {700, 300});
    double low = 1e300, high = -1e300, sum = 0, n = 0, sx = 0, sxx = 0, sxy = 0;
    for (int step = 300; step <= 700; ++step) {
      const double y = curve.data->raw().y(static_cast<std::size_t>(step - 1));
      if (!std::isfinite(y)) continue;
      low = std::min(low, y); high = std::max(high, y);
      sum += y; ++n; sx += step; sxx += static_cast<double>(step) * step; sxy += step * y;
    }
    QCOMPARE(found.count, std::size_t(400));
    QCOMPARE(found.notNumbers, std::size_t(1));
    QCOMPARE(found.low, low);
    QCOMPARE(found.high, high);
    QVERIFY(std::abs(found.mean - sum / n) < 1e-12);
    QVERIFY(std::abs(found.slope - (n * sxy - sx * sum) / (n * sxx - sx * sx)) < 1e-9);
    curve.axis = axisOf(1000);
    QVERIFY(std::abs(statisticsOf(curve, XUnit::Tokens, {30000, 70000}).slope - found.slope / 100) < 1e-9);
    QCOMPARE(statisticsOf(curve, XUnit::Step, {2000, 3000}).count, std::size_t(0));
  }

  void oneTableForAllChartsAndOneRange() {
    QWidget host;
    host.resize(900, 400);
    ChartGroup group(&host);
    auto* first = new ChartView(QStringLiteral("Loss"), QString(), &host);
    auto* second = new ChartView(QStringLiteral("Rate"), QString(), &host);
    first->setGeometry(0, 0, 440, 400);
    second->setGeometry(450, 0, 440, 400);
    for (ChartView* chart : {first, second}) group.add(chart);
    first->setCurves({lineOf(curveOf(100, [](int step) { return step; }))});
    second->setCurves({lineOf(curveOf(100, [](int step) { return 2 * step; }))});
    host.show();
    QVERIFY(QTest::qWaitForWindowExposed(&host));
    first->updateNow();
    const auto at = [first](double step) { return QPoint(static_cast<int>(std::lround(first->plot().pixelOfX(step))), 120); };
    QTest::mouseMove(first->canvas(), at(40));
    QTRY_VERIFY(group.table()->isVisible());
    QCOMPARE(group.table()->lines().size(), std::size_t(2));
    QCOMPARE(group.table()->lines()[1].name, QStringLiteral("Rate"));
    QVERIFY(second->plot().crossHair.has_value());
    QTest::mousePress(first->canvas(), Qt::LeftButton, Qt::ShiftModifier, at(20));
    QTest::mouseMove(first->canvas(), at(60));
    QTest::mouseRelease(first->canvas(), Qt::LeftButton, Qt::ShiftModifier, at(60));
    QVERIFY(first->plot().selection && second->plot().selection);
    QCOMPARE(group.table()->lines()[0].cells.size(), ChartView::statisticsColumns().size());
    QTest::keyClick(first->canvas(), Qt::Key_Escape);
    QVERIFY(!second->plot().selection);
    QTest::keyClick(first->canvas(), Qt::Key_End);
    QCOMPARE(*second->plot().crossHair, 100.0);
    QTest::keyClick(first->canvas(), Qt::Key_Left);
    QCOMPARE(*second->plot().crossHair, 99.0);
    QTest::keyClick(first->canvas(), Qt::Key_Left, Qt::ShiftModifier);
    QVERIFY(second->plot().selection.has_value());
    QTest::keyClick(first->canvas(), Qt::Key_Plus);
    QCOMPARE(group.mode(), ChartMode::Keep);
    QCOMPARE(second->window().x0, first->window().x0);
    QVERIFY(first->window().x1 - first->window().x0 < 100);
    QTest::keyClick(first->canvas(), Qt::Key_0);
    QCOMPARE(second->mode(), ChartMode::Fit);
  }

  void flagsAreToldAndOpened() {
    ChartView chart(QStringLiteral("Loss"), QString());
    chart.resize(500, 300);
    chart.show();
    chart.setCurves({lineOf(curveOf(100, [](int step) { return step; }))});
    chart.setFlags({{50, QStringLiteral("evaluated"), ChartFlag::Kind::Evaluation}, {50, QStringLiteral("checkpoint"), ChartFlag::Kind::Checkpoint}, {80, QStringLiteral("paused"), ChartFlag::Kind::Pause}});
    chart.updateNow();
    QString opened;
    connect(&chart, &ChartView::flagActivated, this, [&opened](const ChartFlag& flag) { opened = flag.text; });
    const Plot& plot = chart.plot();
    QTest::mouseClick(chart.canvas(), Qt::LeftButton, {}, QPoint(static_cast<int>(plot.pixelOfX(50)), static_cast<int>(plot.area.bottom()) - 4));
    QCOMPARE(opened, QStringLiteral("checkpoint"));   // rather than the evaluation of the same step
    QTest::mouseClick(chart.canvas(), Qt::LeftButton, {}, QPoint(static_cast<int>(plot.pixelOfX(80)), static_cast<int>(plot.area.bottom()) - 4));
    QCOMPARE(opened, QStringLiteral("paused"));
  }

  void theLegendShowsAndHides() {
    ChartView chart(QStringLiteral("Loss"), QString());
    chart.resize(500, 300);
    chart.show();
    std::vector<ChartCurve> curves{lineOf(curveOf(10, [](int step) { return step; })), lineOf(curveOf(10, [](int) { return 1000.0; }))};
    curves[1].name = QStringLiteral("other");
    chart.setCurves(curves);
    QVERIFY(chart.window().y1 >= 1000);
    auto* legend = chart.findChild<ChartLegend*>();
    QTest::keyClick(legend->buttons().at(1), Qt::Key_Space);
    QVERIFY(chart.window().y1 < 100);
    chart.setCurves(curves);                            // new points came
    QVERIFY(!chart.plot().curves[1].shown);
    QTest::mouseClick(legend->buttons().at(1), Qt::LeftButton);
    QVERIFY(chart.window().y1 >= 1000);
  }

  void exportsEveryPoint() {
    auto points = std::make_shared<SmoothedCurve>();
    for (int step = 1; step <= 12345; ++step) points->append(step, 0.1 * step);
    ChartView chart(QStringLiteral("Loss"), QString());
    chart.setCurves({lineOf(points)});
    const QStringList lines = chart.csv().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 12346);
    QCOMPARE(lines.front(), QStringLiteral("curve,step,value"));
    QCOMPARE(lines.at(3), QStringLiteral("loss,3,%1").arg(QString::number(0.1 * 3, 'g', 17)));
  }

  void writesPictures() {
    auto points = std::make_shared<SmoothedCurve>();
    for (int step = 1; step <= 100; ++step) points->append(step, step);
    ChartView chart(QStringLiteral("Loss"), QString());
    chart.resize(400, 260);
    chart.setCurves({lineOf(points)});
    QTemporaryDir folder;
    QVERIFY(chart.savePng(folder.filePath("a.png")) && chart.saveSvg(folder.filePath("a.svg")) && chart.saveCsv(folder.filePath("a.csv")));
    QCOMPARE(QImage(folder.filePath("a.png")).size(), QSize(800, 520));
    QVERIFY(chart.csv().startsWith("curve,step,value\n"));
    QFile svg(folder.filePath("a.svg"));
    QVERIFY(svg.open(QIODevice::ReadOnly) && svg.readAll().contains("<polyline"));
    QVERIFY(!chart.saveCsv(folder.filePath("missing/a.csv")));
  }

  void saysItselfInOneSentence() {
    auto points = std::make_shared<SmoothedCurve>();
    ChartView chart(QStringLiteral("Loss"), QString());
    QVERIFY(chart.sentence().contains("no points"));
    for (int step = 1; step <= 300; ++step) points->append(step, 7.1 - step * 0.01);
    chart.setCurves({lineOf(points)});
    QVERIFY(chart.sentence().contains("fell from 7.09 to 4.1"));
  }

  void anAxisEndsWhereTheMetricDoes() {
    ChartView chart(QStringLiteral("accuracy"), {});
    chart.setValueBounds(metricBounds("accuracy"));
    for (const double last : {1.0, 1.04}) {                // a band may lie above what can be
      chart.setCurves({lineOf(curveOf(9, [last](int step) { return step < 5 ? 0.53 : last; }))});
      QCOMPARE(chart.window().y1, 1.0);
    }
  }

  void ticksAreRoundAndFew_data() {
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("steps") << 0.0 << 2000.0;
    QTest::newRow("rates") << 0.0 << 1e-4;
    QTest::newRow("loss") << 1.7 << 8.4;
    QTest::newRow("tiny range") << 0.99991 << 0.99999;
  }
  void ticksAreRoundAndFew() {
    QFETCH(double, low);
    QFETCH(double, high);
    const std::vector<double> ticks = niceTicks(low, high);
    QVERIFY(ticks.size() >= 3 && ticks.size() <= 8);
    QSet<QString> labels;
    for (const double tick : ticks) labels.insert(tickLabel(tick, ticks[1] - ticks[0]));
    QCOMPARE(labels.size(), static_cast<int>(ticks.size()));
  }

  void tickLabelsReadAsPeopleWrite() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QCOMPARE(tickLabel(1000, 500), QStringLiteral("1,000"));
    QCOMPARE(tickLabel(0.25, 0.25), QStringLiteral("0.25"));
    QCOMPARE(tickLabel(2e-4, 2e-4), QStringLiteral("2e-4"));
    QCOMPARE(tickLabel(0, 2e-4), QStringLiteral("0"));
    QCOMPARE(tickLabel(-0.5, 0.5), QStringLiteral("\u22120.5"));
    QCOMPARE(formatNumber(-0.000123), QStringLiteral("\u22121.2e-4"));
  }
};

CLOZE_TEST_SUITE(ChartsTest, "charts")
#include "tst_charts.moc"
