// A run in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/run_desk.h"
#include "engine/core/schema.h"
#include "widgets/shared/document_area.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/run_batches.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_checkpoints.h"
#include "widgets/views/run_lineage.h"
#include "widgets/views/run_samples.h"
#include "widgets/views/run_task.h"
#include "widgets/views/run_view.h"

namespace cloze {

namespace {

std::filesystem::path pathOf(const QString& text) { return text.toStdString(); }

// As it was frozen; where the run's folder lacks its tokeniser (an imported run), with that of its newest checkpoint.
RunSpec frozenSpec(const RunView* view) {
  RunSpec spec;
  fromJson(spec, view->run()->spec(), UnknownKeys::AreKept);
  const auto newest = view->checkpoints()->newestModel();
  std::error_code unreadable;
  if (newest && !std::filesystem::exists(view->run()->row().out / "tokenizer", unreadable)) spec.tokenizer.from = newest->checkpoint.string();
  return spec;
}

void connectBatches(RunView* view, RunDesk* desk) {
  QObject::connect(view->batches(), &RunBatches::asked, desk, [view, desk](qint64 step) { desk->askBatch(frozenSpec(view), view->run()->row().out, step); });
  QObject::connect(view->batches(), &RunBatches::cancelled, desk, [desk] { desk->cancel(RunDesk::BatchOfStep); });
  QObject::connect(desk, &RunDesk::batchReady, view->batches(), &RunBatches::showBatch);
}

void connectSamples(RunView* view, RunDesk* desk) {
  QObject::connect(view->samples(), &RunSamples::asked, desk, [view, desk](const ModelChoice& model) {
    desk->askSamples(model.checkpoint, {view->run()->spec().dump(), view->run()->row().out, model.checkpoint});
  });
  QObject::connect(view->samples(), &RunSamples::cancelled, desk, [desk] { desk->cancel(RunDesk::Samples); });
  QObject::connect(desk, &RunDesk::samplesReady, view->samples(), &RunSamples::showResult);
}

void connectTask(RunView* view, RunDesk* desk) {
  const auto requestTo = [view](const ModelChoice& model, const std::string& task) {
    TaskRequest request;
    request.checkpoint = model.checkpoint;
    request.task = task;
    request.specJson = view->run()->spec().dump();
    return request;
  };
  QObject::connect(view->task(), &RunTask::asked, desk, [desk, requestTo](const ModelChoice& model, const std::string& task) { desk->askTask(RunDesk::Task, requestTo(model, task)); });
  QObject::connect(view->task(), &RunTask::ownAsked, desk, [desk, requestTo](const ModelChoice& model, const std::string& task, const TypedExample& example) {
    TaskRequest request = requestTo(model, task);
    request.text = example.text.toStdString();
    request.pair = example.pair.toStdString();
    for (const QString& choice : example.choices) request.choices.push_back(choice.toStdString());
    desk->askTask(RunDesk::OwnText, request);
  });
  QObject::connect(view->task(), &RunTask::cancelled, desk, [desk] { desk->cancel(RunDesk::Task); });
  QObject::connect(desk, &RunDesk::taskReady, view->task(), [view](RunDesk::Kind kind, const TaskResult& result) {
    if (kind == RunDesk::Task) view->task()->showResult(result);
    else view->task()->showOwn(result);
  });
}

void connectFiles(RunView* view, RunDesk* desk) {
  QObject::connect(view->checkpoints(), &RunCheckpoints::exportRequested, desk, [desk](const QString& checkpoint, const QString& folder) { desk->exportTo(pathOf(checkpoint), pathOf(folder)); });
  QObject::connect(view->checkpoints(), &RunCheckpoints::pinRequested, desk, [desk](const QString& checkpoint, bool pinned) { desk->pin(pathOf(checkpoint), pinned); });
  QObject::connect(view->checkpoints(), &RunCheckpoints::deleteRequested, desk, [view, desk](const QString& checkpoint, qint64 step) { desk->remove(pathOf(checkpoint), step, view->run()->active()); });
  QObject::connect(desk, &RunDesk::filesDone, view->checkpoints(), [view](const QString& text) { view->checkpoints()->say(text, false); });
}

void connectDesk(RunView* view, RunDesk* desk) {
  connectBatches(view, desk);
  connectSamples(view, desk);
  connectTask(view, desk);
  connectFiles(view, desk);
  QObject::connect(desk, &RunDesk::progressed, view, [view](RunDesk::Kind kind, const QString& text) {
    if (kind == RunDesk::BatchOfStep) view->batches()->showWaiting(text);
    if (kind == RunDesk::Samples) view->samples()->showWaiting(text);
    if (kind == RunDesk::Task) view->task()->showWaiting(text);
  });
  QObject::connect(desk, &RunDesk::failed, view, [view](RunDesk::Kind kind, const QString& text) {
    if (kind == RunDesk::BatchOfStep) view->batches()->showError(text);
    if (kind == RunDesk::Samples) view->samples()->showError(text);
    if (kind == RunDesk::Task) view->task()->showError(text);
    if (kind == RunDesk::OwnText) view->task()->showOwnProblem(text);
    if (kind == RunDesk::Files) view->checkpoints()->say(text, true);
  });
  const auto plan = [view, desk] { if (!view->run()->spec().is_null()) desk->askRates(frozenSpec(view)); };
  QObject::connect(desk, &RunDesk::ratesReady, view->charts(), &RunCharts::setPlannedRates);
  if (view->run()->spec().is_null()) QObject::connect(view->run(), &RunData::listsChanged, desk, plan, Qt::SingleShotConnection);
  else plan();
}

}  // namespace

RunView* MainWindow::openRun(const std::string& run) {
  const QString key = QStringLiteral("run:") + QString::fromStdString(run);
  return static_cast<RunView*>(openDocument(key, tr("Run"), [this, run] {
    auto* view = new RunView(m_hub->data(run));
    connectRun(view);
    return view;
  }));
}

void MainWindow::connectRun(RunView* view) {
  RunData* shown = view->run();
  auto* desk = new RunDesk(view);
  connectDesk(view, desk);
  connect(desk, &RunDesk::removed, this, [this, shown](qint64 step) { m_hub->forgetCheckpoint(shown->id(), step); });
  connect(view, &RunView::masksRequested, this, [this](const ModelChoice& model) { openMaskedTokens()->showModel(model); });
  connect(view, &RunView::comparisonRequested, this, [this](const std::vector<ModelChoice>& models) { openMaskedTokens()->showModels(models); });
  connect(view, &RunView::neighboursRequested, this, [this](const std::vector<ModelChoice>& models) { openNeighbours()->showModels(models); });
  connect(view, &RunView::continueRequested, this, [this](const QString& id) { m_hub->continueRun(id.toStdString()); });
  connect(view, &RunView::pauseRequested, this, [this](const QString& id, bool paused) { m_hub->pause(id.toStdString(), paused); });
  connect(view, &RunView::stopRequested, this, [this](const QString& id) { m_hub->stop(id.toStdString()); });
  connect(view, &RunView::transferRequested, this, [this](const QString& id) { openTransfer(id.toStdString()); });
  connect(view, &RunView::runRequested, this, [this](const QString& id) { openRun(id.toStdString()); });
  view->lineage()->setFamily(m_hub->runs()->rows(), m_hub->lineage());
  connect(view, &RunView::growthRequested, this, [this, shown](const Growth& growth) { growRun(shown, growth); });
  connect(shown, &RunData::statusChanged, this, &MainWindow::refreshActions, Qt::UniqueConnection);   // the run outlives its page
  const auto name = [this, view, shown] {
    const int index = m_documents->indexOf(view);
    if (index < 0 || shown->row().name.empty()) return;
    const QString text = QString::fromStdString(shown->row().name).replace(QLatin1Char('&'), QLatin1String("&&"));
    if (m_documents->tabText(index) == text) return;
    m_documents->setTabText(index, text);
  };
  connect(shown, &RunData::listsChanged, view, name);
  QMetaObject::invokeMethod(view, name, Qt::QueuedConnection);
  QMetaObject::invokeMethod(this, &MainWindow::refreshPlotted, Qt::QueuedConnection);
}

// "More steps": a new run, grown from a checkpoint of this one.
void MainWindow::growRun(RunData* parent, const Growth& growth) {
  try {
    openRun(m_hub->start(grownSpec(parent->spec(), growth)));
  } catch (const std::exception& error) {
    say(RunHub::MessageKind::Error, QString::fromUtf8(error.what()));
  }
}

void MainWindow::refreshPlotted() {
  std::vector<RunData*> plotted;
  for (const QString& run : m_hub->runs()->plotted()) plotted.push_back(m_hub->data(run.toStdString()));
  for (const auto& [key, widget] : m_open)
    if (auto* view = qobject_cast<RunView*>(widget)) {
      std::vector<RunData*> others;
      for (RunData* other : plotted)
        if (other != view->run()) others.push_back(other);
      view->charts()->setOthers(std::move(others));
    }
}

}  // namespace cloze
