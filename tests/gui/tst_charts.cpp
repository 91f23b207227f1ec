// The truth of charts: no spike is lost, a zoom survives updates, what is exported is what was logged.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"
#include "widgets/charts/chart_scale.h"
#include "widgets/charts/chart_view.h"

#include <QSignalSpy>

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
  }
};

CLOZE_TEST_SUITE(ChartsTest, "charts")
#include "tst_charts.moc"
