// Cards in rows that reflow with the width: as many columns as fit, the first card wider where there is room, the last row filled up. Taller than
// the window's part: the scroll area around it scrolls.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

#include <vector>

namespace cloze {

class CardGrid : public QWidget {
 public:
  explicit CardGrid(QWidget* parent = nullptr) : QWidget(parent) {}
  void setCards(const std::vector<QWidget*>& cards);   // becomes their parent; those not among them are left alone
  void setLeast(const QSize& least);                   // of one card

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();
  std::vector<QPointer<QWidget>> m_cards;
  QSize m_least{280, 190};
};

}  // namespace cloze
