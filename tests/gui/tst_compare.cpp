// Comparing runs: who belongs together, what the figures are, which settings differ; the page in the real window over a log that others write.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/core/schema.h"
#include "engine/run_spec.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/charts/chart_view.h"
#include "widgets/models/compare_groups.h"
#include "widgets/models/compare_models.h"
#include "widgets/views/compare_view.h"

#include <QAbstractItemModelTester>
#include <QTabWidget>

using namespace cloze;
using cloze::tests::kLong, cloze::tests::TemporaryHome;

namespace {

// A run as the log would give it: settings changed by path, its loss falling to `end` over `steps`.
std::unique_ptr<RunData> runOf(const std::string& id, const std::map<std::string, Json>& changes, std::int64_t steps = 100, double end = 1) {
  RunSpec spec;
  spec.name = "run";
  Json json = toJson(spec);
  for (const auto& [path, value] : changes) json[Json::json_pointer("/" + path)] = value;
  auto run = std::make_unique<RunData>(id, id.back() - 'a');
  RunLogPart part;
  part.row.id = id;
  part.row.name = json["name"].get<std::string>();
  part.specJson = json.dump();
  for (std::int64_t step = 1; step <= steps; ++step) part.series["validation/loss"].push_back({step, end + static_cast<double>(steps - step) / 100});
  run->apply(part);
  return run;
}

std::vector<RunData*> pointers(const std::vector<std::unique_ptr<RunData>>& runs) {
  std::vector<RunData*> all;
  for (const auto& run : runs) all.push_back(run.get());
  return all;
}

std::shared_ptr<SmoothedCurve> flat(double value, int steps) {
  auto curve = std::make_shared<SmoothedCurve>();
  for (int step = 1; step <= steps; ++step) curve->append(step, value);
  return curve;
}

ResultRow rowOf(const char* key, double best) {
  ResultRow row;
  row.key = key;
  row.title = QString::fromLatin1(key);
  row.best = {best, kNothing, 10};
  return row;
}

}  // namespace

class CompareTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void runsThatDifferInTheSeedAloneBelongTogether_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("together");
    QTest::newRow("seed") << "seed" << "7" << true;
    QTest::newRow("name") << "name" << "\"another\"" << true;
    QTest::newRow("learning rate") << "optimizer/learning_rate" << "0.01" << false;
    QTest::newRow("a size of the model") << "family/config/hidden_size" << "64" << false;
    QTest::newRow("text") << "data/train" << "[\"seed.txt\"]" << false;
  }
  void runsThatDifferInTheSeedAloneBelongTogether() {
    QFETCH(QString, path);
    QFETCH(QString, value);
    QFETCH(bool, together);
    std::vector<std::unique_ptr<RunData>> runs;
    runs.push_back(runOf("a", {}));
    runs.push_back(runOf("b", {{"seed", 2}, {path.toStdString(), Json::parse(value.toStdString())}}));
    QCOMPARE(groupBySeed(pointers(runs)).size(), std::size_t(together ? 1 : 2));
  }

  void aRunWhoseSettingsAreUnknownIsAlone() {
    RunData unknown("a", 0), another("b", 1);
    QCOMPARE(groupBySeed({&unknown, &another}).size(), std::size_t(2));
  }

  void runsOfOneNameAreToldApart() {
    std::vector<std::unique_ptr<RunData>> runs;
    runs.push_back(runOf("a", {{"seed", 1}}));
    runs.push_back(runOf("b", {{"seed", 2}}));
    runs.push_back(runOf("c", {{"name", "other"}}));
    const auto titles = runTitles(pointers(runs));
    QCOMPARE(titles[0], QStringLiteral("run, seed 1"));
    QCOMPARE(titles[1], QStringLiteral("run, seed 2"));
    QCOMPARE(titles[2], QStringLiteral("other"));
  }

  void theBandIsMeanAndStandardDeviation() {
    auto shortest = flat(3, 50);
    SeedBand band({flat(1, 100), flat(2, 100), shortest}, false);
    QCOMPARE(band.mean()->raw().lastX(), 50.0);            // where all of them have values
    QCOMPARE(band.mean()->raw().lastY(), 2.0);
    QCOMPARE(band.low()->raw().lastY(), 1.0);              // of 1, 2, 3 the deviation is 1
    QCOMPARE(band.high()->raw().lastY(), 3.0);
    for (int step = 51; step <= 80; ++step) shortest->append(step, 6);
    band.update();
    QCOMPARE(band.mean()->raw().size(), std::size_t(80));
    QCOMPARE(band.mean()->raw().lastY(), 3.0);
    shortest->append(40, 9);                               // continued from a checkpoint: what came after it is gone
    band.update();
    QCOMPARE(band.mean()->raw().lastX(), 40.0);
    QCOMPARE(band.mean()->raw().lastY(), 4.0);
  }

  void bandsOfCurvesWithOtherStepsLieOnTheStraightLine() {
    auto sparse = std::make_shared<SmoothedCurve>();
    sparse->append(10, 0);
    sparse->append(30, 20);
    auto other = std::make_shared<SmoothedCurve>();
    for (const double step : {10.0, 20.0, 30.0}) other->append(step, 10);
    SeedBand band({other, sparse}, false);
    QCOMPARE(band.mean()->raw().size(), std::size_t(3));
    QCOMPARE(band.mean()->raw().y(1), 10.0);
    QCOMPARE(band.high()->raw().y(1), 10.0);
  }

  void figuresOfARun() {
    CurveStore store;
    const StepAxis none;
    for (int step = 1; step <= 10; ++step) store.append(10 * step, std::abs(step - 6) + 1);
    const ResultRow lower = measure({{&store, &none}}, BetterWhen::Lower, XUnit::Step, 45);
    QCOMPARE(lower.best.value, 1.0);
    QCOMPARE(lower.best.x, 60.0);
    QCOMPARE(lower.last.value, 5.0);
    QCOMPARE(lower.at.value, 3.0);                         // the newest value up to there: step 40
    QCOMPARE(lower.at.x, 40.0);
    QCOMPARE(measure({{&store, &none}}, BetterWhen::Higher, XUnit::Step, 0).best.value, 6.0);
    QVERIFY(std::isnan(measure({{&store, &none}}, BetterWhen::Lower, XUnit::Step, 101).at.value));
    QVERIFY(std::isnan(lower.best.deviation));
  }

  void figuresOverSeedsHaveADeviation() {
    const auto one = flat(1, 10), three = flat(3, 5);
    const StepAxis none;
    const ResultRow row = measure({{&one->raw(), &none}, {&three->raw(), &none}}, BetterWhen::Lower, XUnit::Step, 8);
    QCOMPARE(row.last.value, 2.0);
    QVERIFY(std::abs(row.last.deviation - std::sqrt(2.0)) < 1e-12);
    QVERIFY(std::isnan(row.at.value));                     // one of them did not get so far
  }

  void runsAreAlignedByWhatTheyHadRead() {
    CurveStore store;
    StepAxis fast, slow;
    for (int step = 1; step <= 10; ++step) {
      store.append(step, 10 - step);
      fast.append(step, 200 * step, step);
      slow.append(step, 100 * step, 3 * step);
    }
    QCOMPARE(measure({{&store, &fast}}, BetterWhen::Lower, XUnit::Tokens, 1000).at.value, 5.0);
    QCOMPARE(measure({{&store, &slow}}, BetterWhen::Lower, XUnit::Tokens, 1000).at.value, 0.0);
    QCOMPARE(measure({{&store, &slow}}, BetterWhen::Lower, XUnit::Time, 9).at.value, 7.0);
    QCOMPARE(measure({{&store, &slow}}, BetterWhen::Lower, XUnit::Time, 9).last.x, 30.0);
  }

  void theBetterOneIsMarked_data() {
    QTest::addColumn<QString>("metric");
    QTest::addColumn<int>("better");
    QTest::newRow("loss") << "validation/loss" << 0;
    QTest::newRow("accuracy") << "validation/masked_accuracy" << 1;
    QTest::newRow("speed") << "tokens_per_second" << 1;
    QTest::newRow("learning rate") << "learning_rate/decay" << -1;
  }
  void theBetterOneIsMarked() {
    QFETCH(QString, metric);
    QFETCH(int, better);
    ResultsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.show({rowOf("low", 1), rowOf("high", 2)}, betterWhen(metric.toStdString()), false);
    for (int row = 0; row < 2; ++row) {
      QCOMPARE(model.index(row, ResultsModel::Best).data(Qt::DecorationRole).isValid(), row == better);
      QCOMPARE(model.index(row, ResultsModel::Best).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("best")), row == better);
    }
    model.show({rowOf("low", 1), rowOf("high", 1)}, betterWhen(metric.toStdString()), false);
    QVERIFY(!model.isBetter(model.at(0), ResultsModel::Best));   // the same in all: nobody is better
  }

  void resultsSortByTheirNumbers() {
    ResultsModel model;
    ResultsSorter sorter;
    const QAbstractItemModelTester tester(&sorter, QAbstractItemModelTester::FailureReportingMode::QtTest);
    sorter.setSourceModel(&model);
    model.show({rowOf("a", 10), rowOf("b", kNothing), rowOf("c", 9.5)}, BetterWhen::Lower, false);
    const auto order = [&sorter] { return sorter.index(0, 0).data().toString() + sorter.index(1, 0).data().toString() + sorter.index(2, 0).data().toString(); };
    sorter.sort(ResultsModel::Best, Qt::AscendingOrder);
    QCOMPARE(order(), QStringLiteral("cab"));
    sorter.sort(ResultsModel::Best, Qt::DescendingOrder);
    QCOMPARE(order(), QStringLiteral("acb"));              // what has none is last both ways
    QCOMPARE(model.index(0, ResultsModel::Best).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight, static_cast<int>(Qt::AlignRight));
  }

  void onlyDifferencesAreShown() {
    std::vector<std::unique_ptr<RunData>> runs;
    runs.push_back(runOf("a", {}));
    runs.push_back(runOf("b", {{"name", "b"}, {"train/steps", 77}}));
    const std::vector<DifferenceRow> rows = differenceRows(pointers(runs));
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(rows[0].path, std::string("train.steps"));
    QCOMPARE(rows[0].label, QStringLiteral("Steps"));
    QCOMPARE(rows[0].values, (QStringList{QStringLiteral("2,000 steps"), QStringLiteral("77 steps")}));
    DifferencesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.show(pointers(runs));
    QCOMPARE(model.headerData(2, Qt::Horizontal).toString(), QStringLiteral("b"));
    QVERIFY(model.headerData(2, Qt::Horizontal, Qt::DecorationRole).isValid());
    const QString text = tableText(model, QLatin1Char('\t'));
    QCOMPARE(text.split(QLatin1Char('\n')).at(1), QStringLiteral("Training: Steps\t2,000 steps\t77 steps"));
    QVERIFY(tableText(model, QLatin1Char(',')).contains(QStringLiteral("\"2,000 steps\"")));
    runs.pop_back();
    model.show(pointers(runs));
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.columnCount(), 2);
  }

  void aComparisonFollowsTheLog() {
    const TemporaryHome home;
    LogStore other(home.log());
    for (const char* id : {"first", "second"}) tests::writeRun(other, id, home.path() / "runs" / id, 120, true);
    MainWindow window(home.log());
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 2, kLong);
    CompareView* view = window.openCompare({"first", "second"});
    QTRY_COMPARE_WITH_TIMEOUT(view->results()->rowCount(), 2, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(view->chosenMetric(), std::string("validation/loss"), kLong);
    view->setMetric("loss");
    QTRY_VERIFY_WITH_TIMEOUT(view->curvesCsv().count(QLatin1Char('\n')) == 241, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(view->results()->index(0, ResultsModel::LastAt).data().toString(), QStringLiteral("120"), kLong);

    tests::writeRun(other, "second", home.path() / "runs" / "second", 150, false);   // goes on elsewhere
    const auto lastOf = [view](int row) { return view->results()->index(row, ResultsModel::LastAt).data().toString(); };
    QTRY_VERIFY_WITH_TIMEOUT(lastOf(0) == QStringLiteral("150") || lastOf(1) == QStringLiteral("150"), kLong);

    other.deleteRun("second");
    other.flush();
    QTRY_COMPARE_WITH_TIMEOUT(view->results()->rowCount(), 1, kLong);
    QVERIFY(view->note().contains(QStringLiteral("generated second")));
    QCOMPARE(window.openCompare({}), view);
    view->removeRun("first");
    QVERIFY(view->runs().empty());
  }

  void seedsTogetherAreOneCurve() {
    std::vector<std::unique_ptr<RunData>> runs;
    runs.push_back(runOf("a", {{"seed", 1}}, 100, 1));
    runs.push_back(runOf("b", {{"seed", 2}}, 100, 3));
    runs.push_back(runOf("c", {{"train/steps", 5}}, 100, 2));
    CompareView view;
    for (const auto& run : runs) view.addRun(run.get());
    QCOMPARE(view.results()->rowCount(), 3);
    view.setGrouped(true);
    QCOMPARE(view.results()->rowCount(), 2);
    QCOMPARE(view.results()->at(0).last.value, 2.0);
    QVERIFY(view.results()->at(0).title.contains(QStringLiteral("2 seeds")));
    QVERIFY(view.results()->index(0, ResultsModel::Last).data().toString().contains(QChar(0x00B1)));
    view.setPosition(50);
    QCOMPARE(view.results()->at(1).at.value, 2.5);
  }
};

CLOZE_TEST_SUITE(CompareTest, "compare")
#include "tst_compare.moc"
