// Runs and windows come and go: a run of a terminal appears and grows, killed it can be continued; a window closed over a training run hands it to
// a process of its own, which the next window follows, pauses and stops.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/run_spec.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/shared/parts.h"
#include "widgets/views/run_view.h"

#include <QProcess>
#include <QPushButton>

#include <fstream>

using namespace cloze;
using cloze::tests::kLong, cloze::tests::TemporaryHome;

namespace {

Json smallSpec(const std::filesystem::path& folder) {
  return Json::parse(R"({"name": "a small run", "data": {"train": [")" + tests::writeText(folder) + R"("], "sequence_length": 32, "validation_fraction": 0.1}, "tokenizer": {"vocab_size": 128},
    "family": {"id": "bert", "config": {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}},
    "train": {"steps": 100000, "batch_size": 4, "evaluate_every": 10, "checkpoint_every": 10}, "compute": {"shards": 1}})");
}

}  // namespace

class ComingAndGoingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void aRunOfATerminalIsFollowedAndContinuedAfterItsDeath() {
    const TemporaryHome home;
    const std::filesystem::path spec = home.path() / "spec.json";
    std::ofstream(spec) << smallSpec(home.path()).dump();
    MainWindow window(home.log());
    window.show();
    QProcess terminal;
    terminal.start(QString::fromStdString((tests::binaryFolder() / "bin" / "cloze").string()),
                   {"train", QString::fromStdString(spec.string()), "--log", QString::fromStdString(home.log().string()), "--out", QString::fromStdString((home.path() / "runs" / "t").string())});
    QVERIFY(terminal.waitForStarted());
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    RunView* view = window.openRun(window.hub()->runs()->at(0).id);
    QTRY_VERIFY_WITH_TIMEOUT(view->run()->row().status == RunStatus::Running && view->run()->lastStepOf("loss") > 12, kLong);
    const std::int64_t seen = view->run()->lastStepOf("loss");
    QTRY_VERIFY_WITH_TIMEOUT(view->run()->lastStepOf("loss") > seen, kLong);      // it grows

    terminal.kill();
    QVERIFY(terminal.waitForFinished());
    QTRY_COMPARE_WITH_TIMEOUT(view->run()->row().status, RunStatus::Interrupted, kLong);
    auto* banner = view->findChild<Banner*>();
    QVERIFY2(banner->text().contains(QStringLiteral("nterrupted at step")), qPrintable(banner->text()));
    const std::int64_t died = view->run()->row().step;
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);         // Continue
    QTRY_VERIFY_WITH_TIMEOUT(view->run()->row().status == RunStatus::Running && view->run()->row().step > died, kLong);
    QCOMPARE(view->run()->curve("loss")->raw().size(), static_cast<std::size_t>(view->run()->lastStepOf("loss")));
    window.hub()->stop(view->run()->id());
    QTRY_COMPARE_WITH_TIMEOUT(view->run()->row().status, RunStatus::Stopped, kLong);
  }

  void aRunGoesOnInTheBackgroundAndIsFollowedByTheNextWindow() {
    const TemporaryHome home;
    std::string run;
    {
      MainWindow window(home.log());
      window.show();
      run = window.hub()->start(readRunSpec(smallSpec(home.path())));
      QTRY_VERIFY_WITH_TIMEOUT(window.hub()->data(run)->lastStepOf("loss") > 3, kLong);
      window.closeWith(MainWindow::ClosingChoice::ContinueInBackground);
      QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), kLong);
    }
    MainWindow window(home.log());
    window.show();
    RunData* shown = window.openRun(run)->run();
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Running, kLong);
    QVERIFY(!window.hub()->trainsHere(run));
    const std::int64_t before = shown->row().step;
    QTRY_VERIFY_WITH_TIMEOUT(shown->row().step > before, kLong);
    window.hub()->pause(run, true);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Paused, kLong);
    QVERIFY(!window.hub()->remove(run, true).isEmpty());                          // refused while it lives
    window.hub()->pause(run, false);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Running, kLong);
    window.hub()->stop(run);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Stopped, kLong);
    const std::filesystem::path out = shown->row().out;
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->remove(run, true), QString(), kLong);   // once its process has let go
    QVERIFY(!std::filesystem::exists(out));
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 0, kLong);
  }
};

CLOZE_TEST_SUITE(ComingAndGoingTest, "coming_and_going")
#include "tst_coming_and_going.moc"
