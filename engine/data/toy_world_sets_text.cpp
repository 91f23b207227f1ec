// Classification and regression of sentences and pairs: sentiment (SST-2's layout), inference (MNLI's), similarity (STS-B's in GLUE),
// paraphrase (MRPC's), acceptability (CoLA's). Half English, half Russian.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>

#include "engine/data/toy_world_sets.h"
#include "engine/data/toy_world_writer.h"

namespace cloze {
namespace {

constexpr std::array<const char*, 3> kInferenceLabels{"entailment", "contradiction", "neutral"};

struct Row { std::string first, second, label; };

ToyLanguage languageOf(std::size_t i) { return i % 2 == 0 ? ToyLanguage::English : ToyLanguage::Russian; }

std::string textOf(const ToyDraft& draft) {
  std::string text;
  for (const ToyLine& line : draft.lines) text += (text.empty() ? "" : " ") + line.sentence.text();
  return text;
}

// "a ." and "b ." -> "a , and b ."
std::string joined(const ToySentence& first, const ToySentence& second) {
  const std::string text = first.text();
  return text.substr(0, text.size() - 2) + (first.language == ToyLanguage::English ? " , and " : " , и ") + second.text();
}

using RowWriter = std::function<std::string(std::size_t number, const Row& row)>;

std::vector<ToyFile> writeSplits(const std::string& folder, const std::string& header, const std::array<std::vector<Row>, 3>& splits, const RowWriter& write) {
  std::vector<ToyFile> files;
  for (std::size_t split = 0; split < splits.size(); ++split) {
    ToyFile file{folder + "/" + kToySplits[split] + ".tsv", header, static_cast<std::int64_t>(splits[split].size())};
    for (std::size_t i = 0; i < splits[split].size(); ++i) file.content += write(i, splits[split][i]) + '\n';
    files.push_back(std::move(file));
  }
  return files;
}

class TextSets {
 public:
  explicit TextSets(const ToyWorld& world) : m_world(world), m_writer(*world.writer) {}

  std::vector<ToyFile> make() {
    sentiment();
    inference();
    similarity();
    paraphrase();
    acceptability();
    return std::move(m_files);
  }

 private:
  void add(std::vector<ToyFile> files) { for (ToyFile& file : files) m_files.push_back(std::move(file)); }

  // Labelled texts use one half of the adjectives. test.tsv uses only the other half, which no label ever teaches: what is right there was
  // learnt from unlabelled text. test_seen.tsv is the easy test.
  void sentiment() {
    ToyRandom random(m_world.seed, "sentiment");
    const auto draw = [&](ToyHalf half) {
      return [this, &random, half](std::size_t i) {
        const bool positive = i / 2 % 2 == 0;
        const std::string text = textOf(m_writer.review(languageOf(i), positive, half, random));
        return std::make_pair(text, Row{text, "", positive ? "1" : "0"});
      };
    };
    const ToySplitSizes sizes = scaledSizes(m_world, {2000, 500, 500});
    auto seen = drawSplits<Row>(sizes, random, draw(ToyHalf::A));
    const auto unseen = drawSplits<Row>({0, 0, sizes[2]}, random, draw(ToyHalf::B));
    const RowWriter write = [](std::size_t, const Row& row) { return row.first + '\t' + row.label; };
    const std::string header = "sentence\tlabel\n";
    auto easy = writeSplits("sentiment", header, seen, write).back();
    easy.path = "sentiment/test_seen.tsv";
    seen[2] = unseen[2];
    add(writeSplits("sentiment", header, seen, write));
    add({easy});
  }

