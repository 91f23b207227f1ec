// The New run page as a user meets it: families, settings, text, tokeniser, previews, doubts and refusals, trial runs, the queue.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "engine/run.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/charts/chart_view.h"
#include "widgets/form/field_editor.h"
#include "widgets/form/form_widget.h"
#include "widgets/shared/document_area.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"
#include "widgets/shared/token_chips.h"
#include "widgets/shared/translation.h"
#include "widgets/views/batch_view.h"
#include "widgets/views/cost_card.h"
#include "widgets/views/family_cards.h"
#include "widgets/views/family_picture.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/text_sources.h"
#include "widgets/views/tokenizer_sample.h"
#include "widgets/views/tokenizer_source.h"

#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTabWidget>

#include <fstream>

using namespace cloze;
using cloze::tests::TemporaryHome;

namespace {

constexpr int kLong = 120000;   // the machine may be busy; nothing waits so long when all is well

std::string writeText(const std::filesystem::path& folder, int sentences = 600) {
  const std::filesystem::path file = folder / "text.txt";
  std::ofstream out(file);
  const char* people[] = {"the teacher", "the doctor", "a farmer", "the old man", "my sister"};
  const char* acts[] = {"works in a school", "lives near the river", "has a small dog", "plays the piano", "reads a long book"};
  for (int i = 0; i < sentences; ++i) {
    out << people[i % 5] << ' ' << acts[(i / 3) % 5] << " .\n";
    if (i % 6 == 5) out << '\n';
  }
  return file.string();
}

void fillForm(NewRunView* view, const std::string& text, std::int64_t steps) {
  const std::pair<const char*, Json> settings[] = {
      {"name", "a small run"}, {"data.train", Json::array({text})}, {"data.sequence_length", 32}, {"data.validation_fraction", 0.1}, {"tokenizer.vocab_size", 128},
      {"family.config.hidden_size", 32}, {"family.config.num_hidden_layers", 1}, {"family.config.num_attention_heads", 2}, {"family.config.intermediate_size", 64},
      {"train.steps", steps}, {"train.batch_size", 4}, {"train.evaluate_every", 0}, {"train.checkpoint_every", 0}, {"compute.shards", 1}};
  for (const auto& [path, value] : settings) QVERIFY2(view->form()->setValue(path, value), path);
}

void dropOn(QWidget* widget, const std::string& path) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(QString::fromStdString(path))});
  QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);   // makes it the target
  QApplication::sendEvent(widget, &enter);
  QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(widget, &drop);
}

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
    fillForm(view, writeText(home.path()), 2);
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
    fillForm(view, writeText(home.path()), 10);
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

  // ---- previews

  void theShownLearningRatesAreThoseOfTheRun() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 12);
    view->form()->setValue("schedule.id", "cosine");
    view->form()->setValue("schedule.warmup_steps", 4);
    const auto shown = [view] { return view->preview()->rates()->csv(); };
    QTRY_COMPARE_WITH_TIMEOUT(shown().count(QLatin1Char('\n')), 13, kLong);
    std::vector<double> planned;
    for (const QString& line : shown().split(QLatin1Char('\n'), Qt::SkipEmptyParts).mid(1)) planned.push_back(line.section(QLatin1Char(','), 2, 2).toDouble());
    QTest::mouseClick(view->startButton(), Qt::LeftButton);
    RunData* run = qobject_cast<RunView*>(window.documents()->currentWidget())->run();
    QTRY_COMPARE_WITH_TIMEOUT(run->row().status, RunStatus::Finished, kLong);
    const auto logged = run->curve("learning_rate/decay");
    QCOMPARE(logged->raw().size(), planned.size());
    for (std::size_t i = 0; i < planned.size(); ++i) QCOMPARE(logged->raw().y(i), planned[i]);
  }

  void theBatchSaysWhatWasDoneToItsTokens() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 10);
    view->form()->setValue("train.batch_size", 64);
    QTest::mouseClick(view->preview()->batchButton(), Qt::LeftButton);
    BatchView* batch = view->preview()->batch();
    QTRY_VERIFY_WITH_TIMEOUT(batch->legendText().contains(QStringLiteral("mask")), kLong);
    QVERIFY2(batch->legendText().contains(QStringLiteral("random token")) && batch->legendText().contains(QStringLiteral("as it is")) && batch->legendText().contains(QStringLiteral("Second sentence")), qPrintable(batch->legendText()));
    const QString first = batch->legendText();
    QTest::mouseClick(view->preview()->batchButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(batch->legendText() != first && !batch->legendText().isEmpty(), kLong);
    TokenChip* changed = nullptr;
    for (TokenChip* chip : batch->findChildren<TokenChip*>())
      if (!changed && chip->focusPolicy() == Qt::StrongFocus) changed = chip;
    QVERIFY(changed);
    QTest::keyClick(changed, Qt::Key_Space);
    bool said = false;
    for (const QLabel* label : batch->findChildren<QLabel*>()) said = said || label->text() == changed->chip().explanation;
    QVERIFY(said);
  }

  void batchesOfOtherObjectivesShowToo() {
    BatchPreview preview;
    preview.batch.rows = 1;
    preview.batch.length = 3;
    preview.batch.ids = {1, 2, 3};
    preview.batch.attentionMask = {1, 1, 1};
    preview.batch.predicted = {0, 1};
    preview.batch.targets = {2, 3};
    preview.batch.changes = {Change::None, Change::None};
    preview.tokens = {{"one", "two", "three"}};
    preview.trueTokens = {"two", "three"};
    BatchView view;
    view.show(preview, 1);
    QVERIFY(view.legendText().contains(QStringLiteral("nothing is changed")));
    QVERIFY(!view.legendText().contains(QStringLiteral("Second sentence")));
    preview.batch.changes.clear();                      // a kind that does not say what it did
    view.show(preview, 2);
  }

  void theEstimateAppearsAndGoesStaleWithTheSettings() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 100);
    CostCard* cost = view->preview()->cost();
    QTest::mouseClick(cost->estimateButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(cost->cost().has_value(), kLong);
    QVERIFY(cost->cost()->secondsPerStep > 0 && cost->cost()->peakBytes > 0 && cost->cost()->checkpointBytes > 10000 && cost->cost()->parameters > 5000);
    view->form()->setValue("train.batch_size", 8);
    QVERIFY(!cost->cost() && cost->stateText().contains(QStringLiteral("changed")));
  }

  void anEstimateCanBeCancelled() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    view->form()->setValue("train.batch_size", 256);
    view->askForCost();
    CostCard* cost = view->preview()->cost();
    QVERIFY(cost->busy());
    Q_EMIT cost->cancelled();
    QTRY_VERIFY_WITH_TIMEOUT(!cost->busy(), kLong);
    QVERIFY(!cost->cost());
  }

  // ---- doubts

  void doubtsAreSaidAndDoNotBlock() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path(), 12), 10);
    view->form()->setValue("train.batch_size", 64);
    view->form()->setValue("schedule.warmup_steps", 50);
    QTRY_COMPARE_WITH_TIMEOUT(view->doubts().size(), 2, kLong);
    QVERIFY(view->doubts().join(QLatin1Char(' ')).contains(QStringLiteral("12 sentences")));
    QVERIFY(view->startButton()->isEnabled());
    CostEstimate large;
    large.peakBytes = 9'000'000'000;
    large.freeBytes = 1'000'000'000;
    large.checkpointBytes = std::uint64_t(1) << 60;
    QCOMPARE(launchDoubts(view->spec(), std::nullopt, large).size(), 3);
  }

  // ---- files of settings

  void settingsGoToAFileAndComeBackByDrop() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 33);
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

  // ---- small runs and the queue

  void oneBatchIsLearnedByHeartAndTagged() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 1000);
    view->form()->setValue("optimizer.learning_rate", 5e-3);
    RunSpec repeated = trialSpec(view->spec(), Trial::OneBatch);
    QVERIFY(repeated.train.overfitOneBatch);
    Progress progress;
    QCOMPARE(previewBatch(repeated, 1, progress).batch.ids, previewBatch(repeated, 9, progress).batch.ids);
    QVERIFY(previewBatch(view->spec(), 1, progress).batch.ids != previewBatch(view->spec(), 9, progress).batch.ids);
    QTest::mouseClick(view->preview()->cost()->overfitButton(), Qt::LeftButton);
    RunData* run = qobject_cast<RunView*>(window.documents()->currentWidget())->run();
    QTRY_COMPARE_WITH_TIMEOUT(run->row().status, RunStatus::Finished, kLong);
    const auto loss = run->curve("loss");
    QCOMPARE(loss->raw().size(), std::size_t(100));
    QVERIFY2(loss->raw().lastY() < 0.6 * loss->raw().y(0), qPrintable(QString::number(loss->raw().lastY())));
    QTRY_VERIFY_WITH_TIMEOUT(window.hub()->runs()->rowCount() == 1 && window.hub()->runs()->at(0).tags == "one batch", kLong);
  }

  void twentyStepsKeepTheShapeOfTheSchedule() {
    RunSpec spec;
    spec.train.steps = 1000;
    readJson(*spec.schedule.settings(), Json{{"warmup_steps", 100}});
    const RunSpec trial = trialSpec(spec, Trial::TwentySteps);
    QCOMPARE(trial.train.steps, std::int64_t(20));
    QCOMPARE(toJson(*trial.schedule.settings()).at("warmup_steps").get<int>(), 2);
    QVERIFY(!trial.train.overfitOneBatch);
  }

  void queuedRunsStartOneAfterTheOther() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 100000);
    QVERIFY(!view->queueButton()->isVisible());
    QTest::mouseClick(view->startButton(), Qt::LeftButton);
    RunData* first = qobject_cast<RunView*>(window.documents()->currentWidget())->run();
    QTRY_VERIFY_WITH_TIMEOUT(first->row().step > 0, kLong);

    std::vector<RunData*> queued;
    for (int i = 0; i < 3; ++i) {
      window.openNewRun();
      view->form()->setValue("train.steps", 2);
      view->form()->setValue("name", "queued " + std::to_string(i));
      QVERIFY(view->queueButton()->isVisible());
      QTest::mouseClick(view->queueButton(), Qt::LeftButton);
      queued.push_back(qobject_cast<RunView*>(window.documents()->currentWidget())->run());
      QCOMPARE(queued.back()->row().status, RunStatus::Queued);
    }
    QCOMPARE(window.hub()->runs()->at(0).status, RunStatus::Queued);
    QCOMPARE(window.hub()->queue().size(), std::size_t(3));
    window.hub()->removeQueued(queued[1]->id());
    QCOMPARE(window.hub()->queue().size(), std::size_t(2));

    std::vector<std::string> ended;
    connect(window.hub(), &RunHub::runEnded, this, [&ended](const QString& run) { ended.push_back(run.toStdString()); });
    window.hub()->stop(first->id());
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), std::size_t(3), kLong);
    QCOMPARE(ended, (std::vector<std::string>{first->id(), queued[0]->id(), queued[2]->id()}));
    QCOMPARE(queued[2]->row().status, RunStatus::Finished);
    QVERIFY(queued[1]->row().step == 0);
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
