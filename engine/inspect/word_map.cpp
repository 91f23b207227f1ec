// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/word_map.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include "engine/inspect/project.h"
#include "engine/inspect/sense_accuracy.h"
#include "engine/inspect/words.h"

namespace cloze {
namespace {

constexpr std::size_t kMostForAccuracy = 1000;

struct OccurrencePlace { std::size_t window = 0; WordSpan span; };

class WordMapMaker {
 public:
  WordMapMaker(InspectedModel& inspected, const WordMapRequest& request, Progress& progress)
      : m_inspected(inspected), m_request(request), m_progress(progress), m_layer(inspected.resolveLayer(request.layer)) {}

  WordMap make() {
    findOccurrences();
    findQueries();
    readVectors();
    dropBroken();
    place();
    measureSenses();
    m_map.layer = m_layer;
    return std::move(m_map);
  }

 private:
  // Each spelling that is asked for is looked for once.
  void findOccurrences() {
    std::set<std::string> words;
    for (const QueryWord& query : m_request.queries) words.insert(query.word);
    std::map<std::pair<std::int64_t, std::int32_t>, std::string> labels;
    for (const SenseLabel& label : m_request.senses) labels[{label.line, label.byteBegin}] = label.sense;
    for (const TextWindow& window : m_inspected.windows(m_request.corpus)) {
      m_progress.throwIfCancelled();
      const std::string& sentence = m_request.corpus[static_cast<std::size_t>(window.text)];
      std::vector<WordSpan> spans;
      for (const std::string& word : words)
        for (const WordSpan& span : occurrencesOf(word, sentence, window.encoding, m_inspected.tokenizer()))
          if (std::none_of(spans.begin(), spans.end(), [&span](const WordSpan& known) { return known.firstToken == span.firstToken; })) spans.push_back(span);
      m_map.found += static_cast<std::int64_t>(spans.size());
      for (const WordSpan& span : spans)
        if (static_cast<std::int64_t>(m_map.points.size()) < m_request.most) add(window, span, window.text + 1, -1, labels[{window.text + 1, span.byteBegin}]);
    }
  }

  void findQueries() {
    for (std::size_t number = 0; number < m_request.queries.size(); ++number) {
      const QueryWord& query = m_request.queries[number];
      const std::vector<TextWindow> windows = m_inspected.windows({query.sentence});
      std::int64_t seen = 0;
      m_lastWindow = nullptr;
      for (const TextWindow& window : windows)
        for (const WordSpan& span : occurrencesOf(query.word, query.sentence, window.encoding, m_inspected.tokenizer()))
          if (++seen == query.occurrence) add(window, span, 0, static_cast<std::int32_t>(number), {});
      if (seen < query.occurrence) throw std::invalid_argument("the sentence has no word \"" + query.word + "\"");
    }
  }

  void add(const TextWindow& window, const WordSpan& span, std::int64_t line, std::int32_t query, const std::string& sense) {
    const std::string& sentence = query < 0 ? m_request.corpus[static_cast<std::size_t>(window.text)] : m_request.queries[static_cast<std::size_t>(query)].sentence;
    const auto begin = static_cast<std::size_t>(span.byteBegin), size = static_cast<std::size_t>(span.byteEnd - span.byteBegin);
    m_map.points.push_back({sentence, sentence.substr(begin, size), sense, line, span.byteBegin, span.byteEnd, query, 0, 0});
    if (m_windows.empty() || m_lastWindow != &window) m_windows.push_back(window);
    m_lastWindow = &window;
    m_places.push_back({m_windows.size() - 1, span});
  }

  // The layers whose vectors are wanted: all when there are senses to tell apart.
  void readVectors() {
    for (const MapPoint& point : m_map.points)
      if (!point.sense.empty()) m_senses.insert(point.sense);
    for (std::int64_t layer = 0; layer <= m_inspected.layers(); ++layer)
      if (layer == m_layer || m_senses.size() > 1) m_layers.push_back(layer);
    if (m_layer == kMixedLayers || (m_senses.size() > 1 && !m_inspected.layerMix().shares.empty())) m_layers.push_back(kMixedLayers);
    m_vectors.resize(m_layers.size());
    std::vector<std::vector<std::size_t>> byWindow(m_windows.size());
    for (std::size_t point = 0; point < m_places.size(); ++point) byWindow[m_places[point].window].push_back(point);
    m_inspected.forEachLayers(m_windows, m_layers, m_progress, [&](const TextWindow& window, const std::vector<torch::Tensor>& hidden) {
      for (const std::size_t point : byWindow[static_cast<std::size_t>(&window - m_windows.data())]) take(point, hidden);
    });
  }

