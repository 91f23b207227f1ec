// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shared/word_bars.h"

#include "widgets/shared/format.h"
#include "widgets/shared/parts.h"
#include "widgets/shared/theme.h"

#include <QFontMetrics>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace cloze {

WordBar::WordBar(const BarText& bar, int colour, bool clickable, QWidget* parent) : QAbstractButton(parent), m_bar(bar), m_colour(colour) {
  setText(bar.label);
  setToolTip(bar.explanation);
  setAccessibleName(QStringLiteral("%1 %2 %3").arg(bar.label, formatPercent(bar.share), bar.mark).simplified());
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFocusPolicy(clickable ? Qt::StrongFocus : Qt::NoFocus);
  setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
  setAttribute(Qt::WA_Hover, clickable);
}

QFont WordBar::labelFont() const {
  QFont font = Theme::current().token();
  font.setBold(m_bar.strong);
  return font;
}

int WordBar::labelWidth() const { return QFontMetrics(labelFont()).horizontalAdvance(m_bar.label) + 2; }
int WordBar::markWidth() const { return m_bar.mark.isEmpty() ? 0 : QFontMetrics(Theme::current().small()).horizontalAdvance(m_bar.mark) + kSpace2; }

void WordBar::align(int labels, int marks) {
  m_labels = labels;
  m_marks = marks;
  update();
}

QSize WordBar::sizeHint() const { return {static_cast<int>(360 * Theme::current().fontScale()), QFontMetrics(Theme::current().token()).height() + kSpace2}; }
QSize WordBar::minimumSizeHint() const { return {static_cast<int>(220 * Theme::current().fontScale()), sizeHint().height()}; }

void WordBar::paintEvent(QPaintEvent*) {
  const Theme& theme = Theme::current();
  const ThemeTokens& tokens = theme.tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (focusPolicy() != Qt::NoFocus && (underMouse() || hasFocus())) {
    painter.setPen(hasFocus() ? QPen(tokens.accent, 2) : QPen(Qt::NoPen));
    painter.setBrush(tokens.selection);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kRadius, kRadius);
  }
  const int labels = std::min(m_labels, width() * 2 / 5);
  painter.setFont(labelFont());
  painter.setPen(tokens.text);
  painter.drawText(QRect(kSpace1, 0, labels, height()), Qt::AlignRight | Qt::AlignVCenter, QFontMetrics(labelFont()).elidedText(m_bar.label, Qt::ElideRight, labels));
  const QFontMetrics small(theme.small());
  const int numbers = small.horizontalAdvance(QStringLiteral("<99.9 %")) + kSpace2;
  const double left = kSpace1 + labels + kSpace2;
  const QRectF track(left, 4, std::max(20.0, width() - left - numbers - m_marks - kSpace2), height() - 8);
  painter.setPen(Qt::NoPen);
  painter.setBrush(tokens.raised);
  painter.drawRoundedRect(track, 4, 4);
  painter.setBrush(theme.runColour(m_colour));
  QRectF filled = track;
  filled.setWidth(std::max(3.0, track.width() * std::clamp(m_bar.share, 0.0, 1.0)));
  painter.drawRoundedRect(filled, 4, 4);
  painter.setFont(theme.small());
  painter.setPen(tokens.text);
  painter.drawText(QRectF(track.right() + kSpace2, 0, numbers, height()), Qt::AlignLeft | Qt::AlignVCenter, formatPercent(m_bar.share));
  painter.setPen(m_bar.strong ? tokens.text : tokens.muted);
  painter.drawText(QRectF(track.right() + kSpace2 + numbers, 0, m_marks, height()), Qt::AlignLeft | Qt::AlignVCenter, m_bar.mark);
}

WordBars::WordBars(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)) {
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(0);
}

void WordBars::setBars(const std::vector<BarText>& bars, int colour, bool clickable) {
  clearLayout(m_column);
  m_bars.clear();
  int labels = 0, marks = 0;
  for (const BarText& text : bars) {
    auto* bar = new WordBar(text, colour, clickable);
    labels = std::max(labels, bar->labelWidth());
    marks = std::max(marks, bar->markWidth());
    m_column->addWidget(bar);
    connect(bar, &QAbstractButton::clicked, this, [this, index = static_cast<int>(m_bars.size())] { Q_EMIT chosen(index); });
    m_bars.push_back(bar);
  }
  for (WordBar* bar : m_bars) bar->align(labels, marks);
}

}  // namespace cloze
