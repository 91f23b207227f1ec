// A disk that fills up costs no run: a checkpoint that cannot be written is tried again, the ones before it stand, nothing half written stays,
// and the run comes to the bytes it would have had.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/whole_run.h"

using namespace cloze;
using namespace cloze::tests;

class DiskFullTest : public QObject, private WholeRun {
  Q_OBJECT

  static QStringList failAt(const QString& place) { return shim("CLOZE_FAIL_AT", place); }
  static std::vector<std::string> messages(const ChildResult& result, const char* event) {
    std::vector<std::string> found;
    for (const Json& one : result.events)
      if (one.at("event") == event && one.at("message").get<std::string>().find("No space left") != std::string::npos) found.push_back(one.at("message"));
    return found;
  }
  static std::vector<int> savedSteps(const ChildResult& result) {
    std::vector<int> steps;
    for (const Json& one : result.events)
      if (one.at("event") == "checkpointed") steps.push_back(one.at("step"));
    return steps;
  }
  std::vector<std::string> leftovers(const QString& out) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder() / out.toStdString()))
      if (entry.path().filename().string().find(".tmp-") != std::string::npos) found.push_back(entry.path().string());
    return found;
  }

 private Q_SLOTS:
  void initTestCase() { trainWhole(); }

  void trainingGoesOnAndTriesAgain_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<std::vector<int>>("saved");
    QTest::newRow("the first write") << "write:checkpoint-000003:1:1" << std::vector<int>{4, 6, 9, 12};
    QTest::newRow("a later write") << "write:checkpoint-000006:4:1" << std::vector<int>{3, 7, 9, 12};
    QTest::newRow("a sync") << "fsync:checkpoint-000006:2:1" << std::vector<int>{3, 7, 9, 12};
    QTest::newRow("the folder's name") << "rename:checkpoint-000009:1:1000" << std::vector<int>{3, 6, 10, 12};
    QTest::newRow("for a long while") << "write:checkpoint-00000:1:1000" << std::vector<int>{12};   // tried after 3, 4, 6 and 9
    QTest::newRow("the last one, twice") << "fsync:checkpoint-000012:1:2" << std::vector<int>{3, 6, 9, 12};
  }
  void trainingGoesOnAndTriesAgain() {
    QFETCH(QString, place);
    QFETCH(std::vector<int>, saved);
    const QString out = "full-" + QString::number(qHash(place));
    const ChildResult result = run(train(out), failAt(place));
    QVERIFY(!messages(result, "warning").empty());
    QCOMPARE(savedSteps(result), saved);
    QCOMPARE(leftovers(out), std::vector<std::string>());
    compareWithWhole(out, {}, result);
  }

  void theLastGoodCheckpointStandsWhenTheEndCannotBeSaved() {
    const ChildResult failed = run(train("end"), failAt("write:checkpoint-000012:1:1000"));
    QCOMPARE(failed.exitCode, 1);
    QCOMPARE(savedSteps(failed), (std::vector<int>{3, 6, 9}));
    const auto said = messages(failed, "failed");
    QVERIFY(said.size() == 1 && said.front().find("the checkpoint of step 9 stands") != std::string::npos && said.front().find("cloze resume") != std::string::npos);
    QCOMPARE(leftovers("end"), std::vector<std::string>());
    const ChildResult after = resume("end");
    QCOMPARE(after.first("prepared")->at("from_step").get<int>(), 9);
    compareWithWhole("end", failed, after);
  }
};

CLOZE_TEST_SUITE(DiskFullTest, "disk_full")
#include "tst_disk_full.moc"
