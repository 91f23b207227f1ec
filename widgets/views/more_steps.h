// Asks how many more steps: name, steps and learning rate of a new run that grows from this one.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/run_data.h"
#include "widgets/models/run_growth.h"

#include <QDialog>

class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace cloze {

class MoreSteps : public QDialog {
  Q_OBJECT
 public:
  MoreSteps(const RunData& run, const CheckpointRow& from, QWidget* parent);
  Growth growth() const;
  QSpinBox* steps() const { return m_steps; }

 Q_SIGNALS:
  void asked(const cloze::Growth& growth);

 private:
  std::filesystem::path m_checkpoint;
  std::int64_t m_step;
  QLineEdit *m_name, *m_rate;
  QSpinBox* m_steps;
};

}  // namespace cloze
