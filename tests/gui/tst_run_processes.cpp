// One run, two programs: what others ask for in the log happens in the window, a run begun in one program goes on in the other to the same
// bytes, and closing the window can leave a run to a process of its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/run.h"
#include "experiments/queries.h"
#include "tests/gui/window_runs.h"
#include "tests/support/suite.h"

#include <QProcess>

using namespace cloze;
using cloze::tests::fillForm;
using cloze::tests::kLong;
using cloze::tests::startRun;
using cloze::tests::TemporaryHome;

namespace {

constexpr std::int64_t kSteps = 200, kEndless = 1000000;

QString program() { return QString::fromStdString((tests::binaryFolder() / "bin" / "cloze").string()); }

QString text(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

// Whatever a test leaves running ends with it.
class StopAtTheEnd {
 public:
  StopAtTheEnd(const TemporaryHome& home, std::string run, std::filesystem::path out) : m_log(home.log()), m_run(std::move(run)), m_out(std::move(out)) {}
  ~StopAtTheEnd() {
    m_log.request(m_run, LogRequest::Stop);
    m_log.flush();
    if (!QTest::qWaitFor([this] { return !readRunFolder(m_out).running; }, kLong)) qWarning("a run is still training in %s", m_out.c_str());
  }

 private:
  LogStore m_log;
  std::string m_run;
  std::filesystem::path m_out;
};

std::string weightsOf(const std::filesystem::path& out) { return readFile(out / ("checkpoint-000" + std::to_string(kSteps)) / "model.safetensors"); }

std::vector<double> lossesOf(const TemporaryHome& home, const std::string& run) {
  std::vector<double> losses;
  for (const SeriesPoint& point : LogReader(home.log()).series(run, "loss")) losses.push_back(point.value);
  return losses;
}

}  // namespace

class RunProcessesTest : public QObject {
  Q_OBJECT

  // A run that nothing interrupts, in the window.
  static std::filesystem::path trainWhole(MainWindow& window, const TemporaryHome& home, std::string& run) {
    run = startRun(window, home, kSteps);
    RunData* shown = window.hub()->data(run);
    [shown] { QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Finished, kLong); }();
    return shown->row().out;
  }

  static void runInTheWindowThenInTheTerminal(MainWindow& window, const TemporaryHome& home, std::string& run, std::filesystem::path& out) {
    run = startRun(window, home, kSteps);
    RunData* shown = window.hub()->data(run);
    QTRY_VERIFY_WITH_TIMEOUT(shown->row().step >= 5, kLong);
    window.hub()->stop(run);
    QTRY_VERIFY_WITH_TIMEOUT(!window.hub()->trainsHere(run), kLong);
    QCOMPARE(shown->row().status, RunStatus::Stopped);
    QVERIFY(shown->row().step < kSteps);
    out = shown->row().out;
    QProcess terminal;
    terminal.start(program(), {"resume", text(out), "--log", text(home.log())});
    QVERIFY2(terminal.waitForFinished(kLong) && terminal.exitCode() == 0, terminal.readAllStandardError().constData());
  }

