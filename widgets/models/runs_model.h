// The runs of the log, newest first: one column, painted by RunDelegate; a check box says "plotted", the selection says "inspected". Colours
// are given once and stay with the run.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "experiments/queries.h"
#include "widgets/models/table_model.h"

#include <QMap>
#include <QSet>
#include <QSortFilterProxyModel>

namespace cloze {

QString runStatusText(RunStatus status);                 // "training", "paused", "interrupted", ...
// One line under the name: "training, 62 %", "done, loss 2.91", "interrupted at step 740".
QString runSummary(const RunRow& row);

class RunsModel : public TableModel<RunRow> {
  Q_OBJECT
 public:
  enum Role { IdRole = Qt::UserRole, SummaryRole, StatusRole, ProgressRole, ColourRole, SearchRole };
  using TableModel::TableModel;

  int colourOf(const std::string& run) const;            // gives the next free one to a run not seen before
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  QStringList plotted() const { return m_plotted.values(); }

 Q_SIGNALS:
  void plottedChanged();

 protected:
  const QStringList& titles() const override;
  QVariant cell(const RunRow& row, int column, int role) const override;
  bool numeric(int) const override { return false; }
  bool sameKey(const RunRow& left, const RunRow& right) const override { return left.id == right.id; }

 private:
  mutable QMap<QString, int> m_colours;
  QSet<QString> m_plotted;
};

}  // namespace cloze
