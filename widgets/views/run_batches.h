// The batches of a run as the model saw them, by step: every batch is a function of the frozen data, the seed and the step, so any of them is made
// once more on demand, away from the window's thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "widgets/models/run_data.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QSpinBox;

namespace cloze {

class Banner;
class BatchView;
class EmptyState;

class RunBatches : public QWidget {
  Q_OBJECT
 public:
  explicit RunBatches(RunData* run, QWidget* parent = nullptr);
  void showBatch(const BatchPreview& preview, std::int64_t step);
  void showWaiting(const QString& what);
  void showError(const QString& text);                   // "" = cancelled
  void askFirst();                                       // when the page is opened; once
  QSpinBox* step() const { return m_step; }

 Q_SIGNALS:
  void asked(qint64 step);
  void cancelled();

 private:
  void ask();
  void refresh();
  RunData* m_run;
  QSpinBox* m_step;
  QPushButton *m_newest, *m_cancel;
  QLabel* m_waiting;
  Banner* m_banner;
  BatchView* m_batch;
  EmptyState* m_empty;
  QTimer m_settle;                                       // turning the steps asks once, when they rest
  bool m_asked = false;
};

}  // namespace cloze
