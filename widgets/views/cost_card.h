// What the run would cost, measured by dry steps when asked; and the two small runs that tell most before a long one: twenty steps, and one batch
// learned by heart.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "widgets/views/preview_card.h"

#include <optional>

namespace cloze {

class CostCard : public PreviewCard {
  Q_OBJECT
 public:
  explicit CostCard(QWidget* parent = nullptr);
  void showCost(const CostEstimate& cost, const RunSpec& spec);
  void settingsChanged();                                // what was measured no longer holds
  void setTriesEnabled(bool enabled);
  const std::optional<CostEstimate>& cost() const { return m_cost; }   // of the settings as they are
  QPushButton* estimateButton() const { return m_estimate; }
  QPushButton* tryButton() const { return m_try; }
  QPushButton* overfitButton() const { return m_overfit; }

 Q_SIGNALS:
  void asked();
  void tryAsked();
  void overfitAsked();

 private:
  std::optional<CostEstimate> m_cost;
  bool m_measured = false;                               // figures are shown, of now or of before
  QLabel *m_time, *m_memory, *m_disk;
  QPushButton *m_estimate, *m_try, *m_overfit;
};

}  // namespace cloze
