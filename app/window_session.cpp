// What the window comes back to: layouts, the documents that were open, theme, text size and language.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/engine_status.h"
#include "engine/core/schema.h"
#include "widgets/shared/document_area.h"
#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/translation.h"
#include "widgets/views/compare_view.h"
#include "widgets/views/inspector_panel.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/spans_view.h"
#include "widgets/views/new_run_view.h"
#include "widgets/views/next_words_view.h"
#include "widgets/views/runs_panel.h"
#include "widgets/views/order_view.h"
#include "widgets/views/replaced_words_view.h"
#include "widgets/views/run_view.h"
#include "widgets/views/start_view.h"
#include "widgets/views/timeline.h"
#include "widgets/views/transfer_view.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QInputDialog>
#include <QMenu>
#include <QPlainTextEdit>

#include <algorithm>

namespace cloze {

namespace {

const QString kRunKey = QStringLiteral("run:"), kTransferKey = QStringLiteral("transfer:");
bool isOfRun(const QString& key) { return key.startsWith(kRunKey) || key.startsWith(kTransferKey); }

}  // namespace

QString MainWindow::layoutTitle(const std::string& name) {
  if (name == "train") return tr("Train");
  if (name == "inspect") return tr("Inspect");
  if (name == "compare") return tr("Compare");
  if (name == "teach") return tr("Teach");
  return QString::fromStdString(name);
}

WindowLayout MainWindow::layoutNow() const {
  WindowLayout layout;
  const auto shown = [this](const char* dock) { return m_docks.at(dock)->toggleViewAction()->isChecked(); };
  layout.runs = shown("runs");
  layout.inspector = shown("inspector");
  layout.log = shown("log");
  layout.timeline = shown("timeline");
  const auto share = [](int part, int whole) { return std::clamp(static_cast<double>(part) / std::max(1, whole), 0.05, 0.5); };
  if (m_docks.at("runs")->isVisible()) layout.left = share(m_docks.at("runs")->width(), width());
  if (m_docks.at("inspector")->isVisible()) layout.right = share(m_docks.at("inspector")->width(), width());
  if (m_docks.at("log")->isVisible()) layout.bottom = share(m_docks.at("log")->height(), height());
  layout.textScale = m_textScale;
  const Session session = sessionNow();
  for (const OpenDocument& document : session.documents)
    if (document.key.rfind("run:", 0) != 0) layout.documents.push_back(document.key);
  layout.panes = m_documents->arrangement();
  return layout;
}

void MainWindow::resizeParts(const WindowLayout& layout) {
  const auto part = [](int whole, double share) { return static_cast<int>(whole * share); };
  resizeDocks({m_docks.at("runs"), m_docks.at("inspector")}, {part(width(), layout.left), part(width(), layout.right)}, Qt::Horizontal);
  resizeDocks({m_docks.at("log"), m_docks.at("timeline")}, {part(width(), 0.64), part(width(), 0.36)}, Qt::Horizontal);
  resizeDocks({m_docks.at("log"), m_docks.at("timeline")}, {part(height(), layout.bottom), part(height(), layout.bottom)}, Qt::Vertical);
}

// Sizes hold only once there is something to divide.
void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  if (!std::exchange(m_shown, true) && m_settings.shown) resizeParts(*m_settings.shown);
}

void MainWindow::applyLayout(const WindowLayout& layout) {
  const bool inspector = layout.inspector && width() >= layout.inspectorFrom;
  for (const auto& [name, visible] : {std::pair<const char*, bool>{"runs", layout.runs}, {"inspector", inspector}, {"log", layout.log}, {"timeline", layout.timeline}}) m_docks.at(name)->setVisible(visible);
  resizeParts(layout);
  if (m_textScale != layout.textScale) {
    m_textScale = layout.textScale;
    Theme::apply(*qApp, Theme::current().kind(), m_settings.fontScale * m_textScale);
  }
  QWidget* front = m_documents->currentWidget();
  for (const std::string& key : layout.documents) openByKey(QString::fromStdString(key));
  if (layout.panes.is_object()) m_documents->arrange(layout.panes);
  if (front && layout.documents.empty()) m_documents->setCurrentWidget(front);
  m_settings.shown = layout;
}

void MainWindow::chooseLayout(const std::string& name) {
  std::vector<WindowLayout> all = shippedLayouts();
  all.insert(all.end(), m_settings.layouts.begin(), m_settings.layouts.end());
  for (const WindowLayout& layout : all)
    if (layout.name == name) return applyLayout(layout);
}

