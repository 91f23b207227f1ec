// Occurrences of words in a corpus as vectors (the mean of a word's pieces at one layer), and the ones nearest to a word of a query sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/inspect/inspected_model.h"
#include "engine/inspect/nearest.h"
#include "engine/inspector.h"

namespace cloze {

// std::invalid_argument when the query does not hold the word, naming those it holds, or not so often.
void requireWord(const InspectedModel& inspected, const NeighbourRequest& request);

// Every word occurrence of a corpus with its vector. Made once, asked many times.
class OccurrenceTable {
 public:
  // std::invalid_argument: a corpus without words. std::runtime_error: more vectors than fit into memory.
  OccurrenceTable(InspectedModel& inspected, std::vector<std::string> corpus, std::int64_t layer, Progress& progress);
  bool isOf(const std::vector<std::string>& corpus, std::int64_t layer) const { return layer == m_layer && corpus == m_corpus; }

  // std::invalid_argument: the word is not in the query, or not so often.
  NeighbourResult nearest(InspectedModel& inspected, const NeighbourRequest& request, Progress& progress) const;

 private:
  struct Occurrence {
    std::int32_t sentence = 0;
    std::int32_t firstToken = 0, tokens = 0;           // in its window
    std::int32_t byteBegin = 0, byteEnd = 0;           // in the sentence
    std::uint64_t pieces = 0;                          // hash of the word's ids
  };

  // Which rows may answer: not the query's own sentence, and only the same word when that is asked for. Counts the former.
  std::vector<bool> allowedRows(const NeighbourRequest& request, std::uint64_t sentence, std::uint64_t pieces, std::int64_t& sameSentence) const;

  // Fills the rows [begin, end) from the vectors [T, H] of their window.
  void addRows(std::int64_t begin, std::int64_t end, const torch::Tensor& hidden);

  std::vector<std::string> m_corpus;
  std::int64_t m_layer = 0, m_width = 0;
  std::vector<std::uint64_t> m_sentences;              // [corpus] hash of all ids of a sentence
  std::vector<Occurrence> m_occurrences;
  std::vector<float> m_values;                         // [occurrences * width]
  std::unique_ptr<NearestRows> m_rows;
};

}  // namespace cloze
