// The window's actions in one table, from which come the menus, the tool bar, the command palette and the sheet of shortcuts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "widgets/shared/command_palette.h"
#include "widgets/shared/document_area.h"
#include "widgets/shared/parts.h"
#include "widgets/views/compare_view.h"
#include "widgets/views/runs_panel.h"

#include <QActionGroup>
#include <QApplication>
#include <QDialog>
#include <QDockWidget>
#include <QGridLayout>
#include <QMenuBar>
#include <QMessageBox>
#include <QScrollArea>

namespace cloze {

namespace {

struct MenuRow { const char *id, *title; };
constexpr MenuRow kMenus[] = {{"file", QT_TRANSLATE_NOOP("cloze::MainWindow", "&File")},       {"run", QT_TRANSLATE_NOOP("cloze::MainWindow", "&Run")},
                              {"inspect", QT_TRANSLATE_NOOP("cloze::MainWindow", "&Inspect")}, {"view", QT_TRANSLATE_NOOP("cloze::MainWindow", "&View")},
                              {"help", QT_TRANSLATE_NOOP("cloze::MainWindow", "&Help")}};

QString plain(QString text) { return text.remove(QLatin1Char('&')); }
QString keysText(const QAction* action) { return action->shortcut().toString(QKeySequence::NativeText); }

}  // namespace

const std::vector<MainWindow::ActionRow>& MainWindow::actionRows() {
  using Keys = QKeySequence;
  static const std::vector<ActionRow> rows{
      {"new-run", "file", "plus", QT_TR_NOOP("New run"), QT_TR_NOOP("Choose a model, a text and settings"), Keys(Keys::New), &MainWindow::showNewRun},
      {"start", "file", "start", QT_TR_NOOP("Start page"), QT_TR_NOOP("Examples, interrupted and recent runs"), Keys(Qt::CTRL | Qt::Key_1), &MainWindow::showStart},
      {"open", "file", "file", QT_TR_NOOP("Open a file..."), QT_TR_NOOP("A text to train on, or a specification of a run"), Keys(Keys::Open), &MainWindow::chooseFile},
      {"open-folder", "file", "folder", QT_TR_NOOP("Open a folder..."), QT_TR_NOOP("A checkpoint to look inside, a run, or a folder of texts"), Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_O), &MainWindow::chooseFolder},
      {"close", "file", "close", QT_TR_NOOP("Close page"), QT_TR_NOOP("Close the document in front; nothing that trains is stopped"), Keys(Keys::Close), &MainWindow::closeCurrent},
      {"quit", "file", "", QT_TR_NOOP("Quit"), QT_TR_NOOP("Close the window; runs that train are asked about"), Keys(Qt::CTRL | Qt::Key_Q), &MainWindow::quit},
      {"pause", "run", "pause", QT_TR_NOOP("Pause"), QT_TR_NOOP("Pause the run after its current step; inspecting goes on"), Keys(Qt::CTRL | Qt::Key_P), &MainWindow::togglePause},
      {"stop", "run", "stop", QT_TR_NOOP("Stop"), QT_TR_NOOP("Save a checkpoint and end the run; it can be continued"), Keys(Qt::CTRL | Qt::Key_Period), &MainWindow::stopCurrent},
      {"continue", "run", "continue", QT_TR_NOOP("Continue"), QT_TR_NOOP("Go on from the newest checkpoint, as if nothing had happened"), Keys(Qt::CTRL | Qt::Key_R), &MainWindow::continueCurrent},
      {"rename", "run", "", QT_TR_NOOP("Rename..."), QT_TR_NOOP("Another name for the selected run"), Keys(Qt::Key_F2), &MainWindow::renameCurrent},
      {"describe", "run", "", QT_TR_NOOP("Tags and note"), QT_TR_NOOP("Written in the inspector, found by the filter"), Keys(Qt::CTRL | Qt::Key_T), &MainWindow::describeCurrent},
      {"duplicate", "run", "copy", QT_TR_NOOP("Duplicate and change"), QT_TR_NOOP("A new run with the settings of this one, to be changed first"), Keys(Qt::CTRL | Qt::Key_D), &MainWindow::duplicateCurrent},
      {"delete", "run", "", QT_TR_NOOP("Delete..."), QT_TR_NOOP("Remove the selected run from the log, and its folder if you wish"), Keys(), &MainWindow::deleteCurrent},
      {"compare", "run", "chart", QT_TR_NOOP("Compare runs"), QT_TR_NOOP("The runs with a tick over each other, or the current one"), Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_C), &MainWindow::compareTicked},
      {"transfer", "run", "chart", QT_TR_NOOP("Did transfer help?"), QT_TR_NOOP("The task of a fine-tuned run from scratch and from its checkpoint, with few labels and with many"), Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_H), &MainWindow::showTransfer},
      {"masks", "inspect", "mask", QT_TR_NOOP("Masked words"), QT_TR_NOOP("Hide words of a sentence and see what a model expects"), Keys(Qt::CTRL | Qt::Key_M), &MainWindow::showMaskedTokens},
      {"neighbours", "inspect", "neighbours", QT_TR_NOOP("Neighbours"), QT_TR_NOOP("Occurrences of a word that mean most nearly the same"), Keys(Qt::CTRL | Qt::Key_E), &MainWindow::showNeighbours},
      {"spans", "inspect", "mask", QT_TR_NOOP("Hidden spans"), QT_TR_NOOP("Hide stretches of a text and see what a model that reads and writes makes of them"), Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_M), &MainWindow::showSpans},
      {"next-words", "inspect", "follow", QT_TR_NOOP("Next words"), QT_TR_NOOP("Type a beginning, see what comes next, let the model go on writing"), Keys(Qt::CTRL | Qt::Key_G), &MainWindow::showNextWords},
      {"replaced-words", "inspect", "dice", QT_TR_NOOP("Replaced words"), QT_TR_NOOP("A generator replaces words of a sentence, the model says which"), Keys(Qt::CTRL | Qt::Key_J), &MainWindow::showReplacedWords},
      {"order", "inspect", "neighbours", QT_TR_NOOP("Words in random order"), QT_TR_NOOP("The order in which words are predicted, and what each may see"), Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_J), &MainWindow::showOrder},
      {"split-right", "view", "", QT_TR_NOOP("Split to the right"), QT_TR_NOOP("Show the document in front beside the others"), Keys(Qt::CTRL | Qt::Key_Backslash), &MainWindow::splitRight},
      {"split-down", "view", "", QT_TR_NOOP("Split downwards"), QT_TR_NOOP("Show the document in front below the others"), Keys(Qt::CTRL | Qt::SHIFT | Qt::Key_Backslash), &MainWindow::splitDown},
      {"move", "view", "", QT_TR_NOOP("Move to the other side"), QT_TR_NOOP("Carry the document in front to the next pane"), Keys(Qt::CTRL | Qt::ALT | Qt::Key_Right), &MainWindow::moveToOtherPane},
      {"unite", "view", "", QT_TR_NOOP("One pane"), QT_TR_NOOP("All documents as tabs of one pane"), Keys(), &MainWindow::unitePanes},
      {"next", "view", "", QT_TR_NOOP("Next document"), QT_TR_NOOP("The next tab"), Keys(Qt::CTRL | Qt::Key_PageDown), &MainWindow::nextDocument},
      {"previous", "view", "", QT_TR_NOOP("Previous document"), QT_TR_NOOP("The tab before"), Keys(Qt::CTRL | Qt::Key_PageUp), &MainWindow::previousDocument},
      {"focus", "view", "", QT_TR_NOOP("Next part of the window"), QT_TR_NOOP("Keyboard to the runs, the documents, the inspector, the log in turn"), Keys(Qt::Key_F6), &MainWindow::focusNextPart},
      {"larger", "view", "", QT_TR_NOOP("Larger text"), QT_TR_NOOP("All text one size larger"), Keys(Qt::CTRL | Qt::Key_Plus), &MainWindow::largerText},
      {"smaller", "view", "", QT_TR_NOOP("Smaller text"), QT_TR_NOOP("All text one size smaller"), Keys(Qt::CTRL | Qt::Key_Minus), &MainWindow::smallerText},
      {"normal", "view", "", QT_TR_NOOP("Normal text"), QT_TR_NOOP("Text at 100 %"), Keys(Qt::CTRL | Qt::Key_0), &MainWindow::normalText},
      {"save-layout", "", "save", QT_TR_NOOP("Save the layout as..."), QT_TR_NOOP("Keep what is shown where under a name"), Keys(), &MainWindow::askLayoutName},
      {"reset-layout", "", "reset", QT_TR_NOOP("Reset the layout"), QT_TR_NOOP("Panels and sizes as they were at first"), Keys(), &MainWindow::resetLayout},
      {"palette", "help", "search", QT_TR_NOOP("Search everything"), QT_TR_NOOP("Find an action, a document or a run by a few letters"), Keys(Qt::CTRL | Qt::Key_K), &MainWindow::showPalette},
      {"shortcuts", "help", "", QT_TR_NOOP("Keyboard shortcuts"), QT_TR_NOOP("All keys on one sheet"), Keys(Qt::Key_F1), &MainWindow::showShortcuts},
      {"tour", "help", "", QT_TR_NOOP("Show the tour"), QT_TR_NOOP("Three cards on the start page"), Keys(), &MainWindow::showTour},
      {"about", "help", "info", QT_TR_NOOP("About Cloze"), QT_TR_NOOP("Version and licence"), Keys(), &MainWindow::showAbout},
  };
  return rows;
}

