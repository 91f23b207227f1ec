// The toy world: a bilingual (EN/RU) synthetic corpus with gold annotation, in which the claims of transfer learning can be measured in
// minutes. Everything is made from resources/toy_world/*.json and a seed, equal on every platform (SplitMix64, one stream a sub-corpus).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cloze {

inline constexpr std::uint64_t kToyWorldSeed = 20201020;       // the date of the lecture that asked for this world
inline constexpr std::int64_t kToyWorldSentences = 20000;
inline constexpr std::int64_t kToyWorldLeastSentences = 500, kToyWorldMostSentences = 2000000;

enum class ToyLanguage : std::uint8_t { English, Russian };
enum class ToyKind : std::uint8_t { Portrait, Scene, Review, Dialogue, Story };
const char* toyLanguageName(ToyLanguage language);             // "en", "ru"
const char* toyKindName(ToyKind kind);                         // "portrait", ...

// What stands at a word: a name, a thing, or a pronoun or description of one. Equal `entity` in one document: the same one is meant.
struct ToyMention {
  std::int32_t word = 0;                 // number of the word in the sentence
  std::string category;                  // list of the lexicon: person, town, river, region, product, object ...
  std::string entity;                    // English dictionary form; Russian for words that exist only in Russian
  bool pronoun = false;
};

struct ToyRole { std::string name; std::int32_t begin = 0, end = 0; };   // words [begin, end); names as in PropBank: V ARG0 ... ARGM-LOC
struct ToyPredicate { std::vector<ToyRole> roles; };

// A polysemous word in its sentence: the topic it belongs to is the gold sense.
struct ToySense { std::int32_t word = -1; std::string lemma, sense; };

struct ToySentence {
  ToyLanguage language = ToyLanguage::English;
  std::string frame;                     // "facts.pet.statement.en.1": group, language, number in resources/toy_world/grammar.json
  std::vector<std::string> words;        // one token each; punctuation is a token of its own
  std::vector<ToyMention> mentions;
  std::vector<ToyPredicate> predicates;  // stories only
  ToySense sense;                        // word -1: no polysemous word
  std::int32_t fact = -1;                // number of the stated fact; -1: none
  std::string text() const;              // the words joined by single spaces
};

struct ToyDocument {
  ToyKind kind = ToyKind::Portrait;
  ToyLanguage language = ToyLanguage::English;
  std::string label;                     // a scene's topic; a review's "positive" or "negative"; else ""
  std::vector<ToySentence> sentences;
};

// A function of the world, fixed by the seed: every subject has exactly one value. One English frame of it is never in the training text.
struct ToyFact {
  std::string relation;                  // profession, birthplace, pet, instrument; river, region, product
  std::string subject, value;            // English forms
  std::int32_t heldOutFrame = 0;         // number of the English statement frame kept for evaluation
};

class ToyWriter;                         // engine/data/toy_world_writer.h: makes further sentences of the same world

struct ToyWorld {
  std::uint64_t seed = 0;
  std::int64_t sentences = 0;            // asked for
  std::vector<ToyFact> facts;            // 232
  std::vector<ToyDocument> documents;    // in the order of the training text
  std::shared_ptr<const ToyWriter> writer;
};

// About `sentences` sentences in whole documents, half English and half Russian. std::invalid_argument for a size out of bounds,
// std::runtime_error when the resources cannot be read.
ToyWorld makeToyWorld(std::uint64_t seed = kToyWorldSeed, std::int64_t sentences = kToyWorldSentences);

// One sentence a line, a blank line after each document: the pre-training text. Reviews are a domain of their own and are not in it.
std::string toyTrainingText(const ToyWorld& world);
std::string toyReviewText(const ToyWorld& world);

}  // namespace cloze
