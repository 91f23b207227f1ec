// Fine-tuning in the window beyond one task: a probe of every layer, several tasks on one body, and the runs that a run comes from.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"
#include "tests/gui/inspector_fixture.h"
#include "tests/gui/window_runs.h"
#include "widgets/charts/chart_view.h"
#include "widgets/models/runs_model.h"
#include "widgets/shared/word_bars.h"
#include "widgets/views/confusion_table.h"
#include "widgets/views/inspector_panel.h"
#include "widgets/views/model_picker.h"
#include "widgets/views/new_run_preview.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_lineage.h"
#include "widgets/views/run_task.h"
#include "widgets/views/task_card.h"
#include "widgets/views/tasks_together.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QTreeWidget>

#include <cmath>

using namespace cloze;
using namespace cloze::tests;

class SeveralTasksTest : public QObject {
  Q_OBJECT
  std::unique_ptr<OpenedWindow> m_opened;

  MainWindow& window() { return m_opened->window; }

  NewRunView* chooseTask(const char* task) { return tests::chooseTask(window(), task); }
  static bool canStart(NewRunView* view) { return view->startButton()->isEnabled(); }
  RunView* train(const char* task, std::int64_t steps, NewRunView* view = nullptr) { return fineTune(window(), view ? view : chooseTask(task), steps); }

