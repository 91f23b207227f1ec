// The window: runs at the left, documents in splittable panes in the centre, the inspector at the right, log and timeline below, the engine's state
// and the last message in the status bar. Views come and go over the RunHub; closing one stops nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/preview_session.h"
#include "app/run_hub.h"
#include "app/window_settings.h"
#include "widgets/views/launch.h"

#include <QMainWindow>

#include <map>
#include <set>

class QAction;
class QActionGroup;
class QDockWidget;
class QMenu;
class QPlainTextEdit;
class QToolBar;

namespace cloze {

class AskingView;
class Banner;
class CommandPalette;
class CompareView;
class DocumentArea;
class EngineStatus;
class InspectorPanel;
class MaskedTokensView;
class NeighboursView;
class SpansView;
class NewRunView;
class NextWordsView;
class OrderView;
class ReplacedWordsView;
class RunsPanel;
class RunView;
class StartView;
class Timeline;
class TransferDesk;
class TransferView;
struct Inspected;
struct PaletteItem;
struct Growth;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(const std::filesystem::path& logFile, WindowSettings settings = {}, QWidget* parent = nullptr);
  ~MainWindow() override;

  RunHub* hub() const { return m_hub; }
  DocumentArea* documents() const { return m_documents; }
  InspectorPanel* inspector() const { return m_inspector; }
  QAction* action(const char* id) const;                // of the table in window_actions.cpp

  StartView* openStart();
  NewRunView* openNewRun();
  RunView* openRun(const std::string& run);
  MaskedTokensView* openMaskedTokens();
  NeighboursView* openNeighbours();
  SpansView* openSpans();
  NextWordsView* openNextWords();
  ReplacedWordsView* openReplacedWords();
  OrderView* openOrder();
  TransferView* openTransfer(const std::string& run);   // did it help this run to start from a checkpoint?
  CompareView* openCompare(const std::vector<std::string>& runs);   // adds them to what is compared

  // By its key: "start", "new-run", "masked-tokens", "neighbours", "spans", "run:ID". nullptr for what there is no document of.
  QWidget* openByKey(const QString& key);
  // A text, a checkpoint's or run's folder, a specification: what was dropped, chosen or recent. One message in place when it cannot be used.
  void openPath(const std::filesystem::path& path);
  // A run of resources/recipes, at once.
  void startRecipe(const std::string& recipe);
  void startRecipeOf(const std::string& objective);         // of several the last by name
  void startExample() { startRecipe("demo-minute"); }

  // As the window stands now, and a layout put onto it.
  WindowLayout layoutNow() const;
  void applyLayout(const WindowLayout& layout);
  void chooseLayout(const std::string& name);           // a shipped one or one of the user's; unknown: nothing
  void saveLayoutAs(const std::string& name);
  Session sessionNow() const;
  void changeLanguage(const QString& id);               // "en", "ru": the window is built anew, nothing else notices
  const WindowSettings& settings() const { return m_settings; }

  // From the log, and its folder if wished; refused (one message in place) while it trains.
  void deleteRun(const std::string& run, bool withFolder);
  void startNewRun();                                   // what the New run page says
  void queueNewRun();
  void tryNewRun(Trial trial);
  void openSpec(const QString& file);                   // into the New run page; "" asks for the file
  std::string currentRun() const;                       // of the document in front, else of the list; "" = none
  // With runs training here: nothing is lost, whatever is chosen.
  enum class ClosingChoice { StopAndSave, ContinueInBackground, Cancel };
  void closeWith(ClosingChoice choice);

