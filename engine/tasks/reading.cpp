// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/reading.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/core/files.h"
#include "engine/text/utf8.h"

namespace cloze {

void FoundFile::skip(std::int64_t line, const std::string& why) {
  ++report.skippedRows;
  if (report.skipped.size() < kShownRows) report.skipped.push_back("line " + std::to_string(line) + ": " + why);
}

void FoundFile::problemAt(const std::string& place, const std::string& what) {
  ++problemCount;
  if (problems.size() < kShownRows) problems.push_back({report.file.string() + place, what});
}

namespace {

std::string fromLatin1(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) appendUtf8(text, static_cast<unsigned char>(byte));
  return text;
}

template <class Number>
bool parseWhole(std::string_view text, Number& number) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

FileLines::FileLines(FoundFile& found, FileEncoding encoding) : m_text(readFile(found.report.file)) {
  if (encoding == FileEncoding::Latin1UnlessUtf8 && firstBrokenByte(m_text) != std::string::npos) m_text = fromLatin1(m_text);
  std::string_view rest = m_text;
  if (rest.substr(0, 3) == "\xEF\xBB\xBF") rest.remove_prefix(3);
  for (std::int64_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (firstBrokenByte(line) != std::string::npos) {
      ++found.report.repairedLines;
      line = m_repaired.emplace_back(repairedUtf8(line));
    }
    m_lines.push_back({number, line});
  }
}

bool isBlank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
}

std::vector<std::string_view> splitAt(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::vector<std::string_view> splitAtBlanks(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = text.find_first_not_of(" \t"); begin != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(" \t", begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(" \t", end);
  }
  return parts;
}

bool parseNumber(std::string_view text, double& number) { return parseWhole(text, number) && std::isfinite(number); }
bool parseNumber(std::string_view text, std::int64_t& number) { return parseWhole(text, number); }

}  // namespace cloze
