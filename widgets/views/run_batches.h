// The batches of a run as the model saw them, by step: every batch is a function of the frozen data, the seed and the step, so any of them is made
// once more on demand, away from the window's thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "widgets/models/run_data.h"
#include "widgets/views/asked_page.h"

#include <QTimer>

class QSpinBox;

namespace cloze {

class BatchView;

class RunBatches : public AskedPage {
  Q_OBJECT
 public:
  explicit RunBatches(RunData* run, QWidget* parent = nullptr);
  void showBatch(const BatchPreview& preview, std::int64_t step);
  void askFirst();                                       // when the page is opened; once
  QSpinBox* step() const { return m_step; }

 Q_SIGNALS:
  void asked(qint64 step);

 private:
  void ask();
  void refresh();
  RunData* m_run;
  QSpinBox* m_step;
  BatchView* m_batch;
  QTimer m_settle;                                       // turning the steps asks once, when they rest
  bool m_asked = false;
};

}  // namespace cloze
