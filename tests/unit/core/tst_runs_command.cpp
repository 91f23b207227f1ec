// `cloze runs` on a log written through LogStore, run as a program.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <fstream>
#include <limits>

#include "app/commands/text_table.h"
#include "engine/core/file_lock.h"
#include "experiments/compare.h"
#include "experiments/log_store.h"
#include "experiments/queries.h"
#include "tests/support/program.h"

namespace {

using namespace cloze;
using namespace cloze::tests;
namespace fs = std::filesystem;

void writeRun(LogStore& store, const std::string& id, const std::string& spec, const fs::path& out) {
  const auto observer = store.observer(id);
  RunStarted started;
  started.run = id;
  started.out = out;
  started.specJson = spec;
  started.environmentJson = "{}";
  started.steps = 4;
  started.parameters = 1240000;
  started.parameterGroups = {"all"};
  observer->started(started);
  for (int step = 1; step <= 4; ++step) {
    StepReport report;
    report.step = step;
    report.tokens = 100;
    report.loss = step == 4 ? std::numeric_limits<double>::quiet_NaN() : 1.0 / step;
    report.learningRates = {0.1};
    report.seconds = 0.25;
    observer->step(report);
  }
  observer->evaluated({2, {{"loss", 0.125}}, 0});
  observer->checkpointed({4, out / "checkpoint-000004", 2500000, true, {}});
  observer->finished({4, "finished", out / "checkpoint-000004", {}});
}

}  // namespace

class TestRunsCommand : public QObject {
  Q_OBJECT
  std::unique_ptr<QTemporaryDir> m_folder;
  std::string m_log;

  ProgramResult runs(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), "runs");
    arguments.insert(arguments.end(), {"--log", m_log});
    return runCloze(arguments, input);
  }
  // As a process that trains it would write.
  void restart(const std::string& run, const fs::path& out) const {
    LogStore store(m_log);
    RunStarted started;
    started.run = run;
    started.out = out;
    store.observer(run)->started(started);
  }

 private Q_SLOTS:
  void init();
  void listsNewestFirst();
  void emptyLogSaysSo();
  void showsARun();
  void comparesOnlyWhatDiffers();
  void exportsCsv();
  void exportsJson();
  void unknownRunIsAWrongRequest();
  void deletesOnlyWhenTold();
  void neverDeletesARunningRunOrAStrangeFolder();
  void asksWhoeverTrainsARun();
  void tablesCountCharacters();
  void comparesSettingsThatOneSideLacks();
};

void TestRunsCommand::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  const fs::path folder = m_folder->path().toStdString();
  m_log = (folder / "log.sqlite").string();
  LogStore store(m_log);
  writeRun(store, "aaaa1111", R"({"name": "Маленькая", "seed": 1, "family": {"id": "bert", "preset": "tiny"}, "optimizer": {"learning_rate": 0.001}})", folder / "a");
  writeRun(store, "bbbb2222", R"({"name": "Second", "seed": 1, "family": {"id": "bert", "preset": "mini"}, "optimizer": {"learning_rate": 0.002}})", folder / "b");
}

void TestRunsCommand::listsNewestFirst() {
  const Json rows = runs({"list", "--json"}).json();
  QCOMPARE(rows.size(), std::size_t{2});
  QCOMPARE(rows[0]["run"].get<std::string>(), std::string("bbbb2222"));
  QCOMPARE(rows[1]["name"].get<std::string>(), std::string("Маленькая"));
  QCOMPARE(rows[1]["status"].get<std::string>(), std::string("finished"));
  QCOMPARE(rows[1]["tokens"].get<int>(), 400);
  QVERIFY(rows[1]["last_loss"].is_null());               // not a number
  QCOMPARE(rows[1]["best_validation_loss"].get<double>(), 0.125);
  const ProgramResult human = runs({"list"});
  QCOMPARE(human.code, 0);
  QVERIFY(human.out.find("Маленькая") != std::string::npos);
  QCOMPARE(human.error, std::string());
}

void TestRunsCommand::emptyLogSaysSo() {
  const ProgramResult result = runCloze({"runs", "list", "--log", m_log + ".none"});
  QCOMPARE(result.code, 0);
  QVERIFY(result.out.find("No runs in") == 0);
  QVERIFY(!fs::exists(m_log + ".none"));
}

void TestRunsCommand::showsARun() {
  const Json run = runs({"show", "aaaa", "--json"}).json();
  QCOMPARE(run["spec"]["optimizer"]["learning_rate"].get<double>(), 0.001);
  QCOMPARE(run["checkpoints"][0]["best"].get<bool>(), true);
  QCOMPARE(run["last"]["loss"]["value"].get<std::string>(), std::string("nan"));
  QCOMPARE(run["events"].size(), std::size_t{2});
  const ProgramResult human = runs({"show", "aaaa1111"});
  for (const char* text : {"1,240,000 parameters", "checkpoint-000004", "2.5 MB", "validation/loss"}) QVERIFY2(human.out.find(text) != std::string::npos, text);
}

void TestRunsCommand::comparesOnlyWhatDiffers() {
  const Json json = runs({"compare", "aaaa1111", "bbbb2222", "--json"}).json();
  std::vector<std::string> settings;
  for (const Json& row : json["differences"]) settings.push_back(row["setting"]);
  QCOMPARE(settings, (std::vector<std::string>{"name", "family.preset", "optimizer.learning_rate"}));
  QCOMPARE(json["differences"][2]["values"], Json::array({0.001, 0.002}));
  const ProgramResult human = runs({"compare", "aaaa1111", "bbbb2222"});
  QVERIFY(human.out.find("family.preset") != std::string::npos);
  QVERIFY(human.out.find("seed") == std::string::npos);
  QCOMPARE(runs({"compare", "aaaa1111"}).code, 2);
}

