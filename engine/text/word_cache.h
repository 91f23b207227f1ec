// Words seen before, as their pieces: one cache line an entry, one cache a thread and tokeniser, so that looking up takes no lock. Text
// repeats itself (Zipf), so that nearly every word is found here.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace cloze {

struct CachedWord {
  static constexpr std::size_t kLongestKey = 30;
  static constexpr int kMostPieces = 5;
  std::uint8_t keyLength = 0;
  std::uint8_t count = 0;                  // pieces
  char key[kLongestKey] = {};              // the bytes as written
  std::int32_t ids[kMostPieces] = {};
  std::uint8_t begins[kMostPieces] = {}, ends[kMostPieces] = {};   // from the word's first byte
  bool matches(std::string_view word) const { return keyLength == word.size() && std::memcmp(key, word.data(), word.size()) == 0; }
};
static_assert(sizeof(CachedWord) == 64, "an entry is a cache line");

class WordCache {
 public:
  static constexpr std::size_t kEntries = 1 << 15;
  // This thread's cache of the tokeniser with that (never reused) number. The last few tokenisers of a thread keep theirs.
  static WordCache& ofThread(std::uint64_t tokenizer);

  // For a tokeniser that is made; never given again.
  static std::uint64_t newNumber();

  CachedWord& entry(std::string_view word) { return m_entries[hash(word) >> (64 - 15)]; }

 private:
  static std::uint64_t hash(std::string_view word) {
    std::uint64_t state = word.size() * kMultiplier;
    const char* at = word.data();
    std::size_t left = word.size();
    for (; left >= 8; left -= 8, at += 8) state = mix(state, load(at, 8));
    if (left > 0) state = mix(state, load(at, left));
    return state * kMultiplier;
  }
  static std::uint64_t load(const char* at, std::size_t size) {
    std::uint64_t value = 0;
    if (size == 8) std::memcpy(&value, at, 8);
    else for (std::size_t i = 0; i < size; ++i) value |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
    return value;
  }
  static std::uint64_t mix(std::uint64_t state, std::uint64_t value) {
    state = (state ^ value) * kMultiplier;
    return state ^ (state >> 29);
  }
  static constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15ull;

  std::uint64_t m_owner = 0;
  std::uint64_t m_lastUse = 0;
  std::vector<CachedWord> m_entries;
};

}  // namespace cloze
