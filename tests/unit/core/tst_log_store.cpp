// The experiment log in one process: what is written comes back, replayed steps do not double, other people's files are left alone.
// SPDX-License-Identifier: GPL-3.0-or-later

#include <cmath>
#include <fstream>
#include <limits>

#include <SQLiteCpp/SQLiteCpp.h>

#include "engine/core/clock.h"
#include "engine/core/file_lock.h"
#include "experiments/log_store.h"
#include "experiments/queries.h"
#include "tests/support/log_samples.h"
#include "tests/support/suite.h"

namespace {

using namespace cloze;
using namespace cloze::tests;
namespace fs = std::filesystem;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNotANumber = std::numeric_limits<double>::quiet_NaN();

}  // namespace

class TestLogStore : public QObject {
  Q_OBJECT
  tests::FreshLogs freshLog;

  template <class Action>
  std::string messageOf(Action action) {
    try {
      action();
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }

 private Q_SLOTS:
  void readsBackWhatWasObserved();
  void replayedStepsDoNotDouble();
  void keepsNotANumberAndInfinity();
  void countsTokensAndSecondsAcrossAResume();
  void tellsStatusFromStateAndLock_data();
  void tellsStatusFromStateAndLock();
  void marksCheckpointsRemovedAndBest();
  void renamesTagsDeletesAndLinks();
  void findsRunsByPrefixAndSuggests();
  void handsRequestsToTheTrainer();
  void missingFileReadsAsEmptyAndIsFollowed();
  void refusesFilesOfOthers_data();
  void refusesFilesOfOthers();
  void takesAnEmptyFile();
  void opensFiveHundredRuns();
};

void TestLogStore::readsBackWhatWasObserved() {
  const fs::path log = freshLog();
  {
    LogStore store(log);
    const auto observer = store.observer("abc12345");
    observer->event({RunEventKind::Phase, 0, "reading text", 0.5});   // before the run has a row
    observer->started(startOf("abc12345", log.parent_path()));
    observer->event({RunEventKind::Phase, 0, "training", 0.1});
    observer->event({RunEventKind::Phase, 0, "training", 0.2});
    for (int step = 1; step <= 3; ++step) observer->step(stepOf(step, 4.0 - step));
    observer->evaluated({3, {{"loss", 0.75}, {"perplexity", 2.117}}, 0.1});
    observer->probed({3, "A [MASK] .", R"({"masks": []})"});
    observer->finished({3, "finished", log.parent_path() / "checkpoint-000003", {}});
    QCOMPARE(store.lastError(), std::string());
  }
  const LogReader reader(log);
  const RunRow row = reader.run("abc12345");
  QCOMPARE(row.name, std::string("Run abc12345"));
  QCOMPARE(row.family + "/" + row.preset + "/" + row.objective, std::string("bert/tiny/masked_lm"));
  QCOMPARE(row.status, RunStatus::Finished);
  QCOMPARE(row.step, 3);
  QCOMPARE(row.steps, 100);
  QCOMPARE(row.parameters, 1234);
  QCOMPARE(row.tokens, 30);
  QCOMPARE(row.seconds, 1.5);
  QCOMPARE(row.lastLoss, 1.0);
  QCOMPARE(row.bestValidationLoss, 0.75);
  QVERIFY(row.createdAt > 0 && row.updatedAt >= row.createdAt);
  QCOMPARE(reader.environmentJson("abc12345"), std::string(R"({"cores": 2})"));
  const std::vector<std::string> expected{"loss", "masked_accuracy", "learning_rate/decay", "learning_rate/no_decay", "gradient_norm",
                                          "tokens_per_second", "padding_share", "validation/loss", "validation/perplexity"};
  QCOMPARE(reader.seriesNames("abc12345"), expected);
  const auto rates = reader.series("abc12345", "learning_rate/no_decay", 1);   // after step 1
  QCOMPARE(rates.size(), std::size_t{2});
  QCOMPARE(rates[0].step, 2);
  QCOMPARE(rates[0].value, 2e-3);
  QCOMPARE(rates[0].tokens, 20);
  QCOMPARE(rates[0].seconds, 1.0);
  QCOMPARE(reader.series("abc12345", "padding_share").front().value, 0.375);
  QCOMPARE(reader.probes("abc12345").front().text, std::string("A [MASK] ."));
  std::vector<std::string> kinds;
  for (const EventRow& event : reader.events("abc12345")) kinds.push_back(event.kind);
  QCOMPARE(kinds, (std::vector<std::string>{"started", "phase", "phase", "finished"}));
  QVERIFY(reader.events("abc12345").back().message.find("checkpoint-000003") != std::string::npos);
}

void TestLogStore::replayedStepsDoNotDouble() {
  const fs::path log = freshLog();
  LogStore store(log);
  const auto observer = store.observer("run");
  observer->started(startOf("run", log.parent_path()));
  for (int step = 1; step <= 10; ++step) observer->step(stepOf(step, step));
  observer->started(startOf("run", log.parent_path(), 6));   // back to the checkpoint of step 6
  for (int step = 7; step <= 12; ++step) observer->step(stepOf(step, 100 + step));
  store.flush();
  const LogReader reader(log);
  QCOMPARE(reader.runs().size(), std::size_t{1});
  const auto points = reader.series("run", "loss");
  QCOMPARE(points.size(), std::size_t{12});
  for (std::size_t i = 0; i < points.size(); ++i) {
    QCOMPARE(points[i].step, static_cast<std::int64_t>(i + 1));
    QCOMPARE(points[i].value, points[i].step <= 6 ? static_cast<double>(points[i].step) : 100.0 + static_cast<double>(points[i].step));
    QCOMPARE(points[i].tokens, 10 * points[i].step);
  }
}

void TestLogStore::keepsNotANumberAndInfinity() {
  const fs::path log = freshLog();
  LogStore store(log);
  const auto observer = store.observer("run");
  observer->started(startOf("run", log.parent_path()));
  const double values[] = {kInfinity, -kInfinity, -0.0, 5e-324, kNotANumber};
  for (int i = 0; i < 5; ++i) observer->step(stepOf(i + 1, values[i]));
  store.flush();
  const LogReader reader(log);
  const auto points = reader.series("run", "loss");
  QCOMPARE(points.size(), std::size_t{5});
  for (int i = 0; i < 4; ++i) QVERIFY(points[static_cast<std::size_t>(i)].value == values[i]);
  QVERIFY(std::isnan(points[4].value));
  QVERIFY(std::isnan(reader.run("run").lastLoss));
  QVERIFY(std::isnan(reader.run("run").bestValidationLoss));
}

void TestLogStore::countsTokensAndSecondsAcrossAResume() {
  const fs::path log = freshLog();
  {
    LogStore store(log);
    const auto observer = store.observer("run");
    observer->started(startOf("run", log.parent_path()));
    for (int step = 1; step <= 5; ++step) observer->step(stepOf(step, 1));
  }
  LogStore store(log);   // another process, later
  const auto observer = store.observer("run");
  observer->started(startOf("run", log.parent_path(), 4));
  for (int step = 5; step <= 6; ++step) observer->step(stepOf(step, 1));
  store.flush();
  const RunRow row = LogReader(log).run("run");
  QCOMPARE(row.tokens, 60);
  QCOMPARE(row.seconds, 3.0);
}

void TestLogStore::tellsStatusFromStateAndLock_data() {
  QTest::addColumn<QString>("last");
  QTest::addColumn<bool>("held");
  QTest::addColumn<QString>("status");
  QTest::newRow("training") << "step" << true << "running";
  QTest::newRow("killed") << "step" << false << "interrupted";
  QTest::newRow("paused") << "paused" << true << "paused";
  QTest::newRow("killed while paused") << "paused" << false << "interrupted";
  QTest::newRow("resumed after a pause") << "resumed" << true << "running";
  QTest::newRow("ended by Ctrl-C, still saving") << "interrupted" << true << "interrupted";
  QTest::newRow("finished") << "finished" << true << "finished";
  QTest::newRow("stopped") << "stopped" << false << "stopped";
  QTest::newRow("failed") << "failed" << false << "failed";
  QTest::newRow("going on after a failure") << "continued" << true << "running";
}

void TestLogStore::tellsStatusFromStateAndLock() {
  QFETCH(QString, last);
  QFETCH(bool, held);
  QFETCH(QString, status);
  const fs::path log = freshLog();
  FileLock lock(log.parent_path() / "run.lock");
  if (held) QVERIFY(lock.tryAcquire());
  LogStore store(log);
  const auto observer = store.observer("run");
  observer->started(startOf("run", log.parent_path()));
  observer->step(stepOf(1, 1));
  if (last == "paused" || last == "resumed") observer->event({RunEventKind::Paused, 1, "", -1});
  if (last == "resumed") observer->event({RunEventKind::Resumed, 1, "", -1});
  if (last == "interrupted") observer->event({RunEventKind::Interrupted, 1, "", -1});
  if (last == "finished" || last == "stopped") observer->finished({1, last.toStdString(), "", {}});
  if (last == "failed" || last == "continued") observer->failed("disk full");
  if (last == "continued") observer->started(startOf("run", log.parent_path(), 1));
  store.flush();
  const RunRow row = LogReader(log).run("run");
  QCOMPARE(QString::fromStdString(runStatusId(row.status)), status);
  QCOMPARE(row.message, std::string(last == "failed" ? "disk full" : ""));
}

void TestLogStore::marksCheckpointsRemovedAndBest() {
  const fs::path log = freshLog();
  LogStore store(log);
  const auto observer = store.observer("run");
  observer->started(startOf("run", log.parent_path()));
  observer->checkpointed({10, "/out/checkpoint-000010", 1000, true, {}});
  observer->checkpointed({20, "/out/checkpoint-000020", 1000, true, {}});
  observer->checkpointed({30, "/out/checkpoint-000030", 3000000000, false, {"/out/checkpoint-000010"}});
  store.flush();
  const auto rows = LogReader(log).checkpoints("run");
  QCOMPARE(rows.size(), std::size_t{3});
  QCOMPARE((std::vector<bool>{rows[0].best, rows[1].best, rows[2].best}), (std::vector<bool>{false, true, false}));
  QCOMPARE((std::vector<bool>{rows[0].removed, rows[1].removed, rows[2].removed}), (std::vector<bool>{true, false, false}));
  QCOMPARE(rows[2].bytes, std::uint64_t{3000000000});
  QCOMPARE(rows[2].folder, fs::path("/out/checkpoint-000030"));
  // Killed between the folder and its row: continued from there, the row comes with the start; a row that is known stays.
  RunStarted again = startOf("run", log.parent_path(), 40);
  fs::create_directories(log.parent_path() / "checkpoint-000040");
  std::ofstream(log.parent_path() / "checkpoint-000040" / "model.safetensors") << "12345";
  again.fromCheckpoint = log.parent_path() / "checkpoint-000040";
  observer->prepared(again);
  again.fromStep = 20;
  observer->prepared(again);
  store.flush();
  QCOMPARE(LogReader(log).checkpoints("run").size(), std::size_t(4));
  QCOMPARE(LogReader(log).checkpoints("run")[1].bytes, 1000u);
  QCOMPARE(LogReader(log).checkpoints("run")[3].bytes, 5u);
}

void TestLogStore::renamesTagsDeletesAndLinks() {
  const fs::path log = freshLog();
  LogStore store(log);
  for (const char* run : {"first", "second"}) {
    const auto observer = store.observer(run);
    observer->started(startOf(run, log.parent_path()));
    observer->step(stepOf(1, 1));
    observer->probed({1, "text", "{}"});
  }
  store.addLineage("second", "first", 500, "fine_tune");
  store.renameRun("second", "Child");
  store.tagRun("second", "good,small", "as in the paper");
  store.flush();
  const LogReader reader(log);
  const std::int64_t version = reader.version();
  QCOMPARE(reader.run("second").name, std::string("Child"));
  QCOMPARE(reader.run("second").tags, std::string("good,small"));
  QCOMPARE(reader.run("second").note, std::string("as in the paper"));
  QCOMPARE(reader.lineage().front().parentRun, std::string("first"));
  QCOMPARE(reader.lineage().front().parentStep, 500);
  store.deleteRun("second");
  const auto late = store.observer("second");
  late->step(stepOf(2, 1));            // of a deleted run: nowhere to go, and no error
  store.flush();
  QCOMPARE(store.lastError(), std::string());
  QVERIFY(reader.version() != version);
  QCOMPARE(reader.runs().size(), std::size_t{1});
  QCOMPARE(reader.lineage().size(), std::size_t{0});
  SQLite::Database database(log.string(), SQLite::OPEN_READONLY);
  for (const char* table : {"steps", "series", "probes", "specifications"}) {
    SQLite::Statement orphans(database, std::string("SELECT COUNT(*) FROM ") + table + " WHERE run NOT IN (SELECT number FROM runs)");
    orphans.executeStep();
    QCOMPARE(orphans.getColumn(0).getInt(), 0);
  }
}

void TestLogStore::findsRunsByPrefixAndSuggests() {
  const fs::path log = freshLog();
  LogStore store(log);
  for (const char* run : {"aaaa1111", "aaaa2222", "bbbb3333"}) store.observer(run)->started(startOf(run, log.parent_path()));
  store.flush();
  const LogReader reader(log);
  QCOMPARE(reader.run("b").id, std::string("bbbb3333"));
  QVERIFY(messageOf([&] { reader.run("aaaa"); }).find("2 runs") != std::string::npos);
  QVERIFY(messageOf([&] { reader.run("bbbb3334"); }).find("did you mean bbbb3333?") != std::string::npos);
  QVERIFY_THROWS_EXCEPTION(std::invalid_argument, reader.run(""));
}

void TestLogStore::handsRequestsToTheTrainer() {
  const fs::path log = freshLog();
  LogStore store(log);
  store.request("run", LogRequest::Stop);        // meant for an earlier process
  store.flush();
  std::mutex mutex;
  std::vector<LogRequest> heard;
  RequestPoller poller(log, "run", [&](LogRequest request) {
    std::lock_guard<std::mutex> lock(mutex);
    heard.push_back(request);
  });
  store.request("run", LogRequest::Pause);
  store.request("other", LogRequest::Stop);
  store.request("run", LogRequest::Resume);
  QTRY_COMPARE_WITH_TIMEOUT((std::lock_guard<std::mutex>(mutex), heard.size()), std::size_t{2}, 20000);
  QCOMPARE(heard, (std::vector<LogRequest>{LogRequest::Pause, LogRequest::Resume}));
}

void TestLogStore::missingFileReadsAsEmptyAndIsFollowed() {
  const fs::path log = freshLog().parent_path() / "deeper" / "log.sqlite";
  const LogReader reader(log);
  QCOMPARE(reader.runs().size(), std::size_t{0});
  QCOMPARE(reader.version(), 0);
  QVERIFY(!fs::exists(log.parent_path()));       // reading makes nothing
  LogStore store(log);
  QCOMPARE(reader.runs().size(), std::size_t{0});
  store.observer("run")->started(startOf("run", log.parent_path()));
  store.flush();
  QCOMPARE(reader.runs().size(), std::size_t{1});
}

void TestLogStore::refusesFilesOfOthers_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<QString>("says");
  QTest::newRow("newer schema") << "newer" << "schema 99";
  QTest::newRow("another program's SQLite file") << "foreign" << "another program";
  QTest::newRow("SQLite file without an application id") << "anonymous" << "another program";
  QTest::newRow("text file") << "text" << "not an experiment log";
}

