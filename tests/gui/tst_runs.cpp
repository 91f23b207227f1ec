// The list of runs, the inspector beside it, and runs that are deleted here or elsewhere.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_runs.h"
#include "tests/support/suite.h"
#include "widgets/shared/parts.h"
#include "widgets/views/inspector_panel.h"
#include "widgets/views/runs_panel.h"
#include "widgets/views/timeline.h"

#include <QAction>
#include <QCheckBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QTimer>

using namespace cloze;
using namespace cloze::tests;

namespace {

// A run "one" in the log, and the folder that it trained in.
std::filesystem::path writeRunWithFolder(const TemporaryHome& home) {
  const std::filesystem::path out = home.path() / "runs" / "one";
  std::filesystem::create_directories(out);
  std::ofstream(out / "run.json") << R"({"format": 1, "run": "one", "log": "", "spec": {"name": "one"}})";
  LogStore log(home.log());
  writeRun(log, "one", out, 20, true);
  return out;
}

}  // namespace

class RunsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void theInspectorShowsTheSelectedRunAndItsCheckpoint() {
    const TemporaryHome home;
    {
      LogStore log(home.log());
      writeRun(log, "one", home.path() / "runs" / "one", 120, true);
    }
    MainWindow window(home.log());
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    auto* list = window.findChild<QListView*>(QStringLiteral("runs-list"));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QTRY_VERIFY(window.inspector()->run());
    const auto says = [&window](const QString& text) {
      for (const QLabel* label : window.inspector()->findChildren<QLabel*>())
        if (label->text().contains(text)) return true;
      return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("120")), kLong);
    auto* timeline = window.findChild<Timeline*>();
    QTRY_VERIFY_WITH_TIMEOUT(timeline->marks().size() >= 5, kLong);   // two checkpoints, two evaluations, the end
    timeline->setFocus();
    QTest::keyClick(timeline, Qt::Key_Home);
    for (std::size_t i = 0; i < timeline->marks().size() && timeline->marks()[i].kind != MarkKind::Checkpoint; ++i) QTest::keyClick(timeline, Qt::Key_Right);
    QTest::keyClick(timeline, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("step 50")), kLong);
  }

  void tagsAndNotesAreWrittenToTheLog() {
    const TemporaryHome home;
    {
      LogStore log(home.log());
      writeRun(log, "one", home.path() / "runs" / "one", 20, true);
    }
    MainWindow window(home.log());
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    window.inspectRun("one");
    auto* tags = window.inspector()->findChild<QLineEdit*>();
    QVERIFY(tags);
    tags->setText(QStringLiteral("teaching, fast"));
    Q_EMIT tags->editingFinished();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->at(0).tags, std::string("teaching, fast"), kLong);
    auto* panel = window.findChild<RunsPanel*>();
    panel->filterField()->setText(QStringLiteral("teaching generated"));
    QCOMPARE(panel->filtered()->rowCount(), 1);
    panel->filterField()->setText(QStringLiteral("teaching xyz"));
    QCOMPARE(panel->filtered()->rowCount(), 0);
  }

  void fiveThousandRunsAreFilteredWhileTyping() {
    RunsModel model;
    RunsPanel panel(&model);
    panel.resize(260, 700);
    panel.show();
    model.setRows(manyRuns(5000));
    const auto timed = [&panel](const QString& text) {
      QElapsedTimer clock;
      clock.start();
      panel.filterField()->setText(text);
      QCoreApplication::processEvents();
      return clock.elapsed();
    };
    timed(QStringLiteral("e"));
    qint64 worst = 0;
    for (const char* text : {"el", "electra", "electra 4", "", "reviews 17", "interrupted electra"}) worst = std::max(worst, timed(QString::fromLatin1(text)));
    qInfo("5,000 runs: the slowest of six filters took %lld ms", worst);
    QCOMPARE(panel.filtered()->rowCount(), 100);
    QVERIFY2(worst < 250, "five times the target: this machine may be busy");
  }

  void aTickPlotsAndASelectionInspects() {
    RunsModel model;
    RunsPanel panel(&model);
    panel.resize(260, 700);
    panel.show();
    model.setRows(manyRuns(3));
    auto* list = panel.findChild<QListView*>(QStringLiteral("runs-list"));
    QSignalSpy opened(&panel, &RunsPanel::opened), selected(&panel, &RunsPanel::selected), compare(&panel, &RunsPanel::compareRequested);
    QTRY_VERIFY(list->visualRect(list->model()->index(1, 0)).top() > 0);   // laid out
    for (int row : {0, 1}) {
      const QRect place = list->visualRect(list->model()->index(row, 0));
      QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, place.topLeft() + QPoint(20, 18));
    }
    QCOMPARE(model.plotted().size(), 2);
    QCOMPARE(opened.size(), 0);
    QTest::keyClick(list, Qt::Key_Down);
    QVERIFY(selected.size() >= 1);
    QPushButton* button = nullptr;
    for (QPushButton* candidate : panel.findChildren<QPushButton*>())
      if (candidate->text().contains(QStringLiteral("2"))) button = candidate;
    QVERIFY(button && button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(compare.size(), 1);
    QCOMPARE(compare.front().front().toStringList().size(), 2);
  }

  void aRunDeletedElsewhereSaysSoInItsPage() {
    const TemporaryHome home;
    LogStore other(home.log());
    writeRun(other, "one", home.path() / "runs" / "one", 60, true);
    MainWindow window(home.log());
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    RunView* view = window.openRun("one");
    QTRY_COMPARE_WITH_TIMEOUT(view->run()->lastStepOf("loss"), std::int64_t(60), kLong);
    other.deleteRun("one");
    other.flush();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 0, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(view->findChild<Banner*>()->text().contains(QStringLiteral("deleted")), kLong);
    QCOMPARE(view->run()->lastStepOf("loss"), std::int64_t(60));
  }

  void deletingTakesTheFolderOnlyWhenItIsTheRuns() {
    const TemporaryHome home;
    const std::filesystem::path out = home.path() / "precious";
    std::filesystem::create_directories(out);
    std::ofstream(out / "letter.txt") << "dear";
    {
      LogStore log(home.log());
      writeRun(log, "one", out, 20, true);
    }
    MainWindow window(home.log());
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    window.openRun("one");
    QTRY_VERIFY_WITH_TIMEOUT(!window.hub()->data("one")->row().out.empty(), kLong);
    window.deleteRun("one", true);
    QVERIFY(std::filesystem::exists(out / "letter.txt"));
    window.deleteRun("one", false);
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 0, kLong);
    QVERIFY(!qobject_cast<RunView*>(window.documents()->currentWidget()));
  }

  // As a user does it: the entry of the menu, the box ticked or not, a button of the dialog.
  void deletingIsAskedBefore_data() {
    QTest::addColumn<bool>("confirmed");
    QTest::addColumn<bool>("withFolder");
    QTest::newRow("cancelled") << false << true;
    QTest::newRow("from the log") << true << false;
    QTest::newRow("with its folder") << true << true;
  }
  void deletingIsAskedBefore() {
    QFETCH(bool, confirmed);
    QFETCH(bool, withFolder);
    const TemporaryHome home;
    const std::filesystem::path out = writeRunWithFolder(home);
    MainWindow window(home.log());
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    window.openRun("one");
    bool asked = false;
    QTimer::singleShot(0, &window, [&] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      if (!box) return;
      asked = box->text().contains(QStringLiteral("generated one"));
      for (QPushButton* button : box->findChildren<QPushButton*>())
        if (button->isDefault()) asked = asked && button->text().contains(QStringLiteral("Cancel"));   // Enter harms nothing
      if (withFolder) QTest::mouseClick(box->checkBox(), Qt::LeftButton, {}, QPoint(8, box->checkBox()->height() / 2));
      for (QAbstractButton* button : box->buttons())
        if ((box->buttonRole(button) == QMessageBox::DestructiveRole) == confirmed) return QTest::mouseClick(button, Qt::LeftButton);
    });
    window.action("delete")->trigger();
    QVERIFY(asked);
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), confirmed ? 0 : 1, kLong);
    QCOMPARE(std::filesystem::exists(out), !(confirmed && withFolder));
  }

  void deletingARunThatWasNeverOpenedTakesItsFolder() {
    const TemporaryHome home;
    const std::filesystem::path out = writeRunWithFolder(home);
    MainWindow window(home.log());
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    QCOMPARE(window.hub()->rowOf("one").out, out);
    window.deleteRun("one", true);
    QVERIFY(!std::filesystem::exists(out));
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 0, kLong);
  }

  void aLogOfANewerVersionIsOneMessageInPlace() {
    const TemporaryHome home;
    { LogStore log(home.log()); }
    std::fstream file(home.log(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(60);                                        // SQLite's user_version, big endian
    file.write("\0\0\x03\xe7", 4);
    file.close();
    MainWindow window(home.log());
    window.show();
    QSignalSpy problems(window.hub(), &RunHub::logProblem);
    const auto* banner = window.findChild<RunsPanel*>()->findChild<Banner*>();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kLong);
    QVERIFY2(banner->text().contains(QStringLiteral("newer")), qPrintable(banner->text()));
    MainWindow second(home.log());                         // meanwhile the first looks at the file again: nothing more is said
    QTRY_VERIFY_WITH_TIMEOUT(!second.findChild<RunsPanel*>()->findChild<Banner*>()->text().isEmpty(), kLong);
    QVERIFY(problems.size() <= 1);
    QVERIFY(!QApplication::activeModalWidget());
  }
};

CLOZE_TEST_SUITE(RunsTest, "runs")
#include "tst_runs.moc"
