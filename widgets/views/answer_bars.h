// The answer of one model: for each mask a column of up to k bars (word, percentage, bar in the run's colour), the true word highlighted and
// its rank said in words; below a thin line the words that the user named, each with its rank.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspector.h"

#include <QWidget>

#include <vector>

namespace cloze {

class MaskColumn : public QWidget {
  Q_OBJECT
 public:
  MaskColumn(const QString& context, const MaskAnswer& answer, int colour, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  QString readAloud() const;                       // "piano 34 %, violin 22 %; true word \"harp\": rank 3, 8.1 %"
  const MaskAnswer& answer() const { return m_answer; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int lineHeight() const;
  struct Line { QString word, mark, note; double probability = 0; bool right = false; };   // note: instead of a bar
  std::vector<Line> bestLines() const;
  std::vector<Line> namedLines() const;
  double wordWidth() const;
  double markWidth() const;
  QString truth() const;
  void paintBar(QPainter& painter, const QRectF& place, const Line& line, double wordWidth) const;
  QString m_context;
  MaskAnswer m_answer;
  int m_colour;
};

// "the teacher played the ___": the words around a mask that the answer was guessed from.
QString maskContext(const FillResult& result, const MaskAnswer& answer);

}  // namespace cloze