void TestLogStore::refusesFilesOfOthers() {
  QFETCH(QString, kind);
  QFETCH(QString, says);
  const fs::path log = freshLog();
  if (kind == "newer") {
    { LogStore store(log); }
    SQLite::Database(log.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version=99");
  } else if (kind == "text") {
    QFile file(QString::fromStdString(log.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
  } else {
    SQLite::Database database(log.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec("CREATE TABLE notes (text TEXT)");
    if (kind == "foreign") database.exec("PRAGMA application_id=42");
  }
  const auto bytes = [&] { QFile file(QString::fromStdString(log.string())); return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray(); };
  const QByteArray before = bytes();
  const std::string writing = messageOf([&] { LogStore store(log); });
  const std::string reading = messageOf([&] { LogReader(log).runs(); });
  QVERIFY2(writing.find(says.toStdString()) != std::string::npos, writing.c_str());
  QVERIFY2(reading.find(says.toStdString()) != std::string::npos, reading.c_str());
  QVERIFY(writing.find(log.string()) == 0);      // which file
  QVERIFY(writing.find("--log") != std::string::npos);   // what to do
  QCOMPARE(bytes(), before);                     // untouched
}

void TestLogStore::takesAnEmptyFile() {
  const fs::path log = freshLog();
  QFile file(QString::fromStdString(log.string()));
  QVERIFY(file.open(QIODevice::WriteOnly));      // no bytes: what a program killed while creating the log leaves
  file.close();
  QCOMPARE(LogReader(log).runs().size(), std::size_t{0});
  LogStore store(log);
  store.observer("run")->started(startOf("run", log.parent_path()));
  store.flush();
  QCOMPARE(LogReader(log).runs().size(), std::size_t{1});
}

void TestLogStore::opensFiveHundredRuns() {
  const fs::path log = freshLog();
  {
    LogStore store(log);
    for (int run = 0; run < 500; ++run) {
      const std::string id = "run" + std::to_string(run);
      const auto observer = store.observer(id);
      observer->started(startOf(id, log.parent_path() / id));
      for (int step = 1; step <= 60; ++step) observer->step(stepOf(step, 1));
      for (int step = 10; step <= 60; step += 10) observer->evaluated({step, {{"loss", 2.0 / step}}, 0});
    }
  }
  const double begin = steadySeconds();
  const LogReader reader(log);
  const auto runs = reader.runs();
  const auto points = reader.series("run250", "loss");
  const double seconds = steadySeconds() - begin;
  qInfo("a log of 500 runs opens, lists and reads one curve in %.1f ms", 1000 * seconds);
  QCOMPARE(runs.size(), std::size_t{500});
  QCOMPARE(runs.front().id, std::string("run499"));
  QCOMPARE(runs.front().bestValidationLoss, 2.0 / 60);
  QCOMPARE(points.size(), std::size_t{60});
}

CLOZE_TEST_SUITE(TestLogStore, "log_store")
#include "tst_log_store.moc"
