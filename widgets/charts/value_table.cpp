// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/value_table.h"

#include "widgets/shared/theme.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace cloze {

namespace {

constexpr std::size_t kMostLines = 18;
constexpr int kSwatch = 18, kMostName = 260;

}  // namespace

ValueTable::ValueTable(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  hide();
}

void ValueTable::setLines(const QString& title, const QStringList& columns, std::vector<ValueLine> lines) {
  m_title = title;
  m_columns = columns;
  m_lines = std::move(lines);
  if (m_lines.size() > kMostLines) {
    const std::size_t left = m_lines.size() - kMostLines;
    m_lines.resize(kMostLines);
    m_lines.push_back({QCoreApplication::translate("Chart", "and %1 more").arg(left), QPen(Qt::NoPen), {}});
  }
  measure();
  resize(sizeHint());
  update();
}

void ValueTable::measure() {
  const QFontMetrics metrics(Theme::current().small());
  m_nameWidth = metrics.horizontalAdvance(m_title) - kSwatch;
  m_widths.assign(static_cast<std::size_t>(std::max<qsizetype>(m_columns.size(), 1)), 0);
  for (qsizetype i = 0; i < m_columns.size(); ++i) m_widths[static_cast<std::size_t>(i)] = metrics.horizontalAdvance(m_columns[i]);
  for (const ValueLine& line : m_lines) {
    m_nameWidth = std::max(m_nameWidth, std::min(kMostName, metrics.horizontalAdvance(line.name)));
    for (qsizetype i = 0; i < line.cells.size() && i < static_cast<qsizetype>(m_widths.size()); ++i)
      m_widths[static_cast<std::size_t>(i)] = std::max(m_widths[static_cast<std::size_t>(i)], metrics.horizontalAdvance(line.cells[i]));
  }
}

QSize ValueTable::sizeHint() const {
  const int line = QFontMetrics(Theme::current().small()).height() + 3;
  int width = kSwatch + m_nameWidth + 2 * kSpace3;
  for (const int cells : m_widths) width += cells + kSpace3;
  return {width, static_cast<int>(m_lines.size() + 1) * line + 2 * kSpace1 + 2};
}

void ValueTable::moveBeside(const QPoint& place) {
  const QWidget* host = parentWidget();
  const bool right = place.x() + kSpace3 + width() <= host->width();
  const int x = right ? place.x() + kSpace3 : std::max(0, place.x() - kSpace3 - width());
  move(x, std::clamp(place.y(), 0, std::max(0, host->height() - height())));
}

void ValueTable::paintEvent(QPaintEvent*) {
  const ThemeTokens& tokens = Theme::current().tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(tokens.line, 1));
  painter.setBrush(tokens.raised);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
  painter.setFont(Theme::current().small());
  const QFontMetrics metrics(painter.font());
  const int line = metrics.height() + 3;
  int y = kSpace1;
  const auto cells = [&](const QStringList& texts) {
    int x = kSpace3 + kSwatch + m_nameWidth;
    for (qsizetype i = 0; i < texts.size() && i < static_cast<qsizetype>(m_widths.size()); ++i) {
      x += kSpace3;
      painter.drawText(QRect(x, y, m_widths[static_cast<std::size_t>(i)], line), Qt::AlignRight | Qt::AlignVCenter, texts[i]);
      x += m_widths[static_cast<std::size_t>(i)];
    }
  };
  painter.setPen(tokens.muted);
  painter.drawText(QRect(kSpace3, y, width() - 2 * kSpace3, line), Qt::AlignLeft | Qt::AlignVCenter, m_title);
  cells(m_columns);
  for (const ValueLine& row : m_lines) {
    y += line;
    const bool heading = row.pen.style() == Qt::NoPen;
    if (!heading) {
      painter.setPen(row.pen);
      painter.drawLine(QPointF(kSpace3, y + line / 2.0), QPointF(kSpace3 + kSwatch - 6, y + line / 2.0));
    }
    painter.setPen(heading ? tokens.muted : tokens.text);
    const int left = kSpace3 + (heading ? 0 : kSwatch);
    painter.drawText(QRect(left, y, kSpace3 + kSwatch + m_nameWidth - left, line), Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(row.name, Qt::ElideRight, m_nameWidth + (heading ? kSwatch : 0)));
    painter.setPen(tokens.text);
    cells(row.cells);
  }
}

}  // namespace cloze
