// Sets about passages: span questions (SQuAD 2's JSON), choice of the next sentence (SWAG's CSV), order of two sentences, translations with
// word alignment (English, Russian, "0-1 2-3" pairs).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/json.h"
#include "engine/data/toy_world_sets.h"
#include "engine/data/toy_world_writer.h"

namespace cloze {
namespace {

constexpr std::size_t kQuestionsOfPassage = 5;        // four with an answer, one without

ToyLanguage languageOf(std::size_t i) { return i % 2 == 0 ? ToyLanguage::English : ToyLanguage::Russian; }

std::size_t codePoints(const std::string& text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string passageOf(const ToyDraft& draft) {
  std::string text;
  for (const ToyLine& line : draft.lines) text += (text.empty() ? "" : " ") + line.sentence.text();
  return text;
}

// Where word `word` of line `lineNumber` begins in the passage, in code points.
std::size_t wordOffset(const ToyDraft& draft, std::size_t lineNumber, std::int32_t word) {
  std::size_t offset = 0;
  for (std::size_t i = 0; i < lineNumber; ++i) offset += codePoints(draft.lines[i].sentence.text()) + 1;
  const auto& words = draft.lines[lineNumber].sentence.words;
  for (std::int32_t i = 0; i < word; ++i) offset += codePoints(words[static_cast<std::size_t>(i)]) + 1;
  return offset;
}

Json answerJson(const ToyDraft& draft, std::size_t lineNumber, std::int32_t word) {
  const std::string& text = draft.lines[lineNumber].sentence.words[static_cast<std::size_t>(word)];
  return Json::array({{{"text", text}, {"answer_start", wordOffset(draft, lineNumber, word)}}});
}

std::string csvCell(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

struct Pair { std::string first, second; bool inOrder; };
struct Choice { std::string context; std::vector<std::string> endings; std::size_t right = 0; };
struct Translation { std::string english, russian, alignment; };

class ReadingSets {
 public:
  explicit ReadingSets(const ToyWorld& world) : m_world(world), m_writer(*world.writer) {}

  std::vector<ToyFile> make() {
    spanQuestions();
    multipleChoice();
    sentenceOrder();
    parallel();
    return std::move(m_files);
  }

 private:
  // ---- span questions
  void spanQuestions() {
    ToyRandom random(m_world.seed, "span_qa");
    const auto& people = m_writer.lexicon().list("person");
    const auto splits = drawSplits<Json>(scaledSizes(m_world, {625, 100, 100}), random, [&](std::size_t i) {
      const ToyLanguage language = languageOf(i);
      const bool story = i / 2 % 2 == 1;
      const ToyEntry& person = random.choose(people);
      const ToyDraft draft = story ? m_writer.story(language, random) : m_writer.portrait(person, language, random.pick(6), random);
      const std::string passage = passageOf(draft);
      return std::make_pair(passage, Json{{"context", passage}, {"qas", story ? storyQuestions(draft, random) : portraitQuestions(draft, person, random)}});
    });
    for (std::size_t split = 0; split < splits.size(); ++split) {
      Json paragraphs = splits[split];
      std::int64_t number = 0;
      for (Json& paragraph : paragraphs)
        for (Json& question : paragraph.at("qas")) question["id"] = std::string("toy-") + kToySplits[split] + "-" + std::to_string(number++);
      const Json whole{{"version", "v2.0"}, {"data", Json::array({{{"title", "toy world"}, {"paragraphs", paragraphs}}})}};
      m_files.push_back({std::string("span_qa/") + kToySplits[split] + ".json", whole.dump(1) + '\n', number});
    }
  }

  static Json questionJson(const std::string& question, Json answers) {
    const bool impossible = answers.empty();
    return {{"id", ""}, {"question", question}, {"answers", std::move(answers)}, {"is_impossible", impossible}};
  }

  // Four facts that the portrait tells, and one of a person who is not in it.
  Json portraitQuestions(const ToyDraft& draft, const ToyEntry& person, ToyRandom& random) const {
    std::vector<std::size_t> lines{0, 1, 2, 3, 4, 5};
    random.shuffle(lines);
    lines.resize(kQuestionsOfPassage - 1);
    Json questions = Json::array();
    for (const std::size_t number : lines) {
      const ToyLine& line = draft.lines[number];
      const std::string question = m_writer.factLine(line.sentence.fact, "question", draft.language, 0).sentence.text();
      questions.push_back(questionJson(question, answerJson(draft, number, line.frame->slot("v"))));
    }
    const ToyEntry* stranger = &person;
    while (stranger == &person) stranger = &random.choose(m_writer.lexicon().list("person"));
    const std::string question = m_writer.factLine(random.choose(m_writer.factsOf(stranger->id)), "question", draft.language, 0).sentence.text();
    questions.push_back(questionJson(question, Json::array()));
    return questions;
  }

  // Place, time, object, hiding place; one more about a person who is not in the story.
  Json storyQuestions(const ToyDraft& draft, ToyRandom& random) const {
    Json questions = Json::array();
    const ToyBindings& bindings = draft.lines.front().bindings;
    for (const char* slot : {"place", "time", "obj", "place2"}) {
      const std::size_t number = std::string(slot) == "place2" ? 1 : 0;
      const std::string question = m_writer.line(std::string("story_question.") + slot, draft.language, 0, bindings).sentence.text();
      questions.push_back(questionJson(question, answerJson(draft, number, draft.lines[number].frame->slot(slot))));
    }
    ToyBindings strange = bindings;
    const auto& people = m_writer.lexicon().list("person");
    const ToyEntry* stranger = &random.choose(people);
    while (stranger == bindings.at("n1").entry || stranger == bindings.at("n2").entry) stranger = &random.choose(people);
    strange["n2"] = *stranger;
    questions.push_back(questionJson(m_writer.line("story_question.place", draft.language, 0, strange).sentence.text(), Json::array()));
    return questions;
  }

  // ---- multiple choice: which sentence goes on with the scene; the wrong ones are of other topics
  void multipleChoice() {
    ToyRandom random(m_world.seed, "multiple_choice");
    const auto splits = drawSplits<Choice>(scaledSizes(m_world, {1500, 300, 300}), random, [&](std::size_t i) {
      const auto& polyseme = polysemeOf(languageOf(i), random);
      const int side = static_cast<int>(random.pick(2));
      const ToyDraft scene = m_writer.scene(polyseme, side, random.pick(8), random);
      Choice choice;
      choice.context = scene.lines[0].sentence.text() + ' ' + scene.lines[1].sentence.text();
      choice.right = i / 2 % 4;
      for (const ToyTopic* topic : otherTopics(*polyseme.senses[side], random)) choice.endings.push_back(m_writer.topicLine(*topic, random).sentence.text());
      choice.endings.insert(choice.endings.begin() + static_cast<std::ptrdiff_t>(choice.right), scene.lines[2].sentence.text());
      return std::make_pair(choice.context, choice);
    });
    for (std::size_t split = 0; split < splits.size(); ++split) {
      ToyFile file{std::string("multiple_choice/") + kToySplits[split] + ".csv",
                   ",video-id,fold-ind,startphrase,sent1,sent2,gold-source,ending0,ending1,ending2,ending3,label\n", static_cast<std::int64_t>(splits[split].size())};
      for (std::size_t i = 0; i < splits[split].size(); ++i) {
        const Choice& choice = splits[split][i];
        const std::string n = std::to_string(i), context = csvCell(choice.context);
        file.content += n + ",toy" + n + ',' + n + ',' + context + ',' + context + ",\"\",gold";
        for (const std::string& ending : choice.endings) file.content += ',' + csvCell(ending);
        file.content += ',' + std::to_string(choice.right) + '\n';
      }
      m_files.push_back(std::move(file));
    }
  }

  const ToyPolyseme& polysemeOf(ToyLanguage language, ToyRandom& random) const {
    for (;;) {
      const ToyPolyseme& polyseme = random.choose(m_writer.lexicon().polysemes());
      if (polyseme.language == language) return polyseme;
    }
  }

  std::vector<const ToyTopic*> otherTopics(const ToyTopic& topic, ToyRandom& random) const {
    std::vector<const ToyTopic*> others;
    for (const ToyTopic& other : m_writer.lexicon().topics())
      if (other.language == topic.language && &other != &topic) others.push_back(&other);
    random.shuffle(others);
    others.resize(3);
    return others;
  }

  // ---- order: neighbours of a story, or a portrait's birthplace and the fact about that town; half of them turned round
  void sentenceOrder() {
    ToyRandom random(m_world.seed, "sentence_order");
    const auto& people = m_writer.lexicon().list("person");
    const auto splits = drawSplits<Pair>(scaledSizes(m_world, {2000, 300, 300}), random, [&](std::size_t i) {
      const ToyLanguage language = languageOf(i);
      const bool inOrder = i / 2 % 2 == 0, story = !random.chance(1, 4);
      const ToyDraft draft = story ? m_writer.story(language, random) : m_writer.portrait(random.choose(people), language, random.pick(6), random);
      const std::size_t at = story ? random.pick(4) : 3;
      Pair pair{draft.lines[at].sentence.text(), draft.lines[at + 1].sentence.text(), inOrder};
      const std::string key = pair.first + '\t' + pair.second;
      if (!inOrder) std::swap(pair.first, pair.second);
      return std::make_pair(key, pair);
    });
    for (std::size_t split = 0; split < splits.size(); ++split) {
      ToyFile file{std::string("sentence_order/") + kToySplits[split] + ".tsv", "sentence1\tsentence2\tlabel\n", static_cast<std::int64_t>(splits[split].size())};
      for (const Pair& pair : splits[split]) file.content += pair.first + '\t' + pair.second + (pair.inOrder ? "\t1\n" : "\t0\n");
      m_files.push_back(std::move(file));
    }
  }

  // ---- parallel: whole documents for training, distinct pairs for retrieval
  Translation translated(const ToyLine& line) const {
    const ToyLine other = m_writer.translate(line);
    const bool english = line.frame->language == ToyLanguage::English;
    const ToyLine &left = english ? line : other, &right = english ? other : line;
    std::string pairs;
    for (const auto& [from, to] : alignFrames(m_writer.grammar(), *left.frame, left.sentence, *right.frame, right.sentence))
      pairs += (pairs.empty() ? "" : " ") + std::to_string(from) + '-' + std::to_string(to);
    return {left.sentence.text(), right.sentence.text(), pairs};
  }

  ToyDraft parallelDraft(std::size_t i, ToyRandom& random) const {
    const ToyLanguage language = languageOf(i);
    const auto& people = m_writer.lexicon().list("person");
    if (i / 2 % 5 < 2) return m_writer.portrait(people[i / 2 % people.size()], language, i / 2 / people.size(), random);
    return i / 2 % 5 == 2 ? m_writer.factDialogue(language, random) : m_writer.story(language, random);
  }

  void parallel() {
    ToyRandom random(m_world.seed, "parallel");
    const auto sizes = scaledSizes(m_world, {1000, 0, 500});
    ToyFile train{"parallel/train.tsv", "english\trussian\talignment\n", 0}, test{"parallel/test.tsv", train.content, 0};
    std::set<std::string> seen;
    const auto add = [&seen](ToyFile& file, const Translation& pair) {
      seen.insert(pair.english);
      seen.insert(pair.russian);
      file.content += pair.english + '\t' + pair.russian + '\t' + pair.alignment + '\n';
      ++file.entries;
    };
    for (std::size_t i = 0; i < sizes[0]; ++i)
      for (const ToyLine& line : parallelDraft(i, random).lines) add(train, translated(line));
    for (std::size_t i = 0; test.entries < static_cast<std::int64_t>(sizes[2]); ++i) {
      const ToyDraft story = m_writer.story(languageOf(i), random);
      const Translation pair = translated(story.lines[random.pick(story.lines.size())]);
      if (!seen.count(pair.english) && !seen.count(pair.russian)) add(test, pair);
    }
    m_files.push_back(std::move(train));
    m_files.push_back(std::move(test));
  }

  const ToyWorld& m_world;
  const ToyWriter& m_writer;
  std::vector<ToyFile> m_files;
};

}  // namespace

std::vector<ToyFile> toyReadingSets(const ToyWorld& world) { return ReadingSets(world).make(); }

}  // namespace cloze
