// The toy world's own generator: SplitMix64 (Steele, Lea, Flood 2014), because its files must be equal on all platforms and for ever,
// whatever becomes of engine/core/random.h. Each sub-corpus has its own stream, so that adding one changes no other.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace cloze {

class ToyRandom {
 public:
  // Stream `name` of a world: seed xor FNV-1a of the name.
  ToyRandom(std::uint64_t seed, std::string_view name) : m_state(seed ^ fnv1a(name)) {}

  std::uint64_t next() {
    std::uint64_t z = (m_state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::size_t pick(std::size_t count) { return static_cast<std::size_t>(next() % count); }   // [0, count)
  bool chance(std::size_t hits, std::size_t of) { return pick(of) < hits; }
  template <class T>
  const T& choose(const std::vector<T>& values) { return values[pick(values.size())]; }
  template <class T>
  void shuffle(std::vector<T>& values) {                       // Fisher-Yates
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[pick(i)]);
  }

 private:
  static std::uint64_t fnv1a(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325u;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    return hash;
  }
  std::uint64_t m_state;
};

}  // namespace cloze
