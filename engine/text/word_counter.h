// How often each word of a corpus occurs: bytes of the words in one arena, an open-addressed table of counts over it. Holds the distinct words
// only; when there are too many, the rarest are forgotten.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cloze {

class WordCounter {
 public:
  explicit WordCounter(std::size_t mostWords = 12'000'000);
  void add(std::string_view word, std::int64_t times = 1);
  std::size_t size() const { return m_words.size(); }
  std::int64_t forgotten() const { return m_forgotten; }                 // occurrences of words that were forgotten
  // In the order of their first occurrence.
  template <class Each> void forEach(const Each& each) const {
    for (const Word& word : m_words) each(std::string_view(m_bytes).substr(word.begin, word.size), word.count);
  }

 private:
  struct Word { std::size_t begin; std::uint32_t size, hash; std::int64_t count; };
  std::size_t find(std::string_view word, std::uint32_t hash) const;     // its slot
  void grow(std::size_t slots);
  void forgetRarest();

  std::size_t m_mostWords;
  std::int64_t m_forgotten = 0;
  std::string m_bytes;
  std::vector<Word> m_words;
  std::vector<std::uint32_t> m_slots;                                    // number of the word + 1; 0: free
};

}  // namespace cloze
