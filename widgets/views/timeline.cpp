// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/timeline.h"

#include "widgets/models/list_models.h"
#include "widgets/shared/format.h"
#include "widgets/shared/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace cloze {

namespace {

// Checkpoints and evaluations have lists of their own, in the log and in memory alike.
std::optional<MarkKind> markKindOf(const std::string& event) {
  if (event == "paused") return MarkKind::Pause;
  if (event == "resumed" || event == "continued") return MarkKind::Resume;
  if (event == "interrupted" || event == "failed" || event == "not_a_number") return MarkKind::Interruption;
  if (event == "finished" || event == "stopped") return MarkKind::End;
  return std::nullopt;
}

QColor colourOfMark(MarkKind kind) {
  const ThemeTokens& tokens = Theme::current().tokens();
  switch (kind) {
    case MarkKind::Checkpoint: return tokens.good;
    case MarkKind::Interruption: return tokens.bad;
    case MarkKind::Pause: return tokens.warn;
    default: return tokens.muted;
  }
}

}  // namespace

std::vector<TimelineMark> timelineMarks(RunData& run) {
  std::vector<TimelineMark> marks;
  for (const CheckpointRow& saved : run.checkpoints())
    if (!saved.removed) marks.push_back({MarkKind::Checkpoint, saved.step, Timeline::tr("Step %1: checkpoint, %2").arg(formatCount(saved.step), formatBytes(saved.bytes))});
  const auto evaluations = run.curve("validation/loss");
  for (std::size_t i = 0; i < evaluations->raw().size(); ++i) {
    const auto step = static_cast<std::int64_t>(evaluations->raw().x(i));
    marks.push_back({MarkKind::Evaluation, step, Timeline::tr("Step %1: held-out loss %2").arg(formatCount(step), formatNumber(evaluations->raw().y(i)))});
  }
  for (const EventRow& event : run.events())
    if (const auto kind = markKindOf(event.kind)) marks.push_back({*kind, event.step, Timeline::tr("Step %1: %2").arg(formatCount(event.step), eventText(event))});
  const bool broken = run.row().status == RunStatus::Interrupted;
  if (broken) marks.push_back({MarkKind::Interruption, run.row().step, Timeline::tr("Step %1: interrupted").arg(formatCount(run.row().step))});
  std::stable_sort(marks.begin(), marks.end(), [](const TimelineMark& left, const TimelineMark& right) { return left.step < right.step; });
  return marks;
}

Timeline::Timeline(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Timeline"));
  setMinimumHeight(48);
}

void Timeline::setRun(RunData* run) {
  if (m_run == run) return;
  if (m_run) m_run->disconnect(this);
  m_run = run;
  m_current = -1;
  if (run) {
    connect(run, &RunData::listsChanged, this, &Timeline::refresh);
    connect(run, &RunData::statusChanged, this, &Timeline::refresh);
    connect(run, &RunData::valuesChanged, this, qOverload<>(&QWidget::update));
  }
  refresh();
}

void Timeline::refresh() {
  m_marks = m_run ? timelineMarks(*m_run) : std::vector<TimelineMark>();
  m_current = std::min(m_current, static_cast<int>(m_marks.size()) - 1);
  const int count = static_cast<int>(m_marks.size());
  setAccessibleDescription(m_run ? tr("Step %1, %n marks", nullptr, count).arg(formatCount(m_run->row().step)) : QString());
  update();
}

std::int64_t Timeline::lastStep() const { return m_run ? std::max<std::int64_t>({m_run->row().steps, m_run->row().step, 1}) : 1; }

double Timeline::xOf(std::int64_t step) const {
  return kSpace4 + (width() - 2.0 * kSpace4) * static_cast<double>(step) / static_cast<double>(lastStep());
}

int Timeline::markAt(double x) const {
  int best = -1;
  double distance = 9;
  for (std::size_t i = 0; i < m_marks.size(); ++i) {
    const bool checkpoint = m_marks[i].kind == MarkKind::Checkpoint;        // the one that can be opened wins
    const double away = std::abs(xOf(m_marks[i].step) - x) - (checkpoint ? 2 : 0);
    if (away < distance) { distance = away; best = static_cast<int>(i); }
  }
  return best;
}

