// A text whose stretches are marked: what a model found as solid bars under the words, what is right as dashed ones below, each with its label. Lines
// wrap; a stretch that is cut by a line end goes on below.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include <utility>
#include <vector>

namespace cloze {

struct TextMark {
  int begin = 0, end = 0;                          // words [begin, end)
  QString label;
  bool gold = false;                               // what is right; else what was found
  int colour = 0;                                  // Theme::runColour
};

class MarkedText : public QWidget {
  Q_OBJECT
 public:
  explicit MarkedText(QWidget* parent = nullptr);
  void setText(const QStringList& words, std::vector<TextMark> marks);
  const std::vector<TextMark>& marks() const { return m_marks; }
  QString sentence() const;                        // the same in words
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override { return {360, heightForWidth(360)}; }
  QSize minimumSizeHint() const override { return {160, lineHeight()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Place { int x = 0, width = 0, line = 0; };
  std::vector<Place> places(int width) const;
  int barHeight() const;
  int lineHeight() const;
  bool has(bool gold) const;
  void paintMark(QPainter& painter, const TextMark& mark, const std::vector<Place>& where) const;
  QStringList m_words;
  std::vector<TextMark> m_marks;
};

// A text as words with their bytes, and the words that a range of bytes touches.
struct TextWords { QStringList words; std::vector<std::pair<int, int>> bytes; };
TextWords wordsOf(const std::string& text);
std::pair<int, int> wordsIn(const TextWords& text, std::pair<std::int64_t, std::int64_t> bytes);   // [first, last); empty for none

}  // namespace cloze