QAction* MainWindow::action(const char* id) const { return m_actions.at(id); }

void MainWindow::createActions() {
  for (const ActionRow& row : actionRows()) {
    auto* made = new QAction(tr(row.text), this);
    if (*row.icon) made->setIcon(icon(QString::fromLatin1(row.icon), std::string_view(row.id) == "new-run" ? IconColour::OnAccent : IconColour::Text));
    made->setIconVisibleInMenu(false);
    made->setShortcut(row.keys);
    made->setToolTip(row.keys.isEmpty() ? tr(row.help) : QStringLiteral("%1 (%2)").arg(tr(row.help), keysText(made)));
    made->setStatusTip(tr(row.help));
    connect(made, &QAction::triggered, this, row.slot);
    m_actions[row.id] = made;
  }
  action("pause")->setCheckable(true);
}

void MainWindow::createMenus() {
  for (const MenuRow& row : kMenus) {
    QMenu* menu = menuBar()->addMenu(tr(row.title));
    menu->setObjectName(QString::fromLatin1(row.id));
    for (const ActionRow& entry : actionRows())
      if (std::string_view(entry.menu) == row.id) menu->addAction(action(entry.id));
    if (std::string_view(row.id) == "view") createViewMenu(menu);
  }
  QMenu* file = menuBar()->findChild<QMenu*>(QStringLiteral("file"));
  QMenu* recent = new QMenu(tr("Open recent"), file);
  file->insertMenu(action("close"), recent);
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecentMenu(recent); });
  file->insertSeparator(action("close"));
  QMenu* view = menuBar()->findChild<QMenu*>(QStringLiteral("view"));
  view->insertSeparator(action("next"));
  view->insertSeparator(action("larger"));
  QPushButton* search = makeButton(tr("Search runs and actions"), QStringLiteral("search"), "search");
  search->setToolTip(action("palette")->toolTip());
  search->setText(search->text() + QStringLiteral("   ") + keysText(action("palette")));
  connect(search, &QPushButton::clicked, action("palette"), &QAction::trigger);
  menuBar()->setCornerWidget(search);
}

