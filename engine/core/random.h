// Randomness as a function: Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3") keyed by the seed
// and counted by (purpose, step, place). Any draw can be replayed; nothing depends on what was drawn before or by which thread.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace cloze {

// What a random choice is for: choices for different purposes never share numbers.
enum class Purpose : std::uint32_t {
  Initialise, Shuffle, Mask, Replace, SentencePair, Length, Permute, Dropout, Sample, Split, Probe, Test,
};

// A short stream of numbers for one place. Copy it to replay it.
class Random {
 public:
  Random(std::uint64_t seed, Purpose purpose, std::uint64_t step, std::uint64_t place);
  std::uint32_t next32();
  std::uint64_t next64();
  double uniform();                                // [0, 1), 53 bits
  std::uint64_t below(std::uint64_t bound);        // [0, bound), unbiased; bound >= 1
  bool chance(double probability) { return uniform() < probability; }
  double normal();                                 // mean 0, variance 1 (Box-Muller)
  template <class T>
  void shuffle(std::vector<T>& values) {           // Fisher-Yates
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }
  // The stream of a nested place (micro-batch, site, row ...), independent of this one's position.
  Random at(std::uint64_t place) const;

 private:
  std::array<std::uint32_t, 2> m_key;
  std::array<std::uint32_t, 4> m_counter;          // [0] block in the stream, [1..2] place, [3] purpose and step
  std::array<std::uint32_t, 4> m_block{};
  int m_used = 4;
};

inline Random random(std::uint64_t seed, Purpose purpose, std::uint64_t step, std::uint64_t place) {
  return Random(seed, purpose, step, place);
}

// One block of Philox 4x32-10, for those who fill arrays (dropout masks).
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

// A keyed permutation of [0, size): place i of the epoch holds element permute(i). A four-round Feistel network with cycle walking;
// needs no memory, so a corpus of any length is shuffled for nothing.
class KeyedPermutation {
 public:
  KeyedPermutation(std::uint64_t size, std::uint64_t seed, std::uint64_t epoch);
  std::uint64_t operator()(std::uint64_t index) const;   // index < size

 private:
  std::uint64_t m_size;
  std::uint64_t m_halfBits;
  std::array<std::uint32_t, 4> m_keys;
};

}  // namespace cloze
