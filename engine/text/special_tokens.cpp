// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/special_tokens.h"

#include "engine/text/bert_characters.h"
#include "engine/text/utf8.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstring>

namespace cloze {

namespace {

bool isWordCharacter(char32_t character) {
  const auto kind = utf8proc_category(static_cast<utf8proc_int32_t>(character));
  return (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO) || character == '_';
}

// Where the character before `position` begins (position > 0).
std::size_t previousCharacter(std::string_view text, std::size_t position) {
  std::size_t begin = position - 1;
  while (begin > 0 && position - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
  return begin;
}

bool touchesWord(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin > 0 && isWordCharacter(decodeUtf8(text, previousCharacter(text, begin)).value)) return true;
  return end < text.size() && isWordCharacter(decodeUtf8(text, end).value);
}

SpecialMatcher::Match takeBlanks(std::string_view text, std::size_t from, SpecialMatcher::Match match, const AddedToken& token) {
  while (token.leftStrip && match.begin > from) {
    const std::size_t previous = previousCharacter(text, match.begin);
    if (!isUnicodeSpace(decodeUtf8(text, previous).value)) break;
    match.begin = std::max(previous, from);
  }
  while (token.rightStrip && match.end < text.size()) {
    const DecodedCharacter next = decodeUtf8(text, match.end);
    if (!isUnicodeSpace(next.value)) break;
    match.end += static_cast<std::size_t>(next.size);
  }
  return match;
}

}  // namespace

SpecialMatcher::SpecialMatcher(std::vector<AddedToken> tokens) : m_tokens(std::move(tokens)) {
  m_tokens.erase(std::remove_if(m_tokens.begin(), m_tokens.end(), [](const AddedToken& token) { return token.text.empty(); }), m_tokens.end());
  std::stable_sort(m_tokens.begin(), m_tokens.end(), [](const AddedToken& a, const AddedToken& b) { return a.text.size() > b.text.size(); });
  for (const AddedToken& token : m_tokens) m_first[static_cast<unsigned char>(token.text[0])] = true;
  if (std::count(m_first.begin(), m_first.end(), true) == 1) m_onlyFirst = static_cast<unsigned char>(m_tokens.front().text[0]);
}

std::size_t SpecialMatcher::nextCandidate(std::string_view text, std::size_t from) const {
  if (m_tokens.empty() || from >= text.size()) return std::string_view::npos;
  if (m_onlyFirst >= 0) {
    const void* found = std::memchr(text.data() + from, m_onlyFirst, text.size() - from);
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data()) : std::string_view::npos;
  }
  while (from < text.size() && !m_first[static_cast<unsigned char>(text[from])]) ++from;
  return from < text.size() ? from : std::string_view::npos;
}

SpecialMatcher::Match SpecialMatcher::find(std::string_view text, std::size_t from) const {
  for (std::size_t at = nextCandidate(text, from); at != std::string_view::npos; at = nextCandidate(text, at + 1)) {
    for (const AddedToken& token : m_tokens) {
      if (text.compare(at, token.text.size(), token.text) != 0) continue;
      const std::size_t end = at + token.text.size();
      if (token.singleWord && touchesWord(text, at, end)) break;
      return takeBlanks(text, from, {at, end, token.id}, token);
    }
  }
  return {std::string_view::npos, std::string_view::npos, -1};
}

std::vector<Tokenizer::LayoutEntry> bertLayout(const SpecialTokens& special, bool pair) {
  std::vector<Tokenizer::LayoutEntry> layout{{special.classify, 0}, {Tokenizer::kTextA, 0}, {special.separator, 0}};
  if (pair) {
    layout.push_back({Tokenizer::kTextB, 1});
    layout.push_back({special.separator, 1});
  }
  return layout;
}

}  // namespace cloze
