// The labelled examples before a run learns from them: which column means what, the first rows, how often each label occurs, the rows that are
// wrong, and how long the examples are. A card of the New run page's preview.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/task_preview.h"
#include "widgets/views/preview_card.h"

#include <array>

class QComboBox;
class QStandardItemModel;
class QTableView;

namespace cloze {

class LengthHistogram;

class TaskCard : public PreviewCard {
  Q_OBJECT
 public:
  explicit TaskCard(QWidget* parent = nullptr);
  void show(const TaskPreview& preview, const RunSpec& spec);
  void setLimit(const RunSpec& spec);                   // another longest example: what is cut is counted anew
  void clear();
  const TaskPreview& preview() const { return m_preview; }
  QComboBox* column(int which) const { return m_columns.at(static_cast<std::size_t>(which)); }   // text, second text, label
  QTableView* table() const { return m_table; }
  LengthHistogram* lengths() const { return m_lengths; }
  QString lengthText() const;
  QString problemText() const;

 Q_SIGNALS:
  void columnsChosen(const cloze::TaskColumnsSpec& columns);

 private:
  QWidget* makeColumns();
  void showColumns();
  void showRows(TaskKind kind);
  void showReports(TaskKind kind);
  void showProblems();

  TaskPreview m_preview;
  bool m_windows = false;                               // long texts are read in windows rather than cut
  QWidget* m_mapping;
  std::array<QComboBox*, 3> m_columns{};
  QStandardItemModel* m_rows;
  QTableView* m_table;
  QLabel *m_reports, *m_problems, *m_lengthText;
  LengthHistogram* m_lengths;
};

}  // namespace cloze
