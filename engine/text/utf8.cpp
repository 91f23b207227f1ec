// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/utf8.h"

namespace cloze {

namespace {

constexpr DecodedCharacter kBrokenByte{kReplacementCharacter, 1, true};

// Ranges of the second byte that keep the character shortest, below U+110000 and outside the surrogates (Unicode 15, table 3-7).
bool secondByteFits(unsigned char first, unsigned char second) {
  switch (first) {
    case 0xE0: return second >= 0xA0 && second <= 0xBF;
    case 0xED: return second >= 0x80 && second <= 0x9F;
    case 0xF0: return second >= 0x90 && second <= 0xBF;
    case 0xF4: return second >= 0x80 && second <= 0x8F;
    default: return second >= 0x80 && second <= 0xBF;
  }
}

}  // namespace

DecodedCharacter decodeUtf8(std::string_view text, std::size_t position) {
  const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byteAt(position);
  if (first < 0x80) return {first, 1, false};
  const int length = first >= 0xC2 && first <= 0xDF ? 2 : first >= 0xE0 && first <= 0xEF ? 3 : first >= 0xF0 && first <= 0xF4 ? 4 : 0;
  if (length == 0) return kBrokenByte;
  char32_t value = first & (0x7F >> length);
  for (int i = 1; i < length; ++i) {
    const std::size_t at = position + static_cast<std::size_t>(i);
    const bool fits = at < text.size() && (i == 1 ? secondByteFits(first, byteAt(at)) : (byteAt(at) & 0xC0) == 0x80);
    if (!fits) return {kReplacementCharacter, i, true};
    value = (value << 6) | (byteAt(at) & 0x3F);
  }
  return {value, length, false};
}

void appendUtf8(std::string& out, char32_t character) {
  const auto push = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (character < 0x80) return push(character);
  if (character < 0x800) {
    push(0xC0 | (character >> 6));
  } else {
    if (character < 0x10000) {
      push(0xE0 | (character >> 12));
    } else {
      push(0xF0 | (character >> 18));
      push(0x80 | ((character >> 12) & 0x3F));
    }
    push(0x80 | ((character >> 6) & 0x3F));
  }
  push(0x80 | (character & 0x3F));
}

std::size_t firstBrokenByte(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    const DecodedCharacter character = decodeUtf8(text, i);
    if (character.broken) return i;
    i += static_cast<std::size_t>(character.size);
  }
  return std::string_view::npos;
}

std::string repairedUtf8(std::string_view text) {
  std::string repaired;
  repaired.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const DecodedCharacter character = decodeUtf8(text, i);
    if (character.broken) appendUtf8(repaired, kReplacementCharacter);
    else repaired.append(text.substr(i, static_cast<std::size_t>(character.size)));
    i += static_cast<std::size_t>(character.size);
  }
  return repaired;
}

}  // namespace cloze
