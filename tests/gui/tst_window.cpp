// The real window, offscreen: from the form to points arriving, looking inside while it trains, closing views and the window, following
// runs of other processes through the log.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/core/files.h"
#include "engine/run.h"
#include "tests/gui/gui_support.h"
#include "tests/gui/window_runs.h"
#include "tests/support/suite.h"
#include "widgets/charts/chart_view.h"
#include "widgets/shared/document_area.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/answer_bars.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_view.h"

#include <QApplication>
#include <QProcess>
#include <QPushButton>

#include <fstream>

using namespace cloze;
using cloze::tests::TemporaryHome;
using cloze::tests::fillForm;
using cloze::tests::kLong;
using cloze::tests::startRun;
using cloze::tests::writeText;

class WindowTest : public QObject {
  Q_OBJECT

  // A finished run's checkpoint answers masks and neighbours in the window.
  void askTheCheckpoint(MainWindow& window, const std::filesystem::path& folder, const std::string& run) {
    MaskedTokensView* masks = window.openMaskedTokens();
    masks->setSentence(QStringLiteral("the teacher works in a school ."));
    masks->showModel({QStringLiteral("a small run"), folder, run, 0, false});
    QTRY_VERIFY_WITH_TIMEOUT(masks->chips()->count() >= 7, kLong);
    QTest::mouseClick(masks->chips()->chip(1), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(masks->findChildren<MaskColumn*>().size(), 1, kLong);
    QTest::mouseClick(masks->chips()->chip(3), Qt::LeftButton, Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(masks->findChildren<MaskColumn*>().size(), 2, kLong);
    QVERIFY(masks->findChildren<MaskColumn*>().front()->readAloud().contains(QLatin1Char('%')));

    NeighboursView* neighbours = window.openNeighbours();
    neighbours->setTexts({(folder.parent_path().parent_path().parent_path() / "text.txt").string()});
    neighbours->setSentence(QStringLiteral("the teacher works in a school ."));
    neighbours->showModel({QStringLiteral("a small run"), folder, run, 0, false});
    neighbours->chooseWord(QStringLiteral("teacher"));
    neighbours->search();
    QTRY_VERIFY_WITH_TIMEOUT(neighbours->results()->rowCount() > 0, kLong);
    QVERIFY(neighbours->results()->at(0).similarity <= 1.0001);
  }

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void drawsPointsFromTheFormToTheEnd() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    const std::string run = startRun(window, home, 30);
    QVERIFY(!run.empty());
    RunData* shown = window.hub()->data(run);
    QTRY_VERIFY_WITH_TIMEOUT(shown->lastStepOf("loss") >= 3, kLong);
    auto* view = window.openRun(run);
    QVERIFY(!view->charts()->lossChart()->csv().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Finished, kLong);
    QCOMPARE(shown->lastStepOf("loss"), std::int64_t(30));
    QCOMPARE(shown->curve("loss")->raw().size(), std::size_t(30));
    QVERIFY(shown->lastStepOf("validation/loss") > 0);
    QVERIFY(!shown->checkpoints().empty() && std::filesystem::exists(shown->checkpoints().back().folder / "model.safetensors"));
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->at(0).status, RunStatus::Finished, kLong);
    askTheCheckpoint(window, shown->checkpoints().back().folder, run);
  }

  void closingAViewKeepsTrainingAndInspectingWorksMeanwhile() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    const std::string run = startRun(window, home, 100000);
    RunData* shown = window.hub()->data(run);
    QTRY_VERIFY_WITH_TIMEOUT(shown->lastStepOf("loss") >= 2, kLong);
    const int index = window.documents()->currentIndex();
    Q_EMIT window.documents()->tabCloseRequested(index);
    QVERIFY(!qobject_cast<RunView*>(window.documents()->currentWidget()));
    const std::int64_t before = shown->row().step;
    QTRY_VERIFY_WITH_TIMEOUT(shown->row().step > before + 2, kLong);

    MaskedTokensView* masks = window.openMaskedTokens();
    masks->setSentence(QStringLiteral("the doctor lives near the river ."));
    masks->showModel({QStringLiteral("now"), {}, run, 0, true});
    QTRY_VERIFY_WITH_TIMEOUT(masks->chips()->count() >= 7, kLong);
    masks->maskWord(1);
    QTRY_COMPARE_WITH_TIMEOUT(masks->findChildren<MaskColumn*>().size(), 1, kLong);

