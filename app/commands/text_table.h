// Tables and figures as people read them in a terminal. Columns are as wide as their widest cell, counted in characters, not in bytes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cloze {

class TextTable {
 public:
  enum class Align { Left, Right };
  struct Column { std::string title; Align align = Align::Left; };

  explicit TextTable(std::vector<Column> columns) : m_columns(std::move(columns)) {}
  void add(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }   // one cell a column
  std::string text() const;                                                          // lines, each ended

 private:
  std::vector<Column> m_columns;
  std::vector<std::vector<std::string>> m_rows;
};

std::string shortened(const std::string& text, std::size_t characters);   // UTF-8, "..." at the end where cut
std::string groupedNumber(std::int64_t number);                           // 1,240,000
std::string durationText(double seconds);                                 // 3 h 05 min, 2 min 07 s, 4.2 s
std::string byteText(std::uint64_t bytes);                                // 3.4 MB
std::string localTimeText(std::int64_t unixMilliseconds);                 // 2026-11-23 08:25
std::string percentText(double share, int decimals = 1);                  // 12.3 %
std::string figureText(double value);                                     // four significant digits; "-" for none

}  // namespace cloze
