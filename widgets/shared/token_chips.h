// A sentence as chips on a flowing line, sub-words joined. Click, Space or Enter asks for the piece; arrows move. What a chip shows (masked,
// chosen) is set from outside, so that the same strip serves the masked-token view, the neighbours view and the batch preview.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include <vector>

namespace cloze {

class FlowLayout;

enum class ChipState { Plain, Masked, Chosen, Replaced, Kept, Special };

struct ChipText {
  QString text;
  ChipState state = ChipState::Plain;
  bool joined = false;                 // continues the word before it
  QString explanation;                 // tooltip
};

class TokenChip : public QAbstractButton {
  Q_OBJECT
 public:
  TokenChip(const ChipText& chip, int index, QWidget* parent);
  void setChip(const ChipText& chip);
  void setCompact() { m_compact = true; }
  const ChipText& chip() const { return m_chip; }
  int index() const { return m_index; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void chosen(int index, bool extend);      // extend: Shift was held

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QFont shownFont() const;
  ChipText m_chip;
  int m_index;
  bool m_compact = false;
};

class TokenChips : public QWidget {
  Q_OBJECT
 public:
  explicit TokenChips(QWidget* parent = nullptr);
  // Keeps the widgets when only their state changed. A long sentence comes in parts, so that the window never stands still.
  void setChips(const std::vector<ChipText>& chips);
  int count() const { return static_cast<int>(m_chips.size()); }
  TokenChip* chip(int index) const { return m_chips.at(static_cast<std::size_t>(index)); }
  void setClickable(bool clickable);
  void setCompact(bool compact) { m_compact = compact; }   // before the chips come: smaller, where room is scarce

 Q_SIGNALS:
  void chosen(int index, bool extend);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;          // the ties between pieces of one word

 private:
  void addChips(std::size_t most);
  FlowLayout* m_flow;
  std::vector<ChipText> m_wanted;
  std::vector<TokenChip*> m_chips;
  bool m_clickable = true, m_compact = false;
};

}  // namespace cloze
