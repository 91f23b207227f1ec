// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/neighbours.h"

#include <unistd.h>

#include <stdexcept>
#include <utility>

#include "engine/inspect/words.h"

namespace cloze {
namespace {

constexpr std::uint64_t kHashOfNothing = 14695981039346656037ULL;

// FNV-1a over ids: what the model reads as the same has the same hash, whatever its case and spaces where the tokeniser folds them.
std::uint64_t hashOf(const TokenId* ids, std::size_t count, std::uint64_t hash = kHashOfNothing) {
  for (std::size_t i = 0; i < count; ++i) hash = (hash ^ static_cast<std::uint32_t>(ids[i])) * 1099511628211ULL;
  return hash;
}

// Words that are known by their letters only are told apart by them.
std::uint64_t hashOf(const Encoding& encoding, const WordSpan& word, std::uint64_t hash = kHashOfNothing) {
  const auto first = static_cast<std::size_t>(word.firstToken), tokens = static_cast<std::size_t>(word.tokens);
  hash = hashOf(encoding.ids.data() + first, tokens, hash);
  for (const auto& [place, text] : encoding.unknownTexts)
    if (place >= first && place < first + tokens)
      for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  return hash;
}

// [texts] hash of all ids of each text's windows.
std::vector<std::uint64_t> hashesOf(const std::vector<TextWindow>& windows, std::size_t texts) {
  std::vector<std::uint64_t> hashes(texts, kHashOfNothing);
  for (const TextWindow& window : windows) {
    std::uint64_t& hash = hashes[static_cast<std::size_t>(window.text)];
    hash = hashOf(window.encoding, {0, static_cast<std::int32_t>(window.encoding.ids.size()), 0, 0}, hash);
  }
  return hashes;
}

std::string textOf(const std::string& text, std::int32_t begin, std::int32_t end) {
  return text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

std::string listOfWords(const Encoding& encoding, const std::string& text) {
  constexpr std::size_t kMost = 40;
  std::string list;
  std::size_t count = 0;
  for (const WordSpan& span : wordsOf(encoding)) {
    const std::string word = textOf(text, span.byteBegin, span.byteEnd);
    if (!isWordText(word)) continue;
    if (++count > kMost) return list + " ...";
    list += (list.empty() ? "" : ", ") + word;
  }
  return list;
}

// The asked occurrence in the query's windows: which window, which pieces.
std::pair<const TextWindow*, WordSpan> findQuery(const std::vector<TextWindow>& windows, const NeighbourRequest& request, const Tokenizer& tokenizer) {
  std::int64_t seen = 0;
  std::string words;
  for (const TextWindow& window : windows) {
    for (const WordSpan& span : occurrencesOf(request.word, request.query, window.encoding, tokenizer))
      if (++seen == request.occurrence) return {&window, span};
    words += (words.empty() ? "" : ", ") + listOfWords(window.encoding, request.query);
  }
  if (seen == 0) throw std::invalid_argument("the query has no word \"" + request.word + "\"; its words are: " + words);
  throw std::invalid_argument("\"" + request.word + "\" occurs " + std::to_string(seen) + (seen == 1 ? " time" : " times") + " in the query, so there is no occurrence " + std::to_string(request.occurrence));
}

void requireMemory(std::int64_t rows, std::int64_t width) {
  const double needed = static_cast<double>(rows) * static_cast<double>(width) * sizeof(float);
  const double installed = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGE_SIZE));
  if (needed < installed / 2) return;
  throw std::runtime_error("the corpus has " + std::to_string(rows) + " words, whose vectors need " + std::to_string(static_cast<std::int64_t>(needed / 1e6)) + " MB, more than half of this machine's memory: take a smaller corpus");
}

}  // namespace

void requireWord(const InspectedModel& inspected, const NeighbourRequest& request) {
  findQuery(inspected.windows({request.query}), request, inspected.tokenizer());
}

