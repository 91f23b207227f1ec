// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/text_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace cloze {
namespace {

bool beginsCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }

std::size_t width(const std::string& text) { return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), beginsCharacter)); }

std::string line(const std::vector<std::string>& cells, const std::vector<TextTable::Column>& columns, const std::vector<std::size_t>& widths) {
  std::string result;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& cell = cells[i];
    const std::string padding(widths[i] - width(cell), ' ');
    if (i > 0) result += "  ";
    result += columns[i].align == TextTable::Align::Right ? padding + cell : cell + padding;
  }
  result.erase(result.find_last_not_of(' ') + 1);
  return result + "\n";
}

template <class... Values>
std::string formatted(const char* format, Values... values) {
  char text[64];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

}  // namespace

std::string TextTable::text() const {
  std::vector<std::string> titles;
  std::vector<std::size_t> widths;
  for (const Column& column : m_columns) {
    titles.push_back(column.title);
    widths.push_back(width(column.title));
  }
  for (const auto& row : m_rows)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  std::string result = line(titles, m_columns, widths);
  for (const auto& row : m_rows) result += line(row, m_columns, widths);
  return result;
}

std::string shortened(const std::string& text, std::size_t characters) {
  if (width(text) <= characters) return text;
  std::string result;
  std::size_t count = 0;
  for (const char byte : text) {
    if (beginsCharacter(byte) && ++count > characters - 3) break;
    result += byte;
  }
  return result + "...";
}

std::string groupedNumber(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::ptrdiff_t first = number < 0 ? 1 : 0;
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > first; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::string durationText(double seconds) {
  if (!(seconds >= 0)) return "-";
  if (seconds < 60) return formatted("%.1f s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 3600) return formatted("%lld min %02lld s", whole / 60, whole % 60);
  return formatted("%lld h %02lld min", whole / 3600, whole % 3600 / 60);
}

std::string byteText(std::uint64_t bytes) {
  const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < std::size(units)) {
    value /= 1000;
    ++unit;
  }
  return formatted(unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
}

std::string localTimeText(std::int64_t unixMilliseconds) {
  const std::time_t seconds = static_cast<std::time_t>(unixMilliseconds / 1000);
  std::tm parts{};
  localtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
  return text;
}

std::string percentText(double share, int decimals) { return formatted("%.*f %%", decimals, 100 * share); }

std::string figureText(double value) { return std::isnan(value) ? "-" : formatted("%.4g", value); }

}  // namespace cloze
