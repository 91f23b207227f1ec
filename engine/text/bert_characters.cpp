// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/bert_characters.h"

#include "engine/text/utf8.h"

#include <utf8proc.h>

#include <array>

namespace cloze {

namespace {

utf8proc_category_t category(char32_t character) { return utf8proc_category(static_cast<utf8proc_int32_t>(character)); }

// Cc, Cf, Co (not Cn: Hugging Face keeps what Unicode has not assigned). A tab or line break is a space, whatever its category.
bool isControl(char32_t character) {
  if (character == '\t' || character == '\n' || character == '\r') return false;
  switch (category(character)) {
    case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_CF: case UTF8PROC_CATEGORY_CO:
      return true;
    default:
      return false;
  }
}

bool isDropped(char32_t character, const BertOptions& options) {
  return options.cleanText && (character == 0 || character == kReplacementCharacter || isControl(character));
}

bool isChinese(char32_t character) {       // BERT's own list of blocks
  static constexpr std::array<std::pair<char32_t, char32_t>, 8> kBlocks{{{0x4E00, 0x9FFF}, {0x3400, 0x4DBF}, {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F},
      {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF}, {0xF900, 0xFAFF}, {0x2F800, 0x2FA1F}}};
  if (character < 0x3400) return false;
  for (const auto& [first, last] : kBlocks)
    if (character >= first && character <= last) return true;
  return false;
}

void appendLower(char32_t character, std::string& out) {
  if (character == 0x130) {                // the one letter whose lower case is two characters everywhere: i and a dot above
    out += "i\xCC\x87";
    return;
  }
  appendUtf8(out, static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(character))));
}

void appendFolded(char32_t character, const BertOptions& options, std::string& out) {
  if (options.stripAccents && category(character) == UTF8PROC_CATEGORY_MN) return;
  if (options.lowercase) appendLower(character, out);
  else appendUtf8(out, character);
}

}  // namespace

bool isUnicodeSpace(char32_t character) {
  if (character < 0x80) return character == ' ' || (character >= 9 && character <= 13);
  switch (category(character)) {
    case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP: return true;
    default: return character == 0x85;
  }
}

bool isUnicodePunctuation(char32_t character) {
  if (character < 0x80) return (character > 32 && character < '0') || (character > '9' && character < 'A') || (character > 'Z' && character < 'a') || (character > 'z' && character < 127);
  const utf8proc_category_t kind = category(character);
  return kind >= UTF8PROC_CATEGORY_PC && kind <= UTF8PROC_CATEGORY_PO;
}

void normaliseBert(char32_t character, const BertOptions& options, std::string& out) {
  if (isDropped(character, options)) return;
  if (options.cleanText && isUnicodeSpace(character)) {
    out.push_back(' ');
    return;
  }
  if (!options.stripAccents || character < 0x80) return appendFolded(character, options, out);
  std::array<utf8proc_int32_t, 32> parts{};
  int boundary = 0;
  const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(character), parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
                                             UTF8PROC_DECOMPOSE, &boundary);
  if (count < 1 || count > static_cast<utf8proc_ssize_t>(parts.size())) return appendFolded(character, options, out);
  for (utf8proc_ssize_t i = 0; i < count; ++i) appendFolded(static_cast<char32_t>(parts[static_cast<std::size_t>(i)]), options, out);
}

BertCharacters::BertCharacters(const BertOptions& options) : m_options(options) {
  m_plane.reserve(0x10000);
  for (char32_t character = 0; character < 0x10000; ++character) m_plane.push_back(compute(character));
}

CharacterClass BertCharacters::classifyBeyond(char32_t character) const { return compute(character); }

CharacterClass BertCharacters::compute(char32_t character) const {
  if (isDropped(character, m_options)) return CharacterClass::Word;
  if (isUnicodeSpace(character)) return CharacterClass::Space;
  if (m_options.separateChinese && isChinese(character)) return CharacterClass::Alone;
  if (isUnicodePunctuation(character)) return CharacterClass::Alone;
  if (!m_options.stripAccents || character < 0x80) return CharacterClass::Word;
  std::string normalised;                  // what stands alone after decomposition does so already: U+226E is "<" and a mark
  normaliseBert(character, m_options, normalised);
  if (normalised.empty()) return CharacterClass::Word;
  const DecodedCharacter first = decodeUtf8(normalised, 0);
  if (static_cast<std::size_t>(first.size) != normalised.size()) return CharacterClass::Word;
  if (isUnicodeSpace(first.value)) return CharacterClass::Space;
  return isUnicodePunctuation(first.value) ? CharacterClass::Alone : CharacterClass::Word;
}

void NormalisedWord::assign(std::string_view word, std::int32_t base, const BertOptions& options, std::int32_t keep) {
  m_text.clear();
  m_begins.clear();
  m_ends.clear();
  m_characters = m_lastEnd = 0;
  for (std::size_t i = 0; i < word.size();) {
    const DecodedCharacter character = decodeUtf8(word, i);
    const std::int32_t begin = base + static_cast<std::int32_t>(i);
    i += static_cast<std::size_t>(character.size);
    m_piece.clear();
    normaliseBert(character.value, options, m_piece);
    if (m_piece.empty()) continue;
    m_lastEnd = begin + character.size;
    for (const char byte : m_piece) m_characters += (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    if (m_characters > keep) continue;
    m_text += m_piece;
    m_begins.resize(m_text.size(), begin);
    m_ends.resize(m_text.size(), m_lastEnd);
  }
}

}  // namespace cloze
