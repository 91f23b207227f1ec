// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/engine_status.h"
#include "engine/core/clock.h"
#include "widgets/shared/command_palette.h"
#include "widgets/shared/document_area.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/views/inspector_panel.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/runs_panel.h"
#include "widgets/views/timeline.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressDialog>
#include <QStatusBar>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

MainWindow::MainWindow(const std::filesystem::path& logFile, WindowSettings settings, QWidget* parent)
    : QMainWindow(parent), m_hub(new RunHub(logFile, this)), m_preview(new PreviewSession(this)), m_settings(std::move(settings)) {
  setWindowTitle(tr("Cloze"));
  setWindowIcon(icon(QStringLiteral("cloze"), IconColour::Accent));
  setAcceptDrops(true);
  resize(m_settings.size);
  build();
  connectHub();
  applyLayout(m_settings.shown ? *m_settings.shown : shippedLayouts().front());
  restoreSession(m_settings.session);
  readSettingsProblem();
}

MainWindow::~MainWindow() = default;

// All that has words in it; made again when the language changes.
void MainWindow::build() {
  auto* centre = new QWidget;
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_notice = new Banner);
  column->addWidget(m_documents = new DocumentArea, 1);
  setCentralWidget(centre);
  createActions();
  createMenus();
  createToolBar();
  createDocks();
  createStatusBar();
  m_palette = new CommandPalette(this);
  connectSignals();
  openStart();
  refreshActions();
}

void MainWindow::tearDown() {
  m_documents->disconnect(this);
  m_open.clear();
  for (const auto& [name, dock] : m_docks) delete dock;
  m_docks.clear();
  delete m_toolBar;
  delete m_palette;
  delete m_status;
  setMenuBar(nullptr);
  for (const auto& [id, action] : m_actions) delete action;
  m_actions.clear();
  delete m_themes;
  delete takeCentralWidget();
}

void MainWindow::createToolBar() {
  QToolBar* bar = m_toolBar = addToolBar(tr("Actions"));
  bar->setMovable(false);
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  const auto add = [bar](QAction* action, const char* role) {
    QPushButton* button = makeButton(action->text(), {}, role);
    button->setIcon(action->icon());
    button->setToolTip(action->toolTip());
    button->setCheckable(action->isCheckable());
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, button, [button, action] {
      button->setEnabled(action->isEnabled());
      button->setChecked(action->isChecked());
      button->setText(action->text());
      button->setIcon(action->icon());
    });
    QAction* place = bar->addWidget(button);
    const auto follow = [place, action] { place->setVisible(action->isVisible()); };
    connect(action, &QAction::changed, button, follow);
    follow();
  };
  add(action("new-run"), "primary");
  for (const char* id : {"pause", "stop", "continue"}) add(action(id), nullptr);
  auto* space = new QWidget;
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(space);
  for (const char* id : {"masks", "neighbours"}) add(action(id), nullptr);
}

void MainWindow::createDocks() {
  m_runsPanel = new RunsPanel(m_hub->runs());
  m_runsPanel->setMinimumWidth(190);
  m_inspector = new InspectorPanel;
  m_inspector->setMinimumWidth(200);
  m_timeline = new Timeline;
  m_timeline->setMinimumWidth(200);
  m_logText = new QPlainTextEdit;
  m_logText->setReadOnly(true);
  m_logText->setProperty("role", QStringLiteral("log"));
  m_logText->setMaximumBlockCount(5000);
  m_logText->setAccessibleName(tr("Messages"));
  m_logText->setPlaceholderText(tr("What happens is written here."));
  QMenu* view = menuBar()->findChild<QMenu*>(QStringLiteral("view"));
  struct Dock { const char* name; QString title; QWidget* content; Qt::DockWidgetArea area; QKeySequence keys; };
  for (const Dock& row : {Dock{"runs", tr("Runs"), m_runsPanel, Qt::LeftDockWidgetArea, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R)},
                          Dock{"inspector", tr("Inspector"), m_inspector, Qt::RightDockWidgetArea, QKeySequence(Qt::CTRL | Qt::Key_I)},
                          Dock{"log", tr("Log"), m_logText, Qt::BottomDockWidgetArea, QKeySequence(Qt::CTRL | Qt::Key_L)},
                          Dock{"timeline", tr("Timeline"), m_timeline, Qt::BottomDockWidgetArea, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)}}) {
    auto* dock = new QDockWidget(row.title);
    dock->setObjectName(QString::fromLatin1(row.name));
    dock->setWidget(row.content);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    dock->setTitleBarWidget(makeLabel(row.title.toUpper(), "dock-title"));
    dock->toggleViewAction()->setShortcut(row.keys);
    addDockWidget(row.area, dock);
    view->addAction(dock->toggleViewAction());
    m_docks[row.name] = dock;
  }
  splitDockWidget(m_docks.at("log"), m_docks.at("timeline"), Qt::Horizontal);
  setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
}

