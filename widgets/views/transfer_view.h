// "Did transfer help?": the same task learned from scratch, from the checkpoint, and with the checkpoint frozen, with few labels and with all, several
// times each. The runs are asked for here and shown as they come: a chart with bands, a table, and the answer in words.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/transfer_report.h"
#include "widgets/models/transfer_progress.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStandardItemModel;
class QTableView;

namespace cloze {

class Banner;
class ChartView;
class EmptyState;

class TransferView : public QWidget {
  Q_OBJECT
 public:
  explicit TransferView(QWidget* parent = nullptr);
  void setRun(const RunSpec& spec, std::int64_t steps);     // of a run that grew from a checkpoint, and how long it was
  // As asked: shares, seeds and steps filled in. std::invalid_argument: what is wrong with what was typed.
  RunSpec wanted() const;
  double scratchRate() const;                               // 0: as the others

  void showProgress(const TransferProgress& progress);
  void showResults(const std::vector<ArmResult>& results);
  void showProblem(const QString& text);                    // "" = nothing is wrong

  QPushButton* startButton() const { return m_start; }
  QPushButton* cancelButton() const { return m_cancel; }
  QLineEdit* shares() const { return m_shares; }
  QSpinBox* seeds() const { return m_seeds; }
  QSpinBox* steps() const { return m_steps; }
  ChartView* chart() const { return m_chart; }
  QTableView* table() const { return m_table; }
  QString answerText() const;
  QString csv() const;                                      // every run, in the C locale

 Q_SIGNALS:
  void startRequested();
  void cancelled();

 private:
  QWidget* makeSettings();
  QWidget* makeResults();
  void start();
  void refreshPlan();
  void showChart(const TransferSummary& summary);
  void showTable(const TransferSummary& summary);
  void saveTable();

  RunSpec m_spec;
  std::vector<ArmResult> m_results;
  std::string m_metric;
  QLabel *m_title, *m_plan, *m_state, *m_answer;
  QLineEdit *m_shares, *m_rate;
  QSpinBox *m_seeds, *m_steps;
  QPushButton *m_start, *m_cancel;
  QProgressBar* m_bar;
  Banner* m_banner;
  EmptyState* m_empty = nullptr;
  QWidget* m_resultsPart = nullptr;
  ChartView* m_chart = nullptr;
  QStandardItemModel* m_rows;
  QTableView* m_table = nullptr;
};

QString armText(TransferArm arm);                           // "from scratch"

}  // namespace cloze
