// Cuts English and Russian text into sentences by rules: terminators with closing quotes, abbreviations ("т. е.", "Mr."), initials, numbers,
// dialogue dashes. A line break always ends a sentence. Case and categories come from utf8proc.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace cloze {

inline constexpr int kSentenceSplitterVersion = 2;      // raised with every change of the rules: part of a store's key

struct TextRange { std::size_t begin, end; };           // bytes

// Sentences of valid UTF-8, trimmed of white space, none empty, in order.
std::vector<TextRange> splitSentences(std::string_view text);

}  // namespace cloze
