// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "engine/core/clock.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/run_charts.h"
#include "widgets/views/run_view.h"
#include "widgets/views/runs_panel.h"
#include "widgets/views/start_view.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QProgressDialog>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QToolBar>

namespace cloze {

MainWindow::MainWindow(const std::filesystem::path& logFile, WindowSettings settings, QWidget* parent)
    : QMainWindow(parent), m_hub(new RunHub(logFile, this)), m_preview(new PreviewSession(this)), m_settings(std::move(settings)), m_documents(new QTabWidget) {
  setWindowTitle(tr("Cloze"));
  setWindowIcon(icon(QStringLiteral("cloze"), IconColour::Accent));
  resize(m_settings.size);
  m_documents->setMovable(true);
  m_documents->setDocumentMode(true);
  m_documents->setElideMode(Qt::ElideRight);
  m_documents->tabBar()->setProperty("role", QStringLiteral("documents"));
  m_documents->tabBar()->setDrawBase(false);
  setCentralWidget(m_documents);
  createActions();
  createMenus();
  createToolBar();
  createDocks();
  createStatusBar();
  connectSignals();
  openStart();
  refreshActions();
}

MainWindow::~MainWindow() = default;

void MainWindow::createActions() {
  struct Row { QAction** action; const char* icon; QString text, help; QKeySequence keys; };
  const Row rows[] = {
      {&m_start, "start", tr("Start page"), tr("Examples, interrupted and recent runs"), QKeySequence(Qt::CTRL | Qt::Key_1)},
      {&m_newRun, "plus", tr("New run"), tr("Choose a model, a text and settings"), QKeySequence::New},
      {&m_pause, "pause", tr("Pause"), tr("Pause the run after its current step; inspecting goes on"), QKeySequence(Qt::CTRL | Qt::Key_P)},
      {&m_stop, "stop", tr("Stop"), tr("Save a checkpoint and end the run; it can be continued"), QKeySequence(Qt::CTRL | Qt::Key_Period)},
      {&m_continue, "continue", tr("Continue"), tr("Go on from the newest checkpoint, as if nothing had happened"), QKeySequence(Qt::CTRL | Qt::Key_R)},
      {&m_masks, "mask", tr("Masked words"), tr("Hide words of a sentence and see what a model expects"), QKeySequence(Qt::CTRL | Qt::Key_M)},
      {&m_neighbours, "neighbours", tr("Neighbours"), tr("Occurrences of a word that mean most nearly the same"), QKeySequence(Qt::CTRL | Qt::Key_E)},
  };
  for (const Row& row : rows) {
    *row.action = new QAction(icon(QString::fromLatin1(row.icon), row.action == &m_newRun ? IconColour::OnAccent : IconColour::Text), row.text, this);
    (*row.action)->setToolTip(QStringLiteral("%1 (%2)").arg(row.help, row.keys.toString(QKeySequence::NativeText)));
    (*row.action)->setShortcut(row.keys);
  }
  m_pause->setCheckable(true);
}

void MainWindow::createMenus() {
  QMenu* file = menuBar()->addMenu(tr("&File"));
  file->addAction(m_newRun);
  file->addAction(m_start);
  file->addSeparator();
  file->addAction(tr("&Close page"), QKeySequence::Close, this, [this] { closeDocument(m_documents->currentIndex()); });
  file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
  QMenu* run = menuBar()->addMenu(tr("&Run"));
  for (QAction* action : {m_pause, m_stop, m_continue}) run->addAction(action);
  QMenu* inspect = menuBar()->addMenu(tr("&Inspect"));
  for (QAction* action : {m_masks, m_neighbours}) inspect->addAction(action);
  QMenu* view = menuBar()->addMenu(tr("&View"));
  view->setObjectName(QStringLiteral("view"));
  m_themes = new QActionGroup(this);
  struct Choice { ThemeKind kind; QString text; };
  for (const Choice& choice : {Choice{ThemeKind::Light, tr("Light")}, Choice{ThemeKind::Dark, tr("Dark")}, Choice{ThemeKind::Contrast, tr("High contrast")}}) {
    QAction* action = m_themes->addAction(choice.text);
    action->setCheckable(true);
    action->setChecked(choice.kind == Theme::current().kind());
    view->addAction(action);
    connect(action, &QAction::triggered, this, [this, kind = choice.kind] { chooseTheme(kind); });
  }
  view->addSeparator();
  QMenu* language = view->addMenu(tr("Language"));
  for (const auto& [id, name] : {std::pair<const char*, QString>{"en", QStringLiteral("English")}, {"ru", QStringLiteral("Русский")}})
    language->addAction(name, this, [this, id = std::string(id)] {
      m_settings.language = id;
      say(RunHub::MessageKind::Note, tr("The language changes when Cloze is opened again."));
    });
  view->addSeparator();
  QMenu* help = menuBar()->addMenu(tr("&Help"));
  help->addAction(tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1), this, &MainWindow::showShortcuts);
  help->addAction(tr("About Cloze"), this, [this] {
    QMessageBox::about(this, tr("About Cloze"), tr("Cloze %1\nTrain language models, watch them learn, and look inside.\nFree software under the GNU General Public License, version 3 or later.").arg(QStringLiteral(CLOZE_VERSION)));
  });
}

