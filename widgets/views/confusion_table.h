// How often each true label (rows) was predicted as each label (columns). A cell is chosen by a click or Enter; the more, the deeper its colour, and
// the numbers say the same.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

#include <cstdint>
#include <string>
#include <vector>

namespace cloze {

class ConfusionModel;

class ConfusionTable : public QTableView {
  Q_OBJECT
 public:
  explicit ConfusionTable(QWidget* parent = nullptr);
  void setCounts(const std::vector<std::string>& labels, const std::vector<std::vector<std::int64_t>>& counts);   // [true][predicted]
  std::int64_t count(int gold, int predicted) const;

 Q_SIGNALS:
  void cellChosen(int gold, int predicted);

 private:
  ConfusionModel* m_counts;
};

}  // namespace cloze
