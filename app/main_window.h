// The window: runs at the left, documents as tabs in the centre, the log below, the engine's state and the last message in the status bar.
// Views come and go over the RunHub; closing one stops nothing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/preview_session.h"
#include "app/run_hub.h"
#include "app/window_settings.h"

#include <QMainWindow>

#include <map>
#include <set>

class QAction;
class QActionGroup;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace cloze {

class CompareView;
class MaskedTokensView;
class NeighboursView;
class NewRunView;
class RunsPanel;
class RunView;
class StartView;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  explicit MainWindow(const std::filesystem::path& logFile, WindowSettings settings = {}, QWidget* parent = nullptr);
  ~MainWindow() override;

  RunHub* hub() const { return m_hub; }
  QTabWidget* documents() const { return m_documents; }

  StartView* openStart();
  NewRunView* openNewRun();
  RunView* openRun(const std::string& run);
  MaskedTokensView* openMaskedTokens();
  NeighboursView* openNeighbours();
  CompareView* openCompare(const std::vector<std::string>& runs);   // adds them to what is compared

  void startNewRun();                                   // what the New run page says
  std::string currentRun() const;                       // of the document in front, else of the list; "" = none
  // With runs training here: nothing is lost, whatever is chosen.
  enum class ClosingChoice { StopAndSave, ContinueInBackground, Cancel };
  void closeWith(ClosingChoice choice);

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void createActions();
  void createMenus();
  void createToolBar();
  void createDocks();
  void createStatusBar();
  void connectSignals();
  QWidget* openDocument(const QString& key, const QString& title, const std::function<QWidget*()>& make);
  void closeDocument(int index);
  void nameDocuments();
  void connectNewRun(NewRunView* view);
  void connectMaskedTokens(MaskedTokensView* view);
  void connectNeighbours(NeighboursView* view);
  void connectAnswers();
  void refreshActions();
  void refreshRuns();
  void refreshPlotted();
  void refreshModels();
  void refreshState();
  void say(RunHub::MessageKind kind, const QString& text);
  void writeSpecFile();
  void duplicateRun(const QString& run);
  void confirmDelete(const QString& run);
  void chooseTheme(ThemeKind kind);
  void showShortcuts();
  ClosingChoice askBeforeClosing();

  RunHub* m_hub;
  PreviewSession* m_preview = nullptr;
  WindowSettings m_settings;
  QTabWidget* m_documents;
  std::map<QString, QWidget*> m_open;                   // by key: "start", "new-run", "run:<id>", "masked-tokens", "neighbours", "compare"
  RunsPanel* m_runsPanel = nullptr;
  QPlainTextEdit* m_logText = nullptr;
  QLabel *m_state = nullptr, *m_stateDot = nullptr, *m_logName = nullptr;
  QPushButton* m_message = nullptr;
  QAction *m_newRun = nullptr, *m_pause = nullptr, *m_stop = nullptr, *m_continue = nullptr, *m_masks = nullptr, *m_neighbours = nullptr, *m_start = nullptr;
  QActionGroup* m_themes = nullptr;
  bool m_closing = false;
};

}  // namespace cloze
