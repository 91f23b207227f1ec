// Fine-tuning in the window, with real runs of the shipped model on the toy world: choosing a task and its files, what the run answers, whether
// transfer helped, where a run comes from.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "tests/gui/inspector_fixture.h"
#include "tests/gui/window_runs.h"
#include "widgets/charts/chart_view.h"
#include "widgets/shared/format.h"
#include "widgets/shared/length_histogram.h"
#include "widgets/shared/marked_text.h"
#include "widgets/shared/word_bars.h"
#include "widgets/views/confusion_table.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/run_task.h"
#include "widgets/views/task_card.h"
#include "widgets/views/task_example.h"
#include "widgets/views/task_source.h"
#include "widgets/views/transfer_view.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTableView>

#include <cmath>
#include <numeric>

using namespace cloze;
using namespace cloze::tests;

namespace {

std::string writeFile(const std::filesystem::path& file, const std::string& text) {
  writeFileAtomically(file, text);
  return file.string();
}

std::string reviews(int rows) {
  std::string text = "stars\treview\tshop\n";
  for (int i = 0; i < rows; ++i) text += std::string(i % 2 == 0 ? "good" : "bad") + "\tthe " + (i % 2 == 0 ? "lovely" : "dull") + " garden number " + std::to_string(i) + "\tshop" + std::to_string(i) + "\n";
  return text;
}

TaskPrediction tagged(const std::vector<std::string>& tags, const std::vector<std::string>& gold) {
  TaskPrediction prediction;
  prediction.words = {"Gibo", "Lani", "sang", "in", "Tarvo"};
  prediction.tags = tags;
  prediction.goldTags = gold;
  prediction.labelled = !gold.empty();
  return prediction;
}

}  // namespace

class TaskWindowTest : public QObject {
  Q_OBJECT
  std::unique_ptr<OpenedWindow> m_opened;

  MainWindow& window() { return m_opened->window; }
  std::filesystem::path home() { return m_opened->home.path(); }

  NewRunView* chooseTask(const char* task) { return tests::chooseTask(window(), task); }
  static bool canStart(NewRunView* view) { return view->startButton()->isEnabled(); }
  RunView* train(const char* task, std::int64_t steps, NewRunView* view = nullptr) { return fineTune(window(), view ? view : chooseTask(task), steps); }

