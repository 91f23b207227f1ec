// One small table that floats beside the cross-hair: the value of every curve there, or statistics of the range that was chosen. Painted, not
// built of labels: it follows the pointer.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPen>
#include <QWidget>

#include <vector>

namespace cloze {

struct ValueLine {
  QString name;
  QPen pen;                                        // the curve's; Qt::NoPen: a heading
  QStringList cells;
};

class ValueTable : public QWidget {
 public:
  explicit ValueTable(QWidget* parent);
  void setLines(const QString& title, const QStringList& columns, std::vector<ValueLine> lines);
  // Beside `place` (a point of the parent), on the side with more room, inside the parent.
  void moveBeside(const QPoint& place);
  const std::vector<ValueLine>& lines() const { return m_lines; }
  QString title() const { return m_title; }
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void measure();
  QString m_title;
  QStringList m_columns;
  std::vector<ValueLine> m_lines;
  int m_nameWidth = 0;
  std::vector<int> m_widths;
};

}  // namespace cloze
