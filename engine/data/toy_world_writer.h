// Makes the sentences and documents of one toy world: its facts are fixed by the seed, everything else by the stream it is given. Behind
// makeToyWorld() (the corpus) and the labelled sets, which draw further sentences of the same world from streams of their own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/data/toy_world.h"
#include "engine/data/toy_world_grammar.h"
#include "engine/data/toy_world_lexicon.h"
#include "engine/data/toy_world_random.h"

namespace cloze {

// A sentence with what it was made from: enough to translate it or to ask about it.
struct ToyLine {
  const ToyFrameGroup* group = nullptr;
  const ToyFrame* frame = nullptr;
  ToyBindings bindings;
  ToySentence sentence;
};

struct ToyDraft {
  ToyKind kind = ToyKind::Portrait;
  ToyLanguage language = ToyLanguage::English;
  std::string label;
  std::vector<ToyLine> lines;
  ToyDocument document() const;
};

enum class ToyHalf { A, B, Both };      // of a topic's words or of the adjectives

struct ToyFactEntries { const ToyGrammar::Relation* relation; const ToyEntry *subject, *value; std::int32_t heldOutFrame; };

class ToyWriter {
 public:
  ToyWriter(std::uint64_t seed, const std::filesystem::path& resources);

  const ToyLexicon& lexicon() const { return m_lexicon; }
  const ToyGrammar& grammar() const { return m_grammar; }
  std::uint64_t seed() const { return m_seed; }
  const std::vector<ToyFactEntries>& facts() const { return m_facts; }
  std::int32_t factOf(const std::string& relation, const std::string& subject) const;      // its number; std::runtime_error
  std::vector<std::int32_t> factsOf(const std::string& subject) const;

  // Frame `frame` (wrapping around) of a group of the grammar.
  ToyLine line(const std::string& group, ToyLanguage language, std::size_t frame, ToyBindings bindings) const;
  // Frame `frame` (wrapping around) of "facts.RELATION.PART".
  ToyLine factLine(std::int32_t fact, const std::string& part, ToyLanguage language, std::size_t frame) const;
  // Number `number` (wrapping around) of the statements that training may show: all but the held-out one.
  ToyLine seenStatement(std::int32_t fact, ToyLanguage language, std::size_t number) const;
  ToyLine topicLine(const ToyTopic& topic, ToyRandom& random) const;
  ToyLine senseLine(const ToyPolyseme& polyseme, int side, std::size_t frame, ToyHalf half, ToyRandom& random) const;
  // `disagreeing`: the noun between subject and verb has the other number.
  struct Agreement { ToyLanguage language; std::size_t frame; bool disagreeing; };
  ToyLine agreementLine(const Agreement& kind, ToyRandom& random) const;

  ToyDraft portrait(const ToyEntry& person, ToyLanguage language, std::size_t round, ToyRandom& random) const;
  ToyDraft scene(const ToyPolyseme& polyseme, int side, std::size_t firstFrame, ToyRandom& random) const;
  ToyDraft review(ToyLanguage language, bool positive, ToyHalf adjectives, ToyRandom& random) const;
  ToyDraft factDialogue(ToyLanguage language, ToyRandom& random) const;
  ToyDraft topicDialogue(ToyLanguage language, ToyRandom& random) const;
  ToyDraft opinionDialogue(ToyLanguage language, ToyRandom& random) const;
  ToyDraft story(ToyLanguage language, ToyRandom& random) const;

  // The same in the other language. Statements of facts take a frame seen in training.
  ToyLine translate(const ToyLine& line) const;

 private:
  void makeFacts();
  ToyLine anyLine(const std::string& group, ToyLanguage language, ToyBindings bindings, ToyRandom& random) const;
  const ToyEntry& person(ToyRandom& random) const { return random.choose(m_lexicon.list("person")); }
  std::vector<const ToyEntry*> opinions(ToyLanguage language, bool positive, ToyHalf half, std::size_t count, ToyRandom& random) const;

  std::uint64_t m_seed;
  ToyLexicon m_lexicon;
  ToyGrammar m_grammar;
  std::vector<ToyFactEntries> m_facts;
};

// `count` different elements of values[begin, end).
template <class T>
std::vector<const T*> toySample(const std::vector<T>& values, std::size_t begin, std::size_t end, std::size_t count, ToyRandom& random) {
  std::vector<const T*> all;
  for (std::size_t i = begin; i < end; ++i) all.push_back(&values[i]);
  random.shuffle(all);
  all.resize(count);
  return all;
}
template <class T>
std::vector<const T*> toySample(const std::vector<T>& values, std::size_t count, ToyRandom& random) {
  return toySample(values, 0, values.size(), count, random);
}

}  // namespace cloze