void Timeline::paintMark(QPainter& painter, const TimelineMark& mark, double y) const {
  const double x = xOf(mark.step);
  const QColor colour = colourOfMark(mark.kind);
  painter.setPen(QPen(colour, 1.8));
  painter.setBrush(mark.kind == MarkKind::Checkpoint ? QBrush(colour) : QBrush(Theme::current().tokens().surface));
  switch (mark.kind) {
    case MarkKind::Checkpoint: painter.drawEllipse(QPointF(x, y), 5, 5); break;
    case MarkKind::Evaluation: painter.drawEllipse(QPointF(x, y), 2.5, 2.5); break;
    case MarkKind::Pause: painter.drawLine(QPointF(x - 2, y - 7), QPointF(x - 2, y + 7)); painter.drawLine(QPointF(x + 2, y - 7), QPointF(x + 2, y + 7)); break;
    case MarkKind::Resume: painter.drawPolygon(QPolygonF{{x - 3, y - 6}, {x + 5, y}, {x - 3, y + 6}}); break;
    case MarkKind::Interruption: painter.drawLine(QPointF(x - 5, y - 5), QPointF(x + 5, y + 5)); painter.drawLine(QPointF(x - 5, y + 5), QPointF(x + 5, y - 5)); break;
    case MarkKind::End: painter.drawLine(QPointF(x, y - 9), QPointF(x, y + 9)); break;
  }
}

void Timeline::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  const ThemeTokens& tokens = theme.tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), tokens.surface);
  painter.setFont(theme.small());
  if (!m_run) {
    painter.setPen(tokens.muted);
    painter.drawText(rect().adjusted(kSpace4, 0, -kSpace4, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, tr("The steps of the selected run appear here, with its checkpoints."));
    return;
  }
  const QFontMetrics metrics(theme.small());
  const double y = std::max(14.0, (height() - metrics.height()) / 2.0);
  painter.setPen(QPen(tokens.line, 3));
  painter.drawLine(QPointF(xOf(0), y), QPointF(xOf(lastStep()), y));
  painter.setPen(QPen(theme.runColour(m_run->colour()), 3));
  painter.drawLine(QPointF(xOf(0), y), QPointF(xOf(m_run->row().step), y));
  for (const TimelineMark& mark : m_marks)
    if (mark.kind == MarkKind::Evaluation) paintMark(painter, mark, y);
  double free = xOf(0) + metrics.horizontalAdvance(QStringLiteral("0")) + kSpace2;
  const QString end = formatCount(lastStep());
  const double endLeft = width() - kSpace4 - metrics.horizontalAdvance(end) - kSpace2;
  const double textY = y + 10 + metrics.ascent();
  for (const TimelineMark& mark : m_marks) {
    if (mark.kind == MarkKind::Evaluation) continue;
    paintMark(painter, mark, y);
    const QString text = formatCount(mark.step);
    const double left = xOf(mark.step) - metrics.horizontalAdvance(text) / 2.0, right = left + metrics.horizontalAdvance(text);
    if (mark.kind != MarkKind::Checkpoint || left < free || right > endLeft) continue;
    painter.setPen(tokens.muted);
    painter.drawText(QPointF(left, textY), text);
    free = right + kSpace2;
  }
  painter.setPen(tokens.muted);
  painter.drawText(QPointF(xOf(0), textY), QStringLiteral("0"));
  painter.drawText(QPointF(endLeft + kSpace2, textY), end);
  if (!hasFocus()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(tokens.accent, 2));
  if (m_current >= 0) painter.drawEllipse(QPointF(xOf(m_marks[static_cast<std::size_t>(m_current)].step), y), 9, 9);
  else painter.drawRoundedRect(QRectF(rect()).adjusted(2, 2, -2, -2), kRadius, kRadius);
}

void Timeline::choose(int mark) {
  if (!m_run || mark < 0 || mark >= static_cast<int>(m_marks.size())) return;
  m_current = mark;
  const TimelineMark chosen = m_marks[static_cast<std::size_t>(mark)];
  setAccessibleDescription(chosen.text);
  update();
  const QString run = QString::fromStdString(m_run->id());
  if (chosen.kind == MarkKind::Checkpoint) Q_EMIT checkpointChosen(run, chosen.step);
  else Q_EMIT stepChosen(run, chosen.step);
}

void Timeline::mousePressEvent(QMouseEvent* event) { choose(markAt(event->position().x())); }

void Timeline::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(m_marks.size()) - 1;
  const int key = event->key();
  const int wanted = key == Qt::Key_Right ? std::min(m_current + 1, last) : key == Qt::Key_Left ? std::max(m_current - 1, 0) : key == Qt::Key_Home ? 0 : key == Qt::Key_End ? last : -1;
  if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space) return choose(m_current);
  if (wanted < 0 || last < 0) return QWidget::keyPressEvent(event);
  m_current = wanted;
  setAccessibleDescription(m_marks[static_cast<std::size_t>(wanted)].text);
  update();
}

bool Timeline::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int mark = markAt(help->pos().x());
  QToolTip::showText(help->globalPos(), mark < 0 ? QString() : m_marks[static_cast<std::size_t>(mark)].text, this);
  return true;
}

}  // namespace cloze
