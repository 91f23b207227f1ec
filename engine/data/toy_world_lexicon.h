// Words of the toy world, read from resources/toy_world/lexicon.json and topics.json. Entries live as long as their lexicon: everything
// else points at them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/data/toy_world.h"

namespace cloze {

struct ToyEntry {
  std::string id;                              // English dictionary form, or Russian where there is no English one
  std::string category;                        // name of its list; a topic's words: the topic
  int feature = 0;                             // gender: 0 masculine, 1 feminine
  std::map<std::string, std::string> forms;    // "en", "en.pl", "ru.acc" ... -> word
  // std::runtime_error naming the entry and the form it lacks.
  const std::string& form(const std::string& name) const;
};

inline constexpr std::size_t kToyTopicWords = 24, kToyTopicHalf = 12;

struct ToyTopic {
  std::string name;
  ToyLanguage language = ToyLanguage::English;
  std::vector<ToyEntry> words;                 // kToyTopicWords: first half A, then half B
};

struct ToyPolyseme {
  ToyEntry entry;
  ToyLanguage language = ToyLanguage::English;
  const ToyTopic* senses[2] = {nullptr, nullptr};
};

class ToyLexicon {
 public:
  explicit ToyLexicon(const std::filesystem::path& folder);
  ToyLexicon(const ToyLexicon&) = delete;
  ToyLexicon& operator=(const ToyLexicon&) = delete;

  const std::vector<ToyEntry>& list(const std::string& name) const;   // std::runtime_error when there is none
  const ToyEntry& entry(const std::string& listName, const std::string& id) const;
  const std::vector<ToyTopic>& topics() const { return m_topics; }
  const std::vector<ToyPolyseme>& polysemes() const { return m_polysemes; }

 private:
  void readTopics(const std::filesystem::path& file);
  void readPolysemes(const std::filesystem::path& file);
  std::map<std::string, std::vector<ToyEntry>> m_lists;
  std::vector<ToyTopic> m_topics;
  std::vector<ToyPolyseme> m_polysemes;
};

}  // namespace cloze
