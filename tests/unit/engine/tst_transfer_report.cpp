// "Did transfer help?": which runs are compared, and what their results say.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"

#include <cmath>

#include "engine/transfer_report.h"

using namespace cloze;

namespace {

RunSpec spec() {
  RunSpec spec;
  spec.name = "sentiment";
  spec.task.id = "sst-2";
  spec.task.train = {"train.tsv"};
  spec.init.from = "somewhere";
  spec.transfer.layerDecay = 0.9;
  return spec;
}

std::vector<ArmResult> results(double scratchSmall, double scratchLarge, double transferSmall) {
  std::vector<ArmResult> all;
  for (const std::int64_t seed : {1, 2, 3}) {
    const double noise = 0.01 * static_cast<double>(seed - 2);
    all.push_back({TransferArm::Scratch, 0.1, seed, 100, scratchSmall + noise});
    all.push_back({TransferArm::Scratch, 1, seed, 1000, scratchLarge + noise});
    all.push_back({TransferArm::Transfer, 0.1, seed, 100, transferSmall + noise * noise});
  }
  return all;
}

}  // namespace

class TransferReportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void comparesArmsWithOneBudget() {
    RunSpec asked = spec();
    asked.seeds = {7, 8};
    asked.fractions = {1, 0.1};
    const auto runs = transferRuns(asked, 0.005);
    QCOMPARE(runs.size(), std::size_t{12});
    QCOMPARE(runs.front().fraction, 0.1);
    for (const TransferRun& run : runs) {
      QCOMPARE(run.spec.task.fraction, run.fraction);
      QCOMPARE(run.spec.seed, run.seed);
      QCOMPARE(run.spec.train.steps, asked.train.steps);
      QCOMPARE(run.spec.init.from == "random", run.arm == TransferArm::Scratch);
      QCOMPARE(readFreeze(run.spec.transfer.freeze).kind == FreezeRule::Kind::AllButHead, run.arm == TransferArm::Frozen);
      QCOMPARE(run.spec.transfer.layerDecay, run.arm == TransferArm::Scratch ? 1.0 : 0.9);
    }
  }

  void refusesWhatCannotBeCompared() {
    RunSpec noTask = spec(), noStart = spec();
    noTask.task.id.clear();
    noStart.init.from = "random";
    QVERIFY_EXCEPTION_THROWN(transferRuns(noTask, 0), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(transferRuns(noStart, 0), std::invalid_argument);
  }

  void summarisesMeansDeviationsAndGains() {
    const TransferSummary summary = summarise(results(0.5, 0.7, 0.6));
    QCOMPARE(summary.arms.size(), std::size_t{3});
    QVERIFY(std::abs(summary.arms[0].mean - 0.5) < 1e-12 && std::abs(summary.arms[0].deviation - 0.01) < 1e-12);
    const TransferGain& gain = summary.gains.at(0);
    QCOMPARE(QString::fromStdString(gain.verdict), QString("helped"));
    QVERIFY(gain.low <= gain.difference && gain.difference <= gain.high);
    QVERIFY(std::abs(gain.multiplier - std::sqrt(10.0)) < 0.02);                             // half way between 100 and 1,000, by the logarithm
  }

  void verdicts_data() {
    QTest::addColumn<double>("transfer");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("better") << 0.6 << "helped";
    QTest::newRow("the same") << 0.5 << "no evidence";
    QTest::newRow("worse") << 0.4 << "hurt";
  }
  void verdicts() {
    QFETCH(double, transfer);
    QFETCH(QString, verdict);
    QCOMPARE(QString::fromStdString(summarise(results(0.5, 0.7, transfer)).gains.at(0).verdict), verdict);
  }

  void saysThatNoNumberOfLabelsIsEnough() { QVERIFY(std::isinf(summarise(results(0.5, 0.7, 0.9)).gains.at(0).multiplier)); }

  void oneSeedProvesNothing() {
    const std::vector<ArmResult> one{{TransferArm::Scratch, 1, 1, 10, 0.5}, {TransferArm::Frozen, 1, 1, 10, 0.9}};
    QCOMPARE(QString::fromStdString(summarise(one).gains.at(0).verdict), QString("one seed"));
    QVERIFY(std::isnan(summarise(one).arms.at(0).deviation));
  }
};

CLOZE_TEST_SUITE(TransferReportTest, "transfer_report")
#include "tst_transfer_report.moc"