void MainWindow::createViewMenu(QMenu* view) {
  view->addSeparator();
  QMenu* themes = view->addMenu(tr("Theme"));
  m_themes = new QActionGroup(this);
  struct Choice { ThemeKind kind; QString text; };
  for (const Choice& choice : {Choice{ThemeKind::Light, tr("Light")}, Choice{ThemeKind::Dark, tr("Dark")}, Choice{ThemeKind::Contrast, tr("High contrast")}}) {
    QAction* entry = m_themes->addAction(choice.text);
    entry->setCheckable(true);
    entry->setChecked(choice.kind == Theme::current().kind());
    themes->addAction(entry);
    connect(entry, &QAction::triggered, this, [this, kind = choice.kind] { chooseTheme(kind); });
  }
  QMenu* language = view->addMenu(tr("Language"));
  for (const auto& [id, name] : {std::pair<const char*, QString>{"en", QStringLiteral("English")}, {"ru", QStringLiteral("Русский")}})
    language->addAction(name, this, [this, id = QString::fromLatin1(id)] {       // later: the menu that is clicked goes too
      QMetaObject::invokeMethod(this, [this, id] { changeLanguage(id); }, Qt::QueuedConnection);
    });
  createLayoutMenu(view);
  view->addSeparator();
}

void MainWindow::showNewRun() { openNewRun(); }
void MainWindow::compareTicked() {
  std::vector<std::string> runs;
  for (const QString& run : m_runsPanel->compared()) runs.push_back(run.toStdString());
  if (const std::string current = currentRun(); runs.empty() && !current.empty()) runs.push_back(current);
  openCompare(runs);
}

void MainWindow::showMaskedTokens() { openMaskedTokens(); }
void MainWindow::showNeighbours() { openNeighbours(); }
void MainWindow::showSpans() { openSpans(); }
void MainWindow::showNextWords() { openNextWords(); }
void MainWindow::showReplacedWords() { openReplacedWords(); }
void MainWindow::showOrder() { openOrder(); }
void MainWindow::closeCurrent() { closeDocument(m_documents->currentIndex()); }
void MainWindow::togglePause() { m_hub->pause(currentRun(), action("pause")->isChecked()); }
void MainWindow::splitRight() { m_documents->split(Qt::Horizontal); }
void MainWindow::splitDown() { m_documents->split(Qt::Vertical); }
void MainWindow::moveToOtherPane() { m_documents->moveToNextPane(); }
void MainWindow::unitePanes() { m_documents->unite(); }

void MainWindow::nextDocument() {
  m_documents->setCurrentWidget(m_documents->widget((m_documents->currentIndex() + 1) % m_documents->count()));
}

