// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/engine/word_places.h"

#include <cctype>
#include <stdexcept>

namespace cloze {

std::vector<BytePlace> wordPlaces(const char* option, const std::string& word, const std::string& text) {
  const auto isEdge = [&](std::size_t place) { return place >= text.size() || (static_cast<unsigned char>(text[place]) < 0x80 && !std::isalnum(static_cast<unsigned char>(text[place]))); };
  std::vector<BytePlace> places;
  for (std::size_t at = word.empty() ? std::string::npos : text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if ((at == 0 || isEdge(at - 1)) && isEdge(at + word.size())) places.emplace_back(at, at + word.size());
  if (places.empty()) throw std::invalid_argument(std::string(option) + ": the text has no word \"" + word + "\"");
  return places;
}

}  // namespace cloze
