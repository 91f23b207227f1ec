// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/tags.h"

#include <tuple>

namespace cloze {
namespace {

struct TagParts { char mark = 'O'; std::string type; };

TagParts partsOf(const std::string& tag) {
  if (tag.empty() || tag == "O") return {};
  return {tag[0], tag.size() > 2 ? tag.substr(2) : std::string()};
}

bool begins(const TagParts& before, const TagParts& now) {
  if (now.mark == 'O') return false;
  return now.mark == 'B' || now.mark == 'S' || before.mark == 'O' || before.mark == 'E' || before.mark == 'S' || before.type != now.type;
}

char markOf(std::size_t word, const TagSpan& span, TagScheme scheme, bool touchesSameType) {
  const bool first = word == span.begin, last = word + 1 == span.end;
  if (scheme == TagScheme::Iobes) return first && last ? 'S' : first ? 'B' : last ? 'E' : 'I';
  return first && (scheme == TagScheme::Iob2 || touchesSameType) ? 'B' : 'I';
}

}  // namespace

bool TagSpan::operator<(const TagSpan& other) const { return std::tie(begin, end, type) < std::tie(other.begin, other.end, other.type); }

std::vector<TagSpan> spansOf(const std::vector<std::string>& tags) {
  std::vector<TagSpan> spans;
  TagParts before;
  for (std::size_t word = 0; word < tags.size(); ++word) {
    TagParts now = partsOf(tags[word]);
    if (begins(before, now)) spans.push_back({now.type, word, word + 1});
    else if (now.mark != 'O') spans.back().end = word + 1;
    before = std::move(now);
  }
  return spans;
}

std::vector<std::string> tagsOf(const std::vector<TagSpan>& spans, std::size_t words, TagScheme scheme) {
  std::vector<std::string> tags(words, "O");
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const TagSpan& span = spans[i];
    const bool touches = i > 0 && spans[i - 1].end == span.begin && spans[i - 1].type == span.type;
    for (std::size_t word = span.begin; word < span.end; ++word) tags.at(word) = std::string{markOf(word, span, scheme, touches), '-'} + span.type;
  }
  return tags;
}

std::vector<std::string> convertTags(const std::vector<std::string>& tags, TagScheme scheme) { return tagsOf(spansOf(tags), tags.size(), scheme); }

bool isTag(const std::string& tag) {
  return tag == "O" || (tag.size() > 2 && tag[1] == '-' && std::string("BIES").find(tag[0]) != std::string::npos);
}

}  // namespace cloze
