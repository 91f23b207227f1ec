// Sets about words and spans: named entities (CoNLL-2003's columns), semantic roles and coreference (CoNLL-2012's columns), pairs of
// occurrences of one word (WiC's layout).
// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include "engine/data/toy_world_sets.h"
#include "engine/data/toy_world_writer.h"

namespace cloze {
namespace {

ToyLanguage languageOf(std::size_t i) { return i % 2 == 0 ? ToyLanguage::English : ToyLanguage::Russian; }

// One sentence, or two joined by "and": the entities of both.
struct TaggedSentence { std::vector<std::string> words; std::vector<std::string> tags; };

std::string entityTag(const std::string& category) {
  if (category == "person") return "B-PER";
  if (category == "town" || category == "river" || category == "region") return "B-LOC";
  return category == "product" ? "B-PROD" : "O";
}

void appendTagged(TaggedSentence& to, const ToySentence& sentence) {
  std::vector<std::string> tags(sentence.words.size(), "O");
  for (const ToyMention& mention : sentence.mentions)
    if (!mention.pronoun) tags[static_cast<std::size_t>(mention.word)] = entityTag(mention.category);
  to.words.insert(to.words.end(), sentence.words.begin(), sentence.words.end());
  to.tags.insert(to.tags.end(), tags.begin(), tags.end());
}

std::string joinWords(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + ' ';
  return text;
}

// Column cells "(ARG0*", "*", "*)" of one predicate.
std::vector<std::string> bracketColumn(const ToyPredicate& predicate, std::size_t length) {
  std::vector<std::string> cells(length, "*");
  for (const ToyRole& role : predicate.roles) {
    cells[static_cast<std::size_t>(role.begin)] = "(" + role.name + "*";
    cells[static_cast<std::size_t>(role.end - 1)] += ")";
  }
  return cells;
}

// Column cells "(0)", "(1", "1)", "-" of the clusters; `clusters`: entity -> number, for those mentioned at least twice.
std::vector<std::string> clusterColumn(const ToySentence& sentence, const std::map<std::string, std::size_t>& clusters) {
  std::vector<std::string> cells(sentence.words.size(), "-");
  for (const ToyMention& mention : sentence.mentions) {
    const auto found = clusters.find(mention.entity);
    if (found == clusters.end()) continue;
    const auto head = static_cast<std::size_t>(mention.word);
    const std::string number = std::to_string(found->second);
    if (head > 0 && sentence.words[head - 1] == "the") {
      cells[head - 1] = "(" + number;
      cells[head] = number + ")";
    } else {
      cells[head] = "(" + number + ")";
    }
  }
  return cells;
}

std::map<std::string, std::size_t> clustersOf(const ToyDraft& draft) {
  std::map<std::string, std::size_t> counts, clusters;
  std::vector<std::string> order;
  for (const ToyLine& line : draft.lines)
    for (const ToyMention& mention : line.sentence.mentions)
      if (mention.category != "time" && ++counts[mention.entity] == 2) order.push_back(mention.entity);
  for (std::size_t i = 0; i < order.size(); ++i) clusters[order[i]] = i;
  return clusters;
}

// document, part, word number, word, POS, parse, lemma, frameset, sense, speaker, entity, one column a predicate, coreference
std::string conllSentence(const ToySentence& sentence, const std::string& document, const std::vector<std::string>& clusters) {
  const std::size_t length = sentence.words.size();
  std::vector<std::vector<std::string>> columns;
  std::vector<std::string> lemmas(length, "-");
  for (const ToyPredicate& predicate : sentence.predicates) {
    columns.push_back(bracketColumn(predicate, length));
    for (const ToyRole& role : predicate.roles)
      if (role.name == "V") lemmas[static_cast<std::size_t>(role.begin)] = sentence.words[static_cast<std::size_t>(role.begin)];
  }
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += document + "\t0\t" + std::to_string(i) + '\t' + sentence.words[i] + "\t-\t-\t" + lemmas[i] + '\t' + (lemmas[i] == "-" ? "-" : "01") + "\t-\t-\t*";
    for (const auto& column : columns) text += '\t' + column[i];
    text += '\t' + clusters[i] + '\n';
  }
  return text + '\n';
}

class WordSets {
 public:
  explicit WordSets(const ToyWorld& world) : m_world(world), m_writer(*world.writer) {}

  std::vector<ToyFile> make() {
    entities();
    roles();
    coreference();
    sensePairs();
    return std::move(m_files);
  }

 private:
  template <class Example, class Write>
  void writeSplits(const std::string& folder, const std::string& extension, const std::array<std::vector<Example>, 3>& splits, const Write& write) {
    for (std::size_t split = 0; split < splits.size(); ++split) {
      ToyFile file{folder + "/" + kToySplits[split] + extension, "", static_cast<std::int64_t>(splits[split].size())};
      for (std::size_t i = 0; i < splits[split].size(); ++i) file.content += write(i, splits[split][i]);
      m_files.push_back(std::move(file));
    }
  }

