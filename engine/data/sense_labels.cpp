// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/sense_labels.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <stdexcept>

#include "engine/core/json.h"
#include "engine/data/corpus.h"
#include "engine/data/toy_world_held_out.h"

namespace cloze {
namespace {

class EnoughSentences {};

// Where word number `position` of a text whose words are joined by single spaces stands.
std::optional<std::pair<std::int32_t, std::int32_t>> placeOfWord(const std::string& text, std::int64_t position) {
  std::size_t begin = 0;
  for (std::int64_t word = 0; word < position; ++word) {
    begin = text.find(' ', begin);
    if (begin++ == std::string::npos) return std::nullopt;
  }
  if (begin >= text.size()) return std::nullopt;
  const std::size_t end = std::min(text.find(' ', begin), text.size());
  return std::pair{static_cast<std::int32_t>(begin), static_cast<std::int32_t>(end)};
}

class LabelledReader {
 public:
  LabelledReader(std::int64_t most, Progress& progress) : m_most(most), m_progress(progress) {}

  void read(const std::string& entry) {
    if (entry == kToyWorldEntry) return readToyWorld();
    if (entry == kToySensesEntry) return readToySenses();
    if (isLabelled(entry)) return readRows(entry);
    readSentences({entry}, [this](std::string_view text) { add(std::string(text)); }, m_progress);
  }
  LabelledSentences take() { return std::move(m_result); }
  void cut() { m_result.cut = true; }

 private:
  static const ToyWorld& toyWorld() {
    static const ToyWorld world = makeToyWorld();
    return world;
  }

  void add(std::string text) {
    m_progress.throwIfCancelled();
    if (static_cast<std::int64_t>(m_result.sentences.size()) >= m_most) throw EnoughSentences();
    m_result.sentences.push_back(std::move(text));
  }

  void add(std::string text, std::int64_t position, const std::string& sense) {
    const auto place = placeOfWord(text, position);
    add(std::move(text));
    if (place) m_result.senses.push_back({static_cast<std::int64_t>(m_result.sentences.size()), place->first, place->second, sense});
  }

  void readToyWorld() {
    m_progress.report("building the toy world", 0, 0);
    for (const ToyDocument& document : toyWorld().documents) {
      if (document.kind == ToyKind::Review) continue;          // a domain of its own, not in the training text
      for (const ToySentence& sentence : document.sentences) {
        if (sentence.sense.word < 0) add(sentence.text());
        else add(sentence.text(), sentence.sense.word, sentence.sense.sense);
      }
    }
  }

  void readToySenses() {
    m_progress.report("building the toy world", 0, 0);
    static const ToyHeldOut sets = toyHeldOut(toyWorld());
    for (const HeldOutSense& row : sets.senses) add(row.text, row.position, row.sense);
  }

  // A .jsonl file whose first row has a sense.
  static bool isLabelled(const std::string& entry) {
    if (entry.size() < 6 || entry.compare(entry.size() - 6, 6, ".jsonl") != 0) return false;
    std::ifstream file(entry);
    std::string line;
    if (!std::getline(file, line)) return false;
    const Json row = Json::parse(line, nullptr, false);
    return row.is_object() && row.contains("sense");
  }

  void readRows(const std::string& entry) {
    std::ifstream file(entry);
    std::int64_t number = 0;
    for (std::string line; std::getline(file, line);) {
      const std::string place = entry + ":" + std::to_string(++number);
      if (line.empty()) continue;
      const Json row = Json::parse(line, nullptr, false);
      const auto text = [&row](const char* key) { return row.is_object() && row.contains(key) && row[key].is_string() ? row[key].get<std::string>() : std::string(); };
      const std::string sentence = text("text").empty() ? text("sentence") : text("text");
      if (sentence.empty()) throw std::invalid_argument(place + ": expected a JSON object with \"text\" or \"sentence\", \"sense\" and \"position\" or \"word\"");
      if (text("sense").empty()) add(sentence);
      else if (row.contains("position") && row["position"].is_number_integer()) add(sentence, row["position"].get<std::int64_t>(), text("sense"));
      else addAtWord(sentence, text("word"), text("sense"), place);
    }
  }

  void addAtWord(const std::string& sentence, const std::string& word, const std::string& sense, const std::string& place) {
    const std::size_t begin = word.empty() ? std::string::npos : sentence.find(word);
    if (begin == std::string::npos) throw std::invalid_argument(place + ": the word \"" + word + "\" does not stand in the sentence");
    add(sentence);
    m_result.senses.push_back({static_cast<std::int64_t>(m_result.sentences.size()), static_cast<std::int32_t>(begin), static_cast<std::int32_t>(begin + word.size()), sense});
  }

  std::int64_t m_most;
  Progress& m_progress;
  LabelledSentences m_result;
};

}  // namespace

LabelledSentences readLabelledSentences(const std::vector<std::string>& entries, std::int64_t most, Progress& progress) {
  LabelledReader reader(most, progress);
  try {
    for (const std::string& entry : entries) reader.read(entry);
  } catch (const EnoughSentences&) {
    reader.cut();
  }
  return reader.take();
}

}  // namespace cloze
