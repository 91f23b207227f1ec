// Reads the word lists; a row that does not fit its columns is an error naming file and row.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_lexicon.h"

#include <sstream>
#include <stdexcept>

#include "engine/core/json.h"

namespace cloze {
namespace {

std::vector<std::string> splitWords(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

ToyEntry readEntry(const std::vector<std::string>& columns, const std::string& row, const std::string& category, const std::string& source) {
  const auto words = splitWords(row);
  if (words.size() != columns.size())
    throw std::runtime_error(source + ": " + category + ": \"" + row + "\" has " + std::to_string(words.size()) + " words, expected " +
                             std::to_string(columns.size()));
  ToyEntry entry;
  entry.category = category;
  entry.id = words.front();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] == "gender") entry.feature = words[i] == "f" ? 1 : 0;
    else entry.forms[columns[i]] = words[i];
  }
  const auto english = entry.forms.find("en");
  if (english != entry.forms.end()) {
    const bool vowel = std::string("aeiou").find(english->second.front()) != std::string::npos;
    entry.forms["en.indef"] = vowel ? "an" : "a";
  }
  return entry;
}

std::vector<ToyEntry> readRows(const Json& columns, const Json& rows, const std::string& category, const std::string& source) {
  const auto names = columns.get<std::vector<std::string>>();
  std::vector<ToyEntry> entries;
  for (const Json& row : rows) entries.push_back(readEntry(names, row.get<std::string>(), category, source));
  return entries;
}

}  // namespace

const std::string& ToyEntry::form(const std::string& name) const {
  const auto found = forms.find(name);
  if (found == forms.end()) throw std::runtime_error("toy world: the " + category + " \"" + id + "\" has no form \"" + name + "\"");
  return found->second;
}

ToyLexicon::ToyLexicon(const std::filesystem::path& folder) {
  const auto file = folder / "lexicon.json";
  const Json json = readJsonFile(file);
  for (const auto& [name, list] : json.at("lists").items())
    m_lists[name] = readRows(list.at("columns"), list.at("rows"), name, file.string());
  readTopics(folder / "topics.json");
  readPolysemes(file);
}

void ToyLexicon::readTopics(const std::filesystem::path& file) {
  const Json json = readJsonFile(file);
  for (const ToyLanguage language : {ToyLanguage::English, ToyLanguage::Russian}) {
    const Json& part = json.at(toyLanguageName(language));
    for (const auto& [name, rows] : part.at("topics").items()) {
      ToyTopic topic{name, language, readRows(part.at("columns"), rows, name, file.string())};
      if (topic.words.size() != kToyTopicWords)
        throw std::runtime_error(file.string() + ": topic " + name + " has " + std::to_string(topic.words.size()) + " words, expected " +
                                 std::to_string(kToyTopicWords));
      m_topics.push_back(std::move(topic));
    }
  }
}

void ToyLexicon::readPolysemes(const std::filesystem::path& file) {
  const Json json = readJsonFile(file);
  for (const ToyLanguage language : {ToyLanguage::English, ToyLanguage::Russian}) {
    const Json& part = json.at("polysemes").at(toyLanguageName(language));
    auto entries = readRows(part.at("columns"), part.at("rows"), "polyseme", file.string());
    const auto senses = part.at("senses").get<std::vector<std::string>>();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto names = splitWords(senses.at(i));
      ToyPolyseme polyseme{std::move(entries[i]), language, {nullptr, nullptr}};
      for (std::size_t side = 0; side < 2; ++side)
        for (const ToyTopic& topic : m_topics)
          if (topic.language == language && topic.name == names.at(side)) polyseme.senses[side] = &topic;
      if (!polyseme.senses[0] || !polyseme.senses[1]) throw std::runtime_error(file.string() + ": no topic for \"" + senses[i] + "\"");
      m_polysemes.push_back(std::move(polyseme));
    }
  }
}

const std::vector<ToyEntry>& ToyLexicon::list(const std::string& name) const {
  const auto found = m_lists.find(name);
  if (found == m_lists.end()) throw std::runtime_error("toy world: the lexicon has no list \"" + name + "\"");
  return found->second;
}

const ToyEntry& ToyLexicon::entry(const std::string& listName, const std::string& id) const {
  for (const ToyEntry& entry : list(listName))
    if (entry.id == id) return entry;
  throw std::runtime_error("toy world: the list \"" + listName + "\" has no \"" + id + "\"");
}

}  // namespace cloze