void MainWindow::saveLayoutAs(const std::string& name) {
  WindowLayout layout = layoutNow();
  layout.name = name;
  auto& own = m_settings.layouts;
  own.erase(std::remove_if(own.begin(), own.end(), [&name](const WindowLayout& former) { return former.name == name; }), own.end());
  own.push_back(std::move(layout));
  saveSettings();
}

void MainWindow::askLayoutName() {
  const QString name = QInputDialog::getText(this, tr("Save the layout"), tr("Name")).trimmed();
  if (!name.isEmpty()) saveLayoutAs(name.toStdString());
}

// What is shown and how large; the documents stay, in one pane.
void MainWindow::resetLayout() {
  m_documents->unite();
  applyLayout(shippedLayouts().front());
}

void MainWindow::createLayoutMenu(QMenu* view) {
  QMenu* menu = view->addMenu(tr("Layout"));
  menu->setObjectName(QStringLiteral("layouts"));
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillLayoutMenu(menu); });
  fillLayoutMenu(menu);
}

void MainWindow::fillLayoutMenu(QMenu* menu) {
  menu->clear();
  for (const WindowLayout& layout : shippedLayouts()) menu->addAction(layoutTitle(layout.name), this, [this, name = layout.name] { chooseLayout(name); });
  if (!m_settings.layouts.empty()) menu->addSeparator();
  for (const WindowLayout& layout : m_settings.layouts) menu->addAction(layoutTitle(layout.name), this, [this, name = layout.name] { chooseLayout(name); });
  menu->addSeparator();
  menu->addAction(action("save-layout"));
  menu->addAction(action("reset-layout"));
}

Session MainWindow::sessionNow() const {
  Session session;
  for (int i = 0; i < m_documents->count(); ++i) {
    const QWidget* document = m_documents->widget(i);
    session.documents.push_back({document->objectName().toStdString(), documentState(document)});
  }
  session.panes = m_documents->arrangement();
  if (const QWidget* current = m_documents->currentWidget()) session.current = current->objectName().toStdString();
  return session;
}

Json MainWindow::documentState(const QWidget* document) const {
  Json state = Json::object();
  if (const auto* form = qobject_cast<const NewRunView*>(document)) state["spec"] = toJson(Described(form->spec()));
  if (const auto* asking = qobject_cast<const AskingView*>(document)) state["sentence"] = asking->sentence().toStdString();
  if (const auto* compare = qobject_cast<const CompareView*>(document))
    for (const RunData* run : compare->runs()) state["runs"].push_back(run->id());
  return state;
}

// The file may have been edited: what is not understood is passed over.
void MainWindow::restoreDocument(QWidget* document, const Json& state) {
  if (!state.is_object()) return;
  const auto sentence = [&state] { return state.contains("sentence") && state["sentence"].is_string() ? QString::fromStdString(state["sentence"].get<std::string>()) : QString(); };
  if (auto* asking = qobject_cast<AskingView*>(document); asking && !sentence().isEmpty()) asking->setSentence(sentence());
  if (auto* compare = qobject_cast<CompareView*>(document); compare && state.contains("runs") && state["runs"].is_array())
    for (const RunRow& row : m_hub->runs()->rows())
      if (std::find(state["runs"].begin(), state["runs"].end(), Json(row.id)) != state["runs"].end()) compare->addRun(m_hub->data(row.id));
  auto* form = qobject_cast<NewRunView*>(document);
  if (!form || !state.contains("spec")) return;
  try {
    RunSpec spec;
    fromJson(spec, state["spec"], UnknownKeys::AreKept);
    form->setSpec(spec);
  } catch (const std::exception&) {                      // of another version: the page begins anew
  }
}

// Runs wait until the log has been read: one may have been deleted meanwhile.
void MainWindow::restoreSession(const Session& session) {
  m_toRestore = session;
  for (const OpenDocument& entry : session.documents) {
    const QString key = QString::fromStdString(entry.key);
    if (isOfRun(key)) continue;
    if (QWidget* document = openByKey(key)) restoreDocument(document, entry.state);
  }
  const auto isStart = [](const OpenDocument& entry) { return entry.key == "start"; };
  const bool wanted = session.documents.empty() || std::any_of(session.documents.begin(), session.documents.end(), isStart);
  if (!wanted && m_documents->count() > 1) closeDocument(m_documents->indexOf(m_open.at(QStringLiteral("start"))));
  if (!m_hub->runs()->rows().empty()) restoreRuns();
  else if (session.panes.is_object()) m_documents->arrange(session.panes);
  if (const auto current = m_open.find(QString::fromStdString(session.current)); current != m_open.end()) m_documents->setCurrentWidget(current->second);
}

