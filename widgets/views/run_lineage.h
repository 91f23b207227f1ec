// Where a run comes from and what grew from it: a tree from the first checkpoint over pre-training and adaptation to the fine-tuned runs. A row opens
// its run.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/run_data.h"

#include <QWidget>

class QTreeWidget;

namespace cloze {

class EmptyState;

// One of the family: a run of the log, or a checkpoint that belongs to none.
struct Relative {
  std::string id;                                       // of the run; "" for a checkpoint
  QString name, what;                                   // "sentiment", "fine-tuned: SST-2"
  std::int64_t fromStep = -1;                           // of its parent's weights; -1: not known
  std::vector<Relative> children;
};
// The tree that holds `run`; without anything around it the run alone.
Relative familyOf(const std::string& run, const std::vector<RunRow>& runs, const std::vector<LineageRow>& lineage);

class RunLineage : public QWidget {
  Q_OBJECT
 public:
  explicit RunLineage(RunData* run, QWidget* parent = nullptr);
  void setFamily(const std::vector<RunRow>& runs, const std::vector<LineageRow>& lineage);
  QTreeWidget* tree() const { return m_tree; }

 Q_SIGNALS:
  void runRequested(const QString& run);

 private:
  RunData* m_run;
  QTreeWidget* m_tree;
  QWidget* m_card;
  EmptyState* m_alone;
  QString m_shown;                                      // as text: a log that grows elsewhere redraws nothing
};

}  // namespace cloze
