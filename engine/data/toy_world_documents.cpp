// Documents of the toy world: portraits, scenes, reviews, dialogues, stories.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_writer.h"

namespace cloze {
namespace {

constexpr const char* kPersonRelations[] = {"profession", "pet", "instrument", "birthplace"};
constexpr const char* kTownRelations[] = {"river", "region", "product"};

// The last person that a sentence mentions, by name or pronoun.
std::string lastPerson(const ToySentence& sentence) {
  std::string last;
  for (const ToyMention& mention : sentence.mentions)
    if (mention.category == "person") last = mention.entity;
  return last;
}

}  // namespace

// Named first, then by name or pronoun, the town last, then two facts about the town: the order can be learnt. Frames, pronouns and the
// fact left out take turns by `round`, so that a person's portraits show every fact in every frame.
ToyDraft ToyWriter::portrait(const ToyEntry& person, ToyLanguage language, std::size_t round, ToyRandom& random) const {
  ToyDraft draft{ToyKind::Portrait, language, "", {}};
  std::vector<std::size_t> order{0, 1, 2};
  random.shuffle(order);
  order.push_back(3);
  for (const std::size_t number : order) {
    const std::int32_t fact = factOf(kPersonRelations[number], person.id);
    const bool named = draft.lines.empty() || (round + number) % 3 != 0;
    draft.lines.push_back(named ? seenStatement(fact, language, round) : factLine(fact, "pronoun", language, 0));
  }
  const ToyEntry& town = *m_facts[static_cast<std::size_t>(factOf("birthplace", person.id))].value;
  order = {round % 3, (round + 1) % 3};
  random.shuffle(order);
  for (const std::size_t number : order) draft.lines.push_back(seenStatement(factOf(kTownRelations[number], town.id), language, round));
  return draft;
}

// One topic throughout: the polysemous word keeps its sense.
ToyDraft ToyWriter::scene(const ToyPolyseme& polyseme, int side, std::size_t firstFrame, ToyRandom& random) const {
  const ToyTopic& topic = *polyseme.senses[side];
  ToyDraft draft{ToyKind::Scene, polyseme.language, topic.name, {}};
  for (std::size_t i = 0; i < 2; ++i) {
    draft.lines.push_back(topicLine(topic, random));
    draft.lines.push_back(senseLine(polyseme, side, firstFrame + i, ToyHalf::Both, random));
  }
  const std::size_t frame = random.pick(m_grammar.group("agreement").of(polyseme.language).size());
  const bool disagreeing = random.chance(1, 2);
  draft.lines.push_back(agreementLine({polyseme.language, frame, disagreeing}, random));
  return draft;
}

// Five opinions of one polarity on the thing reviewed, one of the other polarity on something else ("but").
ToyDraft ToyWriter::review(ToyLanguage language, bool positive, ToyHalf adjectives, ToyRandom& random) const {
  ToyDraft draft{ToyKind::Review, language, positive ? "positive" : "negative", {}};
  const auto same = opinions(language, positive, adjectives, 5, random);
  const auto other = opinions(language, !positive, adjectives, 1, random);
  const auto things = toySample(m_lexicon.list(language == ToyLanguage::English ? "event" : "venue"), 2, random);
  const ToyBindings bindings{{"n", person(random)}, {"t", *things[0]}, {"u", *things[1]}, {"a", *same[0]}, {"b", *same[1]},
                             {"c", *same[2]}, {"d", *same[3]}, {"e", *same[4]}, {"x", *other[0]}};
  const std::size_t count = m_grammar.group("review").of(language).size();
  for (std::size_t i = 0; i < count; ++i) draft.lines.push_back(line("review", language, i, bindings));
  return draft;
}

// Two questions and answers about one person or one town.
ToyDraft ToyWriter::factDialogue(ToyLanguage language, ToyRandom& random) const {
  ToyDraft draft{ToyKind::Dialogue, language, "", {}};
  const bool aboutPerson = random.chance(2, 3);
  auto facts = factsOf(random.choose(m_lexicon.list(aboutPerson ? "person" : "town")).id);
  random.shuffle(facts);
  for (std::size_t i = 0; i < 2; ++i)
    for (const char* part : {"question", "answer"}) draft.lines.push_back(factLine(facts[i], part, language, 0));
  return draft;
}

ToyDraft ToyWriter::topicDialogue(ToyLanguage language, ToyRandom& random) const {
  std::vector<const ToyTopic*> topics;
  for (const ToyTopic& topic : m_lexicon.topics())
    if (topic.language == language) topics.push_back(&topic);
  const ToyTopic& topic = *random.choose(topics);
  ToyDraft draft{ToyKind::Dialogue, language, topic.name, {}};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto words = toySample(topic.words, 4, random);
    const ToyBindings bindings{{"a", *words[0]}, {"b", *words[1]}, {"c", *words[2]}, {"e", *words[3]}};
    for (const char* part : {"topic_question", "topic_answer"}) draft.lines.push_back(anyLine(part, language, bindings, random));
  }
  return draft;
}

ToyDraft ToyWriter::opinionDialogue(ToyLanguage language, ToyRandom& random) const {
  ToyDraft draft{ToyKind::Dialogue, language, "", {}};
  const auto things = toySample(m_lexicon.list(language == ToyLanguage::English ? "event" : "venue"), 2, random);
  for (std::size_t i = 0; i < 2; ++i) {
    const bool positive = random.chance(1, 2);
    const auto words = opinions(language, positive, ToyHalf::Both, 2, random);
    const ToyBindings bindings{{"n", person(random)}, {"t", *things[i]}, {"a", *words[0]}, {"b", *words[1]}};
    for (const char* part : {"opinion_question", "opinion_answer"}) draft.lines.push_back(anyLine(part, language, bindings, random));
  }
  return draft;
}

// An object passes between a man and a woman of different professions. Three stories in ten end with "the baker": only the fact of the
// world says who that is, and the person mentioned last is the wrong one.
ToyDraft ToyWriter::story(ToyLanguage language, ToyRandom& random) const {
  ToyDraft draft{ToyKind::Story, language, "", {}};
  const auto profession = [this](const ToyEntry& who) -> const ToyEntry& { return *m_facts[static_cast<std::size_t>(factOf("profession", who.id))].value; };
  const ToyEntry& first = person(random);
  const ToyEntry* second = &person(random);
  while (second->feature == first.feature || &profession(*second) == &profession(first)) second = &person(random);
  const auto places = toySample(m_lexicon.list("place"), 2, random);
  const auto times = toySample(m_lexicon.list("time"), 2, random);
  ToyBindings bindings{{"n1", first}, {"n2", *second}, {"obj", random.choose(m_lexicon.list("object"))}, {"place", *places[0]},
                       {"place2", *places[1]}, {"time", *times[0]}, {"time2", *times[1]}};
  for (const char* stage : {"give", "hide", "ask", "bring"})
    draft.lines.push_back(anyLine(std::string("story.") + stage, language, bindings, random));
  const bool byFact = random.chance(3, 10);
  const ToyEntry& described = lastPerson(draft.lines.back().sentence) == first.id ? *second : first;
  bindings["d"] = ToyBinding(profession(described), described);
  draft.lines.push_back(anyLine(byFact ? "story.end_by_fact" : "story.end", language, bindings, random));
  return draft;
}

}  // namespace cloze
