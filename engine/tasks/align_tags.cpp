// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tasks/align_tags.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace cloze {
namespace {

// The number of the first word whose bytes overlap [begin, end); -1: none. `ends`: where each word ends, `begins` where it begins.
std::int32_t firstWordIn(const std::vector<std::int32_t>& begins, const std::vector<std::int32_t>& ends, std::pair<std::int32_t, std::int32_t> bytes) {
  const auto word = std::upper_bound(ends.begin(), ends.end(), bytes.first) - ends.begin();     // the first that ends behind `begin`
  if (word == static_cast<std::ptrdiff_t>(ends.size()) || begins[static_cast<std::size_t>(word)] >= bytes.second) return -1;
  return static_cast<std::int32_t>(word);
}

bool mayFollow(const std::string& before, const std::string& tag) {
  if (tag.empty() || tag[0] != 'I') return true;
  return !before.empty() && (before[0] == 'B' || before[0] == 'I') && before.compare(1, std::string::npos, tag, 1, std::string::npos) == 0;
}

void requireLength(std::size_t found, std::size_t expected, const char* what) {
  if (found != expected) throw std::invalid_argument(std::to_string(found) + " tags for " + std::to_string(expected) + " " + what);
}

}  // namespace

AlignedWords alignWords(const Tokenizer& tokenizer, const std::vector<std::string>& words, std::int32_t maximumLength) {
  std::string text;
  std::vector<std::int32_t> begins, ends;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    begins.push_back(static_cast<std::int32_t>(text.size()));
    text += word;
    ends.push_back(static_cast<std::int32_t>(text.size()));
  }
  EncodeOptions options;
  options.maxLength = maximumLength;
  auto windows = encodeWindows(tokenizer, text, std::nullopt, options);
  AlignedWords aligned;
  std::vector<bool> seen(words.size());
  aligned.firstPosition.assign(words.size(), -1);
  for (std::size_t window = 0; window < windows.size(); ++window) {
    for (std::size_t position = 0; position < windows[window].ids.size(); ++position) {
      const std::int32_t word = windows[window].specialMask[position] ? -1 : firstWordIn(begins, ends, windows[window].byteOffsets[position]);
      if (word >= 0 && window == 0 && !seen[static_cast<std::size_t>(word)]) aligned.firstPosition[static_cast<std::size_t>(word)] = static_cast<std::int64_t>(position);
      if (word >= 0) seen[static_cast<std::size_t>(word)] = true;
      if (window == 0) aligned.wordOf.push_back(word);
    }
  }
  for (std::size_t word = 0; word < words.size(); ++word) {
    if (!seen[word]) aligned.lostWords.push_back(word);
    else if (aligned.firstPosition[word] < 0) ++aligned.cutWords;
  }
  aligned.encoding = std::move(windows.front());
  return aligned;
}

std::vector<std::int32_t> positionTags(const AlignedWords& words, const std::vector<std::int32_t>& tags) {
  requireLength(tags.size(), words.firstPosition.size(), "words");
  std::vector<std::int32_t> ofPositions(words.wordOf.size(), kIgnoredTag);
  for (std::size_t word = 0; word < tags.size(); ++word)
    if (words.firstPosition[word] >= 0) ofPositions[static_cast<std::size_t>(words.firstPosition[word])] = tags[word];
  return ofPositions;
}

std::vector<std::int32_t> wordTags(const AlignedWords& words, const std::vector<std::int32_t>& ofPositions, std::int32_t outside) {
  requireLength(ofPositions.size(), words.wordOf.size(), "positions");
  std::vector<std::int32_t> tags;
  for (const std::int64_t position : words.firstPosition) tags.push_back(position < 0 ? outside : ofPositions[static_cast<std::size_t>(position)]);
  return tags;
}

std::vector<std::int32_t> bestValidTags(const std::vector<std::vector<float>>& scores, const std::vector<std::string>& tags) {
  if (scores.empty()) return {};
  constexpr double kImpossible = -std::numeric_limits<double>::infinity();
  std::vector<double> best(tags.size(), kImpossible);
  std::vector<std::vector<std::int32_t>> from(scores.size(), std::vector<std::int32_t>(tags.size(), -1));
  for (std::size_t word = 0; word < scores.size(); ++word) {
    requireLength(scores[word].size(), tags.size(), "scores of a word");
    std::vector<double> next(tags.size(), kImpossible);
    for (std::size_t tag = 0; tag < tags.size(); ++tag) {
      if (word == 0 && mayFollow("O", tags[tag])) next[tag] = static_cast<double>(scores[0][tag]);
      for (std::size_t before = 0; word > 0 && before < tags.size(); ++before) {
        const double score = best[before] + static_cast<double>(scores[word][tag]);
        if (score <= next[tag] || !mayFollow(tags[before], tags[tag])) continue;
        next[tag] = score;
        from[word][tag] = static_cast<std::int32_t>(before);
      }
    }
    best = std::move(next);
  }
  std::vector<std::int32_t> path(scores.size());
  path.back() = static_cast<std::int32_t>(std::max_element(best.begin(), best.end()) - best.begin());
  for (std::size_t word = scores.size() - 1; word > 0; --word) path[word - 1] = from[word][static_cast<std::size_t>(path[word])];
  return path;
}

}  // namespace cloze
