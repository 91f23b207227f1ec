// One real batch as the objective makes it: a legend with counts and shares of what was done to the predicted tokens, its first rows as chips, every
// changed token coloured, marked and explained; of two sequences the target below its source. Knows only Batch: objectives that change nothing, or judge sentences, show too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "widgets/shared/token_chips.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace cloze {

class BatchView : public QWidget {
  Q_OBJECT
 public:
  explicit BatchView(QWidget* parent = nullptr);
  void show(const BatchPreview& preview, std::int64_t step);
  void clear();
  QString legendText() const;           // as it is read aloud

 private:
  void addLegend(const BatchPreview& preview);
  void addLegendEntry(int state, const QString& sample, const QString& text);
  void addRow(const BatchPreview& preview, std::int64_t row);
  void addTarget(const BatchPreview& preview, std::int64_t row);
  void addStrip(const std::vector<ChipText>& chips, const QString& name);
  QGridLayout* m_legend;
  QVBoxLayout* m_rows;
  QLabel *m_summary, *m_explanation;
  QStringList m_said;
};

}  // namespace cloze
