// Every model under QAbstractItemModelTester, through insert, change, move and removal; and what its cells say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"
#include "widgets/models/list_models.h"
#include "widgets/models/run_data.h"
#include "widgets/models/runs_model.h"
#include "widgets/views/neighbours_view.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include <cmath>

using namespace cloze;

namespace {

RunRow rowOf(const std::string& id, RunStatus status, std::int64_t step) {
  RunRow row;
  row.id = row.name = id;
  row.status = status;
  row.step = step;
  row.steps = 100;
  row.lastLoss = 2.914;
  row.bestValidationLoss = std::nan("");
  return row;
}

}  // namespace

class ModelsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void runsComeChangeMoveAndGo() {
    RunsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({rowOf("a", RunStatus::Running, 62)});
    model.setRows({rowOf("b", RunStatus::Finished, 100), rowOf("a", RunStatus::Running, 70)});
    model.setRows({rowOf("c", RunStatus::Interrupted, 7), rowOf("a", RunStatus::Failed, 70), rowOf("b", RunStatus::Finished, 100)});
    QCOMPARE(model.index(0, 0).data(RunsModel::SummaryRole).toString(), QStringLiteral("interrupted at step 7"));
    QCOMPARE(model.index(2, 0).data(RunsModel::SummaryRole).toString(), QStringLiteral("done, loss 2.91"));
    model.setRows({rowOf("b", RunStatus::Finished, 100)});
    QCOMPARE(model.rowCount(), 1);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
  }

  void aRunKeepsItsColour() {
    RunsModel model;
    model.setRows({rowOf("a", RunStatus::Running, 1), rowOf("b", RunStatus::Running, 1)});
    const int colour = model.colourOf("b");
    model.setRows({rowOf("c", RunStatus::Running, 1), rowOf("b", RunStatus::Running, 1)});
    QCOMPARE(model.colourOf("b"), colour);
    QVERIFY(model.colourOf("c") != colour);
  }

  void aCheckBoxMeansPlotted() {
    RunsModel model;
    model.setRows({rowOf("a", RunStatus::Running, 1)});
    QSignalSpy changed(&model, &RunsModel::plottedChanged);
    QVERIFY(model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.plotted(), QStringList{QStringLiteral("a")});
    QCOMPARE(changed.size(), 1);
  }

  void checkpointsAndEvents() {
    CheckpointsModel checkpoints;
    const QAbstractItemModelTester first(&checkpoints, QAbstractItemModelTester::FailureReportingMode::QtTest);
    checkpoints.setRows(shownCheckpoints({{500, "/nowhere/y", 3100000, false, true, 0}, {1000, "/nowhere/x", 3100000, true, false, 0}}));
    QCOMPARE(checkpoints.index(0, 0).data().toString(), QStringLiteral("1,000"));
    QVERIFY(checkpoints.index(0, 1).data().toString().startsWith(QStringLiteral("3.1")));
    QVERIFY(checkpoints.index(1, 3).data().toString().contains(QStringLiteral("deleted")));
    QVERIFY(checkpoints.index(0, 3).data().toString().contains(QStringLiteral("no longer")));
    EventsModel events;
    const QAbstractItemModelTester second(&events, QAbstractItemModelTester::FailureReportingMode::QtTest);
    events.setRows({{5, "checkpoint", "", 2}, {7, "warning", "disk is nearly full", 3}});
    events.setRows({{5, "checkpoint", "", 2}, {7, "warning", "disk is nearly full", 3}, {9, "failed", "no space", 4}});
    QCOMPARE(events.index(1, 2).data().toString(), QStringLiteral("disk is nearly full"));
    QCOMPARE(events.index(2, 2).data().toString(), QStringLiteral("failed: no space"));
  }

  void neighboursShowTheWordInItsContext() {
    NeighboursModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({{"he took the bow and ran", "bow", 3, 12, 15, 0.94}, {"short", "short", 4, 0, 99, 0.9}});
    QCOMPARE(model.index(0, 0).data(NeighboursModel::BeforeRole).toString(), QStringLiteral("he took the "));
    QCOMPARE(model.index(0, 0).data(NeighboursModel::WordRole).toString(), QStringLiteral("bow"));
    QCOMPARE(model.index(1, 0).data(NeighboursModel::AfterRole).toString(), QString());   // offsets beyond the sentence are cut
  }

  void runDataTakesStepsTwiceWithoutDoubling() {
    RunData data("a", 0);
    RunUpdates first;
    for (std::int64_t step = 1; step <= 10; ++step) {
      StepReport report;
      report.step = step;
      report.loss = static_cast<double>(step);
      report.seconds = 0.5;
      first.steps.push_back(report);
    }
    data.apply(first);
    RunUpdates again;
    again.steps.assign(first.steps.begin() + 5, first.steps.end());   // continued from the checkpoint of step 5
    data.apply(again);
    QCOMPARE(data.curve("loss")->raw().size(), std::size_t(10));
    QCOMPARE(data.row().step, std::int64_t(10));
  }

  void runDataFollowsItsStatus() {
    RunData data("a", 0);
    QSignalSpy status(&data, &RunData::statusChanged);
    RunUpdates updates;
    updates.started = RunStarted{"a", "/tmp/a", R"({"name": "first"})", "{}", 0, {}, 100, 0, {"decay"}, {}, -1};
    data.apply(updates);
    QVERIFY(data.active());
    RunUpdates paused;
    paused.events.push_back({RunEventKind::Paused, 3, "", -1});
    data.apply(paused);
    QCOMPARE(data.row().status, RunStatus::Paused);
    RunUpdates failed;
    failed.failed = "no space";
    data.apply(failed);
    QCOMPARE(data.row().status, RunStatus::Failed);
    QCOMPARE(status.size(), 3);
  }
};

CLOZE_TEST_SUITE(ModelsTest, "models")
#include "tst_models.moc"