  // Two statements joined, or a story's first sentence: people, towns, rivers, regions, products, among words that are no names.
  void entities() {
    ToyRandom random(m_world.seed, "ner");
    const auto splits = drawSplits<TaggedSentence>(scaledSizes(m_world, {2000, 300, 300}), random, [&](std::size_t i) {
      const ToyLanguage language = languageOf(i);
      TaggedSentence tagged;
      if (i / 2 % 4 == 3) {
        appendTagged(tagged, m_writer.story(language, random).lines.front().sentence);
      } else {
        for (int part = 0; part < 2; ++part) {
          const auto fact = static_cast<std::int32_t>(random.pick(m_writer.facts().size()));
          ToySentence sentence = m_writer.seenStatement(fact, language, random.pick(2)).sentence;
          if (part == 0) sentence.words.back() = language == ToyLanguage::English ? "and" : "и";
          appendTagged(tagged, sentence);
        }
      }
      return std::make_pair(joinWords(tagged.words), tagged);
    });
    writeSplits("ner", ".txt", splits, [](std::size_t number, const TaggedSentence& tagged) {
      std::string text = number == 0 ? "-DOCSTART- -X- -X- O\n\n" : "";
      for (std::size_t i = 0; i < tagged.words.size(); ++i) text += tagged.words[i] + " -X- -X- " + tagged.tags[i] + '\n';
      return text + '\n';
    });
  }

  void roles() {
    ToyRandom random(m_world.seed, "srl");
    const auto splits = drawSplits<ToySentence>(scaledSizes(m_world, {2000, 300, 300}), random, [&](std::size_t i) {
      const ToyDraft story = m_writer.story(languageOf(i), random);
      const ToySentence& sentence = story.lines[random.pick(story.lines.size())].sentence;
      return std::make_pair(sentence.text(), sentence);
    });
    writeSplits("srl", ".gold_conll", splits, [&](std::size_t number, const ToySentence& sentence) {
      const std::string name = "toy/srl/" + std::to_string(number);
      const std::vector<std::string> none(sentence.words.size(), "-");
      return "#begin document (" + name + "); part 000\n" + conllSentence(sentence, name, none) + "#end document\n";
    });
  }

  void coreference() {
    ToyRandom random(m_world.seed, "coref");
    const auto splits = drawSplits<ToyDraft>(scaledSizes(m_world, {600, 100, 100}), random, [&](std::size_t i) {
      ToyDraft story = m_writer.story(languageOf(i), random);
      std::string key;
      for (const ToyLine& line : story.lines) key += line.sentence.text();
      return std::make_pair(key, std::move(story));
    });
    writeSplits("coref", ".gold_conll", splits, [&](std::size_t number, const ToyDraft& story) {
      const std::string name = "toy/coref/" + std::to_string(number);
      const auto clusters = clustersOf(story);
      std::string text = "#begin document (" + name + "); part 000\n";
      for (const ToyLine& line : story.lines) text += conllSentence(line.sentence, name, clusterColumn(line.sentence, clusters));
      return text + "#end document\n";
    });
  }

  struct Pair { std::string row; bool same; };

  void sensePairs() {
    ToyRandom random(m_world.seed, "sense_pairs");
    const auto& polysemes = m_writer.lexicon().polysemes();
    const auto splits = drawSplits<Pair>(scaledSizes(m_world, {2000, 400, 400}), random, [&](std::size_t i) {
      const bool same = i % 2 == 0;
      const ToyPolyseme& polyseme = polysemes[i / 2 % polysemes.size()];
      const int side = static_cast<int>(random.pick(2));
      const ToySentence first = m_writer.senseLine(polyseme, side, random.pick(8), ToyHalf::Both, random).sentence;
      const ToySentence second = m_writer.senseLine(polyseme, same ? side : 1 - side, random.pick(8), ToyHalf::Both, random).sentence;
      const std::string row = polyseme.entry.id + "\tN\t" + std::to_string(first.sense.word) + '-' + std::to_string(second.sense.word) + '\t' + first.text() +
                              '\t' + second.text();
      return std::make_pair(row, Pair{row, same});
    });
    writeSplits("sense_pairs", ".data.txt", splits, [](std::size_t, const Pair& pair) { return pair.row + '\n'; });
    writeSplits("sense_pairs", ".gold.txt", splits, [](std::size_t, const Pair& pair) { return std::string(pair.same ? "T\n" : "F\n"); });
  }

  const ToyWorld& m_world;
  const ToyWriter& m_writer;
  std::vector<ToyFile> m_files;
};

}  // namespace

std::vector<ToyFile> toyWordSets(const ToyWorld& world) { return WordSets(world).make(); }

}  // namespace cloze
