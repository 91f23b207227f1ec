// The tables of a comparison: best, last and value at a chosen place for each run, and the settings in which the runs differ.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/charts/chart_scale.h"
#include "widgets/charts/curve_store.h"
#include "widgets/models/run_data.h"
#include "widgets/models/table_model.h"

#include <QSortFilterProxyModel>

#include <limits>

namespace cloze {

enum class BetterWhen { Lower, Higher, Neither };
BetterWhen betterWhen(const std::string& metric);        // loss and perplexity lower, shares of right answers and speed higher

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
struct Measured { double value = kNothing, deviation = kNothing, x = kNothing; };   // deviation over seeds, NaN for one run

struct ResultRow {
  std::string key;                                       // of the run, or of the first of its group
  QString title;
  int colour = 0;
  Measured best, last, at;
};
struct ResultCurve { const CurveStore* points = nullptr; const StepAxis* axis = nullptr; };   // points by step
// Over the members (one curve each): the mean of their values, its standard deviation; places in the unit by which they are compared. `at`: the
// newest value up to there.
ResultRow measure(const std::vector<ResultCurve>& members, BetterWhen better, XUnit unit, double at);

class ResultsModel : public TableModel<ResultRow> {
  Q_OBJECT
 public:
  enum Column { Run, Best, BestAt, Last, LastAt, At, Columns };
  enum Role { SortRole = Qt::UserRole };
  explicit ResultsModel(QObject* parent = nullptr);
  void setPositions(XUnit unit, double at);              // how places are called and read
  void show(std::vector<ResultRow> rows, BetterWhen better, bool share);   // share: values are 0..1, shown in per cent
  bool isBetter(const ResultRow& row, int column) const; // the best of all rows in this column, where they differ

 protected:
  const QStringList& titles() const override { return m_titles; }
  QVariant cell(const ResultRow& row, int column, int role) const override;
  bool numeric(int column) const override { return column != Run; }
  bool sameKey(const ResultRow& left, const ResultRow& right) const override { return left.key == right.key; }

 private:
  static const Measured& measured(const ResultRow& row, int column) { return column == Best || column == BestAt ? row.best : column == At ? row.at : row.last; }
  QString text(const Measured& measured) const;
  QString place(double position) const;
  QStringList m_titles;
  XUnit m_unit = XUnit::Step;
  BetterWhen m_better = BetterWhen::Neither;
  bool m_share = false;
};

// Sorts by the numbers, what has none last.
class ResultsSorter : public QSortFilterProxyModel {
  Q_OBJECT
 public:
  explicit ResultsSorter(QObject* parent = nullptr);

 protected:
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

struct DifferenceRow { std::string path; QString group, label, help; QStringList values; };
std::vector<DifferenceRow> differenceRows(const std::vector<RunData*>& runs);   // by experiments/compare; titles and units of the schema

class DifferencesModel : public TableModel<DifferenceRow> {
  Q_OBJECT
 public:
  using TableModel::TableModel;
  void show(const std::vector<RunData*>& runs);
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;   // with the run's line and mark

 protected:
  const QStringList& titles() const override { return m_titles; }
  QVariant cell(const DifferenceRow& row, int column, int role) const override;
  bool numeric(int) const override { return false; }     // words and numbers mixed
  bool sameKey(const DifferenceRow& left, const DifferenceRow& right) const override { return left.path == right.path; }

 private:
  QStringList m_titles;
  std::vector<int> m_colours;
};

// A table as text, headings first: cells between tabs (to paste) or as CSV.
QString tableText(const QAbstractItemModel& model, QChar separator);

}  // namespace cloze
