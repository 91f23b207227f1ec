// The documents of the window: how each is opened and what its signals reach.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_view.h"
#include "widgets/views/runs_panel.h"
#include "widgets/views/start_view.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QGridLayout>
#include <QMessageBox>
#include <QTabWidget>

namespace cloze {

QWidget* MainWindow::openDocument(const QString& key, const QString& title, const std::function<QWidget*()>& make) {
  QWidget*& widget = m_open[key];
  if (!widget) {
    widget = make();
    widget->setObjectName(key);
    m_documents->addTab(widget, title);
    nameDocuments();
  }
  m_documents->setCurrentWidget(widget);
  return widget;
}

void MainWindow::nameDocuments() {
  m_documents->setTabsClosable(m_documents->count() > 1);
}

void MainWindow::closeDocument(int index) {
  if (index < 0 || m_documents->count() < 2) return;
  QWidget* widget = m_documents->widget(index);
  m_documents->removeTab(index);
  m_open.erase(widget->objectName());
  widget->deleteLater();                                // the run's data, its session and the log stay
  nameDocuments();
}

StartView* MainWindow::openStart() {
  return static_cast<StartView*>(openDocument(QStringLiteral("start"), tr("Start"), [this] {
    auto* view = new StartView;
    view->setDemoModel(!shippedModels().empty());
    view->setRuns(m_hub->runs()->rows());
    connect(view, &StartView::newRunRequested, this, &MainWindow::openNewRun);
    connect(view, &StartView::exampleRequested, this, [this] {
      RunSpec example;
      example.name = tr("Toy world").toStdString();
      example.data.train = {"toy-world"};
      openNewRun()->setSpec(example);
    });
    connect(view, &StartView::demoMasksRequested, this, [this] {
      MaskedTokensView* masks = openMaskedTokens();
      if (!shippedModels().empty()) masks->showModel(shippedModels().front());
    });
    connect(view, &StartView::demoNeighboursRequested, this, [this] {
      NeighboursView* neighbours = openNeighbours();
      if (!shippedModels().empty()) neighbours->showModel(shippedModels().front());
    });
    connect(view, &StartView::runOpened, this, [this](const QString& run) { openRun(run.toStdString()); });
    connect(view, &StartView::continueRequested, this, [this](const QString& run) { m_hub->continueRun(run.toStdString()); openRun(run.toStdString()); });
    return view;
  }));
}

NewRunView* MainWindow::openNewRun() {
  return static_cast<NewRunView*>(openDocument(QStringLiteral("new-run"), tr("New run"), [this] {
    auto* view = new NewRunView;
    connectNewRun(view);
    return view;
  }));
}

void MainWindow::connectNewRun(NewRunView* view) {
  connect(view, &NewRunView::learningRatesRequested, this, [this, view] { m_preview->askLearningRates(view->spec()); });
  connect(view, &NewRunView::batchRequested, this, [this, view](qint64 step) {
    view->showPreviewProgress(tr("Reading the text..."));
    m_preview->askBatch(view->spec(), step);
  });
  connect(view, &NewRunView::previewCancelled, this, [this] { m_preview->cancelBatch(); });
  connect(view, &NewRunView::startRequested, this, &MainWindow::startNewRun);
  connect(view, &NewRunView::specFileRequested, this, &MainWindow::writeSpecFile);
  connect(m_preview, &PreviewSession::learningRatesReady, view, &NewRunView::showLearningRates);
  connect(m_preview, &PreviewSession::batchReady, view, &NewRunView::showBatch);
  connect(m_preview, &PreviewSession::progressed, view, &NewRunView::showPreviewProgress);
  connect(m_preview, &PreviewSession::failed, view, &NewRunView::showPreviewError);
  view->askForPreview();
}

void MainWindow::startNewRun() {
  NewRunView* view = openNewRun();
  try {
    openRun(m_hub->start(view->spec()));
  } catch (const std::exception& error) {
    say(RunHub::MessageKind::Error, QString::fromUtf8(error.what()));
  }
}

void MainWindow::writeSpecFile() {
  const NewRunView* view = openNewRun();
  try {
    const std::filesystem::path file = homeFolder() / "specs" / (folderNameOf(view->spec().name, "") + "settings.json");
    std::filesystem::create_directories(file.parent_path());
    writeFileAtomically(file, toJson(Described(view->spec())).dump(2) + "\n");
    const QString command = QStringLiteral("cloze train '%1'").arg(QString::fromStdString(file.string()));
    QApplication::clipboard()->setText(command);
    say(RunHub::MessageKind::Note, tr("Copied: %1").arg(command));
  } catch (const std::exception& error) {
    say(RunHub::MessageKind::Error, QString::fromUtf8(error.what()));
  }
}

RunView* MainWindow::openRun(const std::string& run) {
  const QString key = QStringLiteral("run:") + QString::fromStdString(run);
  return static_cast<RunView*>(openDocument(key, tr("Run"), [this, run, key] {
    RunData* shown = m_hub->data(run);
    auto* view = new RunView(shown);
    connect(view, &RunView::masksRequested, this, [this](const ModelChoice& model) { openMaskedTokens()->showModel(model); });
    connect(view, &RunView::neighboursRequested, this, [this](const ModelChoice& model) { openNeighbours()->showModel(model); });
    connect(view, &RunView::continueRequested, this, [this](const QString& id) { m_hub->continueRun(id.toStdString()); });
    connect(shown, &RunData::statusChanged, this, &MainWindow::refreshActions);
    const auto name = [this, view, shown] {
      const int index = m_documents->indexOf(view);
      if (index >= 0 && !shown->row().name.empty()) m_documents->setTabText(index, QString::fromStdString(shown->row().name).replace(QLatin1Char('&'), QLatin1String("&&")));
    };
    connect(shown, &RunData::listsChanged, view, name);
    QMetaObject::invokeMethod(view, name, Qt::QueuedConnection);
    QMetaObject::invokeMethod(this, &MainWindow::refreshPlotted, Qt::QueuedConnection);
    return view;
  }));
}

MaskedTokensView* MainWindow::openMaskedTokens() {
  return static_cast<MaskedTokensView*>(openDocument(QStringLiteral("masked-tokens"), tr("Masked words"), [this] {
    auto* view = new MaskedTokensView;
    connectMaskedTokens(view);
    view->setModels(m_hub->models());
    view->setSentence(tr("Gibo plays the harp ."));
    return view;
  }));
}

void MainWindow::connectMaskedTokens(MaskedTokensView* view) {
  connect(view, &MaskedTokensView::asked, m_hub->inspector(), &InspectorSession::ask);
  connect(m_hub->inspector(), &InspectorSession::answered, view, &MaskedTokensView::showReply);
  connect(m_hub->inspector(), &InspectorSession::waiting, view, &MaskedTokensView::showWaiting);
  connect(m_hub->inspector(), &InspectorSession::failed, view, &MaskedTokensView::showError);
  connect(m_hub, &RunHub::modelMoved, view, [view](const QString& run) { view->modelMoved(run.toStdString()); });
}

NeighboursView* MainWindow::openNeighbours() {
  return static_cast<NeighboursView*>(openDocument(QStringLiteral("neighbours"), tr("Neighbours"), [this] {
    auto* view = new NeighboursView;
    connectNeighbours(view);
    view->setModels(m_hub->models());
    view->setSentence(tr("the moth and the cave were near the bat , and so was the roof ."));
    view->chooseWord(tr("bat"));
    return view;
  }));
}

void MainWindow::connectNeighbours(NeighboursView* view) {
  connect(view, &NeighboursView::asked, m_hub->inspector(), &InspectorSession::ask);
  connect(view, &NeighboursView::cancelled, m_hub->inspector(), &InspectorSession::cancel);
  const auto mine = [](AskerId asker) { return asker == NeighboursView::kAsker || asker == NeighboursView::kPiecesAsker; };
  connect(m_hub->inspector(), &InspectorSession::answered, view, [view, mine](AskerId asker, const ModelFacts& facts, const InspectorAnswer& answer) {
    if (mine(asker)) view->showReply(asker, facts, answer);
  });
  connect(m_hub->inspector(), &InspectorSession::waiting, view, [view, mine](AskerId asker, const QString& text) { if (mine(asker)) view->showWaiting(asker, text); });
  connect(m_hub->inspector(), &InspectorSession::failed, view, [view, mine](AskerId asker, const QString& text) { if (mine(asker)) view->showError(asker, text); });
}

void MainWindow::connectAnswers() {
  connect(m_hub->inspector(), &InspectorSession::failed, this, [this](AskerId, const QString& text) { say(RunHub::MessageKind::Warning, text); });
}

std::string MainWindow::currentRun() const {
  if (const auto* view = qobject_cast<RunView*>(m_documents->currentWidget())) return view->run()->id();
  return m_runsPanel->current().toStdString();
}

void MainWindow::refreshRuns() {
  const auto start = m_open.find(QStringLiteral("start"));
  if (start != m_open.end()) static_cast<StartView*>(start->second)->setRuns(m_hub->runs()->rows());
  refreshActions();
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

void MainWindow::refreshModels() {
  const std::vector<ModelChoice> models = m_hub->models();
  for (const auto& [key, widget] : m_open) {
    if (auto* masks = qobject_cast<MaskedTokensView*>(widget)) masks->setModels(models);
    if (auto* neighbours = qobject_cast<NeighboursView*>(widget)) neighbours->setModels(models);
  }
}

void MainWindow::duplicateRun(const QString& run) {
  RunData* former = m_hub->data(run.toStdString());
  const auto open = [this, former] {
    RunSpec spec;
    fromJson(spec, former->spec(), UnknownKeys::AreKept);  // the frozen one holds more than a specification: hashes, versions
    spec.name += tr(", changed").toStdString();
    openNewRun()->setSpec(spec);
  };
  if (!former->spec().is_null()) return open();
  connect(former, &RunData::listsChanged, this, open, Qt::SingleShotConnection);
}

void MainWindow::confirmDelete(const QString& run) {
  const QString text = tr("The run disappears from the log. Its folder with the checkpoints stays on the disk.");
  if (QMessageBox::question(this, tr("Delete from the log"), text, QMessageBox::Yes | QMessageBox::Cancel, QMessageBox::Cancel) == QMessageBox::Yes) m_hub->remove(run.toStdString());
}

void MainWindow::showShortcuts() {
  auto* dialog = new QDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Keyboard shortcuts"));
  auto* grid = new QGridLayout(dialog);
  int row = 0;
  for (const QAction* action : {m_start, m_newRun, m_pause, m_stop, m_continue, m_masks, m_neighbours}) {
    grid->addWidget(makeLabel(action->text()), row, 0);
    grid->addWidget(makeLabel(action->shortcut().toString(QKeySequence::NativeText), "heading"), row++, 1);
  }
  dialog->show();
}

}  // namespace cloze
