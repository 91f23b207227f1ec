// What the trainers of WordPiece and of byte-pair encoding share (Sennrich et al., 2016, algorithm 1): the most frequent pair of neighbouring pieces
// becomes a piece, again and again; of equally frequent ones the pair of the lower ids. As Hugging Face's trainers, so that results agree.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/progress.h"
#include "engine/text/tokenizer_trainer.h"

#include <cstdint>
#include <map>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cloze {

class PieceMerger {
 public:
  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  // `continuation` stands before pieces that go on a word and is left out where two are joined ("##"; "" without).
  PieceMerger(const TokenizerTraining& options, std::string continuation, Progress& progress)
      : m_options(options), m_continuation(std::move(continuation)), m_progress(progress) {}

  std::uint32_t idOf(const std::string& token);        // a new one where it is not known
  bool knows(const std::string& token) const { return m_ids.count(token) > 0; }
  void addWord(std::vector<std::uint32_t> pieces, std::int64_t count);
  void run();                                          // until the vocabulary is full or no pair is frequent enough
  const std::vector<std::string>& tokens() const { return m_tokens; }
  const std::vector<Pair>& merges() const { return m_merges; }   // in the order they were made

 private:
  struct Word { std::vector<std::uint32_t> pieces; std::int64_t count; };
  struct Merge {
    Pair pair;
    std::int64_t count;
    std::vector<std::uint32_t> words;
    bool operator<(const Merge& other) const { return count != other.count ? count < other.count : pair > other.pair; }
  };
  struct PairHash {
    std::size_t operator()(const Pair& pair) const { return static_cast<std::size_t>(((std::uint64_t{pair.first} << 32) | pair.second) * 0x9E3779B97F4A7C15ull >> 7); }
  };
  using Places = std::map<Pair, std::vector<std::uint32_t>>;

  void countPairs();
  void queue(Places&& places);
  void mergePairs();
  void join(const Merge& merge);
  void joinInWord(std::uint32_t word, Pair pair, std::uint32_t joined, Places& places);

  const TokenizerTraining& m_options;
  std::string m_continuation;
  Progress& m_progress;
  std::vector<std::string> m_tokens;
  std::vector<Pair> m_merges;
  std::unordered_map<std::string, std::uint32_t> m_ids;
  std::vector<Word> m_words;
  std::unordered_map<Pair, std::int64_t, PairHash> m_counts;
  std::priority_queue<Merge> m_queue;
};

}  // namespace cloze