 private Q_SLOTS:
  void init() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_opened = std::make_unique<OpenedWindow>();
  }
  void cleanup() { m_opened.reset(); }

  // ---- choosing

  void theCheckpointBringsItsFamilyAndTokeniser() {
    NewRunView* view = chooseTask("toy-sentiment");
    QCOMPARE(view->spec().init.from, shippedModel().checkpoint.string());
    QCOMPARE(view->spec().tokenizer.from, shippedModel().checkpoint.string());
    const Json config = readJsonFile(shippedModel().checkpoint / "config.json");
    QCOMPARE(modelSizes(view->spec().family.id(), familyConfig(view->spec())).width, config.at("hidden_size").get<std::int64_t>());
    QVERIFY(!view->form()->differs("optimizer.learning_rate"));
  }

  void theToyWorldIsReadAndShownBeforeItStarts() {
    NewRunView* view = chooseTask("toy-nli");
    QVERIFY(!canStart(view));
    QTRY_VERIFY_WITH_TIMEOUT(canStart(view), kLong);
    QVERIFY(view->spec().task.train.front().find("nli/train.tsv") != std::string::npos && view->spec().task.validation.size() == 1);
    const TaskCard* card = view->preview()->task();
    QVERIFY(card->table()->model()->rowCount() == 8 && textsOf(card).contains(QStringLiteral("entailment")));
    QVERIFY(card->lengths()->longest() > 4 && card->lengthText().contains(QStringLiteral("None is cut")));
  }

  void aLowerLimitCutsMoreAndSaysHowMany() {
    NewRunView* view = chooseTask("toy-sentiment");
    QTRY_VERIFY_WITH_TIMEOUT(canStart(view), kLong);
    const TaskCard* card = view->preview()->task();
    view->form()->setValue("task.max_length", 8);
    const auto longer = std::count_if(card->preview().lengths.begin(), card->preview().lengths.end(), [](std::int32_t length) { return length > 8; });
    QVERIFY(longer > 0);
    QCOMPARE(card->lengths()->longer(), longer);
    QVERIFY(card->lengthText().contains(QStringLiteral("are cut")));
    QCOMPARE(std::accumulate(card->lengths()->bins().begin(), card->lengths()->bins().end(), std::int64_t{0}), static_cast<std::int64_t>(card->preview().lengths.size()));
  }

  void aTableIsMappedAndCanBeMappedOtherwise() {
    const std::string file = writeFile(home() / "shops.tsv", reviews(30));
    window().openPath(file);
    NewRunView* view = window().openNewRun();
    QTRY_VERIFY_WITH_TIMEOUT(canStart(view), kLong);
    QCOMPARE(view->spec().task.columns.text, std::string("review"));
    QCOMPARE(view->spec().task.columns.label, std::string("stars"));
    TaskCard* card = view->preview()->task();
    QVERIFY(textsOf(card).contains(QStringLiteral("bad 15 (") + formatPercent(0.5)));
    QComboBox* label = card->column(2);
    label->setFocus();
    QTest::keyClick(label, Qt::Key_Down);                // the column after it
    QTest::keyClick(label, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(view->spec().task.columns.label, std::string("shop"), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(textsOf(card).contains(QStringLiteral("shop0 1")), kLong);
  }

  void wrongRowsStandBesideTheTableAndKeepItFromStarting() {
    const std::string file = writeFile(home() / "broken.tsv", "label\ttext\nyes\tone two\nno\tthree\tfour\tfive\n\tsix\nyes\tseven\n");
    NewRunView* view = chooseTask("text_classification");
    view->source()->addPaths({QString::fromStdString(file)});
    QTRY_VERIFY_WITH_TIMEOUT(!view->preview()->task()->problemText().isEmpty(), kLong);
    QVERIFY2(view->preview()->task()->problemText().contains(QStringLiteral("broken.tsv:3")), qPrintable(view->preview()->task()->problemText()));
    QVERIFY(!canStart(view) && view->reasonNotToStart().contains(QStringLiteral("cannot be read")));
  }

  void aFolderWithoutTheSetIsRefusedInOneSentence() {
    NewRunView* view = chooseTask("sst-2");
    QVERIFY(!canStart(view) && view->reasonNotToStart().contains(QStringLiteral("Choose the labelled examples")));
    view->source()->addPaths({QString::fromStdString(home().string())});
    QTRY_VERIFY_WITH_TIMEOUT(view->reasonNotToStart().contains(QStringLiteral("train.tsv")), kLong);
    view->source()->chooseCheckpoint({QStringLiteral("nothing"), home() / "nothing", {}, 0, false});
    QVERIFY(textsOf(view->source()).contains(QStringLiteral("no checkpoint")) && view->reasonNotToStart().contains(QStringLiteral("no checkpoint")));
  }

  void eachPurposeKeepsItsSettings() {
    NewRunView* view = window().openNewRun();
    view->form()->setValue("train.steps", 777);
    QTest::mouseClick(view->purposes()->button(1), Qt::LeftButton);
    view->form()->setValue("train.epochs", 7);
    QTest::mouseClick(view->purposes()->button(0), Qt::LeftButton);
    QVERIFY(view->spec().task.id.empty() && view->spec().train.steps == 777 && !view->source()->isVisible());
    QTest::mouseClick(view->purposes()->button(1), Qt::LeftButton);
    QCOMPARE(view->spec().train.epochs, 7.0);
  }

  // ---- what a run answers

  void aRunAnswersAndACellFiltersItsExamples() {
    RunView* run = train("toy-sentiment", 12);
    QVERIFY(run);
    run->showPage(RunView::Task);
    RunTask* task = run->task();
    task->predict();
    QTRY_VERIFY_WITH_TIMEOUT(!task->result().predictions.empty(), kLong);
    const auto& counts = task->result().confusion;
    QCOMPARE(counts.size(), std::size_t{2});
    const int predicted = counts[1][0] > counts[1][1] ? 0 : 1;
    ConfusionTable* table = task->confusion();
    table->setFocus();
    table->setCurrentIndex(table->model()->index(1, predicted));
    QTest::keyClick(table, Qt::Key_Return);
    QVERIFY(!task->shownExamples().empty());
    for (const std::size_t shown : task->shownExamples()) {
      QCOMPARE(task->result().predictions[shown].gold, std::string("positive"));
      QCOMPARE(task->result().predictions[shown].label, task->result().labels[static_cast<std::size_t>(predicted)]);
    }
    task->chooseCell({});
    task->orders()->choose(OrderButtons::Worst);
    const auto worst = task->shownExamples();
    QVERIFY(task->result().predictions[worst.front()].loss >= task->result().predictions[worst.back()].loss);
    task->orders()->choose(OrderButtons::Best);
    QVERIFY(task->result().predictions[task->shownExamples().front()].loss <= task->result().predictions[worst.back()].loss);
    task->ownText()->setFocus();
    QTest::keyClick(task->ownText(), Qt::Key_Return);
    QVERIFY(textsOf(task).contains(QStringLiteral("The text is empty")));
    QTest::keyClicks(task->ownText(), QStringLiteral("a lovely garden"));
    QTest::keyClick(task->ownText(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(task->ownBars()->count(), 2, kLong);
  }

  void itAsksAgainAtEachCheckpointWhenToldTo() {
    RunView* run = train("toy-sentiment", 4);
    QVERIFY(run);
    RunTask task(run->run());
    int asked = 0;
    connect(&task, &RunTask::asked, this, [&asked] { ++asked; });
    ModelChoice first = shippedModel(), second = shippedModel();
    first.checkpoint = home() / "checkpoint-1";
    second.checkpoint = home() / "checkpoint-2";
    task.setModels({first});
    QCOMPARE(asked, 0);                                  // nobody asked for it
    task.follow()->setChecked(true);
    task.setModels({second, first});
    QCOMPARE(asked, 1);
    task.setModels({second, first});
    QCOMPARE(asked, 1);
  }

  void aRunOfPreTrainingHasNoTaskAndAFineTunedOneNoSamples() {
    const std::string id = startRun(window(), m_opened->home, 2);
    RunView* run = window().openRun(id);
    QTRY_COMPARE_WITH_TIMEOUT(run->run()->row().status, RunStatus::Finished, kLong);
    const auto* tabs = run->findChild<QTabBar*>();
    QVERIFY(!tabs->isTabVisible(RunView::Task) && tabs->isTabVisible(RunView::Samples));
    RunView* tuned = train("toy-sentiment", 2);
    QVERIFY(tuned);
    tabs = tuned->findChild<QTabBar*>();
    QVERIFY(tabs->isTabVisible(RunView::Task) && !tabs->isTabVisible(RunView::Samples));
  }

  void tagsBecomeMarksWithTheRightOnesBelow() {
    const std::vector<std::string> labels{"O", "B-PER", "I-PER", "B-LOC", "I-LOC"};
    const TaskPrediction wrong = tagged({"B-PER", "I-PER", "O", "O", "O"}, {"B-PER", "I-PER", "O", "O", "B-LOC"});
    const std::unique_ptr<QWidget> shown(makeTaskExample(TaskKind::Tagging, wrong, labels));
    const auto* text = shown->findChild<MarkedText*>();
    QCOMPARE(text->marks().size(), std::size_t{3});
    QVERIFY(!text->marks()[0].gold && text->marks()[0].end == 2 && text->marks()[2].gold && text->marks()[2].label == QStringLiteral("LOC"));
    QVERIFY(text->sentence().contains(QStringLiteral("found: Gibo Lani (PER)")) && text->sentence().contains(QStringLiteral("right: Tarvo (LOC)")));
    QVERIFY(text->heightForWidth(60) > text->heightForWidth(600));
    QVERIFY(verdictText(TaskKind::Tagging, wrong).contains(formatPercent(0.2)) && !isRight(TaskKind::Tagging, wrong));
    const TaskPrediction right = tagged({"B-PER", "I-PER", "O", "O", "B-LOC"}, {"B-PER", "I-PER", "O", "O", "B-LOC"});
    QVERIFY(isRight(TaskKind::Tagging, right) && badness(TaskKind::Tagging, right) < badness(TaskKind::Tagging, wrong));
  }

  void anAnswerIsDrawnWhereItStands() {
    TaskPrediction prediction;
    prediction.text = "Who sang?";
    prediction.pair = "Вчера Гибо sang in Tarvo";
    prediction.label = "Гибо";
    prediction.gold = "Tarvo";
    prediction.labelled = true;
    prediction.answerBytes = {11, 19};
    prediction.goldBytes = {28, 33};
    const std::unique_ptr<QWidget> shown(makeTaskExample(TaskKind::Span, prediction, {}));
    const auto& marks = shown->findChild<MarkedText*>()->marks();
    QCOMPARE(marks.size(), std::size_t{2});
    QVERIFY(marks[0].begin == 1 && marks[0].end == 2 && !marks[0].gold);
    QVERIFY(marks[1].begin == 4 && marks[1].end == 5 && marks[1].gold);
  }

  void questionsAreAnsweredInTheText() {
    RunView* run = train("toy-span-qa", 2);
    QVERIFY(run);
    RunTask* task = run->task();
    run->showPage(RunView::Task);
    task->predict();
    QTRY_VERIFY_WITH_TIMEOUT(!task->result().predictions.empty(), kLong);
    for (const TaskPrediction& one : task->result().predictions) {
      if (one.goldBytes.first >= 0) QCOMPARE(one.pair.substr(static_cast<std::size_t>(one.goldBytes.first), one.gold.size()), one.gold);
      if (one.answerBytes.first >= 0) QCOMPARE(one.pair.substr(static_cast<std::size_t>(one.answerBytes.first), static_cast<std::size_t>(one.answerBytes.second - one.answerBytes.first)), one.label);
    }
    QVERIFY(!task->findChildren<MarkedText*>().isEmpty());
    QTest::keyClicks(task->ownText(), QStringLiteral("who plays?"));
    QTest::keyClick(task->ownText(), Qt::Key_Return);
    QVERIFY(textsOf(task).contains(QStringLiteral("The passage is empty")));
    task->ownPair()->setText(QStringLiteral("Gibo plays the harp ."));
    QTest::keyClick(task->ownPair(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(task->ownBars()->count() > 0, kLong);
  }

  void noAnswerIsAnAnswer() {
    TaskPrediction prediction;
    prediction.text = "Who sang?";
    prediction.pair = "It rained .";
    prediction.labelled = true;                              // and gold is empty: the question has no answer
    QVERIFY(isRight(TaskKind::Span, prediction));
    QVERIFY(verdictText(TaskKind::Span, prediction).startsWith(QStringLiteral("right: no answer")));
    prediction.label = "It";
    prediction.answerBytes = {0, 2};
    QVERIFY(!isRight(TaskKind::Span, prediction));
    QVERIFY(verdictText(TaskKind::Span, prediction).endsWith(QStringLiteral("true: no answer")));
    prediction.labelled = false;
    QVERIFY(verdictText(TaskKind::Span, prediction).startsWith(QStringLiteral("It,")));
  }

  void typedChoicesAreWeighed() {
    RunView* run = train("toy-multiple-choice", 2);
    QVERIFY(run);
    run->showPage(RunView::Task);
    RunTask* task = run->task();
    QVERIFY(task->ownChoices()->isVisible() && !task->ownPair()->isVisible());
    QTest::keyClicks(task->ownText(), QStringLiteral("the garden is"));
    QTest::keyClick(task->ownText(), Qt::Key_Return);
    QVERIFY(textsOf(task).contains(QStringLiteral("two or more choices")));
    task->ownChoices()->setPlainText(QStringLiteral("lovely .\n\n dull .\ngreen .\n"));
    QTest::keyClick(task->ownText(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(task->ownBars()->count(), 3, kLong);
  }

  void aMarkedWordIsAskedAbout() {
    RunView* run = train("toy-sense-pairs", 2);
    QVERIFY(run);
    run->showPage(RunView::Task);
    RunTask* task = run->task();
    task->ownText()->setText(QStringLiteral("the bank is closed"));
    task->ownPair()->setText(QStringLiteral("the *bank* of the river"));
    QTest::keyClick(task->ownText(), Qt::Key_Return);
    QVERIFY(textsOf(task).contains(QStringLiteral("stars")));
    task->ownText()->setText(QStringLiteral("the *bank* is closed"));
    QTest::keyClick(task->ownText(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(task->ownBars()->count(), 2, kLong);
  }

  // ---- did it help?

  void theReportRunsShowsAndGoesOnAfterCancel() {
    RunView* run = train("toy-sentiment", 2);
    QVERIFY(run);
    TransferView* view = window().openTransfer(run->run()->id());
    QTRY_VERIFY_WITH_TIMEOUT(view->steps()->value() == 2, kLong);
    view->shares()->setText(QStringLiteral("50, 100"));
    view->seeds()->setValue(1);
    QTest::mouseClick(view->startButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(view->table()->model()->rowCount() == 1, kLong);
    QVERIFY(view->cancelButton()->isVisible());
    QTest::mouseClick(view->cancelButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window().hub()->sessions().empty(), kLong);
    QVERIFY(view->startButton()->isVisible());
    QTest::mouseClick(view->startButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(view->startButton()->isVisible(), kLong);
    QCOMPARE(view->table()->model()->rowCount(), 6);     // two shares, three ways
    QCOMPARE(view->chart()->plot().curves.size(), std::size_t{3});
    QVERIFY(view->answerText().contains(QStringLiteral("one seed")));
    QCOMPARE(view->csv().count(QLatin1Char('\n')), 7);
    const auto made = [this] {
      const auto& rows = window().hub()->runs()->rows();
      return std::count_if(rows.begin(), rows.end(), [](const RunRow& row) { return row.tags.rfind("transfer", 0) == 0 && row.status == RunStatus::Finished; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(made() >= 6, kLong);        // each is an ordinary run of the log
  }

  void whatIsTypedWrongIsSaidAndNothingStarts() {
    TransferView view;
    RunSpec spec;
    spec.task.id = "toy-sentiment";
    spec.init.from = "somewhere";
    view.setRun(spec, 10);
    int started = 0;
    connect(&view, &TransferView::startRequested, this, [&started] { ++started; });
    for (const char* wrong : {"", "0", "ten", "101"}) {
      view.shares()->setText(QString::fromLatin1(wrong));
      view.startButton()->click();
      QVERIFY2(textsOf(&view).contains(QStringLiteral("share")), wrong);
    }
    QCOMPARE(started, 0);
    view.shares()->setText(QStringLiteral("1, 10"));
    view.startButton()->click();
    QCOMPARE(started, 1);
    QCOMPARE(view.wanted().fractions, (std::vector<double>{0.01, 0.1}));
    QCOMPARE(view.wanted().seeds.size(), std::size_t{3});
  }
};

CLOZE_TEST_SUITE(TaskWindowTest, "task_window")
#include "tst_task_window.moc"
