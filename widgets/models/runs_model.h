// The runs of the log, newest first: one column, painted by RunDelegate; a check box says "plotted", the selection says "inspected". A colour
// follows from the run's number in the log, so that it stays the same tomorrow and in another window.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "experiments/queries.h"
#include "widgets/models/table_model.h"

#include <QHash>
#include <QSet>
#include <QSortFilterProxyModel>

namespace cloze {

QString runStatusText(RunStatus status);                 // "training", "paused", "interrupted", ...
QString learnedText(const std::string& id);              // title of an objective, a task or several, as RunRow::objective holds it
const char* runStatusIcon(RunStatus status);             // beside the word, never instead of it
// One line under the name: "training, 62 %, 1 min 50 s left", "done, loss 2.91", "interrupted at step 740".
QString runSummary(const RunRow& row);

// Which runs the list shows by their state.
enum class RunGroup { All, Training, Interrupted, Done, Failed };
bool belongsTo(RunStatus status, RunGroup group);

class RunsModel : public TableModel<RunRow> {
  Q_OBJECT
 public:
  enum Role { IdRole = Qt::UserRole, SummaryRole, StatusRole, ProgressRole, ColourRole, SearchRole };
  using TableModel::TableModel;

  void setRows(std::vector<RunRow> rows);
  int colourOf(const std::string& run) const;            // by its number in the log; the next free one for a run not written yet
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  QStringList plotted() const { return m_plotted.values(); }
  QString searchText(int row) const;                     // lower case: name, family, preset, tags, note, id, status

 Q_SIGNALS:
  void plottedChanged();

 protected:
  const QStringList& titles() const override;
  QVariant cell(const RunRow& row, int column, int role) const override;
  bool numeric(int) const override { return false; }
  bool sameKey(const RunRow& left, const RunRow& right) const override { return left.id == right.id; }
  bool sameContent(const RunRow& left, const RunRow& right) const override;

 private:
  mutable QHash<QString, int> m_colours;
  mutable int m_nextColour = 0;
  mutable std::vector<QString> m_search;                 // in the order of the rows; empty = to be built
  bool m_changing = false;
  QSet<QString> m_plotted;
};

// The runs whose texts hold every word typed, of one group.
class RunFilter : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit RunFilter(RunsModel* model, QObject* parent = nullptr);
  void setText(const QString& text);
  void setGroup(RunGroup group);

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  RunsModel* m_model;
  QStringList m_words;
  RunGroup m_group = RunGroup::All;
};

}  // namespace cloze