void MainWindow::createToolBar() {
  QToolBar* bar = addToolBar(tr("Actions"));
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
  add(m_newRun, "primary");
  for (QAction* action : {m_pause, m_stop, m_continue}) add(action, nullptr);
  auto* space = new QWidget;
  space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  bar->addWidget(space);
  for (QAction* action : {m_masks, m_neighbours}) add(action, nullptr);
}

void MainWindow::createDocks() {
  m_runsPanel = new RunsPanel(m_hub->runs());
  m_logText = new QPlainTextEdit;
  m_logText->setReadOnly(true);
  m_logText->setProperty("role", QStringLiteral("log"));
  m_logText->setMaximumBlockCount(5000);
  m_logText->setAccessibleName(tr("Messages"));
  m_logText->setPlaceholderText(tr("What happens is written here."));
  QMenu* view = menuBar()->findChild<QMenu*>(QStringLiteral("view"));
  struct Dock { QString name, title; QWidget* content; Qt::DockWidgetArea area; };
  for (const Dock& row : {Dock{QStringLiteral("runs"), tr("Runs"), m_runsPanel, Qt::LeftDockWidgetArea}, Dock{QStringLiteral("log"), tr("Log"), m_logText, Qt::BottomDockWidgetArea}}) {
    auto* dock = new QDockWidget(row.title);
    dock->setObjectName(row.name);
    dock->setWidget(row.content);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    QLabel* title = makeLabel(row.title.toUpper(), "dock-title");
    dock->setTitleBarWidget(title);
    addDockWidget(row.area, dock);
    view->addAction(dock->toggleViewAction());
    const bool left = row.area == Qt::LeftDockWidgetArea;
    resizeDocks({dock}, {static_cast<int>(left ? m_settings.size.width() * m_settings.leftShare : m_settings.size.height() * m_settings.bottomShare)}, left ? Qt::Horizontal : Qt::Vertical);
  }
  m_runsPanel->setMinimumWidth(190);
}

void MainWindow::createStatusBar() {
  m_stateDot = new QLabel;
  m_state = makeLabel({});
  m_logName = makeLabel(tr("Log %1").arg(formatPath(QString::fromStdString(m_hub->logFile().string()))), "muted");
  m_message = makeButton({}, {}, "link");
  m_message->setToolTip(tr("The last message; click to put it away"));
  m_message->setAccessibleName(tr("The last message; click to put it away"));
  m_message->hide();
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(m_stateDot);
  statusBar()->addWidget(m_state);
  statusBar()->addWidget(m_logName);
  statusBar()->addPermanentWidget(m_message);
  connect(m_message, &QPushButton::clicked, m_message, &QWidget::hide);
  refreshState();
}

