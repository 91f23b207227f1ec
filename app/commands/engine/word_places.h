// Words that a person names on the command line, as places in the text they stand in.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace cloze {

using BytePlace = std::pair<std::int32_t, std::int32_t>;   // first byte, one after the last

// Everywhere the word stands as a whole: between blanks, punctuation or the ends. std::invalid_argument, naming the option, when it does not.
std::vector<BytePlace> wordPlaces(const char* option, const std::string& word, const std::string& text);

}  // namespace cloze
