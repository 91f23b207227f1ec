// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer.h"

#include "engine/text/utf8.h"

#include <algorithm>

namespace cloze {

bool Tokenizer::isSpecial(TokenId id) const {
  if (id < 0) return false;
  const SpecialTokens& s = m_special;
  if (id == s.pad || id == s.unknown || id == s.classify || id == s.separator || id == s.mask || id == s.begin || id == s.end) return true;
  return std::find(m_extraSpecial.begin(), m_extraSpecial.end(), id) != m_extraSpecial.end();
}

std::vector<std::pair<std::int32_t, std::int32_t>> codePointOffsets(std::string_view text, const std::vector<std::pair<std::int32_t, std::int32_t>>& byteOffsets) {
  std::vector<std::int32_t> characterOf(text.size() + 1);             // number of the character that holds each byte
  std::int32_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++characters) {
    const std::size_t end = i + static_cast<std::size_t>(decodeUtf8(text, i).size);
    for (; i < end; ++i) characterOf[i] = characters;
  }
  characterOf[text.size()] = characters;
  std::vector<std::pair<std::int32_t, std::int32_t>> offsets;
  offsets.reserve(byteOffsets.size());
  for (const auto& [begin, end] : byteOffsets) {
    const std::int32_t first = characterOf.at(static_cast<std::size_t>(begin));
    const bool insideCharacter = end > begin && static_cast<std::size_t>(end) < text.size() && characterOf[static_cast<std::size_t>(end)] == characterOf[static_cast<std::size_t>(end) - 1];
    offsets.emplace_back(first, characterOf.at(static_cast<std::size_t>(end)) + insideCharacter);   // a piece of a character covers it
  }
  return offsets;
}

}  // namespace cloze