void TestRunsCommand::exportsCsv() {
  const ProgramResult result = runs({"export", "aaaa1111"});
  QCOMPARE(result.code, 0);
  const std::string expected =
      "step,tokens,seconds,loss,learning_rate/all,gradient_norm,tokens_per_second,validation/loss\n"
      "1,100,0.25,1.0,0.1,0.0,400.0,\n"
      "2,200,0.5,0.5,0.1,0.0,400.0,0.125\n"
      "3,300,0.75,0.3333333333333333,0.1,0.0,400.0,\n"
      "4,400,1.0,nan,0.1,0.0,400.0,\n";
  QCOMPARE(result.out, expected);
}

void TestRunsCommand::exportsJson() {
  const std::string file = m_folder->filePath("run.json").toStdString();
  QCOMPARE(runs({"export", "aaaa1111", "--to", "json", "--out", file}).code, 0);
  const Json json = readJsonFile(file);
  QCOMPARE(json["series"]["loss"]["step"], Json::array({1, 2, 3, 4}));
  QCOMPARE(json["series"]["loss"]["value"][3].get<std::string>(), std::string("nan"));
  QCOMPARE(json["series"]["validation/loss"]["tokens"], Json::array({200}));
}

void TestRunsCommand::unknownRunIsAWrongRequest() {
  const ProgramResult result = runs({"show", "aaaa1112"});
  QCOMPARE(result.code, 2);
  QVERIFY(result.error.find("did you mean aaaa1111?") != std::string::npos);
  QCOMPARE(result.out, std::string());
}

void TestRunsCommand::deletesOnlyWhenTold() {
  const ProgramResult refused = runs({"delete", "aaaa1111"}, "y\n");    // nobody at a terminal
  QCOMPARE(refused.code, 2);
  QVERIFY(refused.error.find("--yes") != std::string::npos);
  QCOMPARE(LogReader(m_log).runs().size(), std::size_t{2});
  QCOMPARE(runs({"delete", "aaaa1111", "--yes", "--json"}).json()["deleted"], Json::array({"aaaa1111"}));
  QCOMPARE(LogReader(m_log).runs().size(), std::size_t{1});
}

void TestRunsCommand::neverDeletesARunningRunOrAStrangeFolder() {
  const fs::path folder = fs::path(m_log).parent_path();
  fs::create_directories(folder / "b");
  std::ofstream(folder / "b" / "notes.txt") << "mine";
  const ProgramResult strange = runs({"delete", "bbbb2222", "--yes", "--files"});
  QCOMPARE(strange.code, 2);
  QVERIFY(fs::exists(folder / "b" / "notes.txt"));
  restart("aaaa1111", folder);
  FileLock lock(folder / "run.lock");
  QVERIFY(lock.tryAcquire());
  const ProgramResult running = runs({"delete", "aaaa1111", "--yes"});
  QCOMPARE(running.code, 2);
  QVERIFY(running.error.find("running") != std::string::npos);
  QCOMPARE(LogReader(m_log).runs().size(), std::size_t{2});
}

void TestRunsCommand::asksWhoeverTrainsARun() {
  const fs::path folder = fs::path(m_log).parent_path();
  const ProgramResult ended = runs({"stop", "aaaa1111"});
  QCOMPARE(ended.code, 2);
  QVERIFY(ended.error.find("aaaa1111 is finished") != std::string::npos);
  restart("aaaa1111", folder);
  FileLock lock(folder / "run.lock");
  QVERIFY(lock.tryAcquire());
  std::vector<LogRequest> heard;
  RequestPoller poller(m_log, "aaaa1111", [&](LogRequest request) { QMetaObject::invokeMethod(this, [&, request] { heard.push_back(request); }, Qt::QueuedConnection); });
  QCOMPARE(runs({"pause", "aaaa1111"}).code, 0);
  QCOMPARE(runs({"resume", "aaaa1111"}).code, 0);
  QCOMPARE(runs({"stop", "aaaa", "--json"}).json()["runs"], Json::array({"aaaa1111"}));
  QTRY_COMPARE_WITH_TIMEOUT(heard, (std::vector<LogRequest>{LogRequest::Pause, LogRequest::Resume, LogRequest::Stop}), 60000);
}

void TestRunsCommand::tablesCountCharacters() {
  TextTable table({{"Name"}, {"Step", TextTable::Align::Right}});
  table.add({"Мяч", "7"});
  table.add({"ball", "1,000"});
  QCOMPARE(table.text(), std::string("Name   Step\nМяч       7\nball  1,000\n"));
  QCOMPARE(shortened("Длинное имя", 8), std::string("Длинн..."));
  QCOMPARE(groupedNumber(-1234567), std::string("-1,234,567"));
  QCOMPARE(durationText(3725), std::string("1 h 02 min"));
  QCOMPARE(byteText(999), std::string("999 B"));
  QCOMPARE(figureText(std::nan("")), std::string("-"));
}

void TestRunsCommand::comparesSettingsThatOneSideLacks() {
  const auto rows = differingSettings({R"({"a": 1, "b": {"c": [1, 2]}})", R"({"a": 1.0, "b": {"c": [1, 3], "d": null}})"});
  QCOMPARE(rows.size(), std::size_t{2});
  QCOMPARE(rows[0].path, std::string("b.c"));
  QCOMPARE(rows[1].path, std::string("b.d"));
  QVERIFY(rows[1].values[0].is_discarded());
  QVERIFY(rows[1].values[1].is_null());
}

CLOZE_TEST_SUITE(TestRunsCommand, "runs_command")
#include "tst_runs_command.moc"