void MainWindow::createStatusBar() {
  m_status = new EngineStatus(m_hub);
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(m_status, 1);
}

void MainWindow::connectHub() {
  connect(m_hub, &RunHub::runsChanged, this, &MainWindow::takeRuns);
  connect(m_hub, &RunHub::modelsChanged, this, &MainWindow::refreshModels);
  connect(m_hub, &RunHub::runEnded, this, &MainWindow::refreshActions);
  connect(m_hub, &RunHub::said, this, &MainWindow::say);
  connect(m_hub, &RunHub::logProblem, this, [this](const QString& text) { m_runsPanel->sayProblem(text); });
  connect(m_hub->runs(), &RunsModel::plottedChanged, this, &MainWindow::refreshPlotted);
  connectAnswers();
}

void MainWindow::connectSignals() {
  connect(m_documents, &DocumentArea::tabCloseRequested, this, &MainWindow::closeDocument);
  connect(m_documents, &DocumentArea::currentChanged, this, &MainWindow::refreshActions);
  connect(m_documents, &DocumentArea::currentChanged, this, [this] {
    const auto* view = qobject_cast<RunView*>(m_documents->currentWidget());
    if (!view) return;
    inspectRun(view->run()->id());
    m_runsPanel->select(QString::fromStdString(view->run()->id()));
  });
  connect(m_documents, &DocumentArea::arranged, this, &MainWindow::refreshActions);
  connect(m_notice, &Banner::triggered, m_notice, &Banner::clear);
  connectRunsPanel();
  connectInspector();
}

void MainWindow::connectRunsPanel() {
  connect(m_runsPanel, &RunsPanel::opened, this, [this](const QString& run) { openRun(run.toStdString()); });
  connect(m_runsPanel, &RunsPanel::selected, this, [this](const QString& run) { inspectRun(run.toStdString()); refreshActions(); });
  connect(m_runsPanel, &RunsPanel::describeRequested, this, [this](const QString& run) { inspectRun(run.toStdString()); describeCurrent(); });
  connect(m_runsPanel, &RunsPanel::continueRequested, this, [this](const QString& run) { m_hub->continueRun(run.toStdString()); openRun(run.toStdString()); });
  connect(m_runsPanel, &RunsPanel::duplicateRequested, this, &MainWindow::duplicateRun);
  connect(m_runsPanel, &RunsPanel::renameRequested, this, [this](const QString& run, const QString& name) { m_hub->rename(run.toStdString(), name.toStdString()); });
  connect(m_runsPanel, &RunsPanel::deleteRequested, this, &MainWindow::confirmDelete);
  connect(m_runsPanel, &RunsPanel::compareRequested, this, &MainWindow::compareTicked);
  connect(m_runsPanel, &RunsPanel::newRunRequested, this, &MainWindow::openNewRun);
  connect(m_runsPanel, &RunsPanel::startQueuedRequested, this, [this](const QString& run) { m_hub->startQueued(run.toStdString()); });
  connect(m_runsPanel, &RunsPanel::removeQueuedRequested, this, [this](const QString& run) { m_hub->removeQueued(run.toStdString()); });
}

void MainWindow::connectInspector() {
  connect(m_inspector, &InspectorPanel::described, this, [this](const QString& run, const QString& tags, const QString& note) { m_hub->describe(run.toStdString(), tags.toStdString(), note.toStdString()); });
  connect(m_inspector, &InspectorPanel::runRequested, this, [this](const QString& run) { openRun(run.toStdString()); });
  connect(m_inspector, &InspectorPanel::masksRequested, this, [this](const ModelChoice& model) { openMaskedTokens()->showModel(model); });
  connect(m_inspector, &InspectorPanel::neighboursRequested, this, [this](const ModelChoice& model) { openNeighbours()->showModel(model); });
  connect(m_timeline, &Timeline::checkpointChosen, this, [this](const QString& run, qint64 step) { inspectCheckpoint(run.toStdString(), step); m_docks.at("inspector")->show(); });
  connect(m_timeline, &Timeline::stepChosen, this, [this](const QString& run, qint64) { openRun(run.toStdString()); });
}

