// UTF-8 without surprises: broken bytes are read as U+FFFD, one for each maximal broken part (as Python's errors="replace" and the W3C
// decoder do), so that every offset maps to the bytes as given.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cloze {

constexpr char32_t kReplacementCharacter = 0xFFFD;

struct DecodedCharacter {
  char32_t value;                          // U+FFFD for broken bytes
  std::int32_t size;                       // bytes read, at least 1
  bool broken;
};
// The character at `position` < text.size().
DecodedCharacter decodeUtf8(std::string_view text, std::size_t position);
void appendUtf8(std::string& out, char32_t character);
// Byte offset of the first broken byte, or npos.
std::size_t firstBrokenByte(std::string_view text);
// The text with broken bytes replaced by U+FFFD.
std::string repairedUtf8(std::string_view text);

}  // namespace cloze
