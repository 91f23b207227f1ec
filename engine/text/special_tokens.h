// Special tokens written in a text ("The [MASK] sat"): found before normalisation, leftmost and longest first, as Hugging Face's
// AddedVocabulary does. And the ids that stand around texts ("[CLS] A [SEP]").
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/tokenizer.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace cloze {

struct AddedToken {
  std::string text;
  TokenId id = -1;
  bool leftStrip = false, rightStrip = false;   // takes the blanks before, after
  bool singleWord = false;                      // only where no letter or digit touches it
  bool special = true;
};

class SpecialMatcher {
 public:
  SpecialMatcher() = default;
  explicit SpecialMatcher(std::vector<AddedToken> tokens);
  struct Match { std::size_t begin, end; TokenId id; };
  // The first one at or after `from`; begin == npos: none.
  Match find(std::string_view text, std::size_t from) const;
  const std::vector<AddedToken>& tokens() const { return m_tokens; }

 private:
  std::size_t nextCandidate(std::string_view text, std::size_t from) const;
  std::vector<AddedToken> m_tokens;             // longest first
  std::array<bool, 256> m_first{};              // a token begins with this byte
  int m_onlyFirst = -1;                         // the byte, when all begin alike: found by memchr
};

// "[CLS] A [SEP]" and "[CLS] A [SEP] B [SEP]", with type ids 0 and 1.
std::vector<Tokenizer::LayoutEntry> bertLayout(const SpecialTokens& special, bool pair);

}  // namespace cloze
