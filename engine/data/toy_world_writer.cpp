// Facts and single sentences of the toy world.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_writer.h"

#include <stdexcept>

namespace cloze {
namespace {

// "facts.pet.statement.en.1" -> "facts.pet.statement"
std::string groupName(const std::string& frame) { return frame.substr(0, frame.rfind('.', frame.rfind('.') - 1)); }

ToyLanguage otherLanguage(ToyLanguage language) { return language == ToyLanguage::English ? ToyLanguage::Russian : ToyLanguage::English; }

std::pair<std::size_t, std::size_t> halfRange(ToyHalf half, std::size_t size) {
  const std::size_t middle = size / 2;
  return {half == ToyHalf::B ? middle : 0, half == ToyHalf::A ? middle : size};
}

}  // namespace

const char* toyLanguageName(ToyLanguage language) { return language == ToyLanguage::English ? "en" : "ru"; }

const char* toyKindName(ToyKind kind) {
  static const char* const kNames[] = {"portrait", "scene", "review", "dialogue", "story"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string ToySentence::text() const {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

ToyDocument ToyDraft::document() const {
  ToyDocument result{kind, language, label, {}};
  for (const ToyLine& each : lines) result.sentences.push_back(each.sentence);
  return result;
}

ToyWriter::ToyWriter(std::uint64_t seed, const std::filesystem::path& resources) : m_seed(seed), m_lexicon(resources), m_grammar(resources) {
  makeFacts();
}

// Every value of a relation is used equally often, as near as the numbers allow: guessing the commonest one gains nothing.
void ToyWriter::makeFacts() {
  ToyRandom random(m_seed, "facts");
  for (const auto& relation : m_grammar.relations()) {
    const auto& subjects = m_lexicon.list(relation.subject);
    const auto& values = m_lexicon.list(relation.value);
    std::vector<std::size_t> order(subjects.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i % values.size();
    random.shuffle(order);
    const std::size_t frames = m_grammar.group("facts." + relation.name + ".statement").english.size();
    for (std::size_t i = 0; i < subjects.size(); ++i)
      m_facts.push_back({&relation, &subjects[i], &values[order[i]], static_cast<std::int32_t>(random.pick(frames))});
  }
}

std::int32_t ToyWriter::factOf(const std::string& relation, const std::string& subject) const {
  for (std::size_t i = 0; i < m_facts.size(); ++i)
    if (m_facts[i].relation->name == relation && m_facts[i].subject->id == subject) return static_cast<std::int32_t>(i);
  throw std::runtime_error("toy world: no " + relation + " of " + subject);
}

std::vector<std::int32_t> ToyWriter::factsOf(const std::string& subject) const {
  std::vector<std::int32_t> found;
  for (std::size_t i = 0; i < m_facts.size(); ++i)
    if (m_facts[i].subject->id == subject) found.push_back(static_cast<std::int32_t>(i));
  return found;
}

ToyLine ToyWriter::line(const std::string& groupPath, ToyLanguage language, std::size_t frame, ToyBindings bindings) const {
  ToyLine result;
  result.group = &m_grammar.group(groupPath);
  const auto& frames = result.group->of(language);
  result.frame = &frames[frame % frames.size()];
  result.sentence = realize(*result.frame, bindings);
  result.bindings = std::move(bindings);
  return result;
}

ToyLine ToyWriter::anyLine(const std::string& groupPath, ToyLanguage language, ToyBindings bindings, ToyRandom& random) const {
  return line(groupPath, language, random.pick(m_grammar.group(groupPath).of(language).size()), std::move(bindings));
}

ToyLine ToyWriter::factLine(std::int32_t fact, const std::string& part, ToyLanguage language, std::size_t frame) const {
  const ToyFactEntries& entries = m_facts[static_cast<std::size_t>(fact)];
  ToyLine result = line("facts." + entries.relation->name + "." + part, language, frame, {{"s", *entries.subject}, {"v", *entries.value}});
  result.sentence.fact = fact;
  return result;
}

ToyLine ToyWriter::seenStatement(std::int32_t fact, ToyLanguage language, std::size_t number) const {
  const ToyFactEntries& entries = m_facts[static_cast<std::size_t>(fact)];
  const std::size_t count = m_grammar.group("facts." + entries.relation->name + ".statement").of(language).size();
  if (language == ToyLanguage::Russian) return factLine(fact, "statement", language, number % count);
  const std::size_t frame = number % (count - 1);
  return factLine(fact, "statement", language, frame < static_cast<std::size_t>(entries.heldOutFrame) ? frame : frame + 1);
}

ToyLine ToyWriter::topicLine(const ToyTopic& topic, ToyRandom& random) const {
  const auto words = toySample(topic.words, 4, random);
  return anyLine("topic", topic.language, {{"n", person(random)}, {"a", *words[0]}, {"b", *words[1]}, {"c", *words[2]}, {"e", *words[3]}}, random);
}

ToyLine ToyWriter::senseLine(const ToyPolyseme& polyseme, int side, std::size_t frame, ToyHalf half, ToyRandom& random) const {
  const ToyTopic& topic = *polyseme.senses[side];
  const auto [begin, end] = halfRange(half, topic.words.size());
  const auto words = toySample(topic.words, begin, end, 3, random);
  ToyLine result = line("sense", polyseme.language, frame,
                        {{"n", person(random)}, {"w", polyseme.entry}, {"a", *words[0]}, {"b", *words[1]}, {"c", *words[2]}});
  result.sentence.sense = {result.frame->slot("w"), polyseme.entry.id, topic.name};
  return result;
}

ToyLine ToyWriter::agreementLine(const Agreement& kind, ToyRandom& random) const {
  const auto& professions = m_lexicon.list("profession");
  const auto& pets = m_lexicon.list("pet");
  const std::size_t count = professions.size() + pets.size();
  const auto noun = [&](std::size_t i) -> const ToyEntry& { return i < professions.size() ? professions[i] : pets[i - professions.size()]; };
  const std::size_t subject = random.pick(count);
  const std::size_t other = (subject + 1 + random.pick(count - 1)) % count;
  const int number = static_cast<int>(random.pick(2));
  return line("agreement", kind.language, kind.frame,
              {{"s", {noun(subject), number}}, {"t", {noun(other), kind.disagreeing ? 1 - number : number}}, {"v", random.choose(m_lexicon.list("verb"))}});
}

std::vector<const ToyEntry*> ToyWriter::opinions(ToyLanguage language, bool positive, ToyHalf half, std::size_t count, ToyRandom& random) const {
  const bool english = language == ToyLanguage::English;
  const auto& list = m_lexicon.list(english ? (positive ? "good" : "bad") : (positive ? "pleasant" : "unpleasant"));
  const auto [begin, end] = halfRange(half, list.size());
  return toySample(list, begin, end, count, random);
}

ToyLine ToyWriter::translate(const ToyLine& original) const {
  const ToyLanguage language = otherLanguage(original.frame->language);
  const std::string path = groupName(original.frame->name);
  const auto number = static_cast<std::size_t>(std::stoi(original.frame->name.substr(original.frame->name.rfind('.') + 1)));
  const std::int32_t fact = original.sentence.fact;
  if (fact < 0) return line(path, language, number, original.bindings);
  const auto part = path.substr(path.rfind('.') + 1);
  return part == "statement" ? seenStatement(fact, language, number) : factLine(fact, part, language, number);
}

}  // namespace cloze
