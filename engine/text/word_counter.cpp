// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/word_counter.h"

#include <algorithm>

namespace cloze {

namespace {

std::uint32_t hashOf(std::string_view word) {                            // FNV-1a with a final mix
  std::uint64_t hash = 0xCBF29CE484222325ull;
  for (const char letter : word) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ull;
  return static_cast<std::uint32_t>((hash * 0x9E3779B97F4A7C15ull) >> 32);
}

}  // namespace

WordCounter::WordCounter(std::size_t mostWords) : m_mostWords(std::max<std::size_t>(mostWords, 16)), m_slots(1 << 12) {}

std::size_t WordCounter::find(std::string_view word, std::uint32_t hash) const {
  std::size_t slot = hash & (m_slots.size() - 1);
  for (; m_slots[slot] != 0; slot = (slot + 1) & (m_slots.size() - 1)) {
    const Word& known = m_words[m_slots[slot] - 1];
    if (known.hash == hash && std::string_view(m_bytes).substr(known.begin, known.size) == word) break;
  }
  return slot;
}

void WordCounter::add(std::string_view word, std::int64_t times) {
  const std::uint32_t hash = hashOf(word);
  std::size_t slot = find(word, hash);
  if (m_slots[slot] != 0) {
    m_words[m_slots[slot] - 1].count += times;
    return;
  }
  if (m_words.size() >= m_mostWords) forgetRarest();
  if (2 * (m_words.size() + 1) > m_slots.size()) grow(m_slots.size() * 2);
  slot = find(word, hash);
  m_words.push_back({m_bytes.size(), static_cast<std::uint32_t>(word.size()), hash, times});
  m_bytes.append(word);
  m_slots[slot] = static_cast<std::uint32_t>(m_words.size());
}

void WordCounter::grow(std::size_t slots) {
  m_slots.assign(slots, 0);
  for (std::size_t i = 0; i < m_words.size(); ++i) {
    std::size_t slot = m_words[i].hash & (slots - 1);
    while (m_slots[slot] != 0) slot = (slot + 1) & (slots - 1);
    m_slots[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

// Keeps at most half of the words: those above the least count that allows it, the earliest where counts are equal.
void WordCounter::forgetRarest() {
  std::vector<std::int64_t> counts;
  counts.reserve(m_words.size());
  for (const Word& word : m_words) counts.push_back(word.count);
  const std::size_t keep = m_mostWords / 2;
  std::nth_element(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(keep), counts.end(), std::greater<>());
  const std::int64_t least = counts[keep];
  std::size_t room = keep - static_cast<std::size_t>(std::count_if(m_words.begin(), m_words.end(), [&](const Word& word) { return word.count > least; }));
  std::string bytes;
  std::vector<Word> words;
  for (Word word : m_words) {
    const bool kept = word.count > least || (word.count == least && room > 0);
    if (!kept) {
      m_forgotten += word.count;
      continue;
    }
    room -= word.count == least;
    const std::size_t begin = bytes.size();
    bytes.append(m_bytes, word.begin, word.size);
    word.begin = begin;
    words.push_back(word);
  }
  m_bytes.swap(bytes);
  m_words.swap(words);
  grow(m_slots.size());
}

}  // namespace cloze
