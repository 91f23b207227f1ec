// `cloze transfer-report` as a user gives it: stopped, killed and given again; what stays on the disk.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <csignal>

#include "tests/support/program.h"
#include "tests/support/suite.h"
#include "tests/support/task_runs.h"

#include "experiments/queries.h"

using namespace cloze;
using namespace cloze::tests;

class ReportCommandTest : public QObject, TaskRuns {
  Q_OBJECT

  std::string path(const std::string& name) const { return (folder() / name).string(); }
  std::vector<std::string> command(const std::string& out, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words{"transfer-report", path("task.json"), "--out", path(out), "--log", path(out + ".sqlite"), "--json",
                                   "--set", "seeds=[1]", "--set", "fractions=[1]", "--set", "train.steps=30", "--set", "train.evaluate_every=10", "--set", "train.checkpoint_every=10"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  static int checkpointsIn(const std::filesystem::path& run) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(run)) count += entry.path().filename().string().rfind("checkpoint-", 0) == 0;
    return count;
  }

 private Q_SLOTS:
  void initTestCase() { makeParent(); }

  void onlyTheBestCheckpointOfEachRunStays_data() {
    QTest::addColumn<QString>("keep");
    QTest::addColumn<int>("left");
    QTest::newRow("best") << "best" << 1;
    QTest::newRow("none") << "none" << 0;
    QTest::newRow("all") << "all" << 3;
  }
  void onlyTheBestCheckpointOfEachRunStays() {
    QFETCH(QString, keep);
    QFETCH(int, left);
    const std::string out = "report-" + keep.toStdString();
    const ProgramResult made = runCloze(command(out, {"--keep", keep.toStdString()}));
    QVERIFY2(made.code == 0, made.error.c_str());
    QVERIFY(made.error.find("takes") != std::string::npos && made.json().at("disk_bytes").get<std::int64_t>() > 0);
    const LogReader log(path(out + ".sqlite"));
    for (const RunRow& run : log.runs()) {
      QCOMPARE(checkpointsIn(run.out), left);
      for (const CheckpointRow& row : log.checkpoints(run.id)) QCOMPARE(row.removed, !std::filesystem::exists(row.folder));
    }
    const ProgramResult again = runCloze(command(out, {"--keep", keep.toStdString()}));   // nothing is trained twice
    QCOMPARE(again.json().at("runs"), made.json().at("runs"));
    QCOMPARE(LogReader(path(out + ".sqlite")).runs().size(), std::size_t{3});
  }

  void whatWasInterruptedGoesOn_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("kill -9") << SIGKILL;
  }
  void whatWasInterruptedGoesOn() {
    QFETCH(int, signal);
    const std::string out = "broken-" + std::to_string(signal);
    const std::vector<std::string> slow{"--set", "train.steps=400", "--set", "train.checkpoint_every=10"};
    QStringList words;
    for (const std::string& word : command(out, slow)) words << QString::fromStdString(word);
    QProcess process;
    process.start(QString::fromStdString((binaryFolder() / "bin" / "cloze").string()), words);
    const std::filesystem::path first = folder() / out / "scratch-1-seed1";
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(first / "checkpoint-000020"), 60000);
    ::kill(static_cast<pid_t>(process.processId()), signal);
    QVERIFY(process.waitForFinished(60000));
    if (signal == SIGINT) QCOMPARE(process.exitCode(), 130);
    QVERIFY(!std::filesystem::exists(first / "result.json"));
    const ProgramResult broken = runCloze(command(out, slow)), straight = runCloze(command("straight", slow));
    QVERIFY2(broken.code == 0, broken.error.c_str());
    QCOMPARE(broken.json().at("runs"), straight.json().at("runs"));
    QCOMPARE(LogReader(path(out + ".sqlite")).runs().size(), std::size_t{3});
  }
};

CLOZE_TEST_SUITE(ReportCommandTest, "report_command")
#include "tst_report_command.moc"
