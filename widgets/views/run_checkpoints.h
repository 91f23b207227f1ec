// The checkpoints of a run: look inside one, compare several, export, pin, delete. What happens to the files is done by whoever is asked
// (signals), away from the window's thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"
#include "widgets/models/list_models.h"
#include "widgets/models/run_data.h"

#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QPushButton;
class QTableView;

namespace cloze {

class Banner;

class RunCheckpoints : public QWidget {
  Q_OBJECT
 public:
  explicit RunCheckpoints(RunData* run, QWidget* parent = nullptr);
  // The checkpoint of this step, if it can be opened.
  std::optional<ModelChoice> modelOf(std::int64_t step) const;
  std::optional<ModelChoice> newestModel() const;
  void say(const QString& text, bool bad);
  void refresh();                                        // also what became of the folders on the disk
  QTableView* table() const { return m_table; }
  const CheckpointsModel* model() const { return m_checkpoints; }

 Q_SIGNALS:
  void masksRequested(const std::vector<cloze::ModelChoice>& models);
  void neighboursRequested(const std::vector<cloze::ModelChoice>& models);
  void exportRequested(const QString& checkpoint, const QString& folder);
  void pinRequested(const QString& checkpoint, bool pinned);
  void deleteRequested(const QString& checkpoint, qint64 step);

 private:
  void makeButtons(QBoxLayout* column);
  std::vector<ShownCheckpoint> chosen() const;           // those that can be opened
  ModelChoice choiceOf(const CheckpointRow& row) const;
  void enable();
  void exportChosen();
  void pinChosen();
  void deleteChosen();

  RunData* m_run;
  CheckpointsModel* m_checkpoints;
  QTableView* m_table;
  Banner* m_banner;
  QPushButton *m_masks = nullptr, *m_compare = nullptr, *m_neighbours = nullptr, *m_export = nullptr, *m_pin = nullptr, *m_delete = nullptr;
  QTimer m_look;                                         // somebody may delete a folder while it is shown
};

}  // namespace cloze