  // The premise states two facts about one subject. Entailed: one of them in another frame, or more generally; contradicted: with another
  // value; neutral: another fact of the subject, true of the world or not.
  void inference() {
    ToyRandom random(m_world.seed, "nli");
    const auto splits = drawSplits<Row>(scaledSizes(m_world, {3000, 500, 500}), random, [&](std::size_t i) {
      const ToyLanguage language = languageOf(i);
      const std::size_t label = i / 2 % 3;
      auto facts = m_writer.factsOf(m_writer.facts()[random.pick(m_writer.facts().size())].subject->id);
      random.shuffle(facts);
      const std::size_t frame = random.pick(2);
      const std::string premise = joined(m_writer.seenStatement(facts[0], language, frame).sentence, m_writer.seenStatement(facts[1], language, random.pick(2)).sentence);
      const std::string hypothesis = this->hypothesis(label, label == 2 ? facts[2] : facts[0], language, frame + 1, random);
      return std::make_pair(premise + '\t' + hypothesis, Row{premise, hypothesis, kInferenceLabels[label]});
    });
    const std::string header = "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\tlabel1\tgold_label\n";
    add(writeSplits("nli", header, splits, [](std::size_t number, const Row& row) {
      const std::string n = std::to_string(number);
      return n + '\t' + n + '\t' + n + "\ttoy\t-\t-\t-\t-\t" + row.first + '\t' + row.second + '\t' + row.label + '\t' + row.label;
    }));
  }

  std::string hypothesis(std::size_t label, std::int32_t fact, ToyLanguage language, std::size_t frame, ToyRandom& random) const {
    const std::string& relation = m_writer.facts()[static_cast<std::size_t>(fact)].relation->name;
    if (label == 0 && m_writer.grammar().has("facts." + relation + ".hypernym") && random.chance(1, 3))
      return m_writer.factLine(fact, "hypernym", language, 0).sentence.text();
    const bool changed = label == 1 || (label == 2 && random.chance(1, 2));
    return (changed ? withOtherValue(fact, language, frame, random) : m_writer.seenStatement(fact, language, frame)).sentence.text();
  }

  ToyLine withOtherValue(std::int32_t fact, ToyLanguage language, std::size_t frame, ToyRandom& random) const {
    const ToyFactEntries& entries = m_writer.facts()[static_cast<std::size_t>(fact)];
    ToyLine line = m_writer.seenStatement(fact, language, frame);
    const ToyEntry* value = entries.value;
    while (value == entries.value) value = &random.choose(m_writer.lexicon().list(entries.relation->value));
    line.bindings["v"] = *value;
    line.sentence = realize(*line.frame, line.bindings);
    return line;
  }

  // Two accounts of an object changing hands; the score is how many of giver, receiver, object, place and time they share.
  void similarity() {
    ToyRandom random(m_world.seed, "similarity");
    static const std::vector<std::string> kSlots{"n1", "n2", "obj", "place", "time"};
    const auto splits = drawSplits<Row>(scaledSizes(m_world, {1500, 300, 300}), random, [&](std::size_t i) {
      const ToyLanguage language = languageOf(i);
      const std::size_t shared = i / 2 % 6;
      const ToyLine first = m_writer.story(language, random).lines.front();
      ToyBindings bindings = first.bindings;
      auto slots = kSlots;
      random.shuffle(slots);
      for (std::size_t k = shared; k < slots.size(); ++k) bindings[slots[k]] = other(first.bindings, slots[k], random);
      const std::string second = m_writer.line("story.give", language, random.pick(3), bindings).sentence.text();
      const std::string text = first.sentence.text();
      return std::make_pair(text + '\t' + second, Row{text, second, std::to_string(shared) + ".000"});
    });
    const std::string header = "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore\n";
    add(writeSplits("similarity", header, splits, [](std::size_t number, const Row& row) {
      const std::string n = std::to_string(number);
      return n + "\ttoy\tstories\t0\t" + n + "\tnone\tnone\t" + row.first + '\t' + row.second + '\t' + row.label;
    }));
  }

  // Another entry for a slot: bound to none of the sentence's slots, a person of the same gender (the story's verbs agree).
  const ToyEntry& other(const ToyBindings& bindings, const std::string& slot, ToyRandom& random) const {
    const ToyEntry& now = *bindings.at(slot).entry;
    for (;;) {
      const ToyEntry& candidate = random.choose(m_writer.lexicon().list(now.category));
      const bool used = std::any_of(bindings.begin(), bindings.end(), [&](const auto& bound) { return bound.second.entry == &candidate; });
      if (!used && candidate.feature == now.feature) return candidate;
    }
  }

