// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/sentencepiece_cleaning.h"

#include "engine/text/bert_characters.h"
#include "engine/text/utf8.h"

#include <utf8proc.h>

#include <array>

namespace cloze {

namespace {

class Cleaner {
 public:
  explicit Cleaner(const SentencePieceCleaning& cleaning) : m_cleaning(cleaning) {}

  CleanedText run(std::string_view original, std::size_t from, std::size_t to) {
    const std::string_view part = original.substr(0, to);
    for (std::size_t i = from; i < to;) {
      const DecodedCharacter character = decodeUtf8(part, i);
      const bool quotes = i + 1 < to && (part.compare(i, 2, "``") == 0 || part.compare(i, 2, "''") == 0);
      const std::size_t end = i + (quotes ? 2 : static_cast<std::size_t>(character.size));
      if (isUnicodeSpace(character.value) || (character.value >= 0x1C && character.value <= 0x1F)) blank(i, end);   // what Python's split() takes
      else if (quotes) put("\"", i, end);
      else letter(character.value, i, end);
      i = end;
    }
    return std::move(m_out);
  }

 private:
  void blank(std::size_t begin, std::size_t end) {
    if (!m_pendingBlank) m_blankBegin = begin;
    m_pendingBlank = true;
    m_blankEnd = end;
  }

  void put(std::string_view text, std::size_t begin, std::size_t end) {
    if (m_pendingBlank && !m_out.text.empty()) append(" ", m_blankBegin, m_blankEnd);
    m_pendingBlank = false;
    append(text, begin, end);
  }

  void append(std::string_view text, std::size_t begin, std::size_t end) {
    m_out.text += text;
    m_out.begins.resize(m_out.text.size(), static_cast<std::int32_t>(begin));
    m_out.ends.resize(m_out.text.size(), static_cast<std::int32_t>(end));
  }

  void letter(char32_t character, std::size_t begin, std::size_t end) {
    m_piece.clear();
    if (m_cleaning.keepAccents || character < 0x80) {
      fold(character);
    } else {
      std::array<utf8proc_int32_t, 64> parts{};
      int boundary = 0;
      const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(character), parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
                                                 static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &boundary);
      for (utf8proc_ssize_t i = 0; i < count && i < static_cast<utf8proc_ssize_t>(parts.size()); ++i) {
        const utf8proc_int32_t part = parts[static_cast<std::size_t>(i)];
        if (utf8proc_get_property(part)->combining_class == 0) fold(static_cast<char32_t>(part));
      }
    }
    if (!m_piece.empty()) put(m_piece, begin, end);
  }

  void fold(char32_t character) {
    if (!m_cleaning.lowercase) return appendUtf8(m_piece, character);
    if (character == 0x130) m_piece += "i\xCC\x87";
    else appendUtf8(m_piece, static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(character))));
  }

  const SentencePieceCleaning& m_cleaning;
  CleanedText m_out;
  std::string m_piece;
  bool m_pendingBlank = false;
  std::size_t m_blankBegin = 0, m_blankEnd = 0;
};

}  // namespace

CleanedText cleanForSentencePiece(std::string_view original, std::size_t from, std::size_t to, const SentencePieceCleaning& cleaning) {
  return Cleaner(cleaning).run(original, from, to);
}

}  // namespace cloze
