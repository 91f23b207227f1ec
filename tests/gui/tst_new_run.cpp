// The New run page as a user meets it: families, settings, text, tokeniser, files of settings, room.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "engine/run.h"
#include "tests/gui/window_runs.h"
#include "tests/support/suite.h"
#include "widgets/form/field_editor.h"
#include "widgets/form/form_widget.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/translation.h"
#include "widgets/views/family_cards.h"
#include "widgets/views/family_picture.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/text_sources.h"
#include "widgets/views/tokenizer_sample.h"
#include "widgets/views/tokenizer_source.h"

#include <QClipboard>
#include <QPlainTextEdit>
#include <QRadioButton>

using namespace cloze;
using namespace cloze::tests;

namespace {

FamilyInfo madeUpFamily(int number) {
  FamilyInfo info = families().front();
  info.id = "family" + std::to_string(number);
  info.title = "Family " + std::to_string(number);
  info.drawing = {{"x..", "xx.", "xxx"}, "...", "^^^"};
  return info;
}

}  // namespace

class NewRunTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  // ---- families

  void arrowKeysChooseAFamilyAndOnlyTheChosenOfManyIsOpen() {
    std::vector<FamilyInfo> many;
    for (int i = 0; i < 12; ++i) many.push_back(madeUpFamily(i));
    FamilyCards cards(many);
    cards.setFamily("family0");
    cards.resize(240, 700);
    cards.show();
    QVERIFY(cards.card("family0")->isOpen() && !cards.card("family1")->isOpen());
    connect(&cards, &FamilyCards::chosen, &cards, [&cards](const QString& id) { cards.setFamily(id.toStdString()); });
    QTest::keyClick(cards.card("family0"), Qt::Key_Down);
    QVERIFY(!cards.card("family0")->isOpen() && cards.card("family1")->isOpen());
    QTest::mouseClick(cards.card("family7"), Qt::LeftButton);
    QVERIFY(cards.card("family7")->isOpen());
    QVERIFY(cards.sizeHint().height() < 12 * 45 + 120);
  }

  void thePictureSaysWhatAPlaceMaySee() {
    const FamilyPicture bert(families().front().drawing), causal(madeUpFamily(0).drawing);
    QVERIFY(bert.sentence().contains(QStringLiteral("both sides")) && bert.sentence().contains(QStringLiteral("Hidden")));
    QVERIFY(causal.sentence().contains(QStringLiteral("before")) && !causal.sentence().contains(QStringLiteral("both")));
    for (const FamilyInfo& info : families())
      for (const std::string& row : info.drawing.sees) QCOMPARE(row.size(), info.drawing.sees.size());
  }

  void sizesTellTheirExactParameters() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    for (const PresetInfo& preset : presets("bert")) {
      QVERIFY(view->form()->setValue("family.preset", preset.id));
      const std::int64_t exact = parametersOf("bert", familyConfig(view->spec()), view->spec().tokenizer.vocabSize);
      QVERIFY(exact > 0);
      bool said = false;
      for (const QLabel* label : view->findChildren<QLabel*>()) said = said || label->text().startsWith(QLocale().toString(static_cast<qlonglong>(exact)) + QLatin1Char(' '));
      QVERIFY2(said, preset.id.c_str());
    }
  }

  // ---- settings

  void aValueOutOfRangeIsTypedAndSaidUnderItsField() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    QWidget* steps = view->formWidget()->editor("train.batch_size")->input();
    steps->setFocus();
    QTest::keyClick(steps, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(steps, QStringLiteral("0"));
    QTest::keyClick(steps, Qt::Key_Return);
    QCOMPARE(view->spec().train.batchSize, std::int64_t(0));
    QVERIFY(steps->property("problem").toBool());
    QVERIFY(!view->startButton()->isEnabled() && view->reasonNotToStart().contains(QStringLiteral("between 1 and")));
    QTest::keyClick(steps, Qt::Key_Up);                 // the arrow goes back into the range
    QCOMPARE(view->spec().train.batchSize, std::int64_t(1));
    QVERIFY(view->startButton()->isEnabled());
  }

  void aWrongFoldedSettingIsPointedAt() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    view->form()->setValue("train.keep_checkpoints", 0);
    QVERIFY(!view->formWidget()->editor("train.keep_checkpoints"));
    QPushButton* pointer = nullptr;
    for (QPushButton* button : view->formWidget()->findChildren<QPushButton*>())
      if (button->text().contains(QStringLiteral("folded")) && button->isVisible()) pointer = button;
    QVERIFY(pointer);
    QTest::mouseClick(pointer, Qt::LeftButton);
    QVERIFY(view->formWidget()->editor("train.keep_checkpoints"));
  }

  void loadedSettingsAreMeasuredAgainstThePreset() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    RunSpec spec;
    spec.data.train = {"toy-world"};
    spec.train.steps = 77;
    view->setSpec(spec);
    QVERIFY(view->form()->differs("train.steps") && !view->form()->differs("train.batch_size"));
    view->form()->reset("train.steps");
    QCOMPARE(view->spec().train.steps, RunSpec().train.steps);
  }

  void onlyObjectivesOfTheFamilyAreOffered() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    for (const FormChoice& choice : view->form()->row("objective.id")->choices) {
      const auto& known = family(view->spec().family.id()).objectives;
      QVERIFY2(std::find(known.begin(), known.end(), choice.id) != known.end(), choice.id.c_str());
    }
  }

  void everyFamilyCanBeChosenAndCouldStart() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    for (const FamilyInfo& info : families()) {
      QTest::mouseClick(view->findChild<FamilyCards*>()->card(info.id), Qt::LeftButton);
      QCOMPARE(QString::fromStdString(view->spec().family.id()), QString::fromStdString(info.id));
      QVERIFY2(view->startButton()->isEnabled(), qPrintable(view->reasonNotToStart()));
    }
  }

  // ---- text and tokeniser

  void readsWhatTheTextHolds() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    dropOn(view, writeText(home.path()));
    QCOMPARE(view->spec().data.train, std::vector<std::string>{(home.path() / "text.txt").string()});
    QTRY_VERIFY_WITH_TIMEOUT(view->texts()->stateText().contains(QStringLiteral("600 sentences")), kLong);
  }

  void badTextIsOneMessageAndBlocks_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray(" \n\n ") << QStringLiteral("no sentence");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe" "a\0b\0", 6) << QStringLiteral("UTF-16");
  }
  void badTextIsOneMessageAndBlocks() {
    QFETCH(QByteArray, content);
    QFETCH(QString, message);
    const TemporaryHome home;
    const std::filesystem::path file = home.path() / "bad.txt";
    std::ofstream(file, std::ios::binary).write(content.constData(), content.size());
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    dropOn(view, file.string());
    QTRY_VERIFY_WITH_TIMEOUT(view->texts()->stateText().contains(message), kLong);
    QVERIFY(!view->startButton()->isEnabled() && view->reasonNotToStart().contains(message));
    dropOn(view, writeText(home.path()));
    QTest::keyClick(view->texts()->findChildren<QRadioButton*>().front(), Qt::Key_Space);
    QVERIFY(view->startButton()->isEnabled());          // the toy world is another text
  }

  void pastedTextBecomesAFileWhenTheRunStarts() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 2, 0);
    QTest::mouseClick(view->texts()->findChildren<QRadioButton*>().at(2), Qt::LeftButton, {}, QPoint(8, 8));
    QVERIFY(!view->startButton()->isEnabled());         // nothing is pasted yet
    auto* editor = view->texts()->findChild<QPlainTextEdit*>();
    QApplication::clipboard()->setText(QString::fromStdString(readFile(home.path() / "text.txt")));
    editor->setFocus();
    QTest::keyClick(editor, Qt::Key_V, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(view->startButton()->isEnabled(), kLong);
    const std::filesystem::path file = view->pastedFile();
    QTest::mouseClick(view->startButton(), Qt::LeftButton);
    QVERIFY(std::filesystem::exists(file) && file.parent_path() == home.path() / "texts");
    const auto* run = qobject_cast<RunView*>(window.documents()->currentWidget());
    QVERIFY(run);
    QTRY_COMPARE_WITH_TIMEOUT(run->run()->row().status, RunStatus::Finished, kLong);
  }

  void showsPiecesOfASampleTokeniserThatFollowTheSettings() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 10, 0);
    auto* sample = view->preview()->pieces();
    const auto pieces = [sample] { return sample->findChildren<TokenChip*>().size(); };
    QTRY_VERIFY_WITH_TIMEOUT(pieces() > 5, kLong);
    QVERIFY(sample->stateText().contains(QStringLiteral("sample")));
    QTRY_VERIFY_WITH_TIMEOUT(sample->stateText().contains(QStringLiteral("109")), kLong);
    const auto before = pieces();
    view->form()->setValue("tokenizer.vocab_size", 90);
    QTRY_VERIFY_WITH_TIMEOUT(sample->stateText().contains(QStringLiteral("90")), kLong);
    QVERIFY(pieces() != before);                        // fewer pieces to choose from: words fall into more
  }

  void aWrongTokeniserFolderIsSaidInPlaceAndBlocks() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    view->form()->setValue("tokenizer.from", home.path().string());
    QVERIFY(view->tokenizer()->wantsExisting());
    QTRY_VERIFY_WITH_TIMEOUT(!view->startButton()->isEnabled(), kLong);
    QVERIFY(view->reasonNotToStart().contains(QStringLiteral("no tokeniser in this folder")));
    QVERIFY(!view->form()->row("tokenizer.kind")->shown);
    view->form()->setValue("tokenizer.from", "");
    QVERIFY(view->startButton()->isEnabled());
  }

  // ---- files of settings

  void settingsGoToAFileAndComeBackByDrop() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 33, 0);
    Q_EMIT view->specFileRequested();
    const QString command = QApplication::clipboard()->text();
    const std::string file = command.section(QLatin1Char('\''), 1, 1).toStdString();
    QVERIFY2(std::filesystem::exists(file), file.c_str());
    QCOMPARE(loadRunSpec(file, {}).train.steps, std::int64_t(33));
    view->form()->setValue("train.steps", 44);
    dropOn(view, file);
    QCOMPARE(view->spec().train.steps, std::int64_t(33));
  }

  void aBrokenFileOfSettingsIsOneMessageAndChangesNothing() {
    const TemporaryHome home;
    const std::filesystem::path file = home.path() / "broken.json";
    std::ofstream(file) << R"({"train": {"stepz": 5}})";
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    const Json before = toJson(Described(view->spec()));
    dropOn(view, file.string());
    QVERIFY(view->findChild<Banner*>()->text().contains(QStringLiteral("stepz")));
    QCOMPARE(toJson(Described(view->spec())), before);
  }

  // ---- room

  void nothingIsSquashedInANarrowWindow_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("fontScale");
    QTest::addColumn<bool>("narrow");
    QTest::newRow("laptop") << QSize(1280, 800) << 1.0 << false;
    QTest::newRow("large") << QSize(1920, 1080) << 1.0 << false;
    QTest::newRow("large type") << QSize(1280, 800) << 1.5 << true;
  }
  void nothingIsSquashedInANarrowWindow() {
    QFETCH(QSize, size);
    QFETCH(double, fontScale);
    QFETCH(bool, narrow);
    const TemporaryHome home;
    Theme::apply(*qApp, ThemeKind::Light, fontScale);
    {
      MainWindow window(home.log());
      window.setFixedSize(size);
      window.show();
      NewRunView* view = window.openNewRun();
      QApplication::processEvents();
      QCOMPARE(view->narrow(), narrow);
      QVERIFY(view->formWidget()->isVisible());
      QVERIFY(view->preview()->isVisible() != narrow);
      for (QPushButton* button : view->findChildren<QPushButton*>())
        if (button->isVisible() && !button->text().isEmpty()) QVERIFY2(button->width() >= button->sizeHint().width() - 1, qPrintable(button->text()));
      if (narrow) {
        for (QPushButton* button : view->findChildren<QPushButton*>())
          if (button->isCheckable() && !button->isChecked() && button->isVisible()) QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(view->preview()->isVisible());
      }
    }
    Theme::apply(*qApp, ThemeKind::Light, 1.0);
  }

  void messagesAreTranslatedAroundTheirNumbers() {
    QCOMPARE(messageText("must be between 1 and 5, found 7"), QStringLiteral("must be between 1 and 5, found 7"));
    QCOMPARE(messageText("/a path/x.txt: there is no such file or folder\nsecond"), QStringLiteral("/a path/x.txt: there is no such file or folder\nsecond"));
  }
};

CLOZE_TEST_SUITE(NewRunTest, "new_run")
#include "tst_new_run.moc"
