// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/marked_text.h"

#include "widgets/shared/theme.h"

#include <QPainter>

#include <algorithm>

namespace cloze {

namespace {

constexpr int kBar = 3;                                // thick

}  // namespace

MarkedText::MarkedText(QWidget* parent) : QWidget(parent) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void MarkedText::setText(const QStringList& words, std::vector<TextMark> marks) {
  m_words = words;
  m_marks = std::move(marks);
  setAccessibleName(sentence());
  updateGeometry();
  update();
}

QString MarkedText::sentence() const {
  QStringList parts{m_words.join(QLatin1Char(' '))};
  for (const TextMark& mark : m_marks) {
    const QString words = m_words.mid(mark.begin, mark.end - mark.begin).join(QLatin1Char(' '));
    const QString named = mark.label.isEmpty() ? words : QStringLiteral("%1 (%2)").arg(words, mark.label);
    parts << (mark.gold ? tr("right: %1").arg(named) : tr("found: %1").arg(named));
  }
  return parts.join(QStringLiteral("; "));
}

bool MarkedText::has(bool gold) const {
  return std::any_of(m_marks.begin(), m_marks.end(), [gold](const TextMark& mark) { return mark.gold == gold; });
}

int MarkedText::barHeight() const { return kBar + QFontMetrics(Theme::current().small()).height(); }

int MarkedText::lineHeight() const {
  return QFontMetrics(Theme::current().body()).height() + (has(false) ? barHeight() : 0) + (has(true) ? barHeight() : 0) + kSpace1;
}

// A label wider than its words makes the last of them wider.
std::vector<MarkedText::Place> MarkedText::places(int width) const {
  const QFontMetrics text(Theme::current().body()), small(Theme::current().small());
  const int blank = text.horizontalAdvance(QLatin1Char(' '));
  std::vector<Place> where(static_cast<std::size_t>(m_words.size()));
  for (std::size_t i = 0; i < where.size(); ++i) where[i].width = text.horizontalAdvance(m_words[static_cast<int>(i)]);
  for (const TextMark& mark : m_marks) {
    int room = -blank;
    for (int i = mark.begin; i < mark.end; ++i) room += where[static_cast<std::size_t>(i)].width + blank;
    if (mark.end > mark.begin) where[static_cast<std::size_t>(mark.end - 1)].width += std::max(0, small.horizontalAdvance(mark.label) - room);
  }
  int x = 0, line = 0;
  for (Place& place : where) {
    if (x > 0 && x + place.width > width) {
      x = 0;
      ++line;
    }
    place.x = x;
    place.line = line;
    x += place.width + blank;
  }
  return where;
}

int MarkedText::heightForWidth(int width) const {
  const std::vector<Place> where = places(width);
  return (where.empty() ? 1 : where.back().line + 1) * lineHeight();
}

void MarkedText::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  setMinimumHeight(heightForWidth(width()));
}

void MarkedText::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QFontMetrics text(Theme::current().body());
  const std::vector<Place> where = places(width());
  painter.setFont(Theme::current().body());
  painter.setPen(Theme::current().tokens().text);
  for (std::size_t i = 0; i < where.size(); ++i) painter.drawText(where[i].x, where[i].line * lineHeight() + text.ascent(), m_words[static_cast<int>(i)]);
  painter.setFont(Theme::current().small());
  for (const TextMark& mark : m_marks) paintMark(painter, mark, where);
}

void MarkedText::paintMark(QPainter& painter, const TextMark& mark, const std::vector<Place>& where) const {
  const QFontMetrics text(Theme::current().body()), small(Theme::current().small());
  const int below = text.height() + (mark.gold && has(false) ? barHeight() : 0);
  QPen pen(Theme::current().runColour(mark.colour), kBar, mark.gold ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap);
  for (int first = mark.begin; first < mark.end;) {
    int last = first;
    while (last + 1 < mark.end && where[static_cast<std::size_t>(last) + 1].line == where[static_cast<std::size_t>(first)].line) ++last;
    const Place &from = where[static_cast<std::size_t>(first)], &to = where[static_cast<std::size_t>(last)];
    const int y = from.line * lineHeight() + below;
    painter.setPen(pen);
    painter.drawLine(from.x, y + 1, to.x + to.width, y + 1);
    painter.setPen(mark.gold ? Theme::current().tokens().muted : Theme::current().tokens().text);
    if (first == mark.begin) painter.drawText(from.x, y + kBar + small.ascent(), mark.label);
    first = last + 1;
  }
}

TextWords wordsOf(const std::string& text) {
  TextWords result;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool blank = i == text.size() || text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r';
    if (!blank) continue;
    if (i > begin) {
      result.words << QString::fromUtf8(text.data() + begin, static_cast<qsizetype>(i - begin));
      result.bytes.emplace_back(static_cast<int>(begin), static_cast<int>(i));
    }
    begin = i + 1;
  }
  return result;
}

std::pair<int, int> wordsIn(const TextWords& text, std::pair<std::int64_t, std::int64_t> bytes) {
  int first = -1, last = -1;
  for (std::size_t i = 0; i < text.bytes.size(); ++i)
    if (text.bytes[i].first < bytes.second && bytes.first < text.bytes[i].second) {
      if (first < 0) first = static_cast<int>(i);
      last = static_cast<int>(i) + 1;
    }
  return first < 0 ? std::pair(0, 0) : std::pair(first, last);
}

}  // namespace cloze
