// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/piece_trie.h"

#include <stdexcept>

namespace cloze {

void PieceTrie::insert(std::string_view piece, std::int32_t value) {
  std::uint32_t node = kRoot;
  for (const char letter : piece) {
    const auto byte = static_cast<unsigned char>(letter);
    std::uint32_t child = next(node, byte);
    if (child == kNowhere) {
      child = static_cast<std::uint32_t>(m_values.size());
      if (child >= kMostNodes) throw std::invalid_argument("the vocabulary is too large: its pieces have over 16 million different beginnings");
      m_values.push_back(-1);
      addEdge(keyOf(node, byte), child);
    }
    node = child;
  }
  m_values[node] = value;
}

std::uint32_t PieceTrie::find(std::string_view prefix) const {
  std::uint32_t node = kRoot;
  for (std::size_t i = 0; i < prefix.size() && node != kNowhere; ++i) node = next(node, static_cast<unsigned char>(prefix[i]));
  return node;
}

PieceTrie::Match PieceTrie::longest(std::uint32_t from, std::string_view text) const {
  Match best;
  if (from == kNowhere) return best;
  std::uint32_t node = from;
  for (std::size_t i = 0; i < text.size(); ++i) {
    node = next(node, static_cast<unsigned char>(text[i]));
    if (node == kNowhere) break;
    if (m_values[node] >= 0) best = {i + 1, m_values[node]};
  }
  return best;
}

void PieceTrie::addEdge(std::uint32_t key, std::uint32_t node) {
  if (2 * (m_used + 1) > m_edges.size()) grow();
  std::size_t slot = place(key);
  while (m_edges[slot & (m_edges.size() - 1)].key != 0) ++slot;
  m_edges[slot & (m_edges.size() - 1)] = {key, node};
  ++m_used;
}

void PieceTrie::grow() {
  std::vector<Edge> old(m_edges.size() * 2);
  old.swap(m_edges);
  --m_shift;
  m_used = 0;
  for (const Edge& edge : old)
    if (edge.key != 0) addEdge(edge.key, edge.node);
}

}  // namespace cloze