  // Two facts told in one order and frames, then in the other; no paraphrase when one value is changed.
  void paraphrase() {
    ToyRandom random(m_world.seed, "paraphrase");
    const auto splits = drawSplits<Row>(scaledSizes(m_world, {2000, 300, 300}), random, [&](std::size_t i) {
      const ToyLanguage language = languageOf(i);
      const bool same = i / 2 % 2 == 0;
      auto facts = m_writer.factsOf(m_writer.facts()[random.pick(m_writer.facts().size())].subject->id);
      random.shuffle(facts);
      const std::size_t frame = random.pick(2), frame2 = random.pick(2);
      const std::string first = joined(m_writer.seenStatement(facts[0], language, frame).sentence, m_writer.seenStatement(facts[1], language, frame2).sentence);
      const ToyLine told = same ? m_writer.seenStatement(facts[1], language, frame2 + 1) : withOtherValue(facts[1], language, frame2 + 1, random);
      const std::string second = joined(told.sentence, m_writer.seenStatement(facts[0], language, frame + 1).sentence);
      return std::make_pair(first + '\t' + second, Row{first, second, same ? "1" : "0"});
    });
    add(writeSplits("paraphrase", "Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n", splits, [](std::size_t number, const Row& row) {
      return row.label + '\t' + std::to_string(2 * number) + '\t' + std::to_string(2 * number + 1) + '\t' + row.first + '\t' + row.second;
    }));
  }

  // Unacceptable: the verb in the wrong number, or a function word after its noun.
  void acceptability() {
    ToyRandom random(m_world.seed, "acceptability");
    const auto splits = drawSplits<Row>(scaledSizes(m_world, {2000, 300, 300}), random, [&](std::size_t i) {
      const ToyLanguage language = languageOf(i);
      const bool good = i / 2 % 2 == 0, ofAgreement = i / 4 % 2 == 0;
      const bool disagreeing = random.chance(1, 2);
      ToyLine line = ofAgreement ? m_writer.agreementLine({language, random.pick(3), disagreeing}, random) : m_writer.story(language, random).lines.front();
      if (!good) ofAgreement ? breakAgreement(line) : breakOrder(line.sentence, random);
      return std::make_pair(line.sentence.text(), Row{line.sentence.text(), good ? "" : "*", good ? "1" : "0"});
    });
    add(writeSplits("acceptability", "", splits, [](std::size_t, const Row& row) { return "toy\t" + row.label + '\t' + row.second + '\t' + row.first; }));
  }

  static void breakAgreement(ToyLine& line) {
    const auto word = static_cast<std::size_t>(line.frame->slot("v"));
    const std::string form = toyLanguageName(line.frame->language);
    const ToyEntry& verb = *line.bindings.at("v").entry;
    line.sentence.words[word] = verb.form(line.bindings.at("s").feature == 1 ? form : form + ".pl");
  }

  // Moves an article or preposition behind the word that follows it; a story's first sentence has several.
  static void breakOrder(ToySentence& sentence, ToyRandom& random) {
    static const std::set<std::string> kLeading{"the", "to", "near", "in", "у"};
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i + 2 < sentence.words.size(); ++i)
      if (kLeading.count(sentence.words[i]) && !kLeading.count(sentence.words[i + 1])) places.push_back(i);
    const std::size_t at = random.choose(places);
    std::swap(sentence.words[at], sentence.words[at + 1]);
  }

  const ToyWorld& m_world;
  const ToyWriter& m_writer;
  std::vector<ToyFile> m_files;
};

}  // namespace

std::vector<ToyFile> toyTextSets(const ToyWorld& world) { return TextSets(world).make(); }

}  // namespace cloze
