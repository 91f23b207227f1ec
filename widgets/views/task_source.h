// What is fine-tuned, and on what: the checkpoint to start from, a task of the catalogue, and its labelled files - the embedded toy world, a folder
// as the set is distributed, or single files.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run_spec.h"
#include "widgets/models/inspector_messages.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;

namespace cloze {

class ElidedLabel;
class ModelPicker;
class TasksTogether;

class TaskSource : public QWidget {
  Q_OBJECT
 public:
  using Files = std::vector<std::string>;
  explicit TaskSource(QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);   // those on the disk are offered
  void setSpec(const RunSpec& spec);                        // what is shown; nothing is said
  void showCheckpointProblem(const QString& text);          // "" = none
  void addPaths(const QStringList& paths);                  // files, or one folder
  void chooseCheckpoint(const ModelChoice& model);          // as if picked
  bool chooseUsable();                                      // the first that is on the disk; false: none is
  void chooseTask(const std::string& id);

  std::string checkpoint() const;                           // "" = none
  std::string firstTask() const;                            // of the list
  Files usualFiles(const std::string& task) const;          // what is read for a task just chosen
  ModelPicker* checkpoints() const { return m_checkpoints; }
  QComboBox* tasks() const { return m_tasks; }
  TasksTogether* together() const { return m_together; }

 Q_SIGNALS:
  void checkpointChosen(const QString& folder);
  void taskChosen(const QString& id);
  void filesChosen(const std::vector<std::string>& train, const std::vector<std::string>& validation);

 private:
  void fillTasks();
  QWidget* makeFiles();
  void chooseFolder();
  void chooseTraining();
  void chooseValidation();
  void take(Files train, Files validation);

  ModelPicker* m_checkpoints;
  QComboBox* m_tasks;
  TasksTogether* m_together;
  QLabel *m_problem, *m_facts;
  ElidedLabel *m_train = nullptr, *m_validation = nullptr;
  QPushButton* m_toyWorld = nullptr;
  Files m_origin;                                           // as chosen: a folder stands for itself
  Files m_trainFiles, m_validationFiles;                    // as the run reads them
};

// For one task: the page of a new run shows it with its files.
inline bool fineTunes(const RunSpec& spec) { return !spec.task.id.empty(); }
// "one of 2 classes: negative, positive; judged by accuracy".
QString taskFacts(const std::string& id);
bool isToyTask(const std::string& id);
bool isTableTask(const std::string& id);                    // its columns are chosen by the user

}  // namespace cloze