  void take(std::size_t point, const std::vector<torch::Tensor>& hidden) {
    const WordSpan& span = m_places[point].span;
    for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
      const torch::Tensor vector = hidden[layer].narrow(0, span.firstToken, span.tokens).mean(0).contiguous();   // [H]
      m_width = vector.size(0);
      std::vector<float>& table = m_vectors[layer];
      table.resize(m_map.points.size() * static_cast<std::size_t>(m_width));
      std::copy_n(vector.data_ptr<float>(), m_width, table.begin() + static_cast<std::ptrdiff_t>(point) * m_width);
    }
  }

  bool isNumber(std::size_t point) const {
    return std::all_of(m_vectors.begin(), m_vectors.end(), [&](const std::vector<float>& table) {
      const float* vector = table.data() + point * static_cast<std::size_t>(m_width);
      return std::all_of(vector, vector + m_width, [](float value) { return std::isfinite(value); }) && std::any_of(vector, vector + m_width, [](float value) { return value != 0; });
    });
  }

  void dropBroken() {
    std::size_t kept = 0;
    for (std::size_t point = 0; point < m_map.points.size(); ++point) {
      if (!isNumber(point)) {
        ++m_map.skipped;
        continue;
      }
      if (point != kept) move(point, kept);
      ++kept;
    }
    m_map.points.resize(kept);
    for (std::vector<float>& table : m_vectors) table.resize(kept * static_cast<std::size_t>(m_width));
  }

  void move(std::size_t from, std::size_t to) {
    m_map.points[to] = std::move(m_map.points[from]);
    for (std::vector<float>& table : m_vectors)
      std::copy_n(table.begin() + static_cast<std::ptrdiff_t>(from) * m_width, m_width, table.begin() + static_cast<std::ptrdiff_t>(to) * m_width);
  }

  void place() {
    const auto layer = static_cast<std::size_t>(std::find(m_layers.begin(), m_layers.end(), m_layer) - m_layers.begin());
    const Projection projection = principalAxes(m_vectors[layer], m_width);
    for (std::size_t point = 0; point < m_map.points.size(); ++point) {
      m_map.points[point].x = projection.points[2 * point];
      m_map.points[point].y = projection.points[2 * point + 1];
    }
    std::copy(projection.explained.begin(), projection.explained.end(), m_map.explained);
  }

  void measureSenses() {
    m_map.senses.assign(m_senses.begin(), m_senses.end());
    if (m_senses.size() < 2) return;
    for (const std::vector<float>& table : m_vectors) {
      SenseRows rows;
      rows.width = m_width;
      std::map<std::string, int> texts;
      for (std::size_t point = 0; point < m_map.points.size() && rows.senses.size() < kMostForAccuracy; ++point) {
        const MapPoint& labelled = m_map.points[point];
        if (labelled.sense.empty()) continue;
        rows.senses.push_back(static_cast<int>(std::distance(m_senses.begin(), m_senses.find(labelled.sense))));
        rows.texts.push_back(texts.emplace(labelled.sentence, static_cast<int>(texts.size())).first->second);
        const auto first = table.begin() + static_cast<std::ptrdiff_t>(point) * m_width;
        rows.values.insert(rows.values.end(), first, first + m_width);
      }
      m_map.senseAccuracy.push_back(senseAccuracy(rows));
      m_progress.throwIfCancelled();
    }
    if (std::isnan(m_map.senseAccuracy.front())) m_map.senseAccuracy.clear();
  }

  InspectedModel& m_inspected;
  const WordMapRequest& m_request;
  Progress& m_progress;
  std::int64_t m_layer, m_width = 0;
  std::vector<TextWindow> m_windows;                   // those that hold the word
  const TextWindow* m_lastWindow = nullptr;           // the one whose copy is at the end of m_windows
  std::vector<OccurrencePlace> m_places;                         // [points]
  std::set<std::string> m_senses;
  std::vector<std::int64_t> m_layers;
  std::vector<std::vector<float>> m_vectors;           // [m_layers][points * width]
  WordMap m_map;
};

}  // namespace

WordMap mapWords(InspectedModel& inspected, const WordMapRequest& request, Progress& progress) { return WordMapMaker(inspected, request, progress).make(); }

}  // namespace cloze