void MainWindow::previousDocument() {
  m_documents->setCurrentWidget(m_documents->widget((m_documents->currentIndex() + m_documents->count() - 1) % m_documents->count()));
}

// Runs, then the panes of the documents, then the inspector, the log, and again.
void MainWindow::focusNextPart() {
  std::vector<QWidget*> parts{m_runsPanel, m_documents};
  for (const char* dock : {"inspector", "log", "timeline"}) parts.push_back(m_docks.at(dock)->widget());
  parts.erase(std::remove_if(parts.begin(), parts.end(), [](const QWidget* part) { return !part->isVisible(); }), parts.end());
  QWidget* focus = QApplication::focusWidget();
  std::size_t here = parts.size() - 1;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (focus && (parts[i] == focus || parts[i]->isAncestorOf(focus))) here = i;
  QWidget* next = parts[(here + 1) % parts.size()];
  if (next == m_documents) return m_documents->focusNextPane();
  QWidget* first = next;
  while (first->focusPolicy() == Qt::NoFocus && first->nextInFocusChain() != next) first = first->nextInFocusChain();
  first->setFocus(Qt::TabFocusReason);
}

std::vector<PaletteItem> MainWindow::paletteItems() {
  std::vector<PaletteItem> items;
  for (int i = 0; i < m_documents->count(); ++i) {
    QWidget* document = m_documents->widget(i);
    items.push_back({icon(QStringLiteral("file")), plain(m_documents->tabText(i)), tr("open document"), {}, [this, document] { m_documents->setCurrentWidget(document); }});
  }
  for (const ActionRow& row : actionRows()) {
    QAction* entry = action(row.id);
    if (std::string_view(row.id) == "palette") continue;
    const QString look = QString::fromLatin1(*row.icon ? row.icon : "chevron-right");
    items.push_back({icon(look), plain(entry->text()), tr("action"), keysText(entry), [entry] { entry->trigger(); }, entry->isEnabled()});
  }
  for (const auto& [name, dock] : m_docks) {
    QAction* entry = dock->toggleViewAction();
    items.push_back({icon(QStringLiteral("chevron-right")), tr("Show or hide: %1").arg(plain(entry->text())), tr("action"), keysText(entry), [entry] { entry->trigger(); }});
  }
  for (const WindowLayout& layout : shippedLayouts())
    items.push_back({icon(QStringLiteral("table")), tr("Layout: %1").arg(layoutTitle(layout.name)), tr("layout"), {}, [this, name = layout.name] { chooseLayout(name); }});
  for (const WindowLayout& layout : m_settings.layouts)
    items.push_back({icon(QStringLiteral("table")), tr("Layout: %1").arg(layoutTitle(layout.name)), tr("layout"), {}, [this, name = layout.name] { chooseLayout(name); }});
  for (const std::string& path : m_settings.recent)
    items.push_back({icon(QStringLiteral("folder")), QString::fromStdString(path), tr("recent"), {}, [this, path] { openPath(path); }});
  for (const RunRow& row : m_hub->runs()->rows())
    items.push_back({icon(QStringLiteral("chart")), QString::fromStdString(row.name.empty() ? row.id : row.name), runStatusText(row.status), {}, [this, id = row.id] { openRun(id); }});
  return items;
}

void MainWindow::showPalette() { m_palette->open(paletteItems()); }

void MainWindow::showShortcuts() {
  auto* dialog = new QDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName(QStringLiteral("shortcuts"));
  dialog->setWindowTitle(tr("Keyboard shortcuts"));
  auto* columns = new QHBoxLayout(dialog);
  columns->setSpacing(kSpace5);
  const auto addRow = [](QGridLayout* grid, const QAction* entry) {
    const int row = grid->rowCount();
    grid->addWidget(makeLabel(plain(entry->text())), row, 0);
    grid->addWidget(makeLabel(keysText(entry), "heading"), row, 1);
  };
  for (const MenuRow& menu : kMenus) {
    auto* column = new QVBoxLayout;
    auto* grid = new QGridLayout;
    column->addWidget(makeLabel(plain(tr(menu.title)).toUpper(), "section"));
    for (const ActionRow& row : actionRows())
      if (std::string_view(row.menu) == menu.id && !row.keys.isEmpty()) addRow(grid, action(row.id));
    if (std::string_view(menu.id) == "view")
      for (const auto& [name, dock] : m_docks) addRow(grid, dock->toggleViewAction());
    column->addLayout(grid);
    column->addStretch(1);
    columns->addLayout(column);
  }
  dialog->show();
}

void MainWindow::showAbout() {
  QMessageBox::about(this, tr("About Cloze"), tr("Cloze %1\nTrain language models, watch them learn, and look inside.\nFree software under the GNU General Public License, version 3 or later.").arg(QStringLiteral(CLOZE_VERSION)));
}

}  // namespace cloze
