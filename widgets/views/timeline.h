// The steps of a run on one line, with a mark for each checkpoint, evaluation, pause, continuation and interruption. A click or Enter on a mark
// chooses its step; arrows go from mark to mark. Shapes differ, not only colours.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/run_data.h"

#include <QPointer>
#include <QWidget>

namespace cloze {

enum class MarkKind { Evaluation, Checkpoint, Pause, Resume, Interruption, End };
struct TimelineMark { MarkKind kind; std::int64_t step = 0; QString text; };
std::vector<TimelineMark> timelineMarks(RunData& run);         // in the order of their steps

class Timeline : public QWidget {
  Q_OBJECT
 public:
  explicit Timeline(QWidget* parent = nullptr);
  void setRun(RunData* run);
  RunData* run() const { return m_run; }
  const std::vector<TimelineMark>& marks() const { return m_marks; }
  QSize sizeHint() const override { return {320, 64}; }

 Q_SIGNALS:
  void checkpointChosen(const QString& run, qint64 step);
  void stepChosen(const QString& run, qint64 step);             // of another mark

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void refresh();
  double xOf(std::int64_t step) const;
  std::int64_t lastStep() const;
  int markAt(double x) const;                                    // -1 = none near
  void choose(int mark);
  void paintMark(QPainter& painter, const TimelineMark& mark, double y) const;

  QPointer<RunData> m_run;
  std::vector<TimelineMark> m_marks;
  int m_current = -1;
};

}  // namespace cloze
