// The corpus of the toy world: how many documents of each kind, in which order, and the text that a model is pre-trained on.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world.h"

#include <algorithm>
#include <stdexcept>

#include "engine/core/resources.h"
#include "engine/data/toy_world_writer.h"

namespace cloze {
namespace {

// Documents of 20,000 sentences: 9,600 in portraits, 5,600 in scenes, 1,600 each in reviews, dialogues and stories. Portraits are many because
// a fact is learnt only after some hundred masked sightings, long after topics and agreement.
constexpr std::int64_t kPortraits = 1600, kScenes = 1120, kReviews = 400, kDialogues = 400, kStories = 320;

class CorpusMaker {
 public:
  CorpusMaker(const ToyWriter& writer, std::int64_t sentences) : m_writer(writer), m_sentences(sentences) {}

  std::vector<ToyDocument> make() {
    makePortraits();
    makeScenes();
    makeReviews();
    makeDialogues();
    makeStories();
    ToyRandom order(m_writer.seed(), "order");
    order.shuffle(m_documents);
    return std::move(m_documents);
  }

 private:
  std::size_t scaled(std::int64_t documents) const { return static_cast<std::size_t>(std::max<std::int64_t>(2, documents * m_sentences / kToyWorldSentences)); }
  static ToyLanguage language(std::size_t number) { return number % 2 == 0 ? ToyLanguage::English : ToyLanguage::Russian; }
  void add(const ToyDraft& draft) { m_documents.push_back(draft.document()); }

  void makePortraits() {
    ToyRandom random(m_writer.seed(), "portraits");
    const auto& people = m_writer.lexicon().list("person");
    for (std::size_t i = 0; i < scaled(kPortraits); ++i) add(m_writer.portrait(people[i / 2 % people.size()], language(i), i / 2 / people.size(), random));
  }

  // Both senses of each polyseme equally often, each through the same frames.
  void makeScenes() {
    ToyRandom random(m_writer.seed(), "scenes");
    std::vector<const ToyPolyseme*> polysemes[2];
    for (const ToyPolyseme& polyseme : m_writer.lexicon().polysemes()) polysemes[static_cast<std::size_t>(polyseme.language)].push_back(&polyseme);
    for (std::size_t i = 0; i < scaled(kScenes); ++i) {
      const auto& list = polysemes[static_cast<std::size_t>(language(i))];
      const std::size_t number = i / 2, round = number / (2 * list.size());
      add(m_writer.scene(*list[number / 2 % list.size()], static_cast<int>(number % 2), 2 * round, random));
    }
  }

  void makeReviews() {
    ToyRandom random(m_writer.seed(), "reviews");
    for (std::size_t i = 0; i < scaled(kReviews); ++i) add(m_writer.review(language(i), i / 2 % 2 == 0, ToyHalf::Both, random));
  }

  void makeDialogues() {
    ToyRandom random(m_writer.seed(), "dialogues");
    for (std::size_t i = 0; i < scaled(kDialogues); ++i) {
      const std::size_t about = i / 2 % 4;
      add(about < 2 ? m_writer.factDialogue(language(i), random)
                    : about == 2 ? m_writer.topicDialogue(language(i), random) : m_writer.opinionDialogue(language(i), random));
    }
  }

  void makeStories() {
    ToyRandom random(m_writer.seed(), "stories");
    for (std::size_t i = 0; i < scaled(kStories); ++i) add(m_writer.story(language(i), random));
  }

  const ToyWriter& m_writer;
  std::int64_t m_sentences;
  std::vector<ToyDocument> m_documents;
};

std::string textOf(const ToyWorld& world, bool reviews) {
  std::string text;
  for (const ToyDocument& document : world.documents) {
    if ((document.kind == ToyKind::Review) != reviews) continue;
    for (const ToySentence& sentence : document.sentences) text += sentence.text() + '\n';
    text += '\n';
  }
  return text;
}

}  // namespace

ToyWorld makeToyWorld(std::uint64_t seed, std::int64_t sentences) {
  if (sentences < kToyWorldLeastSentences || sentences > kToyWorldMostSentences)
    throw std::invalid_argument("toy world: " + std::to_string(sentences) + " sentences, expected " + std::to_string(kToyWorldLeastSentences) + " to " +
                                std::to_string(kToyWorldMostSentences));
  ToyWorld world;
  world.seed = seed;
  world.sentences = sentences;
  auto writer = std::make_shared<const ToyWriter>(seed, resourcesFolder() / "toy_world");
  for (const ToyFactEntries& fact : writer->facts()) world.facts.push_back({fact.relation->name, fact.subject->id, fact.value->id, fact.heldOutFrame});
  world.documents = CorpusMaker(*writer, sentences).make();
  world.writer = std::move(writer);
  return world;
}

std::string toyTrainingText(const ToyWorld& world) { return textOf(world, false); }
std::string toyReviewText(const ToyWorld& world) { return textOf(world, true); }

}  // namespace cloze
