// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/card_grid.h"

#include "widgets/shared/theme.h"

#include <algorithm>

namespace cloze {

void CardGrid::setCards(const std::vector<QWidget*>& cards) {
  m_cards.assign(cards.begin(), cards.end());
  for (QWidget* card : cards) {
    if (card->parentWidget() && card->window() != window()) continue;   // alone on the screen just now
    card->setParent(this);
    card->show();
  }
  arrange();
}

void CardGrid::setLeast(const QSize& least) {
  m_least = least;
  arrange();
}

void CardGrid::resizeEvent(QResizeEvent*) { arrange(); }

void CardGrid::arrange() {
  const int columns = std::clamp((width() + kSpace2) / (m_least.width() + kSpace2), 1, 4);
  std::vector<std::vector<QWidget*>> rows;
  int used = columns;                                  // of the last row
  for (std::size_t i = 0; i < m_cards.size(); ++i) {
    if (!m_cards[i]) continue;
    const int wanted = rows.empty() && columns > 2 ? 2 : 1;
    if (used + wanted > columns) { rows.emplace_back(); used = 0; }
    rows.back().push_back(m_cards[i]);
    used += wanted;
  }
  const int count = std::max<int>(1, static_cast<int>(rows.size()));
  setMinimumHeight(count * m_least.height() + (count - 1) * kSpace2);
  const int height = (std::max(this->height(), minimumHeight()) - (count - 1) * kSpace2) / count;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto cards = static_cast<int>(rows[row].size());
    const int units = cards + (row == 0 && columns > 2 ? 1 : 0), room = width() - (cards - 1) * kSpace2;
    int x = 0;
    for (int i = 0; i < cards; ++i) {
      const int wide = i + 1 == cards ? width() - x : room * (row == 0 && i == 0 && units > cards ? 2 : 1) / units;
      QWidget* card = rows[row][static_cast<std::size_t>(i)];
      if (card->parentWidget() == this) card->setGeometry(x, static_cast<int>(row) * (height + kSpace2), wide, height);
      x += wide + kSpace2;
    }
  }
}

}  // namespace cloze
