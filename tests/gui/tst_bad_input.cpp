// What comes from outside and is wrong: one clear message in the window, no dialog, nothing of the user's changed.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/core/files.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/shared/document_area.h"
#include "widgets/shared/parts.h"
#include "widgets/views/compare_view.h"
#include "widgets/views/run_view.h"

#include <QApplication>
#include <QDialog>
#include <QPlainTextEdit>

#include <fstream>

using namespace cloze;
using cloze::tests::kLong, cloze::tests::TemporaryHome;

namespace {

int dialogs() {
  int count = 0;
  for (const QWidget* widget : QApplication::topLevelWidgets()) count += widget->isVisible() && qobject_cast<const QDialog*>(widget) ? 1 : 0;
  return count;
}

bool says(const QWidget* place, const QString& text) {
  for (const QLabel* label : place->findChildren<QLabel*>())
    if (!label->isHidden() && label->text().contains(text)) return true;
  for (const QAbstractButton* button : place->findChildren<QAbstractButton*>())
    if (!button->isHidden() && (button->text().contains(text) || button->toolTip().contains(text))) return true;
  return false;
}

int timesLogged(const MainWindow& window, const QString& text) {
  int times = 0;
  for (const QPlainTextEdit* log : window.findChildren<QPlainTextEdit*>()) times += static_cast<int>(log->toPlainText().count(text));
  return times;
}

// The schema's number stands in the file's header (PRAGMA user_version, bytes 60-63).
void makeNewer(const std::filesystem::path& log) {
  std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(60);
  file.write("\0\0\0\x63", 4);
}

}  // namespace

class BadInputTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void logsThatAreNotOurs_data() {
    QTest::addColumn<bool>("newer");
    QTest::addColumn<QString>("expected");
    QTest::newRow("of a newer version") << true << "99";
    QTest::newRow("not a log") << false << "not an experiment log";
  }
  void logsThatAreNotOurs() {
    QFETCH(bool, newer);
    QFETCH(QString, expected);
    const TemporaryHome home;
    if (newer) {
      { LogStore store(home.log()); }
      makeNewer(home.log());
    } else {
      std::ofstream(home.log()) << std::string(5000, 'x');
    }
    const std::string before = readFile(home.log());
    MainWindow window(home.log());
    window.show();
    QTRY_VERIFY_WITH_TIMEOUT(says(&window, expected), kLong);
    const int once = timesLogged(window, expected);
    window.hub()->runs();
    QTest::qWait(1200);                                    // two more looks at the log: nothing is said again
    QVERIFY(timesLogged(window, expected) <= std::max(once, 2));
    QCOMPARE(dialogs(), 0);
    window.openNewRun();
    window.openCompare({});
    QCOMPARE(window.documents()->count(), 3);
    QVERIFY(readFile(home.log()) == before);
  }

  void textThatCannotBeReadFailsTheRunAlone_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("broken gzip") << "text.txt.gz" << QByteArray("\x1f\x8b\x08 broken", 10);
    QTest::newRow("an empty file") << "empty.txt" << QByteArray();
  }
  void textThatCannotBeReadFailsTheRunAlone() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    const TemporaryHome home;
    const std::filesystem::path file = home.path() / name.toStdString();
    std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
    MainWindow window(home.log());
    window.show();
    RunSpec spec;
    spec.name = "from bad text";
    spec.data.train = {file.string()};
    RunView* view = window.openRun(window.hub()->start(spec));
    QTRY_COMPARE_WITH_TIMEOUT(view->run()->row().status, RunStatus::Failed, kLong);
    QVERIFY(!view->run()->row().message.empty());
    QTRY_VERIFY_WITH_TIMEOUT(view->findChild<Banner*>()->text().contains(QString::fromStdString(view->run()->row().message).left(20)), kLong);
    QCOMPARE(dialogs(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!window.hub()->trainsHere(view->run()->id()), kLong);
  }
};

CLOZE_TEST_SUITE(BadInputTest, "bad_input")
#include "tst_bad_input.moc"