void MainWindow::inspect(const Inspected& thing) { m_inspector->inspect(thing); }

void MainWindow::inspectRun(const std::string& run) {
  RunData* selected = run.empty() ? nullptr : m_hub->data(run);
  m_inspector->inspectRun(selected);
  m_timeline->setRun(selected);
}

void MainWindow::inspectCheckpoint(const std::string& run, std::int64_t step) {
  RunData* selected = m_hub->data(run);
  m_inspector->inspectCheckpoint(selected, step);
  m_timeline->setRun(selected);
}

void MainWindow::refreshActions() {
  const std::string run = currentRun();
  const RunRow* row = nullptr;
  for (const RunRow& candidate : m_hub->runs()->rows())
    if (candidate.id == run) row = &candidate;
  const bool here = m_hub->trainsHere(run);
  const RunStatus status = here ? m_hub->data(run)->row().status : row ? row->status : RunStatus::Finished;
  const bool active = here || status == RunStatus::Running || status == RunStatus::Paused;
  const bool broken = !active && (status == RunStatus::Interrupted || status == RunStatus::Stopped);
  QAction* pause = action("pause");
  pause->setEnabled(active);
  pause->setChecked(active && status == RunStatus::Paused);
  pause->setText(pause->isChecked() ? tr("Go on") : tr("Pause"));
  pause->setIcon(icon(pause->isChecked() ? QStringLiteral("play") : QStringLiteral("pause")));
  action("stop")->setEnabled(active);
  action("continue")->setEnabled(broken);
  action("continue")->setVisible(broken);
  action("close")->setEnabled(m_documents->count() > 1);
  for (const char* id : {"next", "previous"}) action(id)->setEnabled(m_documents->count() > 1);
  for (const char* id : {"split-right", "split-down"}) action(id)->setEnabled(m_documents->canSplit());
  action("move")->setEnabled(m_documents->paneCount() > 1 || m_documents->canSplit());
  action("unite")->setEnabled(m_documents->paneCount() > 1);
  m_status->refresh();
}

void MainWindow::say(RunHub::MessageKind kind, const QString& text) {
  m_logText->appendPlainText(formatTime(unixMilliseconds()) + QStringLiteral("  ") + text);
  m_status->refresh();
  m_status->say(kind, text);
}

MainWindow::ClosingChoice MainWindow::askBeforeClosing() {
  QMessageBox box(QMessageBox::Question, tr("A run is training"), tr("What shall happen to it?"), QMessageBox::NoButton, this);
  const int queued = static_cast<int>(m_hub->queue().size());
  box.setInformativeText(tr("Both ways save a checkpoint first; nothing is lost.") + (queued > 0 ? QLatin1Char(' ') + tr("%n runs in the queue will not start.", nullptr, queued) : QString()));
  QPushButton* stop = box.addButton(tr("Stop and save"), QMessageBox::AcceptRole);
  QPushButton* background = box.addButton(tr("Continue in the background"), QMessageBox::ActionRole);
  box.addButton(tr("Cancel"), QMessageBox::RejectRole);
  box.exec();
  if (box.clickedButton() == stop) return ClosingChoice::StopAndSave;
  return box.clickedButton() == background ? ClosingChoice::ContinueInBackground : ClosingChoice::Cancel;
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!m_closing && !m_hub->sessions().empty()) {
    event->ignore();
    return closeWith(askBeforeClosing());
  }
  saveSettings();
  event->accept();
}

void MainWindow::closeWith(ClosingChoice choice) {
  if (choice == ClosingChoice::Cancel) return;
  std::vector<std::filesystem::path> folders;
  for (const TrainingSession* session : m_hub->sessions()) folders.push_back(session->out());
  auto* wait = new QProgressDialog(tr("Saving a checkpoint..."), QString(), 0, 0, this);
  wait->setWindowTitle(tr("Closing"));
  wait->setMinimumDuration(300);
  m_closing = true;
  m_hub->stopAll([this, wait, folders, choice] {
    wait->deleteLater();
    if (choice == ClosingChoice::ContinueInBackground)
      for (const auto& out : folders) m_hub->continueInBackground(out);
    close();
  });
}

}  // namespace cloze
