// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/order_grid.h"

#include "widgets/shared/format.h"
#include "widgets/shared/piece_text.h"
#include "widgets/shared/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace cloze {

OrderGrid::OrderGrid(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setAccessibleName(tr("Who may look at whom"));
}

void OrderGrid::setOrder(const OrderResult& order, int colour) {
  m_order = order;
  m_colour = colour;
  m_last = 0;
  m_row = m_column = 0;
  for (int i = 0; i < count(); ++i) {
    const int number = m_order.tokens[static_cast<std::size_t>(i)].number;
    if (number == 1) m_row = m_column = i;
    m_last = std::max(m_last, number);
  }
  setAccessibleDescription(count() > 0 ? sentence() : QString());
  updateGeometry();
  update();
}

void OrderGrid::choose(int row, int column) {
  if (row < 0 || column < 0 || row >= count() || column >= count() || (row == m_row && column == m_column)) return;
  m_row = row;
  m_column = column;
  setAccessibleDescription(sentence());
  setToolTip(sentence());
  update();
  Q_EMIT chosen(row, column);
}

QString OrderGrid::nameOf(int place) const { return pieceInSentence(m_order.tokens[static_cast<std::size_t>(place)].token, m_order.bytePieces); }

// What the row asks for, then what it makes of the column.
QString OrderGrid::sentence() const {
  if (count() == 0) return {};
  const OrderedToken& asked = m_order.tokens[static_cast<std::size_t>(m_row)];
  const OrderedToken& other = m_order.tokens[static_cast<std::size_t>(m_column)];
  const QString row = nameOf(m_row), column = nameOf(m_column);
  if (asked.number == 0) {
    if (m_row == m_column) return tr("\"%1\" is not predicted: it knows itself.").arg(row);
    return sees(m_row, m_column) ? tr("\"%1\" is not predicted; it sees \"%2\".").arg(row, column) : tr("\"%1\" is not predicted; \"%2\" is hidden from it, so that it gives nothing away.").arg(row, column);
  }
  const QString turn = formatCount(asked.number);
  if (m_row == m_column) return tr("\"%1\" is predicted as number %2 and does not see itself.").arg(row, turn);
  if (other.number == 0)
    return sees(m_row, m_column) ? tr("\"%1\", predicted as number %2, sees \"%3\", which is not predicted.").arg(row, turn, column)
                                 : tr("\"%1\", predicted as number %2, does not see \"%3\": its place in the order is later.").arg(row, turn, column);
  return sees(m_row, m_column) ? tr("\"%1\", predicted as number %2, sees \"%3\", which came before it as number %4.").arg(row, turn, column, formatCount(other.number))
                               : tr("\"%1\", predicted as number %2, does not see \"%3\", which comes later as number %4.").arg(row, turn, column, formatCount(other.number));
}

int OrderGrid::cellSize() const { return QFontMetrics(Theme::current().small()).height() + kSpace1; }

int OrderGrid::labelWidth() const {
  const QFontMetrics metrics(Theme::current().token());
  int width = metrics.horizontalAdvance(QStringLiteral("mmm"));
  for (int i = 0; i < count(); ++i) width = std::max(width, metrics.horizontalAdvance(nameOf(i)));
  return std::min(width, metrics.horizontalAdvance(QStringLiteral("mmmmmmmmmm"))) + cellSize() + kSpace2;
}

QSize OrderGrid::sizeHint() const {
  const int side = std::max(count(), 1) * cellSize();
  return {labelWidth() + side + 1, labelWidth() + side + 1};
}

// From the first turn to the last the colour deepens; what is not predicted is paler than any.
QColor OrderGrid::colourOf(int row, int column) const {
  const ThemeTokens& tokens = Theme::current().tokens();
  if (!sees(row, column)) return tokens.surface;
  QColor colour = Theme::current().runColour(m_colour);
  const int number = m_order.tokens[static_cast<std::size_t>(column)].number;
  colour.setAlphaF(number == 0 ? 0.25F : 0.45F + 0.55F * static_cast<float>(number) / static_cast<float>(std::max(m_last, 1)));
  return colour;
}

