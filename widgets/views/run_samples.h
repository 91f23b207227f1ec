// Held-out sentences of a run with what a checkpoint expects at the hidden places: the worst, the best, or a random few of those that were scored.
// Scoring is asked for by the user (it takes a while) and can be cancelled.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/inspector_messages.h"
#include "widgets/models/run_data.h"
#include "widgets/shared/token_chips.h"
#include "widgets/views/asked_page.h"
#include "widgets/views/order_buttons.h"

namespace cloze {

class RunSamples : public AskedPage {
  Q_OBJECT
 public:
  explicit RunSamples(RunData* run, QWidget* parent = nullptr);
  void setModels(const std::vector<ModelChoice>& models);   // newest first
  void score();                                             // asks for the chosen model
  void showResult(const HeldOutResult& result);
  OrderButtons* orders() const { return m_orders; }
  // Numbers of the rows shown, in their order.
  std::vector<std::size_t> shownRows() const;
  const HeldOutResult& result() const { return m_result; }

 Q_SIGNALS:
  void asked(const cloze::ModelChoice& model);

 private:
  void refresh();
  void addRow(const HeldOutRow& row);
  void addStrip(const QString& name, const std::vector<ChipText>& chips);

  RunData* m_run;
  HeldOutResult m_result;
  CheckpointBox* m_model;
  QPushButton* m_score;
  OrderButtons* m_orders;
  QLabel* m_summary;
  QVBoxLayout* m_rows;
};

}  // namespace cloze