 private Q_SLOTS:
  void init() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_opened = std::make_unique<OpenedWindow>();
  }
  void cleanup() { m_opened.reset(); }

  void aProbeIsOneChartAndAScoreForEachLayer() {
    NewRunView* view = chooseTask("toy-sentiment");
    view->form()->setValue("transfer.mode", "layer_probe");
    RunView* run = train("toy-sentiment", 4, view);
    QVERIFY(run);
    RunCharts* charts = run->charts();
    QTRY_VERIFY_WITH_TIMEOUT(charts->layerScoresChart() && charts->chart("accuracy_by_layer"), kLong);
    QVERIFY(!charts->chart("layer_1") && !charts->chart("best_layer"));
    const auto& curves = charts->layerScoresChart()->plot().curves;
    QCOMPARE(curves.size(), std::size_t{1});
    const CurveStore& scores = curves.front().data->raw();
    const Json metrics = readJsonFile(run->run()->row().out / "result.json").at("metrics");
    std::size_t layers = 0;
    for (const auto& [name, value] : metrics.items()) layers += name.rfind("layer_", 0) == 0;
    QCOMPARE(scores.size(), layers);
    QVERIFY(charts->chart("accuracy_by_layer")->plot().curves.size() >= layers);
    for (std::size_t i = 0; i < scores.size(); ++i) QCOMPARE(scores.y(i), metrics.at("layer_" + std::to_string(static_cast<int>(scores.x(i))) + "/accuracy").get<double>());
    QCOMPARE(charts->layerScoresChart()->plot().flags.front().x, metrics.at("best_layer").get<double>());
  }

  void tasksAreAddedSharedOutAndRemoved() {
    NewRunView* view = chooseTask("toy-sentiment");
    QTRY_VERIFY_WITH_TIMEOUT(canStart(view), kLong);
    TasksTogether* together = view->source()->together();
    QVERIFY(!together->bars()->isVisible() && view->spec().tasks.empty());
    QTest::mouseClick(together->addButton(), Qt::LeftButton);
    QVERIFY(!canStart(view));                                // until its files are read
    QTRY_VERIFY_WITH_TIMEOUT(canStart(view), kLong);
    QCOMPARE(view->spec().tasks.size(), std::size_t{2});
    QVERIFY(view->spec().task.id.empty() && view->spec().tasks[0].id == "toy-sentiment" && view->spec().tasks[1].id != "toy-sentiment");
    const double share = together->bars()->bar(0)->bar().share;
    QVERIFY(share > 0 && std::abs(share + together->bars()->bar(1)->bar().share - 1) < 1e-9);
    together->sampling()->setCurrentIndex(together->sampling()->findData(QStringLiteral("uniform")));
    Q_EMIT together->sampling()->activated(together->sampling()->currentIndex());
    QCOMPARE(view->spec().sampling, std::string("uniform"));
    QCOMPARE(together->bars()->bar(0)->bar().share, 0.5);
    view->source()->chooseTask("toy-nli");                   // the second one becomes another
    QTRY_VERIFY_WITH_TIMEOUT(canStart(view), kLong);
    QCOMPARE(view->spec().tasks[1].id, std::string("toy-nli"));
    QTest::mouseClick(together->bars()->bar(0), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(canStart(view), kLong);
    QVERIFY(view->preview()->task()->preview().train.front().find("sentiment") != std::string::npos);
    const RunSpec spec = view->spec();
    view->setSpec(spec);                                     // as a file with a list of tasks
    QCOMPARE(toJson(view->spec()).at("tasks"), toJson(spec).at("tasks"));
    view->form()->setValue("transfer.mode", "feature_based");
    QVERIFY(!canStart(view));                                // one task at a time
    view->form()->setValue("transfer.mode", "fine_tune");
    RunView* run = train(nullptr, 4, view);
    QVERIFY(run);
    QVERIFY(run->charts()->chart("toy-nli") && run->charts()->chart("toy-sentiment"));
    QCOMPARE(run->charts()->chart("toy-nli")->title(), QStringLiteral("Toy world: inference"));
    QCOMPARE(learnedText(run->run()->row().objective), QStringLiteral("Toy world: sentiment, Toy world: inference"));
    QCOMPARE(together->bars()->bar(0)->bar().label, QStringLiteral("sentiment"));
    QTest::mouseClick(together->removeButton(), Qt::LeftButton);
    QVERIFY(view->spec().tasks.empty() && view->spec().task.id == "toy-nli");
  }

  void oneOfSeveralTasksAnswersAtATime() {
    NewRunView* view = chooseTask("toy-sentiment");
    QTRY_VERIFY_WITH_TIMEOUT(canStart(view), kLong);
    QTest::mouseClick(view->source()->together()->addButton(), Qt::LeftButton);
    view->source()->chooseTask("toy-ner");
    RunView* run = fineTune(window(), view, 4);
    QVERIFY(run);
    run->showPage(RunView::Task);
    RunTask* task = run->task();
    QVERIFY(task->isVisible() && task->tasks()->isVisible());
    QCOMPARE(task->tasks()->count(), 2);
    task->predict();
    QTRY_VERIFY_WITH_TIMEOUT(!task->result().predictions.empty(), kLong);
    QVERIFY(task->confusion()->isVisible() && task->result().task == "toy-sentiment");
    task->tasks()->setCurrentIndex(1);
    QVERIFY(task->result().predictions.empty() && !task->confusion()->isVisible());
    task->predict();
    QTRY_VERIFY_WITH_TIMEOUT(!task->result().predictions.empty(), kLong);
    QVERIFY(task->result().task == "toy-ner" && !task->result().predictions.front().tags.empty());
    QTest::keyClicks(task->ownText(), QStringLiteral("Gibo plays"));
    task->askOwn();
    task->tasks()->setCurrentIndex(0);                       // its answer comes too late
    task->ownText()->setText(QStringLiteral("a lovely garden"));
    task->askOwn();
    QTRY_COMPARE_WITH_TIMEOUT(task->ownBars()->count(), 2, kLong);
  }

  void theTreeHoldsAllRelativesOnce() {
    std::vector<RunRow> runs(4);
    for (std::size_t i = 0; i < runs.size(); ++i) {
      runs[i].id = "r" + std::to_string(i);
      runs[i].name = "run " + std::to_string(i);
    }
    runs[2].objective = "sst-2";
    const std::vector<LineageRow> lineage{{"r1", "r0", "init", 100}, {"r2", "r1", "init", 50}, {"r3", "/models/shipped", "init", -1}};
    const Relative root = familyOf("r1", runs, lineage);
    QCOMPARE(root.id, std::string("r0"));
    QCOMPARE(root.children.size(), std::size_t{1});
    QVERIFY(root.children[0].children[0].what.contains(QStringLiteral("SST-2")) && root.children[0].fromStep == 100);
    QCOMPARE(familyOf("r3", runs, lineage).name, QStringLiteral("shipped"));
    const Relative circle = familyOf("r1", runs, {{"r1", "r0", "init", 1}, {"r0", "r1", "init", 1}});
    QVERIFY(circle.children.size() == 1 && circle.children[0].children.empty());
  }

  void aRelativeIsOneClickAway() {
    RunView* parent = train("toy-sentiment", 2);
    QVERIFY(parent);
    NewRunView* form = window().openNewRun();
    const std::string parentRun = parent->run()->id();
    QTRY_VERIFY_WITH_TIMEOUT(!window().hub()->data(parentRun)->checkpoints().empty(), kLong);
    form->source()->chooseCheckpoint({QStringLiteral("parent"), window().hub()->data(parentRun)->checkpoints().back().folder, parentRun, 0, false});
    QTRY_VERIFY_WITH_TIMEOUT(canStart(form), kLong);
    RunView* child = train("toy-sentiment", 2);
    QVERIFY(child && child->run()->id() != parentRun);
    window().inspectRun(child->run()->id());
    QVERIFY2(textsOf(window().inspector()).contains(QFileInfo(QString::fromStdString(form->spec().init.from)).fileName()), "what it grew from");
    QVERIFY(!textsOf(window().inspector()).contains(QStringLiteral("random start")));
    child->showPage(RunView::Lineage);
    QTreeWidget* tree = child->lineage()->tree();
    const auto found = [tree, parentRun] {
      for (QTreeWidgetItemIterator item(tree); *item; ++item)
        if ((*item)->data(0, Qt::UserRole).toString().toStdString() == parentRun) return *item;
      return static_cast<QTreeWidgetItem*>(nullptr);
    };
    QTRY_VERIFY_WITH_TIMEOUT(found(), kLong);
    tree->setFocus();
    tree->setCurrentItem(found());
    QTest::keyClick(tree, Qt::Key_Return);
    QCOMPARE(window().documents()->currentWidget(), static_cast<QWidget*>(parent));
  }
};

CLOZE_TEST_SUITE(SeveralTasksTest, "several_tasks")
#include "tst_several_tasks.moc"
