// What the window comes back to: layouts by name, the session, broken files, the language changed while it is open.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/core/files.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/shared/document_area.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/translation.h"
#include "widgets/views/inspector_panel.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/runs_panel.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QMenuBar>

#include <fstream>

using namespace cloze;
using cloze::tests::kLong, cloze::tests::TemporaryHome;

namespace {

QDockWidget* dock(const MainWindow& window, const char* name) { return window.findChild<QDockWidget*>(QString::fromLatin1(name)); }

}  // namespace

class LayoutsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
  void cleanup() { Theme::apply(*qApp, ThemeKind::Light, 1.0); }

  void shippedLayoutsShowWhatTheyAreFor() {
    const TemporaryHome home;
    WindowSettings settings;
    settings.size = QSize(1600, 900);
    MainWindow window(home.log(), settings);
    window.show();
    QVERIFY(dock(window, "inspector")->isVisible() && dock(window, "log")->isVisible());
    window.chooseLayout("inspect");
    QVERIFY(!dock(window, "log")->isVisible());
    QCOMPARE(window.documents()->paneCount(), 2);
    const double before = Theme::current().fontScale();
    window.chooseLayout("teach");
    QVERIFY(!dock(window, "runs")->isVisible() && !dock(window, "log")->isVisible());
    QVERIFY(Theme::current().fontScale() > before * 1.2);
    window.action("reset-layout")->trigger();
    QCOMPARE(Theme::current().fontScale(), before);
    QVERIFY(dock(window, "runs")->isVisible() && dock(window, "log")->isVisible());
    QCOMPARE(window.documents()->paneCount(), 1);
  }

  void theInspectorStaysAwayWhereThereIsNoRoom() {
    const TemporaryHome home;
    MainWindow window(home.log());                         // 1280 wide
    window.show();
    QVERIFY(!dock(window, "inspector")->isVisible());
    dock(window, "inspector")->toggleViewAction()->trigger();
    QVERIFY(dock(window, "inspector")->isVisible());
  }

  void aLayoutIsKeptUnderItsName() {
    const TemporaryHome home;
    {
      MainWindow window(home.log());
      window.show();
      dock(window, "runs")->hide();
      window.saveLayoutAs("mine");
    }
    const WindowSettings read = readWindowSettings(windowSettingsFile());
    QCOMPARE(read.layouts.size(), std::size_t(1));
    WindowSettings other = read;
    other.shown.reset();
    MainWindow window(home.log(), other);
    window.show();
    QVERIFY(dock(window, "runs")->isVisible());
    window.chooseLayout("mine");
    QVERIFY(!dock(window, "runs")->isVisible());
  }

  void theSessionComesBack() {
    const TemporaryHome home;
    {
      LogStore log(home.log());
      tests::writeRun(log, "one", home.path() / "runs" / "one", 30, true);
      tests::writeRun(log, "two", home.path() / "runs" / "two", 30, true);
    }
    {
      MainWindow window(home.log());
      window.show();
      QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 2, kLong);
      window.openRun("one");
      window.openMaskedTokens();
      window.documents()->split(Qt::Horizontal);
      window.openRun("two");
      window.resize(1500, 850);
      window.close();
    }
    {
      LogStore log(home.log());
      log.deleteRun("two");                                 // while nobody looked
    }
    const WindowSettings settings = readWindowSettings(windowSettingsFile());
    QCOMPARE(settings.size, QSize(1500, 850));
    QVERIFY(settings.broken.empty());
    MainWindow window(home.log(), settings);
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.documents()->count(), 3, kLong);      // start, one, masked words
    QTRY_COMPARE_WITH_TIMEOUT(window.documents()->paneCount(), 2, kLong);
    QVERIFY(window.documents()->paneOf(window.openRun("one")) != window.documents()->paneOf(window.openByKey(QStringLiteral("masked-tokens"))));
  }

  void brokenFilesAreSaidOnceAndKept_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("zero bytes") << QByteArray("");
    QTest::newRow("half a file") << QByteArray("{\"width\": 1500, \"session\": {\"documents\": [");
    QTest::newRow("a list") << QByteArray("[1, 2]");
    QTest::newRow("wrong types") << QByteArray(R"({"width": "wide", "theme": 7, "session": [3], "layouts": {"a": 1}, "recent": [1, "x"]})");
    QTest::newRow("out of range") << QByteArray(R"({"width": 1e300, "font_scale": -4, "shown": {"left": 77}})");
    QTest::newRow("documents of nobody") << QByteArray(R"({"width": true, "session": {"documents": [{"key": "nothing"}, 5], "panes": 3, "current": []}})");
  }
  void brokenFilesAreSaidOnceAndKept() {
    QFETCH(QByteArray, content);
    const TemporaryHome home;
    std::ofstream(windowSettingsFile(), std::ios::binary).write(content.constData(), content.size());
    const WindowSettings settings = readWindowSettings(windowSettingsFile());
    QVERIFY(!settings.broken.empty());
    QCOMPARE(QByteArray::fromStdString(readFile(settings.broken)), content);
    MainWindow window(home.log(), settings);
    window.show();
    const auto* notice = window.centralWidget()->findChild<Banner*>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(notice->isVisible() && notice->text().contains(QStringLiteral("window.json.broken")));
    QVERIFY(window.documents()->count() >= 1 && window.width() >= 640);
    window.close();
    QVERIFY(readWindowSettings(windowSettingsFile()).broken.empty());
  }

  void missingValuesAreTheDefaults() {
    const TemporaryHome home;
    std::ofstream(windowSettingsFile()) << R"({"theme": "dark"})";
    const WindowSettings settings = readWindowSettings(windowSettingsFile());
    QVERIFY(settings.broken.empty());
    QCOMPARE(settings.theme, ThemeKind::Dark);
    QCOMPARE(settings.size, QSize(1280, 800));
  }

  void theLanguageChangesAtOnce() {
    const TemporaryHome home;
    {
      LogStore log(home.log());
      tests::writeRun(log, "one", home.path() / "runs" / "one", 30, true);
    }
    MainWindow window(home.log());
    window.show();
    QTRY_COMPARE_WITH_TIMEOUT(window.hub()->runs()->rowCount(), 1, kLong);
    window.openRun("one");
    window.openMaskedTokens()->setSentence(QStringLiteral("a sentence of mine ."));
    window.documents()->split(Qt::Horizontal);
    window.changeLanguage(QStringLiteral("ru"));
    QCOMPARE(window.openMaskedTokens()->sentence(), QStringLiteral("a sentence of mine ."));
    QCOMPARE(window.action("new-run")->text(), QStringLiteral("Новый запуск"));
    QCOMPARE(window.documents()->count(), 3);
    QCOMPARE(window.documents()->paneCount(), 2);
    QVERIFY(window.menuBar()->actions().front()->text().contains(QStringLiteral("Файл")));
    window.changeLanguage(QStringLiteral("en"));
    QCOMPARE(window.action("new-run")->text(), QStringLiteral("New run"));
    QVERIFY(qobject_cast<RunView*>(window.openRun("one")));
  }
};

CLOZE_TEST_SUITE(LayoutsTest, "layouts")
#include "tst_layouts.moc"
