// A new run in three columns: what (family, size, text, tokeniser; or a checkpoint and a labelled task), how (form from the schema), preview (NewRunPreview). Errors keep Start from
// working and stand beside it; doubts only stand there. Cheap previews follow the settings, expensive ones start when asked. In a narrow window
// the last two columns share one place.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/data/corpus.h"
#include "engine/run.h"
#include "engine/run_spec.h"
#include "engine/task_preview.h"
#include "widgets/form/form_model.h"
#include "widgets/models/inspector_messages.h"
#include "widgets/models/preview_kind.h"
#include "widgets/views/launch.h"

#include <QTimer>
#include <QWidget>

#include <filesystem>
#include <map>
#include <optional>

class QButtonGroup;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace cloze {

class Banner;
class FamilyCards;
class FormWidget;
class NewRunPreview;
class TaskSource;
class TextSources;
class TokenizerSource;

class NewRunView : public QWidget {
  Q_OBJECT
 public:
  explicit NewRunView(QWidget* parent = nullptr);
  RunSpec spec() const;
  const RunSpec& shownSpec() const { return m_spec; }   // of several tasks that are learnt together with the one whose files are shown
  void setSpec(const RunSpec& spec);                    // an example, a file, or a former run's settings
  // The pasted text and the file it becomes; empty when another text is chosen.
  std::filesystem::path pastedFile() const;
  std::string pastedText() const;
  void setBusy(bool somethingTrains);                   // Start begins beside it; the run can wait its turn, too
  void setSpecFile(const QString& file);                // that the command will name
  void setModels(const std::vector<ModelChoice>& models);   // checkpoints to start from
  // Pre-training on text, or a checkpoint fine-tuned for a task; each keeps its settings while the other is looked at.
  void setFineTuning(bool fineTuning);
  void fineTuneOn(const QStringList& tables);           // labelled tables of one's own

  FormModel* form() { return m_model; }
  FormWidget* formWidget() { return m_form; }
  QPushButton* startButton() { return m_start; }
  QPushButton* queueButton() { return m_queue; }
  TextSources* texts() { return m_texts; }
  TokenizerSource* tokenizer() { return m_tokenizer; }
  NewRunPreview* preview() { return m_preview; }
  TaskSource* source() { return m_source; }
  QButtonGroup* purposes() { return m_purposes; }       // 0: pre-training, 1: fine-tuning
  QString reasonNotToStart() const;
  QStringList doubts() const;
  bool narrow() const { return m_narrow; }

  void showLearningRates(const std::vector<LearningRateCurve>& curves);
  void showText(const CorpusReport& report);
  void showTokenizer(const TokenizerSample& sample);
  void showBatch(const BatchPreview& preview, std::int64_t step);
  void showEstimate(const CostEstimate& estimate);
  void showTask(const TaskPreview& preview);
  void showPreviewProgress(PreviewKind kind, const QString& text);
  void showPreviewError(PreviewKind kind, const QString& text);   // "" = cancelled
  void showError(const QString& text);                  // of the page: a file that could not be read
  void askForPreview();                                 // what follows the settings, without waiting for the pause after typing
  void askForBatch();
  void askForCost();

 Q_SIGNALS:
  void previewRequested(cloze::PreviewKind kind, qint64 step);
  void previewCancelled(cloze::PreviewKind kind);
  void startRequested();
  void queueRequested();
  void trialRequested(cloze::Trial trial);
  void specFileRequested();                             // write the specification, copy the command
  void loadRequested(const QString& file);              // "" = ask for one
  void saveRequested();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void makePage();                                      // new_run_page.cpp
  QWidget* makeWhat();
  QWidget* makePretraining();
  QWidget* makeHow();
  QWidget* makePreview();
  QWidget* makeSwitch();
  QWidget* makeFoot();
  void connectSignals();
  void chooseFamily(const std::string& family);
  void refresh();
  void refreshPresets();
  void refreshMessages();
  void refreshDoubts();
  void takeTexts();
  void connectTask();                                   // new_run_task.cpp
  void refreshPurpose();
  void startFrom(const QString& checkpoint);
  void chooseTask(const QString& id);
  void takeFiles(const std::vector<std::string>& train, const std::vector<std::string>& validation);
  void takeSpec(const RunSpec& spec);
  void connectTogether();                               // new_run_together.cpp
  void takeTogether(const RunSpec& spec);
  void keepShownTask();
  void addTask();
  void removeTask();
  void turnToTask(int task);
  void turnTo(std::size_t place, bool keep = true);
  void takeShownTask();
  void refreshTogether();
  RunSpec usualFineTuning() const;
  std::string aboutTask() const;
  QString reasonAboutTask() const;
  void askOnce(PreviewKind kind, const std::string& about);
  void setNarrow(bool narrow);
  bool allows(const std::string& path, const std::string& id) const;

  RunSpec m_spec;
  FormModel* m_model;
  QLineEdit* m_name = nullptr;
  FamilyCards* m_families = nullptr;
  QComboBox* m_preset = nullptr;
  QLabel* m_parameters = nullptr;
  QButtonGroup* m_purposes = nullptr;
  QWidget* m_pretraining = nullptr;
  TaskSource* m_source = nullptr;
  TextSources* m_texts = nullptr;
  TokenizerSource* m_tokenizer = nullptr;
  FormWidget* m_form = nullptr;
  NewRunPreview* m_preview = nullptr;
  Banner* m_banner = nullptr;
  QSplitter* m_columns = nullptr;
  QWidget *m_what = nullptr, *m_how = nullptr, *m_right = nullptr, *m_switch = nullptr;
  QStackedWidget* m_pages = nullptr;                    // of the narrow layout: how, preview
  QButtonGroup* m_switches = nullptr;
  QLabel *m_doubts = nullptr, *m_doubtIcon = nullptr, *m_reason = nullptr, *m_reasonIcon = nullptr;
  QPushButton *m_start = nullptr, *m_queue = nullptr;
  QTimer m_pause;                                       // after the last change, before previews are asked for
  qint64 m_batchStep = 0;
  bool m_narrow = false;
  std::map<PreviewKind, std::string> m_asked;           // what the previews that follow the settings were last asked about
  std::optional<CorpusReport> m_report;
  QString m_textProblem, m_tokenizerProblem, m_taskProblem, m_checkpointProblem;
  struct Together { TaskSpec task; std::int64_t examples = -1; };
  std::vector<Together> m_together;                     // empty: one task; at m_place the one that m_spec holds
  std::size_t m_place = 0;
  std::int64_t m_counted = -1;                          // examples of the task that is shown
  std::optional<RunSpec> m_other;                       // of the purpose that is not shown
  std::optional<bool> m_shownPurpose;
  std::int64_t m_existingVocabulary = 0;                // of the tokeniser chosen; 0: not known
};

}  // namespace cloze
