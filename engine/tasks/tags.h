// Tags of words as spans and back: IOB1 (B- only between neighbours of one type), IOB2 (every span begins with B-), IOBES (E- ends, S- is
// single). Reading takes any of them, invalid sequences too, as conlleval does: whatever cannot go on begins. On valid tags each scheme comes
// back from every other unchanged.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace cloze {

struct TagSpan {
  std::string type;
  std::size_t begin = 0, end = 0;                      // words [begin, end)
  bool operator==(const TagSpan& other) const { return type == other.type && begin == other.begin && end == other.end; }
  bool operator<(const TagSpan& other) const;          // by place, then type
};

enum class TagScheme { Iob1, Iob2, Iobes };

std::vector<TagSpan> spansOf(const std::vector<std::string>& tags);                                    // in order, without overlap
std::vector<std::string> tagsOf(const std::vector<TagSpan>& spans, std::size_t words, TagScheme scheme);   // of spans in order
std::vector<std::string> convertTags(const std::vector<std::string>& tags, TagScheme scheme);
bool isTag(const std::string& tag);                    // "O", or one of B I E S, a hyphen and a type

}  // namespace cloze
