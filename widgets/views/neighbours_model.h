// The list of a word's nearest occurrences: model and delegate.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspector.h"
#include "widgets/models/table_model.h"

#include <QStyledItemDelegate>

namespace cloze {

class NeighboursModel : public TableModel<Neighbour> {
  Q_OBJECT
 public:
  enum Role { BeforeRole = Qt::UserRole, WordRole, AfterRole, SimilarityRole, SenseRole };
  using TableModel::TableModel;

 protected:
  const QStringList& titles() const override;
  QVariant cell(const Neighbour& row, int column, int role) const override;
  bool numeric(int) const override { return false; }
  bool sameKey(const Neighbour& left, const Neighbour& right) const override { return left.line == right.line && left.byteBegin == right.byteBegin; }
};

// The word centred and in colour, its context at both sides; below it the bar, the number and the sense where it is known.
class NeighbourDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  int colour = 0;
  double senseWidth = 0;                   // room for the longest sense; 0: none is known

 private:
  void paintContext(QPainter* painter, const QRectF& line, const QModelIndex& index) const;
  void paintBar(QPainter* painter, const QRectF& line, const QModelIndex& index) const;
};

}  // namespace cloze
