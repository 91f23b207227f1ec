// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/engine/read_lines.h"

#include <fstream>
#include <iostream>
#include <stdexcept>

#include "engine/text/utf8.h"

namespace cloze {
namespace {

std::string cleaned(std::string line, bool first) {
  if (first && line.compare(0, 3, "\xEF\xBB\xBF") == 0) line.erase(0, 3);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

bool hasText(const std::string& line) { return line.find_first_not_of(" \t\v\f\r") != std::string::npos; }

}  // namespace

TextLines readTextLines(const std::filesystem::path& file) {
  const bool fromStdin = file == "-";
  if (!fromStdin && !std::filesystem::is_regular_file(file) && !std::filesystem::is_fifo(file))
    throw std::invalid_argument(file.string() + (std::filesystem::exists(file) ? ": this is not a text file" : ": there is no such file"));
  std::ifstream opened;
  if (!fromStdin) opened.open(file, std::ios::binary);
  std::istream& input = fromStdin ? std::cin : opened;
  if (!input) throw std::runtime_error(file.string() + ": cannot be read");
  TextLines lines;
  std::int64_t number = 0, broken = 0;
  for (std::string line; std::getline(input, line);) {
    line = cleaned(std::move(line), ++number == 1);
    if (!hasText(line)) continue;
    if (firstBrokenByte(line) != std::string::npos) {
      line = repairedUtf8(line);
      ++broken;
    }
    lines.texts.push_back(std::move(line));
    lines.numbers.push_back(number);
  }
  if (input.bad()) throw std::runtime_error(file.string() + ": cannot be read to its end");
  if (lines.texts.empty()) throw std::invalid_argument(file.string() + ": holds no text");
  if (broken > 0) std::cerr << file.string() << ": " << broken << (broken == 1 ? " line is" : " lines are") << " no valid UTF-8; what is broken reads as U+FFFD\n";
  return lines;
}

}  // namespace cloze
