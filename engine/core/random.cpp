// Philox 4x32-10 and a Feistel permutation. Constants from Salmon et al. 2011, table 2 and section 4.3.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/random.h"

#include <cmath>

namespace cloze {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53, kMultiplier1 = 0xCD9E8D57;
  constexpr std::uint32_t kWeyl0 = 0x9E3779B9, kWeyl1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = kMultiplier0 * counter[0];
    const std::uint64_t product1 = kMultiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return counter;
}

namespace {

// SplitMix64's finaliser: spreads (purpose, step) and nested places over the counter's words.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15ull;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ull;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBull;
  return value ^ (value >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, Purpose purpose, std::uint64_t step, std::uint64_t place) {
  const std::uint64_t key = mix(seed ^ mix((static_cast<std::uint64_t>(purpose) << 56) ^ step));
  m_key = {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
  m_counter = {0, static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(place >> 32), static_cast<std::uint32_t>(purpose)};
}

Random Random::at(std::uint64_t place) const {
  Random nested = *this;
  const std::uint64_t inner = mix(((static_cast<std::uint64_t>(m_counter[2]) << 32) | m_counter[1]) * 0x9E3779B97F4A7C15ull + place + 1);
  nested.m_counter = {0, static_cast<std::uint32_t>(inner), static_cast<std::uint32_t>(inner >> 32), m_counter[3] + 0x10000u};
  nested.m_used = 4;
  return nested;
}

std::uint32_t Random::next32() {
  if (m_used == 4) {
    m_block = philox(m_counter, m_key);
    ++m_counter[0];
    m_used = 0;
  }
  return m_block[static_cast<std::size_t>(m_used++)];
}

std::uint64_t Random::next64() {
  const std::uint64_t high = next32();
  return (high << 32) | next32();
}

double Random::uniform() { return static_cast<double>(next64() >> 11) * 0x1.0p-53; }

std::uint64_t Random::below(std::uint64_t bound) {
  if (bound <= 1) return 0;
  const std::uint64_t limit = bound * (~std::uint64_t{0} / bound);   // values at or over it would favour small results
  std::uint64_t value = next64();
  while (value >= limit) value = next64();
  return value % bound;
}

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(6.283185307179586 * uniform());
}

KeyedPermutation::KeyedPermutation(std::uint64_t size, std::uint64_t seed, std::uint64_t epoch) : m_size(size), m_halfBits(1) {
  while ((std::uint64_t{1} << (2 * m_halfBits)) < size) ++m_halfBits;
  Random keys = random(seed, Purpose::Shuffle, epoch, 0);
  for (std::uint32_t& key : m_keys) key = keys.next32();
}

std::uint64_t KeyedPermutation::operator()(std::uint64_t index) const {
  const std::uint64_t mask = (std::uint64_t{1} << m_halfBits) - 1;
  do {                                                               // cycle walking: at most 4 * size values, so about 4 turns at worst on average
    std::uint64_t left = index >> m_halfBits, right = index & mask;
    for (std::uint32_t key : m_keys) {
      const std::uint64_t next = left ^ (mix(right ^ (static_cast<std::uint64_t>(key) << 32)) & mask);
      left = right;
      right = next;
    }
    index = (left << m_halfBits) | right;
  } while (index >= m_size);
  return index;
}

}  // namespace cloze