void MainWindow::restoreRuns() {
  const Session session = std::exchange(m_toRestore, Session());
  if (session.documents.empty()) return;
  QWidget* front = m_documents->currentWidget();
  for (const OpenDocument& entry : session.documents) {
    const QString key = QString::fromStdString(entry.key);
    QWidget* document = isOfRun(key) || key == QLatin1String("compare") ? openByKey(key) : nullptr;
    if (document) restoreDocument(document, entry.state);
  }
  if (session.panes.is_object()) m_documents->arrange(session.panes);
  const auto current = m_open.find(QString::fromStdString(session.current));
  m_documents->setCurrentWidget(current != m_open.end() ? current->second : front);
  const bool startWanted = std::any_of(session.documents.begin(), session.documents.end(), [](const OpenDocument& entry) { return entry.key == "start"; });
  if (const auto start = m_open.find(QStringLiteral("start")); !startWanted && start != m_open.end()) closeDocument(m_documents->indexOf(start->second));
}

QWidget* MainWindow::openByKey(const QString& key) {
  struct Row { const char* key; QWidget* (*open)(MainWindow& window); };
  static const Row rows[] = {{"start", [](MainWindow& window) -> QWidget* { return window.openStart(); }},
                             {"new-run", [](MainWindow& window) -> QWidget* { return window.openNewRun(); }},
                             {"masked-tokens", [](MainWindow& window) -> QWidget* { return window.openMaskedTokens(); }},
                             {"next-words", [](MainWindow& window) -> QWidget* { return window.openNextWords(); }},
                             {"replaced-words", [](MainWindow& window) -> QWidget* { return window.openReplacedWords(); }},
                             {"order", [](MainWindow& window) -> QWidget* { return window.openOrder(); }},
                             {"compare", [](MainWindow& window) -> QWidget* { return window.openCompare({}); }},
                             {"neighbours", [](MainWindow& window) -> QWidget* { return window.openNeighbours(); }},
                             {"spans", [](MainWindow& window) -> QWidget* { return window.openSpans(); }}};
  for (const Row& row : rows)
    if (key == QLatin1String(row.key)) return row.open(*this);
  const std::string run = isOfRun(key) ? key.section(QLatin1Char(':'), 1).toStdString() : std::string();
  for (const RunRow& row : m_hub->runs()->rows())
    if (!run.empty() && row.id == run) return key.startsWith(kRunKey) ? static_cast<QWidget*>(openRun(run)) : openTransfer(run);
  return nullptr;
}

void MainWindow::readSettingsProblem() {
  if (m_settings.broken.empty()) return;
  m_notice->say(QStringLiteral("warning"), "banner-warn", tr("The window's settings could not all be used; the rest is as at first. The file is kept as %1.").arg(formatPath(QString::fromStdString(m_settings.broken.string()))), tr("Dismiss"));
}

void MainWindow::saveSettings() {
  if (!isMaximized() && !isFullScreen()) m_settings.size = size();
  m_settings.shown = layoutNow();
  m_settings.session = sessionNow();
  try {
    writeWindowSettings(windowSettingsFile(), m_settings);
  } catch (const std::exception& error) {                // a read-only home: the window works all the same
    m_status->say(RunHub::MessageKind::Warning, QString::fromUtf8(error.what()));
  }
}

void MainWindow::chooseTheme(ThemeKind kind) {
  m_settings.theme = kind;
  Theme::apply(*qApp, kind, Theme::current().fontScale());
}

void MainWindow::changeFontScale(double factor) {
  m_settings.fontScale = factor > 0 ? std::clamp(m_settings.fontScale * factor, 0.7, 3.0) : 1.0;
  Theme::apply(*qApp, Theme::current().kind(), m_settings.fontScale * m_textScale);
}

void MainWindow::changeLanguage(const QString& id) {
  m_settings.language = id.toStdString();
  const WindowLayout layout = layoutNow();
  const Session session = sessionNow();
  const QString log = m_logText->toPlainText();
  tearDown();
  installLanguage(*qApp, id);
  build();
  m_logText->setPlainText(log);
  applyLayout(layout);
  restoreSession(session);
  saveSettings();
}

}  // namespace cloze
