// Properties of the toy world: facts are functions, the held-out frame is never shown, senses are balanced, agreement is right.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/data/toy_world_writer.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

const ToyWorld& world() {
  static const ToyWorld made = makeToyWorld();
  return made;
}

}  // namespace

class ToyWorldTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void hasTheSizeAskedFor_data() {
    QTest::addColumn<int>("sentences");
    for (const int sentences : {500, 2000, 20000, 80000}) QTest::addRow("%d", sentences) << sentences;
  }

  void hasTheSizeAskedFor() {
    QFETCH(int, sentences);
    std::size_t made = 0, english = 0;
    for (const ToyDocument& document : makeToyWorld(1, sentences).documents) {
      made += document.sentences.size();
      if (document.language == ToyLanguage::English) english += document.sentences.size();
    }
    QVERIFY2(std::abs(static_cast<double>(made) - sentences) <= 0.03 * sentences, qPrintable(QString::number(made)));
    QVERIFY(std::abs(static_cast<double>(english) / static_cast<double>(made) - 0.5) < 0.02);
  }

  void refusesImpossibleSizes() {
    QVERIFY_EXCEPTION_THROWN(makeToyWorld(1, kToyWorldLeastSentences - 1), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(makeToyWorld(1, kToyWorldMostSentences + 1), std::invalid_argument);
  }

  void isAFunctionOfItsSeed() {
    QCOMPARE(toyTrainingText(makeToyWorld(7, 2000)), toyTrainingText(makeToyWorld(7, 2000)));
    QVERIFY(toyTrainingText(makeToyWorld(7, 2000)) != toyTrainingText(makeToyWorld(8, 2000)));
  }

  void factsAreFunctions() {
    QCOMPARE(world().facts.size(), std::size_t{232});
    std::set<std::pair<std::string, std::string>> keys;
    for (const ToyFact& fact : world().facts) keys.insert({fact.relation, fact.subject});
    QCOMPARE(keys.size(), world().facts.size());
    for (const ToyDocument& document : world().documents)
      for (const ToySentence& sentence : document.sentences) {
        if (sentence.fact < 0) continue;
        const ToyFact& fact = world().facts[static_cast<std::size_t>(sentence.fact)];
        for (const ToyMention& mention : sentence.mentions)
          QVERIFY2(mention.entity == fact.subject || mention.entity == fact.value, qPrintable(QString::fromStdString(sentence.text())));
      }
  }

  void everyFactIsStatedInFourFramesAndNeverInTheHeldOutOne() {
    std::map<std::int32_t, std::map<std::string, int>> frames;
    for (const ToyDocument& document : world().documents)
      for (const ToySentence& sentence : document.sentences)
        if (sentence.fact >= 0 && sentence.frame.find(".statement.") != std::string::npos) ++frames[sentence.fact][sentence.frame];
    QCOMPARE(frames.size(), world().facts.size());
    for (const auto& [number, counts] : frames) {
      const ToyFact& fact = world().facts[static_cast<std::size_t>(number)];
      QCOMPARE(counts.size(), std::size_t{4});
      QVERIFY(counts.count("facts." + fact.relation + ".statement.en." + std::to_string(fact.heldOutFrame)) == 0);
    }
  }

  void heldOutSentencesAreNotInTheTrainingText() {
    const std::string text = "\n" + toyTrainingText(world());
    for (std::size_t i = 0; i < world().facts.size(); ++i) {
      const auto number = static_cast<std::int32_t>(i);
      const auto line = world().writer->factLine(number, "statement", ToyLanguage::English, static_cast<std::size_t>(world().facts[i].heldOutFrame));
      QVERIFY2(text.find("\n" + line.sentence.text() + "\n") == std::string::npos, qPrintable(QString::fromStdString(line.sentence.text())));
    }
  }

  void sensesAreBalancedAndShareTheirFrames() {
    std::map<std::string, std::map<std::string, int>> senses;                      // lemma -> sense -> count
    std::map<std::string, std::map<std::string, int>> frames;                      // lemma|frame -> sense -> count
    for (const ToyDocument& document : world().documents)
      for (const ToySentence& sentence : document.sentences) {
        if (sentence.sense.word < 0) continue;
        QCOMPARE(sentence.sense.sense, document.label);
        QVERIFY(sentence.sense.word > 0);
        ++senses[sentence.sense.lemma][sentence.sense.sense];
        ++frames[sentence.sense.lemma + sentence.frame][sentence.sense.sense];
      }
    QCOMPARE(senses.size(), std::size_t{19});
    for (const auto& [lemma, counts] : senses) {
      QCOMPARE(counts.size(), std::size_t{2});
      QVERIFY2(std::abs(counts.begin()->second - counts.rbegin()->second) <= 2, lemma.c_str());
      QVERIFY(counts.begin()->second >= 40);
    }
    QCOMPARE(frames.size(), std::size_t{19 * 8});
    for (const auto& [frame, counts] : frames)
      QVERIFY2(counts.size() == 2 && std::abs(counts.begin()->second - counts.rbegin()->second) <= 1, frame.c_str());
  }

  void reviewsAreADomainOfTheirOwn() {
    const std::string training = toyTrainingText(world()), reviews = toyReviewText(world());
    QVERIFY(reviews.find("found the film") != std::string::npos);
    QVERIFY(training.find("found the film") == std::string::npos);
    QVERIFY(training.find("\n\n") != std::string::npos);
  }

  void storiesMeanWhoTheySay() {
    std::size_t stories = 0, decidedByFact = 0;
    for (const ToyDocument& document : world().documents) {
      if (document.kind != ToyKind::Story) continue;
      ++stories;
      const ToySentence& last = document.sentences.back();
      if (last.frame.find("end_by_fact") == std::string::npos) continue;
      ++decidedByFact;
      const auto described = std::find_if(last.mentions.begin(), last.mentions.end(), [](const ToyMention& m) { return m.category == "person"; });
      QVERIFY(described != last.mentions.end());
      const ToyWriter& writer = *world().writer;
      const auto& profession = *writer.facts()[static_cast<std::size_t>(writer.factOf("profession", described->entity))].value;
      QCOMPARE(last.words[static_cast<std::size_t>(described->word)], profession.form(toyLanguageName(document.language)));
    }
    const double share = static_cast<double>(decidedByFact) / static_cast<double>(stories);
    QVERIFY2(share > 0.24 && share < 0.36, qPrintable(QString::number(share)));
  }
};

CLOZE_TEST_SUITE(ToyWorldTest, "toy_world")
#include "tst_toy_world.moc"
