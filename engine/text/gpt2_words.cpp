// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/gpt2_words.h"

#include "engine/text/bert_characters.h"
#include "engine/text/utf8.h"

#include <utf8proc.h>

#include <cstdint>
#include <vector>

namespace cloze {

namespace {

enum class Gpt2Class : std::uint8_t { Letter, Number, Space, Other };

Gpt2Class computeClass(char32_t character) {
  if (isUnicodeSpace(character)) return Gpt2Class::Space;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  if (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) return Gpt2Class::Letter;
  return category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO ? Gpt2Class::Number : Gpt2Class::Other;
}

Gpt2Class classOf(char32_t character) {
  static const std::vector<Gpt2Class> plane = [] {
    std::vector<Gpt2Class> made(0x10000);
    for (char32_t one = 0; one < made.size(); ++one) made[one] = computeClass(one);
    return made;
  }();
  return character < plane.size() ? plane[character] : computeClass(character);
}

struct Here { Gpt2Class kind; std::size_t end; };
Here look(std::string_view text, std::size_t at) {
  const DecodedCharacter character = decodeUtf8(text, at);
  return {classOf(character.value), at + static_cast<std::size_t>(character.size)};
}

std::size_t endOfRun(std::string_view text, std::size_t at, Gpt2Class kind) {
  while (at < text.size()) {
    const Here here = look(text, at);
    if (here.kind != kind) break;
    at = here.end;
  }
  return at;
}

// Bytes of the contraction behind an apostrophe; 0: none.
std::size_t contraction(std::string_view rest) {
  for (const std::string_view ending : {"s", "t", "re", "ve", "m", "ll", "d"})
    if (rest.substr(0, ending.size()) == ending) return ending.size();
  return 0;
}

// Blanks up to the last one, which goes to the next word; all of them at the end of the text.
std::size_t endOfBlanks(std::string_view text, std::size_t begin) {
  std::size_t last = begin, at = begin;
  while (at < text.size()) {
    const Here here = look(text, at);
    if (here.kind != Gpt2Class::Space) break;
    last = at;
    at = here.end;
  }
  return at == text.size() || last == begin ? at : last;
}

}  // namespace

std::size_t endOfGpt2Word(std::string_view text, std::size_t begin) {
  if (text[begin] == '\'')
    if (const std::size_t size = contraction(text.substr(begin + 1)); size > 0) return begin + 1 + size;
  const std::size_t first = text[begin] == ' ' && begin + 1 < text.size() ? begin + 1 : begin;
  const Here here = look(text, first);
  return here.kind == Gpt2Class::Space ? endOfBlanks(text, begin) : endOfRun(text, here.end, here.kind);
}

}  // namespace cloze
