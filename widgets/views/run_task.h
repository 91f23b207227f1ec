// What a fine-tuned run answers: its metrics on the validation examples, a confusion matrix whose cells filter them, examples (the worst, the best,
// random ones) with spans and tags drawn on the text, and a text of one's own. Asked for by the user, or at each checkpoint while it trains; of several
// tasks that were learnt together, one at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/tasks/task.h"
#include "engine/tools.h"
#include "widgets/models/run_data.h"
#include "widgets/views/asked_page.h"
#include "widgets/views/order_buttons.h"

#include <optional>
#include <utility>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace cloze {

class ConfusionTable;
class WordBars;

struct TypedExample {
  QString text, pair;
  QStringList choices;                                      // of a multiple choice
};

class RunTask : public AskedPage {
  Q_OBJECT
 public:
  explicit RunTask(RunData* run, QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);   // newest first
  bool any() const;                                         // false: the run learns no task, or it is not known yet
  void predict();                                           // asks the chosen checkpoint
  void showResult(const TaskResult& result);
  void chooseCell(std::optional<std::pair<int, int>> cell);  // (true, predicted): only these examples
  void askOwn();                                            // about the text typed
  void showOwn(const TaskResult& result);
  void showOwnProblem(const QString& text);                 // "" = nothing to say

  std::vector<std::size_t> shownExamples() const;
  const TaskResult& result() const { return m_result; }
  QComboBox* tasks() const { return m_tasks; }
  OrderButtons* orders() const { return m_orders; }
  ConfusionTable* confusion() const { return m_confusion; }
  QLineEdit* ownText() const { return m_text; }
  QLineEdit* ownPair() const { return m_pair; }
  QPlainTextEdit* ownChoices() const { return m_choices; }
  QCheckBox* follow() const { return m_follow; }
  WordBars* ownBars() const { return m_bars; }

 Q_SIGNALS:
  void asked(const cloze::ModelChoice& model, const std::string& task);   // by its name among the run's tasks
  void ownAsked(const cloze::ModelChoice& model, const std::string& task, const cloze::TypedExample& example);
  void transferAsked();

 private:
  QWidget* makeHead();
  QWidget* makeOwn();
  QWidget* makeConfusion();
  void refreshRun();
  void refreshMetrics();
  void refreshExamples();
  void showTask();                                          // that was chosen: nothing is known of it yet
  std::string taskName() const;
  TaskKind kind() const;
  QString ownProblem(const TypedExample& example) const;    // "" = it can be asked

  RunData* m_run;
  TaskResult m_result;
  std::optional<std::pair<int, int>> m_cell;
  ModelChoice m_answering;                                  // whose answer is waited for, or shown
  std::string m_answeringTask, m_ownTask;                   // of which task; an answer of another one comes too late
  CheckpointBox* m_model;
  QComboBox* m_tasks;                                       // their names as data, their ids in kTaskId; empty until the specification is known
  QPushButton *m_predict, *m_transfer;
  QCheckBox* m_follow;
  OrderButtons* m_orders;
  QLabel *m_summary = nullptr, *m_filter = nullptr, *m_ownNote = nullptr;
  QPushButton* m_all = nullptr;
  QHBoxLayout* m_tiles = nullptr;
  QWidget *m_results = nullptr, *m_confusionCard = nullptr, *m_own = nullptr;
  ConfusionTable* m_confusion = nullptr;
  QLineEdit *m_text = nullptr, *m_pair = nullptr;
  QPlainTextEdit* m_choices = nullptr;                      // one a line
  WordBars* m_bars = nullptr;
  QVBoxLayout *m_examples = nullptr, *m_ownAnswer = nullptr;
};

}  // namespace cloze
