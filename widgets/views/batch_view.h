// One real batch as the objective makes it: its first rows as chips, every changed token coloured and explained.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace cloze {

class BatchView : public QWidget {
  Q_OBJECT
 public:
  explicit BatchView(QWidget* parent = nullptr);
  void show(const BatchPreview& preview, std::int64_t step);
  void clear();

 private:
  void addRow(const BatchPreview& preview, std::int64_t row);
  QVBoxLayout* m_rows;
  QLabel* m_summary;
};

}  // namespace cloze
