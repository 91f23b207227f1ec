// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/words.h"

#include <algorithm>
#include <utility>

#include "engine/text/utf8.h"

namespace cloze {
namespace {

// Blocks of punctuation and signs; everything else beyond ASCII counts as a letter.
constexpr std::pair<char32_t, char32_t> kSigns[] = {
    {0x80, 0xA9}, {0xAB, 0xB4}, {0xB6, 0xB9}, {0xBB, 0xBF}, {0xD7, 0xD7}, {0xF7, 0xF7}, {0x2000, 0x206F}, {0x20A0, 0x20CF},
    {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x3004}, {0x3008, 0x3020}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF0F}, {0xFFFD, 0xFFFD}};

bool isLetter(char32_t character) {
  if (character < 0x80) return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  return std::none_of(std::begin(kSigns), std::end(kSigns), [&](const auto& block) { return character >= block.first && character <= block.second; });
}

// The words [first, last] as one.
WordSpan joined(const WordSpan& first, const WordSpan& last) {
  return {first.firstToken, last.firstToken + last.tokens - first.firstToken, first.byteBegin, last.byteEnd};
}

}  // namespace

std::vector<WordSpan> wordsOf(const Encoding& encoding) {
  std::vector<WordSpan> spans;
  std::int32_t word = -1;
  for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
    if (encoding.words[i] < 0) {
      word = -1;
      continue;
    }
    if (encoding.words[i] != word) spans.push_back({static_cast<std::int32_t>(i), 0, encoding.byteOffsets[i].first, 0});
    word = encoding.words[i];
    ++spans.back().tokens;
    spans.back().byteEnd = encoding.byteOffsets[i].second;
  }
  return spans;
}

bool isWordText(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const DecodedCharacter character = decodeUtf8(text, at);
    if (isLetter(character.value)) return true;
    at += static_cast<std::size_t>(character.size);
  }
  return false;
}

std::vector<WordSpan> occurrencesOf(std::string_view word, std::string_view text, const Encoding& encoding, const Tokenizer& tokenizer) {
  Pieces wanted;
  tokenizer.encode(word, wanted);
  const bool known = std::find(wanted.ids.begin(), wanted.ids.end(), tokenizer.special().unknown) == wanted.ids.end();   // all unknown words have the same piece
  const std::vector<WordSpan> words = wordsOf(encoding);
  std::vector<WordSpan> found;
  for (std::size_t first = 0; first < words.size(); ++first)
    for (std::size_t last = first; last < words.size(); ++last) {
      const WordSpan span = joined(words[first], words[last]);
      const auto begin = static_cast<std::size_t>(span.byteBegin), size = static_cast<std::size_t>(span.byteEnd - span.byteBegin);
      const bool samePieces = known && span.tokens == static_cast<std::int32_t>(wanted.ids.size()) &&
                              std::equal(wanted.ids.begin(), wanted.ids.end(), encoding.ids.begin() + span.firstToken);
      if (samePieces || text.substr(begin, size) == word) found.push_back(span);
      if (span.tokens >= static_cast<std::int32_t>(wanted.ids.size()) && size >= word.size()) break;
    }
  return found;
}

}  // namespace cloze
