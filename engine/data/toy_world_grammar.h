// Frames of the toy world (resources/toy_world/grammar.json) and how a frame becomes a sentence with its annotation. Every slot is filled
// by exactly one word, so the number of a token in the frame is the number of the word in the sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/json.h"
#include "engine/data/toy_world_lexicon.h"

namespace cloze {

// What a slot stands for. `entity`: whom it means, when that is not the entry itself ("the baker" for a person).
struct ToyBinding {
  const ToyEntry* entry = nullptr;
  int feature = 0;                             // gender, or number for countable slots
  const ToyEntry* entity = nullptr;
  ToyBinding() = default;
  ToyBinding(const ToyEntry& bound) : entry(&bound), feature(bound.feature) {}   // NOLINT: an entry is its own binding
  ToyBinding(const ToyEntry& bound, int number) : entry(&bound), feature(number) {}
  ToyBinding(const ToyEntry& bound, const ToyEntry& meant) : entry(&bound), feature(bound.feature), entity(&meant) {}
};
using ToyBindings = std::map<std::string, ToyBinding>;

struct ToyFrameToken {
  enum class Kind { Literal, Form, Agreeing, Pronoun } kind = Kind::Literal;
  std::string text;                            // Literal: the word; Form: the form's name without language, "" or ".acc"
  std::string slot, numberOf;
  std::vector<std::string> options;            // Agreeing, Pronoun: by feature 0, 1
};

struct ToyFrame {
  std::string name;
  ToyLanguage language = ToyLanguage::English;
  std::vector<ToyFrameToken> tokens;
  std::vector<ToyPredicate> predicates;
  std::int32_t slot(const std::string& name) const;   // number of the first Form token of that slot; -1: none
};

// Frames of the same meaning; number i of one language translates number i of the other, wrapping around.
struct ToyFrameGroup {
  std::vector<ToyFrame> english, russian;
  const std::vector<ToyFrame>& of(ToyLanguage language) const { return language == ToyLanguage::English ? english : russian; }
};

class ToyGrammar {
 public:
  explicit ToyGrammar(const std::filesystem::path& folder);
  // By dotted path: "facts.pet.statement", "story.give", "sense". std::runtime_error when there is none.
  const ToyFrameGroup& group(const std::string& path) const;
  bool has(const std::string& path) const { return m_groups.count(path) != 0; }
  // Relations of the facts in order: name, list of the subject, list of the value.
  struct Relation { std::string name, subject, value; };
  const std::vector<Relation>& relations() const { return m_relations; }
  // Whether a Russian word can translate an English one (function words and verbs; slots are aligned by their binding).
  bool translates(const std::string& english, const std::string& russian) const;

 private:
  void readGroup(const std::string& path, const Json& json);
  std::map<std::string, ToyFrameGroup> m_groups;
  std::vector<Relation> m_relations;
  std::map<std::string, std::vector<std::string>> m_dictionary;
};

ToySentence realize(const ToyFrame& frame, const ToyBindings& bindings);

// Pairs (English word, Russian word) of two sentences made from these frames.
using ToyAlignment = std::vector<std::pair<std::int32_t, std::int32_t>>;
ToyAlignment alignFrames(const ToyGrammar& grammar, const ToyFrame& english, const ToySentence& englishSentence, const ToyFrame& russian,
                         const ToySentence& russianSentence);

}  // namespace cloze
