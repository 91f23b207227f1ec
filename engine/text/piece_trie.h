// All prefixes of a vocabulary in one open-addressed table of (node, byte) -> node: finds the longest piece at a place in one walk, where
// BERT's own code tries every length (Song et al. 2021, "Fast WordPiece Tokenization", use the same structure).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cloze {

class PieceTrie {
 public:
  static constexpr std::uint32_t kRoot = 0, kNowhere = 0xFFFFFFFF;
  PieceTrie() : m_values(1, -1), m_edges(kSmallest) {}
  void insert(std::string_view piece, std::int32_t value);          // a later value wins
  std::uint32_t find(std::string_view prefix) const;                // its node, or kNowhere
  std::uint32_t next(std::uint32_t node, unsigned char byte) const {
    const std::uint32_t key = keyOf(node, byte);
    for (std::size_t slot = place(key);; ++slot) {
      const Edge& edge = m_edges[slot & (m_edges.size() - 1)];
      if (edge.key == key) return edge.node;
      if (edge.key == 0) return kNowhere;
    }
  }
  std::int32_t value(std::uint32_t node) const { return m_values[node]; }

  struct Match { std::size_t length = 0; std::int32_t value = -1; };
  Match longest(std::uint32_t from, std::string_view text) const;   // length 0: none

 private:
  struct Edge { std::uint32_t key = 0, node = 0; };                 // key 0: free (no edge has it, see keyOf)
  static constexpr std::size_t kSmallest = 64;
  static constexpr std::uint32_t kMostNodes = (1u << 24) - 1;
  static std::uint32_t keyOf(std::uint32_t node, unsigned char byte) { return ((node + 1) << 8) | byte; }
  std::size_t place(std::uint32_t key) const { return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ull) >> m_shift); }
  void addEdge(std::uint32_t key, std::uint32_t node);
  void grow();

  std::vector<std::int32_t> m_values;                               // per node
  std::vector<Edge> m_edges;
  std::size_t m_used = 0;
  int m_shift = 64 - 6;
};

}  // namespace cloze
