// BERT's view of Unicode (google-research/bert tokenization.py, Hugging Face's BertNormalizer): which characters are dropped, which stand
// alone, and what the others become. Unicode data come from utf8proc.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cloze {

struct BertOptions {
  bool lowercase = true;
  bool stripAccents = true;                // canonical decomposition, then nonspacing marks are dropped
  bool separateChinese = true;             // each CJK ideograph is a word
  bool cleanText = true;                   // drops control characters, NUL and U+FFFD
};

enum class CharacterClass : std::uint8_t {
  Word,                                    // part of a word, perhaps after a change, perhaps dropped
  Space,                                   // ends a word
  Alone,                                   // a word by itself: punctuation, and CJK ideographs when separated
};

bool isUnicodeSpace(char32_t character);   // property White_Space
bool isUnicodePunctuation(char32_t character);   // ASCII's, and the categories P*

// The characters that `character` becomes (none: it is dropped), appended to `out` as UTF-8. Spaces give a space.
void normaliseBert(char32_t character, const BertOptions& options, std::string& out);

class BertCharacters {
 public:
  explicit BertCharacters(const BertOptions& options);
  const BertOptions& options() const { return m_options; }
  CharacterClass classify(char32_t character) const {
    return character < m_plane.size() ? m_plane[character] : classifyBeyond(character);
  }

 private:
  CharacterClass compute(char32_t character) const;
  CharacterClass classifyBeyond(char32_t character) const;
  BertOptions m_options;
  std::vector<CharacterClass> m_plane;     // the first 65,536 characters
};

// The normalised text of a word with, for each of its bytes, the bytes of the original that it came from.
class NormalisedWord {
 public:
  // `word` holds only characters of class Word, or one of class Alone; `base` is its offset in the text. Text and places
  // of at most `keep` characters are kept.
  void assign(std::string_view word, std::int32_t base, const BertOptions& options, std::int32_t keep);
  std::string_view text() const { return m_text; }
  std::int32_t characters() const { return m_characters; }          // all of them, kept or not
  std::int32_t begin(std::size_t byte) const { return m_begins[byte]; }
  std::int32_t end(std::size_t byte) const { return m_ends[byte]; }
  std::int32_t lastEnd() const { return m_lastEnd; }                // end of the last character that was not dropped

 private:
  std::string m_text, m_piece;
  std::vector<std::int32_t> m_begins, m_ends;
  std::int32_t m_characters = 0, m_lastEnd = 0;
};

}  // namespace cloze