OccurrenceTable::OccurrenceTable(InspectedModel& inspected, std::vector<std::string> corpus, std::int64_t layer, Progress& progress)
    : m_corpus(std::move(corpus)), m_layer(layer) {
  const std::vector<TextWindow> windows = inspected.windows(m_corpus);
  m_sentences = hashesOf(windows, m_corpus.size());
  std::vector<std::int64_t> firstRow;                  // [windows]
  for (const TextWindow& window : windows) {
    firstRow.push_back(static_cast<std::int64_t>(m_occurrences.size()));
    const std::string& sentence = m_corpus[static_cast<std::size_t>(window.text)];
    for (const WordSpan& span : wordsOf(window.encoding))
      if (isWordText(textOf(sentence, span.byteBegin, span.byteEnd)))
        m_occurrences.push_back({static_cast<std::int32_t>(window.text), span.firstToken, span.tokens, span.byteBegin, span.byteEnd, hashOf(window.encoding, span)});
  }
  if (m_occurrences.empty()) throw std::invalid_argument("the corpus has no words");
  inspected.forEachHidden(windows, layer, progress, [&](const TextWindow& window, const torch::Tensor& hidden) {
    const auto number = static_cast<std::size_t>(&window - windows.data());
    const std::int64_t end = number + 1 < firstRow.size() ? firstRow[number + 1] : static_cast<std::int64_t>(m_occurrences.size());
    addRows(firstRow[number], end, hidden);
  });
  m_rows = std::make_unique<NearestRows>(m_values.data(), static_cast<std::int64_t>(m_occurrences.size()), m_width);
}

void OccurrenceTable::addRows(std::int64_t begin, std::int64_t end, const torch::Tensor& hidden) {
  if (m_width == 0) {
    m_width = hidden.size(1);
    requireMemory(static_cast<std::int64_t>(m_occurrences.size()), m_width);
    m_values.resize(m_occurrences.size() * static_cast<std::size_t>(m_width));
  }
  const float* tokens = hidden.data_ptr<float>();      // [T, H]
  for (std::int64_t row = begin; row < end; ++row) {
    const Occurrence& occurrence = m_occurrences[static_cast<std::size_t>(row)];
    float* vector = m_values.data() + row * m_width;
    for (std::int32_t piece = 0; piece < occurrence.tokens; ++piece)
      for (std::int64_t i = 0; i < m_width; ++i) vector[i] += tokens[(occurrence.firstToken + piece) * m_width + i];
    for (std::int64_t i = 0; i < m_width; ++i) vector[i] /= static_cast<float>(occurrence.tokens);
  }
}

std::vector<bool> OccurrenceTable::allowedRows(const NeighbourRequest& request, std::uint64_t sentence, std::uint64_t pieces, std::int64_t& sameSentence) const {
  std::vector<bool> allowed;
  for (const Occurrence& occurrence : m_occurrences) {
    const bool own = m_sentences[static_cast<std::size_t>(occurrence.sentence)] == sentence;
    if (own) ++sameSentence;
    allowed.push_back(!own && (!request.sameWordOnly || occurrence.pieces == pieces));
  }
  return allowed;
}

NeighbourResult OccurrenceTable::nearest(InspectedModel& inspected, const NeighbourRequest& request, Progress& progress) const {
  const std::vector<TextWindow> windows = inspected.windows({request.query});
  const auto [window, span] = findQuery(windows, request, inspected.tokenizer());
  std::vector<float> query;
  inspected.forEachHidden({*window}, m_layer, progress, [&, word = span](const TextWindow&, const torch::Tensor& hidden) {
    const torch::Tensor vector = hidden.narrow(0, word.firstToken, word.tokens).mean(0).contiguous();   // [H]
    query.assign(vector.data_ptr<float>(), vector.data_ptr<float>() + m_width);
  });
  NeighbourResult result;
  const std::vector<bool> allowed = allowedRows(request, hashesOf(windows, 1).front(), hashOf(window->encoding, span), result.sameSentence);
  result.layer = m_layer;
  result.step = inspected.step();
  result.occurrences = static_cast<std::int64_t>(m_occurrences.size());
  result.skipped = m_rows->excluded();
  for (const Nearest& near : (*m_rows)(query.data(), request.k, allowed)) {
    const Occurrence& occurrence = m_occurrences[static_cast<std::size_t>(near.row)];
    const std::string& sentence = m_corpus[static_cast<std::size_t>(occurrence.sentence)];
    result.neighbours.push_back({sentence, textOf(sentence, occurrence.byteBegin, occurrence.byteEnd), occurrence.sentence + 1,
                                 occurrence.byteBegin, occurrence.byteEnd, near.similarity});
  }
  return result;
}

}  // namespace cloze