void MainWindow::connectSignals() {
  connect(m_start, &QAction::triggered, this, &MainWindow::openStart);
  connect(m_newRun, &QAction::triggered, this, &MainWindow::openNewRun);
  connect(m_masks, &QAction::triggered, this, &MainWindow::openMaskedTokens);
  connect(m_neighbours, &QAction::triggered, this, &MainWindow::openNeighbours);
  connect(m_pause, &QAction::triggered, this, [this](bool paused) { m_hub->pause(currentRun(), paused); });
  connect(m_stop, &QAction::triggered, this, [this] { m_hub->stop(currentRun()); });
  connect(m_continue, &QAction::triggered, this, [this] { m_hub->continueRun(currentRun()); });
  connect(m_documents, &QTabWidget::tabCloseRequested, this, &MainWindow::closeDocument);
  connect(m_documents, &QTabWidget::currentChanged, this, &MainWindow::refreshActions);
  connect(m_runsPanel, &RunsPanel::opened, this, [this](const QString& run) { openRun(run.toStdString()); });
  connect(m_runsPanel, &RunsPanel::continueRequested, this, [this](const QString& run) { m_hub->continueRun(run.toStdString()); openRun(run.toStdString()); });
  connect(m_runsPanel, &RunsPanel::duplicateRequested, this, &MainWindow::duplicateRun);
  connect(m_runsPanel, &RunsPanel::renameRequested, this, [this](const QString& run, const QString& name) { m_hub->rename(run.toStdString(), name.toStdString()); });
  connect(m_runsPanel, &RunsPanel::deleteRequested, this, &MainWindow::confirmDelete);
  connect(m_runsPanel, &RunsPanel::newRunRequested, this, &MainWindow::openNewRun);
  connect(m_hub, &RunHub::runsChanged, this, &MainWindow::refreshRuns);
  connect(m_hub, &RunHub::modelsChanged, this, &MainWindow::refreshModels);
  connect(m_hub, &RunHub::runEnded, this, &MainWindow::refreshActions);
  connect(m_hub, &RunHub::said, this, &MainWindow::say);
  connect(m_hub->runs(), &RunsModel::plottedChanged, this, &MainWindow::refreshPlotted);
  connectAnswers();
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
  m_pause->setEnabled(active);
  m_pause->setChecked(active && status == RunStatus::Paused);
  m_pause->setText(m_pause->isChecked() ? tr("Go on") : tr("Pause"));
  m_pause->setIcon(icon(m_pause->isChecked() ? QStringLiteral("play") : QStringLiteral("pause")));
  m_stop->setEnabled(active);
  m_continue->setEnabled(broken);
  m_continue->setVisible(broken);
  refreshState();
}

void MainWindow::refreshState() {
  const auto sessions = m_hub->sessions();
  const ThemeTokens& tokens = Theme::current().tokens();
  QString text = tr("Nothing trains in this window");
  QColor colour = tokens.muted;
  if (!sessions.empty()) {
    const RunRow& row = m_hub->data(sessions.front()->runId())->row();
    const bool paused = row.status == RunStatus::Paused;
    text = paused ? tr("Paused: %1").arg(QString::fromStdString(row.name)) : tr("Training: %1").arg(QString::fromStdString(row.name));
    if (row.steps > 0) text += QStringLiteral(", ") + formatPercent(static_cast<double>(row.step) / static_cast<double>(row.steps));
    if (sessions.size() > 1) text += tr(" and %n more", nullptr, static_cast<int>(sessions.size()) - 1);
    colour = paused ? tokens.warn : tokens.good;
  }
  m_state->setText(text);
  m_stateDot->setPixmap(iconPixmap(sessions.empty() ? QStringLiteral("ok") : QStringLiteral("play"), colour, 16, devicePixelRatioF()));
}

void MainWindow::say(RunHub::MessageKind kind, const QString& text) {
  m_logText->appendPlainText(formatTime(unixMilliseconds()) + QStringLiteral("  ") + text);
  refreshState();
  const bool trouble = kind == RunHub::MessageKind::Error || kind == RunHub::MessageKind::Warning;
  if (!trouble) return;
  m_message->setIcon(icon(kind == RunHub::MessageKind::Error ? QStringLiteral("error") : QStringLiteral("warning"), kind == RunHub::MessageKind::Error ? IconColour::Bad : IconColour::Warn));
  m_message->setText(fontMetrics().elidedText(text.simplified(), Qt::ElideRight, width() / 2));
  m_message->setToolTip(text);
  m_message->show();
}

void MainWindow::chooseTheme(ThemeKind kind) {
  m_settings.theme = kind;
  Theme::apply(*qApp, kind, Theme::current().fontScale());
}

MainWindow::ClosingChoice MainWindow::askBeforeClosing() {
  QMessageBox box(QMessageBox::Question, tr("A run is training"), tr("What shall happen to it?"), QMessageBox::NoButton, this);
  box.setInformativeText(tr("Both ways save a checkpoint first; nothing is lost."));
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
  m_settings.size = size();
  m_settings.leftShare = static_cast<double>(m_runsPanel->width()) / std::max(1, width());
  m_settings.bottomShare = static_cast<double>(m_logText->height()) / std::max(1, height());
  try {
    writeWindowSettings(windowSettingsFile(), m_settings);
  } catch (const std::exception&) {                      // a read-only home: the window closes all the same
  }
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
