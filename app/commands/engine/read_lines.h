// Sentences for the inspectors: the lines of a text file that hold something, with their numbers.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cloze {

struct TextLines {
  std::vector<std::string> texts;
  std::vector<std::int64_t> numbers;     // 1-based line of each
};

// "-" is stdin. Byte-order mark and CRLF are taken off, broken UTF-8 becomes U+FFFD with a word about it on stderr. std::invalid_argument when
// there is no such file or no text in it.
TextLines readTextLines(const std::filesystem::path& file);

}  // namespace cloze
