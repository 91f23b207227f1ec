// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/bert_words.h"

#include "engine/text/utf8.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace cloze {

namespace {

// Stretches of a text that hold no blank; what they are in BERT's eyes is worked out once for each distinct one.
void countStretches(std::string_view text, WordCounter& counter) {
  constexpr std::size_t kLongest = 4096;                              // a longer stretch is cut: words over 100 characters are unknown anyway
  for (std::size_t i = 0; i < text.size();) {
    while (i < text.size() && static_cast<unsigned char>(text[i]) <= ' ') ++i;
    const std::size_t begin = i;
    while (i < text.size() && static_cast<unsigned char>(text[i]) > ' ' && i - begin < kLongest) ++i;
    while (i < text.size() && i - begin >= kLongest && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) ++i;
    if (i > begin) counter.add(text.substr(begin, i - begin));
  }
}

class WordSplitter {
 public:
  explicit WordSplitter(const BertOptions& options) : m_characters(options) {}

  template <class Each> void split(std::string_view stretch, const Each& each) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < stretch.size();) {
      const DecodedCharacter character = decodeUtf8(stretch, i);
      const std::size_t end = i + static_cast<std::size_t>(character.size);
      const CharacterClass kind = m_characters.classify(character.value);
      if (kind != CharacterClass::Word) {
        word(stretch.substr(begin, i - begin), each);
        if (kind == CharacterClass::Alone) word(stretch.substr(i, end - i), each);
        begin = end;
      }
      i = end;
    }
    word(stretch.substr(begin), each);
  }

 private:
  template <class Each> void word(std::string_view original, const Each& each) {
    m_word.clear();
    for (std::size_t i = 0; i < original.size();) {
      const DecodedCharacter character = decodeUtf8(original, i);
      normaliseBert(character.value, m_characters.options(), m_word);
      i += static_cast<std::size_t>(character.size);
    }
    if (!m_word.empty()) each(m_word);
  }
  BertCharacters m_characters;
  std::string m_word;
};

}  // namespace

WordCounter countBertWords(const BertOptions& characters, const TextSource& texts, Progress& progress) {
  WordCounter stretches;
  std::int64_t bytes = 0;
  texts([&](std::string_view text) {
    progress.report("counting words", bytes, 0);
    countStretches(text, stretches);
    bytes += static_cast<std::int64_t>(text.size());
  });
  WordCounter words;
  WordSplitter splitter(characters);
  stretches.forEach([&](std::string_view stretch, std::int64_t count) {
    splitter.split(stretch, [&](const std::string& word) { words.add(word, count); });
  });
  if (words.size() == 0) throw std::invalid_argument("the text to train the tokeniser on holds no words (" + std::to_string(bytes) + " bytes were read)");
  return words;
}

std::vector<std::string> frequentCharacters(const WordCounter& words, std::int64_t limit) {
  std::map<char32_t, std::int64_t> counts;
  words.forEach([&](std::string_view word, std::int64_t count) {
    for (std::size_t i = 0; i < word.size();) {
      const DecodedCharacter character = decodeUtf8(word, i);
      counts[character.value] += count;
      i += static_cast<std::size_t>(character.size);
    }
  });
  std::vector<std::pair<char32_t, std::int64_t>> kept(counts.begin(), counts.end());
  std::stable_sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (kept.size() > static_cast<std::size_t>(limit)) kept.resize(static_cast<std::size_t>(limit));
  std::sort(kept.begin(), kept.end());
  std::vector<std::string> characters;
  for (const auto& entry : kept) appendUtf8(characters.emplace_back(), entry.first);
  return characters;
}

}  // namespace cloze
