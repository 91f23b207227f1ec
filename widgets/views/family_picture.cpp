// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/family_picture.h"

#include "widgets/shared/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace cloze {

namespace {

bool looks(char mark) { return mark != '.' && mark != ' '; }

char markAt(const std::string& marks, std::size_t place) { return place < marks.size() ? marks[place] : '.'; }

}  // namespace

FamilyPicture::FamilyPicture(FamilyDrawing drawing, QWidget* parent) : QWidget(parent), m_drawing(std::move(drawing)) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAccessibleName(sentence());
}

int FamilyPicture::cell() const { return static_cast<int>(9 * Theme::current().fontScale()); }

QSize FamilyPicture::sizeHint() const {
  const int count = static_cast<int>(m_drawing.sees.size());
  return {(count + 1) * cell() + kSpace1 + 1, (count + 1) * cell() + kSpace1 + 1};
}

QString FamilyPicture::sentence() const {
  bool before = false, after = false;
  std::string readersBefore, readersAfter;               // by letter
  for (std::size_t i = 0; i < m_drawing.sees.size(); ++i)
    for (std::size_t j = 0; j < m_drawing.sees[i].size(); ++j) {
      before = before || (j < i && looks(m_drawing.sees[i][j]));
      after = after || (j > i && looks(m_drawing.sees[i][j]));
      if (j < i) readersBefore += m_drawing.sees[i][j];
      if (j > i) readersAfter += m_drawing.sees[i][j];
    }
  const bool apart = before && after && readersBefore.find_first_of(readersAfter) == std::string::npos;   // no reader looks at both sides
  const QString sight = apart ? tr("Two readers: one looks at the words before each place, the other at those after it.") : before && after ? tr("Each place looks at the words on both sides.") : before ? tr("Each place looks at the words before it.") : tr("Each place looks at itself only.");
  const bool hidden = m_drawing.input.find('?') != std::string::npos;
  const bool all = m_drawing.predicted.find('.') == std::string::npos;
  return sight + QLatin1Char(' ') + (hidden ? tr("Hidden words are predicted.") : all ? tr("Every place predicts a word.") : tr("Some places predict."));
}

void FamilyPicture::paintEvent(QPaintEvent*) {
  const ThemeTokens& tokens = Theme::current().tokens();
  const int size = cell(), top = size + kSpace1;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto box = [&](std::size_t column, double y, const QBrush& fill, const QColor& line) {
    painter.setPen(QPen(line, 1));
    painter.setBrush(fill);
    painter.drawRoundedRect(QRectF(static_cast<double>(column) * size + 0.5, y + 0.5, size - 2, size - 2), 2, 2);
  };
  std::string directions;                                // each letter its own colour, in the order they are met
  for (std::size_t i = 0; i < m_drawing.sees.size(); ++i) {
    const bool hidden = markAt(m_drawing.input, i) == '?';
    box(i, 0, hidden ? QBrush(tokens.mask) : QBrush(tokens.raised), hidden ? tokens.warn : tokens.muted);
    const double y = top + static_cast<double>(i) * size;
    for (std::size_t j = 0; j < m_drawing.sees[i].size(); ++j) {
      const char mark = m_drawing.sees[i][j];
      if (looks(mark) && directions.find(mark) == std::string::npos) directions += mark;
      box(j, y, looks(mark) ? QBrush(Theme::current().runColour(static_cast<int>(directions.find(mark)))) : QBrush(Qt::transparent), looks(mark) ? Qt::transparent : tokens.line);
    }
    if (markAt(m_drawing.predicted, i) != '^') continue;
    const double x = static_cast<double>(m_drawing.sees.size()) * size + 1, middle = y + size / 2.0 - 0.5;
    QPainterPath arrow(QPointF(x, middle - size * 0.32));
    arrow.lineTo(x + size * 0.6, middle);
    arrow.lineTo(x, middle + size * 0.32);
    arrow.closeSubpath();
    painter.fillPath(arrow, tokens.text);
  }
}

}  // namespace cloze