 public Q_SLOTS:
  // What is selected, for the panel at the right (and the timeline below, when it is a run).
  void inspect(const cloze::Inspected& thing);
  void inspectRun(const std::string& run);
  void inspectCheckpoint(const std::string& run, std::int64_t step);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  struct ActionRow { const char *id, *menu, *icon, *text, *help; QKeySequence keys; void (MainWindow::*slot)(); };
  static const std::vector<ActionRow>& actionRows();
  static QString layoutTitle(const std::string& name);
  void build();
  void tearDown();
  void createActions();
  void createMenus();
  void createViewMenu(QMenu* view);
  void createLayoutMenu(QMenu* view);
  void fillLayoutMenu(QMenu* menu);
  void fillRecentMenu(QMenu* menu);
  void createToolBar();
  void createDocks();
  void createStatusBar();
  void connectHub();
  void connectSignals();
  void connectRunsPanel();
  void connectInspector();
  QWidget* openDocument(const QString& key, const QString& title, const std::function<QWidget*()>& make);
  void closeDocument(int index);
  void resizeParts(const WindowLayout& layout);
  Json documentState(const QWidget* document) const;   // what it shall come back to; null: nothing
  void restoreDocument(QWidget* document, const Json& state);
  void restoreSession(const Session& session);
  void restoreRuns();
  void takeRuns();
  void readSettingsProblem();
  void saveSettings();
  void connectNewRun(NewRunView* view);
  void connectRun(RunView* view);
  void growRun(RunData* parent, const Growth& growth);
  void connectAsking(AskingView* view);
  template <class View> View* openAsking(const QString& key, const QString& title, const QString& sentence);
  void connectProbes(MaskedTokensView* view);
  void connectTransfer(TransferView* view, const std::string& run);
  void connectAnswers();
  void refreshActions();
  void refreshRuns();
  void refreshPlotted();
  void refreshModels();
  void say(RunHub::MessageKind kind, const QString& text);
  void writeSpecFile();
  void saveSpec();
  void writeSpec(NewRunView* view, const QString& file);
  void launch(const std::function<std::string(const RunSpec&)>& start);
  void duplicateRun(const QString& run);
  void confirmDelete(const QString& run);
  void chooseTheme(ThemeKind kind);
  void changeFontScale(double factor);                  // 0: back to 100 %
  ClosingChoice askBeforeClosing();

  // What the actions do (window_actions.cpp).
  void showStart() { openStart(); }
  void showNewRun();
  void showMaskedTokens();
  void showNextWords();
  void showReplacedWords();
  void showOrder();
  void showNeighbours();
  void showSpans();
  void closeCurrent();
  void quit() { close(); }
  void togglePause();
  void stopCurrent() { m_hub->stop(currentRun()); }
  void continueCurrent() { m_hub->continueRun(currentRun()); }
  void splitRight();
  void splitDown();
  void moveToOtherPane();
  void unitePanes();
  void nextDocument();
  void previousDocument();
  void focusNextPart();
  void largerText() { changeFontScale(1.1); }
  void smallerText() { changeFontScale(1 / 1.1); }
  void normalText() { changeFontScale(0); }
  void chooseFile();
  void chooseFolder();
  void compareTicked();
  void showTransfer();
  void renameCurrent();
  void describeCurrent();
  void duplicateCurrent();
  void deleteCurrent();
  void askLayoutName();
  void resetLayout();
  void showTour();
  void showPalette();
  void showShortcuts();
  void showAbout();
  std::vector<PaletteItem> paletteItems();

  RunHub* m_hub;
  PreviewSession* m_preview = nullptr;
  WindowSettings m_settings;
  DocumentArea* m_documents = nullptr;
  Banner* m_notice = nullptr;                           // above the documents: what could not be opened, and why
  std::map<QString, QWidget*> m_open;                   // by key: "start", "new-run", "run:<id>", "masked-tokens", "neighbours", "compare"
  std::map<std::string, TransferDesk*> m_transfers;     // by run; they outlive their views
  std::map<std::string, QAction*> m_actions;            // by id
  std::map<std::string, QDockWidget*> m_docks;          // "runs", "inspector", "log", "timeline"
  RunsPanel* m_runsPanel = nullptr;
  InspectorPanel* m_inspector = nullptr;
  Timeline* m_timeline = nullptr;
  QPlainTextEdit* m_logText = nullptr;
  EngineStatus* m_status = nullptr;
  CommandPalette* m_palette = nullptr;
  QToolBar* m_toolBar = nullptr;
  QActionGroup* m_themes = nullptr;
  double m_textScale = 1;                               // of the layout, times the user's own
  Session m_toRestore;                                  // runs that were open, until the log has been read
  bool m_closing = false, m_shown = false;
};

}  // namespace cloze
