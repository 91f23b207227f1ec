// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/piece_merger.h"

#include <algorithm>

namespace cloze {

namespace {

void note(std::map<PieceMerger::Pair, std::vector<std::uint32_t>>& places, PieceMerger::Pair pair, std::uint32_t word) {
  std::vector<std::uint32_t>& list = places[pair];
  if (list.empty() || list.back() != word) list.push_back(word);
}

}  // namespace

std::uint32_t PieceMerger::idOf(const std::string& token) {
  const auto [found, isNew] = m_ids.emplace(token, static_cast<std::uint32_t>(m_tokens.size()));
  if (isNew) m_tokens.push_back(token);
  return found->second;
}

void PieceMerger::addWord(std::vector<std::uint32_t> pieces, std::int64_t count) {
  if (!pieces.empty()) m_words.push_back({std::move(pieces), count});
}

void PieceMerger::run() {
  countPairs();
  mergePairs();
}

void PieceMerger::countPairs() {
  Places places;
  for (std::size_t w = 0; w < m_words.size(); ++w) {
    const std::vector<std::uint32_t>& pieces = m_words[w].pieces;
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      m_counts[{pieces[i], pieces[i + 1]}] += m_words[w].count;
      note(places, {pieces[i], pieces[i + 1]}, static_cast<std::uint32_t>(w));
    }
  }
  queue(std::move(places));
}

void PieceMerger::queue(Places&& places) {
  for (auto& [pair, words] : places) {
    const std::int64_t count = m_counts[pair];
    if (count > 0) m_queue.push({pair, count, std::move(words)});
  }
}

void PieceMerger::mergePairs() {
  const auto wanted = static_cast<std::size_t>(m_options.vocabularySize);
  while (m_tokens.size() < wanted && !m_queue.empty()) {
    m_progress.report("joining pieces", static_cast<std::int64_t>(m_tokens.size()), m_options.vocabularySize);
    Merge best = m_queue.top();
    m_queue.pop();
    const std::int64_t count = m_counts[best.pair];
    if (best.count != count) {                                     // it changed since it was queued
      best.count = count;
      m_queue.push(std::move(best));
      continue;
    }
    if (count < std::max<std::int64_t>(m_options.minimumFrequency, 1)) break;
    join(best);
  }
}

// A pair's own count is left as it is (as the reference trainer does): should the pair come up again, the old occurrences count too.
void PieceMerger::join(const Merge& merge) {
  const std::string& second = m_tokens[merge.pair.second];
  const bool continues = second.compare(0, m_continuation.size(), m_continuation) == 0;
  const std::uint32_t joined = idOf(m_tokens[merge.pair.first] + second.substr(continues ? m_continuation.size() : 0));
  m_merges.push_back(merge.pair);
  Places places;
  for (const std::uint32_t w : merge.words) joinInWord(w, merge.pair, joined, places);
  queue(std::move(places));
}

void PieceMerger::joinInWord(std::uint32_t w, Pair pair, std::uint32_t joined, Places& places) {
  std::vector<std::uint32_t>& pieces = m_words[w].pieces;
  const std::int64_t count = m_words[w].count;
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
    if (pieces[i] != pair.first || pieces[i + 1] != pair.second) continue;
    pieces[i] = joined;
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    if (i > 0) {
      m_counts[{pieces[i - 1], pair.first}] -= count;
      m_counts[{pieces[i - 1], joined}] += count;
      note(places, {pieces[i - 1], joined}, w);
    }
    if (i + 1 < pieces.size()) {
      m_counts[{pair.second, pieces[i + 1]}] -= count;
      m_counts[{joined, pieces[i + 1]}] += count;
      note(places, {joined, pieces[i + 1]}, w);
    }
  }
}

}  // namespace cloze
