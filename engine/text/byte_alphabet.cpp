// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/byte_alphabet.h"

#include "engine/text/utf8.h"

namespace cloze {

namespace {

constexpr char32_t kFirstStandIn = 0x100, kStandIns = 68;

bool standsForItself(int byte) { return (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || (byte >= 0xAE && byte <= 0xFF); }

// Bytes of the characters U+0100 on.
const std::array<unsigned char, kStandIns>& standIns() {
  static const std::array<unsigned char, kStandIns> bytes = [] {
    std::array<unsigned char, kStandIns> made{};
    std::size_t next = 0;
    for (int byte = 0; byte < 256; ++byte)
      if (!standsForItself(byte)) made[next++] = static_cast<unsigned char>(byte);
    return made;
  }();
  return bytes;
}

}  // namespace

const std::array<std::string, 256>& byteAlphabet() {
  static const std::array<std::string, 256> alphabet = [] {
    std::array<std::string, 256> made;
    for (int byte = 0; byte < 256; ++byte)
      if (standsForItself(byte)) appendUtf8(made[static_cast<std::size_t>(byte)], static_cast<char32_t>(byte));
    for (char32_t i = 0; i < kStandIns; ++i) appendUtf8(made[standIns()[i]], kFirstStandIn + i);
    return made;
  }();
  return alphabet;
}

std::string bytesOfToken(std::string_view token) {
  std::string bytes;
  for (std::size_t i = 0; i < token.size();) {
    const DecodedCharacter character = decodeUtf8(token, i);
    if (character.value >= kFirstStandIn && character.value < kFirstStandIn + kStandIns) bytes.push_back(static_cast<char>(standIns()[character.value - kFirstStandIn]));
    else if (character.value < 256 && standsForItself(static_cast<int>(character.value))) bytes.push_back(static_cast<char>(character.value));
    else return std::string(token);
    i += static_cast<std::size_t>(character.size);
  }
  return bytes;
}

}  // namespace cloze
