// Before a run starts: previews of what it will do, the estimate, doubts; then trial runs and the queue.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/schema.h"
#include "engine/run.h"
#include "tests/gui/window_runs.h"
#include "tests/support/suite.h"
#include "widgets/charts/chart_view.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/batch_view.h"
#include "widgets/views/cost_card.h"
#include "widgets/views/new_run_preview.h"

#include <QLabel>

using namespace cloze;
using namespace cloze::tests;

class LaunchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  // ---- previews

  void theShownLearningRatesAreThoseOfTheRun() {
    const TemporaryHome home;
    MainWindow window(home.log());
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 12, 0);
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
    fillForm(view, writeText(home.path()), 10, 0);
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
    fillForm(view, writeText(home.path()), 100, 0);
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
    fillForm(view, writeText(home.path(), 12), 10, 0);
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

  // ---- small runs and the queue

  void oneBatchIsLearnedByHeartAndTagged() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.show();
    NewRunView* view = window.openNewRun();
    fillForm(view, writeText(home.path()), 1000, 0);
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
    fillForm(view, writeText(home.path()), 100000, 0);
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
};

CLOZE_TEST_SUITE(LaunchTest, "launch")
#include "tst_launch.moc"
