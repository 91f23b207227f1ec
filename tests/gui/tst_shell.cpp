// The shell around the documents: panes, palette, files dropped on the window, the status bar, the tour.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_status.h"
#include "tests/gui/window_runs.h"
#include "tests/support/suite.h"
#include "widgets/shared/command_palette.h"
#include "widgets/shared/parts.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/start_view.h"

#include <QAction>
#include <QLineEdit>
#include <QTabBar>
#include <QTabWidget>

using namespace cloze;
using namespace cloze::tests;

namespace {

QWidget* page(const char* name) {
  auto* widget = new QWidget;
  widget->setObjectName(QString::fromLatin1(name));
  return widget;
}

}  // namespace

class ShellTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void panesSplitMoveAndUnite() {
    DocumentArea area;
    area.resize(900, 600);
    for (const char* name : {"a", "b", "c"}) area.addTab(page(name), QString::fromLatin1(name));
    area.show();
    QCOMPARE(area.count(), 3);
    QCOMPARE(area.currentWidget()->objectName(), QStringLiteral("c"));
    area.split(Qt::Horizontal);
    QCOMPARE(area.paneCount(), 2);
    QCOMPARE(area.paneOf(area.currentWidget()), 1);
    area.setCurrentWidget(area.widget(0));
    area.split(Qt::Vertical);
    QCOMPARE(area.paneCount(), 3);
    QVERIFY(!area.canSplit());
    area.moveToNextPane();
    QCOMPARE(area.paneCount(), 2);
    area.unite();
    QCOMPARE(area.paneCount(), 1);
    QCOMPARE(area.count(), 3);
  }

  // A title that is cut is read whole in its tip, in whatever pane; and there is always room for a word of it.
  void titlesOfManyDocumentsStayReadable() {
    DocumentArea area;
    area.resize(600, 400);
    for (int i = 0; i < 12; ++i) area.addTab(page("one"), QStringLiteral("A document with a long title, %1 && more").arg(i));
    area.show();
    area.split(Qt::Horizontal);
    int tabs = 0;
    for (const QTabWidget* pane : area.findChildren<QTabWidget*>())
      for (int i = 0; i < pane->count(); ++i, ++tabs) {
        QVERIFY(pane->tabToolTip(i).startsWith(QStringLiteral("A document with a long title")) && pane->tabToolTip(i).endsWith(QStringLiteral(" & more")));
        QVERIFY2(pane->tabBar()->tabRect(i).width() > pane->fontMetrics().horizontalAdvance(QStringLiteral("A document")), qPrintable(QString::number(pane->tabBar()->tabRect(i).width())));
      }
    QCOMPARE(tabs, 12);
  }

  void anArrangementComesBack() {
    DocumentArea area;
    area.resize(1000, 600);
    for (const char* name : {"a", "b", "c", "d"}) area.addTab(page(name), QString::fromLatin1(name));
    area.show();
    area.split(Qt::Horizontal);
    area.setCurrentWidget(area.widget(0));
    area.split(Qt::Vertical);
    const Json before = area.arrangement();
    area.unite();
    area.arrange(before);
    const Json after = area.arrangement();
    QCOMPARE(area.paneCount(), 3);
    const auto names = [](const Json& part, auto&& self) -> std::string {
      std::string text;
      if (part.contains("parts")) for (const Json& inner : part["parts"]) text += "(" + self(inner, self) + ")";
      else for (const Json& name : part["pages"]) text += name.get<std::string>();
      return text;
    };
    QCOMPARE(names(after, names), names(before, names));
  }

  void nonsenseArrangementsDoNoHarm_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray("null");
    QTest::newRow("a number") << QByteArray("7");
    QTest::newRow("pages of numbers") << QByteArray(R"({"pages": [1, 2]})");
    QTest::newRow("unknown pages") << QByteArray(R"({"split": "right", "parts": [{"pages": ["x"]}, {"pages": ["y"]}]})");
    QTest::newRow("a hundred parts") << QByteArray(R"({"split": "sideways", "shares": "much", "parts": [)" + QByteArray(R"({"parts": [{"pages": ["a"]}, 3]},)").repeated(99) + R"({"pages": ["b"]}]})");
  }
  void nonsenseArrangementsDoNoHarm() {
    QFETCH(QByteArray, json);
    DocumentArea area;
    for (const char* name : {"a", "b"}) area.addTab(page(name), QString::fromLatin1(name));
    area.arrange(Json::parse(json.toStdString()));
    QCOMPARE(area.count(), 2);
    QVERIFY(area.currentWidget());
  }

  void thePaletteFindsByAFewLetters_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("best");
    QTest::newRow("beginnings of words") << "nr" << "New run";
    QTest::newRow("part of a word") << "neigh" << "Neighbours";
    QTest::newRow("letters in between") << "msk wrd" << "Masked words";
  }
  void thePaletteFindsByAFewLetters() {
    QFETCH(QString, typed);
    QFETCH(QString, best);
    QMainWindow window;
    CommandPalette palette(&window);
    std::vector<PaletteItem> items;
    for (const char* title : {"Start page", "Neighbours", "Masked words", "New run", "Next document", "Rename..."}) items.push_back({{}, QString::fromLatin1(title), {}, {}, {}});
    palette.open(items);
    QTest::keyClicks(palette.field(), typed);
    QCOMPARE(palette.shown().value(0), best);
    QTest::keyClicks(palette.field(), QStringLiteral("qqq"));
    QVERIFY(!palette.shown().contains(best));
  }

  void thePaletteOpensADocumentByTyping() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    window.activateWindow();
    window.action("palette")->trigger();
    auto* palette = window.findChild<CommandPalette*>();
    QVERIFY(palette->isVisible());
    QTest::keyClicks(palette->field(), QStringLiteral("neighb"));
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QVERIFY(qobject_cast<NeighboursView*>(window.documents()->currentWidget()));
  }

  void everyActionHasTextHelpAndAKeyOfItsOwn() {
    const TemporaryHome home;
    MainWindow window(home.log());
    QSet<QString> keys;
    for (const QAction* action : window.findChildren<QAction*>()) {
      if (action->shortcut().isEmpty()) continue;
      QVERIFY2(!keys.contains(action->shortcut().toString()), qPrintable(action->text() + QLatin1Char(' ') + action->shortcut().toString()));
      keys.insert(action->shortcut().toString());
      QVERIFY(!action->text().isEmpty());
    }
    QVERIFY(keys.size() > 20);
  }

  void droppedThingsOpenWhereTheyBelong() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    const std::filesystem::path text = home.path() / "story.txt";
    std::ofstream(text) << "once upon a time\n";
    dropOn(&window, text);
    auto* form = qobject_cast<NewRunView*>(window.documents()->currentWidget());
    QVERIFY(form);
    QCOMPARE(form->spec().data.train, std::vector<std::string>{text.string()});
    const std::filesystem::path spec = home.path() / "spec.json";
    std::ofstream(spec) << R"({"name": "from a file", "data": {"train": ["toy-world"]}, "train": {"steps": 77}})";
    dropOn(&window, spec);
    QCOMPARE(form->spec().train.steps, std::int64_t(77));
    const std::filesystem::path folder = home.path() / "model";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "config.json") << "{}";
    dropOn(&window, folder);
    QVERIFY(qobject_cast<MaskedTokensView*>(window.documents()->currentWidget()));
    QCOMPARE(window.settings().recent.size(), std::size_t(3));
    QCOMPARE(window.settings().recent.front(), folder.string());
  }

  void whatCannotBeOpenedIsOneMessageInPlace_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("gone") << "gone.txt" << QByteArray() << "not there";
    QTest::newRow("empty") << "empty.txt" << QByteArray("") << "empty";
    QTest::newRow("binary") << "picture.png" << QByteArray("\x89PNG\0\0\0", 7) << "no text";
    QTest::newRow("wrong specification") << "spec.json" << QByteArray(R"({"trian": {}})") << "train";
    QTest::newRow("broken JSON") << "half.json" << QByteArray("{\"name\": ") << "half.json";
  }
  void whatCannotBeOpenedIsOneMessageInPlace() {
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    const std::filesystem::path file = home.path() / name.toStdString();
    if (!content.isNull()) std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
    dropOn(&window, file);
    const auto* notice = window.centralWidget()->findChild<Banner*>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(notice && notice->isVisible());
    QVERIFY2(notice->text().contains(said), qPrintable(notice->text()));
    QVERIFY(!QApplication::activeModalWidget());
    QVERIFY(window.settings().recent.empty());
    QTest::mouseClick(notice->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(!notice->isVisible());
  }

  void messagesStayUntilTheyAreRead() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    auto* status = window.findChild<EngineStatus*>();
    status->say(RunHub::MessageKind::Error, QStringLiteral("the disk is full"));
    status->say(RunHub::MessageKind::Note, QStringLiteral("all quiet"));
    QCOMPARE(status->unread(), 1);
    QVERIFY(status->messageButton()->accessibleName().contains(QStringLiteral("disk is full")));
    QTest::mouseClick(status->messageButton(), Qt::LeftButton);
    QCOMPARE(status->unread(), 0);
    QVERIFY(status->messageButton()->accessibleName().contains(QStringLiteral("all quiet")));
  }

  void theShareOfThePeakFollowsFromSizeAndSpeed() {
    RunData run("one", 0);
    QVERIFY(std::isnan(shareOfPeak(run, 100)));
    RunUpdates updates;
    updates.started = RunStarted{"one", "/tmp/one", R"({"family": {"config": {"hidden_size": 100}}, "tokenizer": {"vocab_size": 10000}, "objective": {"masking": {"probability": 0.1}}})", "{}", 0, {}, 100, 3000000, {}, {}, -1};
    StepReport report;
    report.step = 1;
    report.tokens = 1000;
    report.seconds = 1;
    updates.steps.push_back(report);
    run.apply(updates);
    QCOMPARE(shareOfPeak(run, 100), 6 * (2000000 + 100000) * 1000.0 / 1e11);
  }

  void theTourCanBeSkippedAndIsNotShownAgain() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    StartView* start = window.openStart();
    QVERIFY(start->tourShown());
    for (int i = 0; i < 3; ++i)
      for (QPushButton* button : start->findChildren<QPushButton*>())
        if (button->property("role") == QStringLiteral("primary") && button->isVisible() && (button->text() == QStringLiteral("Next") || button->text() == QStringLiteral("Done"))) {
          QTest::mouseClick(button, Qt::LeftButton);
          break;
        }
    QVERIFY(!start->tourShown());
    QVERIFY(window.settings().tourSeen);
  }
};

CLOZE_TEST_SUITE(ShellTest, "shell")
#include "tst_shell.moc"
