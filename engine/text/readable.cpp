// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/readable.h"

#include <cstdio>

#include "engine/text/byte_alphabet.h"
#include "engine/text/utf8.h"

namespace cloze {

std::string readablePiece(std::string_view token, bool bytePieces) {
  if (!bytePieces) return std::string(token);
  const std::string bytes = bytesOfToken(token);
  std::string text;
  bool front = true;
  for (std::size_t i = 0; i < bytes.size();) {
    const DecodedCharacter character = decodeUtf8(bytes, i);
    const auto size = static_cast<std::size_t>(character.size);
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const bool whole = !character.broken;
    front = front && byte == ' ';
    if (front) text += "\u2581";
    else if (byte == '\n') text += "\u21B5";
    else if (whole && byte >= ' ' && byte != 0x7F) text.append(bytes, i, size);
    else {
      char code[8];
      std::snprintf(code, sizeof code, "<%02X>", byte);
      text += code;
      i += 1;
      continue;
    }
    i += size;
  }
  return text;
}

}  // namespace cloze