    window.hub()->pause(run, true);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Paused, kLong);
    window.hub()->pause(run, false);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Running, kLong);
    window.hub()->stop(run);
    QTRY_COMPARE_WITH_TIMEOUT(shown->row().status, RunStatus::Stopped, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(!window.hub()->trainsHere(run), kLong);
    const std::int64_t stopped = shown->row().step;
    window.hub()->continueRun(run);
    QTRY_VERIFY_WITH_TIMEOUT(shown->row().step > stopped, kLong);
    QCOMPARE(shown->curve("loss")->raw().size(), static_cast<std::size_t>(shown->lastStepOf("loss")));   // no step twice, none lost
    window.closeWith(MainWindow::ClosingChoice::StopAndSave);
    QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), kLong);
    QVERIFY(readRunFolder(shown->row().out).lastCheckpointStep >= stopped);
  }

  void previewsComeFromTheFunctionsThatTrain() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 200);
    view->askForPreview();
    auto* chart = view->findChild<ChartView*>();
    QTRY_COMPARE_WITH_TIMEOUT(chart->csv().count(QLatin1Char('\n')), 201, kLong);
    view->askForBatch();
    QTRY_VERIFY_WITH_TIMEOUT(!view->findChildren<TokenChip*>().isEmpty(), kLong);
  }

  void startIsRefusedWithTheReasonBesideIt() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    QVERIFY(view->startButton()->isEnabled());
    view->form()->setValue("data.train", Json::array());
    QVERIFY(!view->startButton()->isEnabled());
    QVERIFY(view->startButton()->toolTip().contains(QStringLiteral("text")));
    view->form()->setValue("data.train", Json::array({"/nowhere/text.txt"}));
    QVERIFY(view->startButton()->toolTip().contains(QStringLiteral("/nowhere/text.txt")));
    view->form()->setValue("data.train", Json::array({"toy-world"}));
    view->form()->setValue("train.steps", 0);
    QVERIFY(!view->startButton()->isEnabled());
  }

  void followsARunOfAnotherProcess() {
    const TemporaryHome home;
    MainWindow window(home.log());
    LogStore other(home.log());
    const std::string run = tests::writeRun(other, "elsewhere", home.path() / "runs" / "elsewhere", 120, false);
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->at(0).status, RunStatus::Interrupted, kLong);   // nobody holds its lock
    RunView* view = window.openRun(run);
    RunData* shown = view->run();
    QTRY_COMPARE_WITH_TIMEOUT(shown->lastStepOf("loss"), std::int64_t(120), kLong);
    QCOMPARE(shown->curve("loss")->raw().size(), std::size_t(120));
    QCOMPARE(shown->checkpoints().size(), std::size_t(2));
    QVERIFY(view->findChild<Banner*>()->text().contains(QStringLiteral("120")));
    other.deleteRun(run);
    other.flush();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 0, kLong);
  }

  void aMissingCheckpointIsOneMessageInPlace() {
    const TemporaryHome home;
    MainWindow window(home.log());
    MaskedTokensView* masks = window.openMaskedTokens();
    masks->setSentence(QStringLiteral("the doctor ."));
    masks->showModel({QStringLiteral("gone"), home.path() / "gone", {}, 0, false});
    const auto said = [masks] {
      for (const QLabel* label : masks->row(0)->findChildren<QLabel*>())
        if (label->text().contains(QStringLiteral("gone"))) return true;
      return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kLong);
  }

  void settingsComeBack() {
    const TemporaryHome home;
    WindowSettings settings;
    settings.theme = ThemeKind::Dark;
    settings.language = "ru";
    settings.size = QSize(1500, 900);
    writeWindowSettings(windowSettingsFile(), settings);
    const WindowSettings read = readWindowSettings(windowSettingsFile());
    QCOMPARE(read.theme, settings.theme);
    QCOMPARE(read.language, settings.language);
    QCOMPARE(read.size, settings.size);
  }
};

CLOZE_TEST_SUITE(WindowTest, "window")
#include "tst_window.moc"