void OrderGrid::paintLabels(QPainter& painter) const {
  const ThemeTokens& tokens = Theme::current().tokens();
  const int cell = cellSize(), labels = labelWidth(), turn = cell;
  const QFont token = Theme::current().token(), small = Theme::current().small();
  for (int i = 0; i < count(); ++i) {
    const int number = m_order.tokens[static_cast<std::size_t>(i)].number;
    const QString name = QFontMetrics(token).elidedText(nameOf(i), Qt::ElideRight, labels - turn - kSpace2);
    const auto paint = [&](const QRect& word, const QRect& badge, bool chosen) {
      QFont font = token;
      font.setBold(chosen);
      painter.setFont(font);
      painter.setPen(number > 0 || chosen ? tokens.text : tokens.muted);
      painter.drawText(word, Qt::AlignRight | Qt::AlignVCenter, name);
      painter.setFont(small);
      painter.setPen(tokens.text);
      if (number > 0) painter.drawText(badge, Qt::AlignCenter, formatCount(number));
    };
    paint({0, labels + i * cell, labels - turn - kSpace1, cell}, {labels - turn, labels + i * cell, turn, cell}, i == m_row);
    painter.save();                                      // columns read upwards
    painter.translate(labels + i * cell, labels);
    painter.rotate(-90);
    painter.setFont(token);
    painter.setPen(number > 0 ? tokens.text : tokens.muted);
    painter.drawText(QRect(turn + kSpace1, 0, labels - turn, cell), Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.restore();
    painter.setFont(small);
    painter.setPen(tokens.text);
    if (number > 0) painter.drawText(QRect(labels + i * cell, labels - turn, cell, turn), Qt::AlignCenter, formatCount(number));
  }
}

void OrderGrid::paintEvent(QPaintEvent*) {
  if (count() == 0) return;
  const ThemeTokens& tokens = Theme::current().tokens();
  const int cell = cellSize(), labels = labelWidth();
  QPainter painter(this);
  paintLabels(painter);
  painter.setFont(Theme::current().small());
  for (int i = 0; i < count(); ++i)
    for (int j = 0; j < count(); ++j) {
      const QRect place(labels + j * cell, labels + i * cell, cell, cell);
      painter.fillRect(place, colourOf(i, j));
      painter.setPen(tokens.line);
      painter.drawRect(place);
      painter.setPen(tokens.text);
      if (i == j && m_order.tokens[static_cast<std::size_t>(i)].number > 0) painter.drawText(place, Qt::AlignCenter, QStringLiteral("?"));
    }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(tokens.muted, 1));
  painter.drawRect(labels, labels + m_row * cell, count() * cell, cell);
  painter.setPen(QPen(hasFocus() ? tokens.accent : tokens.text, 2));
  painter.drawRect(QRect(labels + m_column * cell, labels + m_row * cell, cell, cell).adjusted(1, 1, -1, -1));
}

void OrderGrid::pointAt(const QPointF& position) {
  const int labels = labelWidth(), cell = cellSize(), x = static_cast<int>(position.x()) - labels, y = static_cast<int>(position.y()) - labels;
  if (x >= 0 && y >= 0) choose(y / cell, x / cell);
}

void OrderGrid::mouseMoveEvent(QMouseEvent* event) { pointAt(event->position()); }
void OrderGrid::mousePressEvent(QMouseEvent* event) {
  setFocus(Qt::MouseFocusReason);
  pointAt(event->position());
}

void OrderGrid::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return choose(m_row, m_column - 1);
    case Qt::Key_Right: return choose(m_row, m_column + 1);
    case Qt::Key_Up: return choose(m_row - 1, m_column);
    case Qt::Key_Down: return choose(m_row + 1, m_column);
    case Qt::Key_Home: return choose(m_row, 0);
    case Qt::Key_End: return choose(m_row, count() - 1);
    default: QWidget::keyPressEvent(event);
  }
}

void OrderGrid::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

}  // namespace cloze
