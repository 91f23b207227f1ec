// The preview column of the New run page: labelled examples, learning rate, pieces, one real batch, cost, the equivalent command.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "widgets/models/preview_kind.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace cloze {

class BatchView;
class ChartView;
class CostCard;
class PreviewCard;
class TaskCard;
class TokenizerSampleCard;

class NewRunPreview : public QWidget {
  Q_OBJECT
 public:
  explicit NewRunPreview(QWidget* parent = nullptr);

  void showLearningRates(const std::vector<LearningRateCurve>& curves, const RunSpec& spec);
  void showBatch(const BatchPreview& preview, std::int64_t step);
  void clearBatch();
  void settingsChanged();                                // the batch and the cost are of settings that were
  void showCommand(const QString& file);
  void setFineTuning(bool fineTuning);                   // labelled examples in place of the tokeniser's pieces

  PreviewCard* card(PreviewKind kind) const;             // nullptr for those that have none here
  CostCard* cost() const { return m_cost; }
  TokenizerSampleCard* pieces() const { return m_pieces; }
  TaskCard* task() const { return m_task; }
  BatchView* batch() const { return m_batch; }
  ChartView* rates() const { return m_rates; }
  QPushButton* batchButton() const { return m_showBatch; }

 Q_SIGNALS:
  void batchAsked();
  void costAsked();
  void cancelled(cloze::PreviewKind kind);
  void commandWanted();

 private:
  QWidget* makeBatchCard();
  QWidget* makeCommandCard();
  TaskCard* m_task;
  ChartView* m_rates;
  TokenizerSampleCard* m_pieces;
  PreviewCard* m_batchCard = nullptr;
  BatchView* m_batch = nullptr;
  QPushButton* m_showBatch = nullptr;
  CostCard* m_cost;
  QLabel *m_command = nullptr, *m_file = nullptr;
};

}  // namespace cloze
