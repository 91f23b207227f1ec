// Words with a bar each, one under the other: what comes next, what was replaced. A click or Enter on one chooses it, where that means something.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace cloze {

struct BarText {
  QString label;
  double share = 0;                      // 0 .. 1
  QString mark;                          // behind the number
  bool strong = false;                   // what matters most among the others
  QString explanation;                   // tooltip
};

class WordBar : public QAbstractButton {
  Q_OBJECT
 public:
  WordBar(const BarText& bar, int colour, bool clickable, QWidget* parent = nullptr);
  void align(int labels, int marks);     // widths that all bars of a group have in common
  int labelWidth() const;
  int markWidth() const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  const BarText& bar() const { return m_bar; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QFont labelFont() const;
  BarText m_bar;
  int m_colour, m_labels = 0, m_marks = 0;
};

class WordBars : public QWidget {
  Q_OBJECT
 public:
  explicit WordBars(QWidget* parent = nullptr);
  void setBars(const std::vector<BarText>& bars, int colour, bool clickable);
  int count() const { return static_cast<int>(m_bars.size()); }
  WordBar* bar(int index) const { return m_bars.at(static_cast<std::size_t>(index)); }

 Q_SIGNALS:
  void chosen(int index);

 private:
  QVBoxLayout* m_column;
  std::vector<WordBar*> m_bars;
};

}  // namespace cloze