  static void runInTheTerminalThenInTheWindow(MainWindow& window, const TemporaryHome& home, std::string& run, std::filesystem::path& out) {
    out = home.path() / "runs" / "terminal";
    QProcess terminal;
    terminal.start(program(), {"train", text(home.path() / "spec.json"), "--out", text(out), "--log", text(home.log()), "--json"});
    const auto trained = [&] {
      while (terminal.canReadLine())
        if (const Json event = parseJson(terminal.readLine().toStdString(), "stdout"); event.at("event") == "step" && event.at("step") >= 25) return true;
      return terminal.state() == QProcess::NotRunning;
    };
    QVERIFY(QTest::qWaitFor(trained, kLong));
    QVERIFY2(terminal.state() == QProcess::Running, terminal.readAllStandardError().constData());
    terminal.kill();
    QVERIFY(terminal.waitForFinished(kLong));
    QCOMPARE(terminal.exitStatus(), QProcess::CrashExit);
    run = readRunFolder(out).runId;
    RunData* shown = window.hub()->data(run);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Interrupted, kLong);
    window.hub()->continueRun(run);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Finished, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(!window.hub()->trainsHere(run), kLong);
  }

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void doesWhatOthersAskForInTheLog_data() {
    QTest::addColumn<bool>("terminal");
    QTest::newRow("another window") << false;
    QTest::newRow("a terminal") << true;
  }
  void doesWhatOthersAskForInTheLog() {
    QFETCH(bool, terminal);
    const TemporaryHome home;
    MainWindow window(home.log());
    const std::string run = startRun(window, home, kEndless);
    RunData* shown = window.hub()->data(run);
    QTRY_VERIFY_WITH_TIMEOUT(shown->row().step >= 2, kLong);
    LogStore other(home.log());
    const auto ask = [&](LogRequest request) {
      if (!terminal) return other.request(run, request);
      QCOMPARE(QProcess::execute(program(), {"runs", QString::fromStdString(logRequestId(request)), QString::fromStdString(run), "--log", text(home.log())}), 0);
    };
    ask(LogRequest::Pause);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Paused, kLong);
    const std::int64_t paused = shown->row().step;
    ask(LogRequest::Resume);
    QTRY_VERIFY_WITH_TIMEOUT(shown->row().step > paused, kLong);
    ask(LogRequest::Stop);
    QTRY_VERIFY_WITH_TIMEOUT(!window.hub()->trainsHere(run), kLong);
    QCOMPARE(shown->row().status, RunStatus::Stopped);
    QCOMPARE(readRunFolder(shown->row().out).lastCheckpointStep, shown->row().step);   // saved where it stopped
  }

  void goesOnInTheOtherProgramWithTheSameBytes_data() {
    QTest::addColumn<bool>("windowFirst");
    QTest::newRow("the window, then the terminal") << true;
    QTest::newRow("the terminal, then the window") << false;
  }
  void goesOnInTheOtherProgramWithTheSameBytes() {
    QFETCH(bool, windowFirst);
    const TemporaryHome home;
    MainWindow window(home.log());
    std::string whole, run;
    const std::filesystem::path wholeOut = trainWhole(window, home, whole);
    Json spec = parseJson(readRunFolder(wholeOut).specJson, "run.json");
    spec["family"]["config"].erase("vocab_size");        // frozen from the tokeniser, not a wish
    writeFileAtomically(home.path() / "spec.json", spec.dump());
    std::filesystem::path out;
    windowFirst ? runInTheWindowThenInTheTerminal(window, home, run, out) : runInTheTerminalThenInTheWindow(window, home, run, out);
    if (QTest::currentTestFailed()) return;
    QVERIFY(weightsOf(out) == weightsOf(wholeOut));
    QCOMPARE(lossesOf(home, whole).size(), static_cast<std::size_t>(kSteps));
    QVERIFY(lossesOf(home, run) == lossesOf(home, whole));
  }

  void goesOnInAProcessOfItsOwnWhenTheWindowCloses() {
    const TemporaryHome home;
    auto window = std::make_unique<MainWindow>(home.log());
    window->show();
    const std::string run = startRun(*window, home, kEndless);
    RunData* here = window->hub()->data(run);
    QTRY_VERIFY_WITH_TIMEOUT(here->row().step >= 2, kLong);
    const std::filesystem::path out = here->row().out;
    const StopAtTheEnd guard(home, run, out);
    window->closeWith(MainWindow::ClosingChoice::ContinueInBackground);
    QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), kLong);
    const std::int64_t left = here->row().step;
    QVERIFY(readRunFolder(out).lastCheckpointStep >= left);
    window.reset();

    MainWindow again(home.log());
    RunData* shown = again.hub()->data(run);
    QTRY_VERIFY_WITH_TIMEOUT(shown->row().step > left + 2, kLong);
    QCOMPARE(shown->row().status, RunStatus::Running);
    QVERIFY(!again.hub()->trainsHere(run));
    QTRY_COMPARE_WITH_TIMEOUT(shown->curve("loss")->raw().size(), static_cast<std::size_t>(shown->lastStepOf("loss")), kLong);   // no step twice, none lost
    again.hub()->pause(run, true);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Paused, kLong);
    const std::int64_t paused = shown->row().step;
    again.hub()->pause(run, false);
    QTRY_VERIFY_WITH_TIMEOUT(shown->row().step > paused, kLong);
    again.hub()->pause(run, true);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Paused, kLong);
    again.hub()->stop(run);                              // a paused run stops too
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Stopped, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(!readRunFolder(out).running, kLong);
    QCOMPARE(readRunFolder(out).lastCheckpointStep, shown->row().step);
  }
};

CLOZE_TEST_SUITE(RunProcessesTest, "run_processes")
#include "tst_run_processes.moc"
