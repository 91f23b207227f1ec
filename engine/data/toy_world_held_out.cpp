// The held-out sets: built so that chance is known (one in the number of candidates; one half) and nothing but meaning helps.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_held_out.h"

#include <stdexcept>
#include <unordered_set>

#include "engine/core/json.h"
#include "engine/data/toy_world_sets.h"
#include "engine/data/toy_world_writer.h"

namespace cloze {
namespace {

constexpr std::size_t kAgreementOfKind = 50;          // a language, frame and kind of noun between
constexpr std::size_t kSensesOfKind = 4;              // a polyseme, frame, sense and half

std::string masked(const ToySentence& sentence, std::int32_t word) {
  ToySentence copy = sentence;
  copy.words[static_cast<std::size_t>(word)] = kToyMask;
  return copy.text();
}

class HeldOutMaker {
 public:
  explicit HeldOutMaker(const ToyWorld& world) : m_world(world), m_writer(*world.writer) {
    for (const ToyDocument& document : world.documents)
      for (const ToySentence& sentence : document.sentences) m_seen.insert(sentence.text());
  }

  ToyHeldOut make() {
    facts();
    agreement();
    senses();
    return std::move(m_sets);
  }

 private:
  // Draws until a sentence comes that is neither in the training text nor in the set.
  template <class Draw>
  ToyLine fresh(const Draw& draw) {
    for (int tries = 0; tries < 10000; ++tries) {
      ToyLine line = draw();
      if (m_seen.insert(line.sentence.text()).second) return line;
    }
    throw std::runtime_error("toy world: no sentence is left for the held-out sets");
  }

  void facts() {
    for (std::size_t i = 0; i < m_writer.facts().size(); ++i) {
      const ToyFactEntries& fact = m_writer.facts()[i];
      const ToyLine line = m_writer.factLine(static_cast<std::int32_t>(i), "statement", ToyLanguage::English, static_cast<std::size_t>(fact.heldOutFrame));
      const std::int32_t slot = line.frame->slot("v");
      HeldOutFact row{masked(line.sentence, slot), line.sentence.words[static_cast<std::size_t>(slot)], fact.relation->name, fact.subject->id, {}};
      for (const ToyEntry& value : m_writer.lexicon().list(fact.relation->value)) row.candidates.push_back(value.form("en"));
      m_sets.facts.push_back(std::move(row));
    }
  }

  void agreement() {
    ToyRandom random(m_world.seed, "held_out_agreement");
    for (const ToyLanguage language : {ToyLanguage::English, ToyLanguage::Russian}) {
      const auto& frames = m_writer.grammar().group("agreement").of(language);
      for (std::size_t frame = 0; frame < frames.size(); ++frame) {
        const bool attractor = frames[frame].slot("t") >= 0;
        for (std::size_t i = 0; i < (attractor ? 2 : 1) * kAgreementOfKind; ++i) addAgreement({language, frame, i % 2 == 1}, attractor, random);
      }
    }
  }

  // A frame without a noun between has so few sentences that training shows them all: there the sentence may be known.
  void addAgreement(const ToyWriter::Agreement& kind, bool attractor, ToyRandom& random) {
    const auto draw = [&] { return m_writer.agreementLine(kind, random); };
    const ToyLine line = attractor ? fresh(draw) : draw();
    const std::int32_t slot = line.frame->slot("v");
    const ToyEntry& verb = *line.bindings.at("v").entry;
    const std::string form = toyLanguageName(kind.language);
    const bool plural = line.bindings.at("s").feature == 1;
    m_sets.agreement.push_back({masked(line.sentence, slot), verb.form(plural ? form + ".pl" : form), verb.form(plural ? form : form + ".pl"), form, attractor,
                                attractor && kind.disagreeing});
  }

  void senses() {
    ToyRandom random(m_world.seed, "held_out_senses");
    for (const ToyPolyseme& polyseme : m_writer.lexicon().polysemes()) {
      const std::size_t frames = m_writer.grammar().group("sense").of(polyseme.language).size();
      for (std::size_t frame = 0; frame < frames; ++frame)
        for (const int side : {0, 1})
          for (const ToyHalf half : {ToyHalf::A, ToyHalf::B})
            for (std::size_t i = 0; i < kSensesOfKind; ++i) {
              const ToyLine line = fresh([&] { return m_writer.senseLine(polyseme, side, frame, half, random); });
              const ToySense& sense = line.sentence.sense;
              m_sets.senses.push_back({line.sentence.text(), line.sentence.words[static_cast<std::size_t>(sense.word)], sense.lemma, sense.sense,
                                       line.sentence.frame, half == ToyHalf::A ? "A" : "B", toyLanguageName(polyseme.language), sense.word});
            }
    }
  }

  const ToyWorld& m_world;
  const ToyWriter& m_writer;
  std::unordered_set<std::string> m_seen;
  ToyHeldOut m_sets;
};

}  // namespace

ToyHeldOut toyHeldOut(const ToyWorld& world) { return HeldOutMaker(world).make(); }

std::vector<ToyFile> toyHeldOutSets(const ToyWorld& world) {
  const ToyHeldOut sets = toyHeldOut(world);
  ToyFile facts{"facts_heldout.jsonl", "", 0}, agreement{"agreement.jsonl", "", 0}, senses{"senses.jsonl", "", 0};
  const auto add = [](ToyFile& file, const Json& row) {
    file.content += row.dump() + '\n';
    ++file.entries;
  };
  for (const HeldOutFact& row : sets.facts)
    add(facts, {{"sentence", row.text}, {"answer", row.answer}, {"relation", row.relation}, {"subject", row.subject}, {"candidates", row.candidates}});
  for (const HeldOutAgreement& row : sets.agreement)
    add(agreement, {{"sentence", row.text}, {"answer", row.right}, {"candidates", {row.right, row.wrong}}, {"language", row.language},
                    {"attractor", row.attractor}, {"disagreeing", row.disagreeing}});
  for (const HeldOutSense& row : sets.senses)
    add(senses, {{"sentence", row.text}, {"word", row.word}, {"position", row.position}, {"lemma", row.lemma}, {"sense", row.sense}, {"frame", row.frame},
                 {"half", row.half}, {"language", row.language}});
  return {std::move(facts), std::move(agreement), std::move(senses)};
}

}  // namespace cloze
