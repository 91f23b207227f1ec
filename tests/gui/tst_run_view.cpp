// The page of a run: tiles, charts by what was logged, flags, data, samples, checkpoints, more steps; and what goes wrong is said in place.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/core/checkpoint_pin.h"
#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "engine/run.h"
#include "tests/gui/gui_support.h"
#include "tests/support/suite.h"
#include "widgets/charts/chart_canvas.h"
#include "widgets/shared/document_area.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/table_tools.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/more_steps.h"
#include "widgets/views/run_batches.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_checkpoints.h"
#include "widgets/views/run_configuration.h"
#include "widgets/views/run_samples.h"
#include "widgets/views/run_tiles.h"
#include "widgets/views/run_view.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMessageBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTableView>

#include <cmath>
#include <fstream>

using namespace cloze;
using cloze::tests::kLong, cloze::tests::TemporaryHome;

namespace {

RunStarted startedRun(std::int64_t steps) {
  RunStarted started;
  started.run = "generated";
  started.specJson = R"({"name": "generated", "seed": 1, "objective": {"id": "masked_lm"}, "optimizer": {"id": "adamw", "learning_rate": 0.001}, "schedule": {"id": "linear", "warmup_steps": 50},
                        "train": {"steps": )" + std::to_string(steps) + R"(, "batch_size": 4, "accumulate": 2}, "frozen_data": {"training_examples": 80, "training_tokens": 5000}})";
  started.environmentJson = "{}";
  started.steps = steps;
  started.parameterGroups = {"decay", "no_decay"};
  return started;
}

StepReport reportOf(std::int64_t step, double loss) {
  StepReport report;
  report.step = step;
  report.tokens = 1000;
  report.paddedTokens = 1250;
  report.loss = loss;
  report.metrics = {{"masked_lm_loss", loss * 0.7}, {"next_sentence_loss", loss * 0.3}, {"masked_accuracy", 0.25}, {"bits_per_byte", 2.0}};
  report.learningRates = {1e-3, 5e-4};
  report.gradientNorm = 1;
  report.seconds = step % 2 == 0 ? 0.2 : 0.3;
  report.memoryMb = 512;
  return report;
}

RunUpdates stepsOf(std::int64_t from, std::int64_t to, const std::function<double(std::int64_t)>& loss) {
  RunUpdates updates;
  for (std::int64_t step = from; step <= to; ++step) updates.steps.push_back(reportOf(step, loss(step)));
  return updates;
}

std::unique_ptr<RunData> runOf(std::int64_t steps, std::int64_t planned) {
  auto run = std::make_unique<RunData>("generated", 0);
  RunUpdates begin;
  begin.started = startedRun(planned);
  run->apply(begin);
  if (steps > 0) run->apply(stepsOf(1, steps, [](std::int64_t step) { return 5.0 - 0.01 * static_cast<double>(step); }));
  return run;
}

const ChartFlag* flagOf(const RunView& view, ChartFlag::Kind kind) {
  for (const ChartFlag& flag : view.charts()->lossChart()->plot().flags)
    if (flag.kind == kind) return &flag;
  return nullptr;
}

LaunchRequest smallRun(const TemporaryHome& home, std::int64_t steps) {
  tests::writeText(home.path());
  writeFileAtomically(home.path() / "spec.json", R"({"name": "a small run", "family": {"id": "bert", "preset": "tiny", "config": {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}},
    "tokenizer": {"vocab_size": 128}, "data": {"train": ["text.txt"], "validation_fraction": 0.1, "sequence_length": 32}, "objective": {"id": "masked_lm"}, "optimizer": {"id": "adamw", "learning_rate": 0.005}, "schedule": {"id": "linear", "warmup_steps": 8},
    "train": {"steps": )" + std::to_string(steps) + R"(, "batch_size": 4, "evaluate_every": 10, "checkpoint_every": 10}, "compute": {"shards": 1}})");
  return {loadRunSpec(home.path() / "spec.json", {}), {}, {}, {}};
}

}  // namespace

class RunViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

  void chartsFollowFromWhatWasLogged() {
    const auto run = runOf(100, 400);
    RunView view(run.get());
    const RunCharts* charts = view.charts();
    for (const char* id : {"loss", "learning_rate", "masked_accuracy", "gradient_norm", "tokens_per_second", "objective_losses", "bits_per_byte", "padding_share", "memory_mb"})
      QVERIFY2(charts->chart(id) != nullptr, id);
    QVERIFY(charts->chart("masked_lm_loss") == nullptr);
    QCOMPARE(charts->chart("learning_rate")->plot().curves.size(), std::size_t(2));       // the groups differ
    QCOMPARE(charts->chart("objective_losses")->plot().curves.size(), std::size_t(2));
    QCOMPARE(charts->chart("bits_per_byte")->title(), QStringLiteral("Bits per byte"));   // of a family nobody told the window about
    QCOMPARE(charts->lossChart()->csv().count(QLatin1Char('\n')), 101);
    RunUpdates evaluation;
    evaluation.evaluations.push_back({100, {{"loss", 4.5}, {"perplexity", 90}}, 1});
    run->apply(evaluation);
    QVERIFY(charts->chart("perplexity") != nullptr);
    QCOMPARE(charts->lossChart()->plot().curves.size(), std::size_t(2));
    QVERIFY(flagOf(view, ChartFlag::Kind::Evaluation)->text.contains(QStringLiteral("4.5")));
  }

  void tilesSayHowItGoes() {
    const auto run = runOf(150, 400);
    RunView view(run.get());
    const auto text = [&view](RunTiles::Tile tile) { return view.tiles()->tile(tile)->figureText(); };
    QCOMPARE(text(RunTiles::Phase), QStringLiteral("Training"));
    QCOMPARE(text(RunTiles::Step), QStringLiteral("150 / 400"));
    QVERIFY(view.tiles()->tile(RunTiles::Speed)->accessibleDescription().contains(QStringLiteral("±")));
    QVERIFY(std::abs(run->speedSpread() - 833.3) < 1);                                    // of 5,000 and 3,333 by turns
    QVERIFY(text(RunTiles::Memory).startsWith(QStringLiteral("512")));
    QVERIFY(view.tiles()->tile(RunTiles::Loss)->accessibleDescription().contains(QStringLiteral("down 1")));
    QVERIFY(view.tiles()->tile(RunTiles::Step)->accessibleDescription().contains(QStringLiteral("epoch 15.00")));
  }

  void xIsAlsoTokensTimeAndEpochs() {
    const auto run = runOf(100, 400);
    RunView view(run.get());
    view.charts()->setXUnit(XUnit::Tokens);
    QCOMPARE(view.charts()->lossChart()->window().x1, 400 * 1000.0);
    view.charts()->setXUnit(XUnit::Time);
    QVERIFY(std::abs(view.charts()->lossChart()->window().x1 - 400 * 0.25) < 1e-6);
    view.charts()->setXUnit(XUnit::Epoch);
    QCOMPARE(view.charts()->lossChart()->window().x1, 400 / 10.0);                        // 80 examples, 8 a step
    const auto lines = view.charts()->chart("gradient_norm")->csv().split(QLatin1Char('\n'));
    QCOMPARE(lines.at(0), QStringLiteral("curve,step,value,tokens,seconds"));
    QCOMPARE(lines.at(4).section(QLatin1Char(','), 3, 3), QStringLiteral("4000"));
  }

  void flagsTellTheStory() {
    const auto run = runOf(50, 400);
    RunView view(run.get());
    RunLogPart part;
    part.row = run->row();
    part.row.status = RunStatus::Interrupted;
    part.row.step = 50;
    part.row.createdAt = 1;
    part.events = {{0, "started", "", 1}, {20, "paused", "", 2}, {20, "resumed", "", 3}, {30, "continued", "", 4}, {40, "stopped", "", 5}, {40, "continued", "", 6}};
    run->apply(part);
    using Kind = ChartFlag::Kind;
    QCOMPARE(flagOf(view, Kind::Pause)->x, 20.0);
    QCOMPARE(flagOf(view, Kind::Resume)->x, 20.0);
    QCOMPARE(flagOf(view, Kind::Interruption)->x, 30.0);                                  // killed; the one at 40 was stopped
    QCOMPARE(view.charts()->lossChart()->plot().flags.back().x, 50.0);
    QVERIFY(view.findChild<Banner*>()->text().contains(QStringLiteral("Interrupted at step 50")));
  }

  void notANumberIsSaid() {
    const auto run = runOf(20, 400);
    RunView view(run.get());
    run->apply(stepsOf(21, 21, [](std::int64_t) { return std::nan(""); }));
    RunUpdates end;
    end.events.push_back({RunEventKind::NotANumber, 21, "step 21: the loss is no number; try a lower optimizer.learning_rate"});
    end.failed = "step 21: the loss is no number; try a lower optimizer.learning_rate";
    run->apply(end);
    QCOMPARE(view.tiles()->tile(RunTiles::Loss)->figureText(), QStringLiteral("not a number"));
    QVERIFY(view.findChild<Banner*>()->text().contains(QStringLiteral("lower optimizer.learning_rate")));
    QCOMPARE(flagOf(view, ChartFlag::Kind::Warning)->x, 21.0);
    QVERIFY(view.charts()->lossChart()->sentence().contains(QStringLiteral("not numbers: 1.")));
  }

  void aRunWithoutStepsSaysSo() {
    const auto run = runOf(0, 400);
    RunView view(run.get());
    QVERIFY(view.charts()->lossChart()->plot().emptyText.contains(QStringLiteral("first training step")));
    RunUpdates end;
    end.failed = "the text is empty";
    run->apply(end);
    QVERIFY(view.charts()->lossChart()->plot().emptyText.contains(QStringLiteral("ended before its first step")));
    for (int page = RunView::Charts; page <= RunView::Log; ++page) view.showPage(static_cast<RunView::Page>(page));
    view.samples()->score();                            // there is nothing to ask: nothing happens
    QVERIFY(view.samples()->result().rows.empty());
  }

  void aZoomSurvivesAHundredUpdatesOfTheRun() {
    const auto run = runOf(100, 400);
    RunView view(run.get());
    view.resize(1000, 700);
    view.show();
    view.charts()->lossChart()->zoom(20, 40);
    Q_EMIT view.charts()->lossChart()->zoomed(20, 40);
    for (std::int64_t step = 101; step <= 200; ++step) run->apply(stepsOf(step, step, [](std::int64_t) { return 3.0; }));
    view.charts()->lossChart()->updateNow();
    for (const char* id : {"loss", "gradient_norm"}) {
      QCOMPARE(view.charts()->chart(id)->window().x0, 20.0);
      QCOMPARE(view.charts()->chart(id)->window().x1, 40.0);
    }
  }

  void headerFitsOrWraps_data() {
    QTest::addColumn<int>("width");
    for (const int width : {480, 560, 760, 1000, 1600}) QTest::addRow("%d", width) << width;
  }
  void headerFitsOrWraps() {
    QFETCH(int, width);
    const auto run = runOf(100, 400);
    RunView view(run.get());
    view.resize(width, 700);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QCoreApplication::processEvents();
    for (const QPushButton* button : view.findChildren<QPushButton*>()) {
      if (!button->isVisibleTo(&view)) continue;
      const QRect place(button->mapTo(&view, QPoint()), button->size());
      QVERIFY2(view.rect().contains(place), qPrintable(button->text()));
      QVERIFY2(button->width() >= button->sizeHint().width() - 1, qPrintable(button->text()));
    }
    const auto charts = view.findChildren<ChartView*>();
    for (const ChartView* one : charts)
      for (const ChartView* other : charts)
        if (one != other && one->parentWidget() == other->parentWidget()) QVERIFY2(!one->geometry().intersects(other->geometry()), qPrintable(one->title() + other->title()));
  }

  void theConfigurationIsSearchedAndCopied() {
    const auto run = runOf(1, 400);
    RunConfiguration page(run.get());
    page.findChild<QLineEdit*>()->setText(QStringLiteral("warm"));
    const auto* table = page.findChild<QTableView*>();
    QCOMPARE(table->model()->rowCount(), 1);
    const QString copied = tableText(table, true);
    QCOMPARE(copied.count(QLatin1Char('\n')), 2);
    QVERIFY(copied.contains(QStringLiteral("50")));
  }

  void theLogIsFilteredAndCopied() {
    const auto run = runOf(1, 400);
    RunUpdates events;
    events.events = {{RunEventKind::Warning, 1, "the disk is nearly full"}, {RunEventKind::Paused, 1, ""}};
    run->apply(events);
    RunLog page(run.get());
    page.findChild<QLineEdit*>()->setText(QStringLiteral("disk"));
    QCOMPARE(page.table()->model()->rowCount(), 1);
    page.table()->selectRow(0);
    page.table()->setFocus();
    QTest::keySequence(page.table(), QKeySequence::Copy);
    QVERIFY(tableText(page.table(), false).contains(QStringLiteral("nearly full")));
  }

  void moreStepsKeepTheTokeniserAndHaveAScheduleOfTheirOwn() {
    const auto run = runOf(10, 400);
    const RunSpec spec = grownSpec(run->spec(), {"/runs/a/checkpoint-000400", 400, 200, 2e-4, "again"});
    QCOMPARE(spec.init.from, std::string("/runs/a/checkpoint-000400"));
    QCOMPARE(spec.tokenizer.from, std::string("/runs/a/checkpoint-000400"));
    QCOMPARE(spec.train.steps, std::int64_t(200));
    QCOMPARE(spec.train.batchSize, std::int64_t(4));
    const Json json = Json::parse(toJson(Described(spec)).dump());
    QCOMPARE(json["optimizer"]["learning_rate"].get<double>(), 2e-4);
    QCOMPARE(json["schedule"]["warmup_steps"].get<int>(), 20);
  }

  // Train, look back on batches and samples, pin, delete, grow: in the real window.
  void aTrainedRunIsLookedAtPinnedAndGrown() {
    const TemporaryHome home;
    MainWindow window(home.log());
    window.resize(1280, 800);
    window.show();
    const std::string run = window.hub()->start(smallRun(home, 60).spec);
    RunView* view = window.openRun(run);
    QTRY_COMPARE_WITH_TIMEOUT(view->run()->row().status, RunStatus::Finished, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(!window.hub()->trainsHere(run), kLong);

    view->showPage(RunView::Data);
    QTRY_VERIFY_WITH_TIMEOUT(!view->batches()->findChildren<TokenChip*>().isEmpty(), kLong);
    QCOMPARE(view->batches()->step()->value(), 60);

    view->showPage(RunView::Samples);
    view->samples()->score();
    QTRY_VERIFY_WITH_TIMEOUT(!view->samples()->result().rows.empty(), kLong);
    const auto lossOf = [view](std::size_t place) { return view->samples()->result().rows[view->samples()->shownRows().at(place)].loss; };
    QVERIFY(lossOf(0) >= lossOf(1));
    view->samples()->orders()->choose(OrderButtons::Best);
    QVERIFY(lossOf(0) <= lossOf(1));
    QVERIFY(!view->samples()->findChildren<TokenChip*>().isEmpty());

    view->showPage(RunView::Checkpoints);
    const auto rows = [view] { return view->checkpoints()->model()->rows(); };
    const std::filesystem::path oldest = rows().back().folder;
    Q_EMIT view->checkpoints()->pinRequested(QString::fromStdString(oldest.string()), true);
    QTRY_VERIFY_WITH_TIMEOUT(isPinned(oldest) && rows().back().pinned, kLong);
    const std::filesystem::path second = rows()[1].folder;
    Q_EMIT view->checkpoints()->deleteRequested(QString::fromStdString(second.string()), rows()[1].step);
    QTRY_VERIFY_WITH_TIMEOUT(rows()[1].removed, kLong);
    QVERIFY(!std::filesystem::exists(second));
    std::filesystem::remove_all(rows()[2].folder);       // under the open view, by somebody else
    view->checkpoints()->refresh();
    QVERIFY(rows()[2].missing && !view->checkpoints()->modelOf(rows()[2].step));
    Q_EMIT view->charts()->checkpointAsked(rows()[2].step);
    QVERIFY(view->checkpoints()->findChild<Banner*>()->text().contains(QStringLiteral("no longer on the disk")));

    view->askMoreSteps();
    auto* dialog = view->findChild<MoreSteps*>();
    QVERIFY(dialog != nullptr);
    dialog->steps()->setValue(5);
    const Growth growth = dialog->growth();
    QTest::keyClick(dialog, Qt::Key_Return);
    auto* grown = qobject_cast<RunView*>(window.documents()->currentWidget());
    QVERIFY(grown != nullptr && grown != view);
    QTRY_COMPARE_WITH_TIMEOUT(grown->run()->row().status, RunStatus::Finished, kLong);
    QCOMPARE(grown->run()->row().steps, std::int64_t(5));
    QTRY_VERIFY_WITH_TIMEOUT(!window.hub()->trainsHere(grown->run()->id()), kLong);
    const std::vector<LineageRow> lineage = LogReader(home.log()).lineage();
    QCOMPARE(lineage.size(), std::size_t(1));
    QCOMPARE(lineage.front().run, grown->run()->id());
    QCOMPARE(lineage.front().parentRun, run);
    QCOMPARE(lineage.front().parentStep, growth.step);
    const CurveStore& parent = view->run()->curve("loss")->raw();
    const double random = parent.y(0), trained = view->run()->curve("loss")->smooth().lastY(), after = grown->run()->curve("loss")->raw().y(0);
    QVERIFY2(after < (random + trained) / 2, qPrintable(QStringLiteral("%1, %2, then %3").arg(random).arg(trained).arg(after)));   // it did not start from random weights
  }
};

CLOZE_TEST_SUITE(RunViewTest, "run_view")
#include "tst_run_view.moc"
