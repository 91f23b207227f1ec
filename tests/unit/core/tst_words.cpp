// Words read by their letters, and running text read from both ends: spelling, splitting, files, training; batches whose rows go on where they ended.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "engine/core/files.h"
#include "engine/data/examples.h"
#include "engine/text/tokenizer_trainer.h"
#include "engine/text/words.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

using namespace cloze;
using namespace cloze::tests;

namespace {

std::vector<std::int32_t> spelled(const std::string& word, std::int32_t slots = 50) {
  std::vector<std::int32_t> letters(static_cast<std::size_t>(slots));
  spellWord(word, slots, letters.data());
  return letters;
}

std::shared_ptr<const Tokenizer> trainedOn(const std::vector<std::string>& texts, std::int64_t vocabulary = 64) {
  TokenizerTraining training;
  training.kind = "characters";
  training.vocabularySize = vocabulary;
  Progress progress;
  return trainTokenizer(training, [&](const auto& each) { for (const std::string& text : texts) each(text); }, progress);
}

QStringList tokensIn(const Tokenizer& tokenizer, const std::string& text) {
  Pieces pieces;
  tokenizer.encode(text, pieces);
  QStringList tokens;
  for (const auto& [begin, end] : pieces.byteOffsets) tokens << QString::fromStdString(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin)));
  return tokens;
}

// Six documents of a few sentences over twenty words.
ExampleSet runningText(std::int64_t rows, std::int64_t length, std::int64_t accumulate = 1, std::int64_t vocabulary = 64) {
  std::string text;
  Random draw = random(3, Purpose::Test, 0, 0);
  for (int document = 0; document < 6; ++document, text += "\n")
    for (int sentence = 0; sentence < 5; ++sentence, text += ".\n")
      for (std::uint64_t word = draw.below(9); word < 10; ++word) text += "w" + std::to_string(draw.below(20)) + " ";
  TemporaryFolder folder;
  StoreRequest request;
  request.entries = {folder.write("text.txt", text)};
  request.tokenizer = trainedOn({text}, vocabulary);
  request.folder = folder.path() / "stores";
  Progress progress;
  auto store = openStore(request, progress);
  BatchRecipe recipe = makeBatchRecipe(*request.tokenizer, ExampleKind::Continuous);
  recipe.predicted = Predicted::BothWays;
  recipe.shape.batchSize = rows;
  recipe.shape.accumulate = accumulate;
  recipe.sequenceLength = length;
  auto documents = allDocuments(*store);
  return ExampleSet(std::move(store), std::move(documents), recipe, 1);
}

}  // namespace

class TestWords : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void wordsAreSpelledAsTheAuthorsDo_data() {
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QList<int>>("letters");
    QTest::newRow("ascii") << QByteArray("ab") << QList<int>{258, 97, 98, 259, 260, 260, 260, 260};
    QTest::newRow("two bytes a letter") << QByteArray("да") << QList<int>{258, 0xD0, 0xB4, 0xD0, 0xB0, 259, 260, 260};
    QTest::newRow("too long") << QByteArray("abcdefghij") << QList<int>{258, 97, 98, 99, 100, 101, 102, 259};
    QTest::newRow("just fits") << QByteArray("abcdef") << QList<int>{258, 97, 98, 99, 100, 101, 102, 259};
    QTest::newRow("empty") << QByteArray("") << QList<int>{258, 259, 260, 260, 260, 260, 260, 260};
    QTest::newRow("begin of a text") << QByteArray("<S>") << QList<int>{258, 256, 259, 260, 260, 260, 260, 260};
    QTest::newRow("end of a text") << QByteArray("</S>") << QList<int>{258, 257, 259, 260, 260, 260, 260, 260};
  }
  void wordsAreSpelledAsTheAuthorsDo() {
    QFETCH(QByteArray, word);
    QFETCH(QList<int>, letters);
    const auto found = spelled(word.toStdString(), 8);
    QCOMPARE(QList<int>(found.begin(), found.end()), letters);
  }

  void aWordOverFiftyLettersIsCut() { QCOMPARE(spelled(std::string(60, 'x')), spelled(std::string(48, 'x'))); }

  void textIsCutAtBlanksAndMarks_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("marks") << "Hello, world!" << QStringList{"Hello", ",", "world", "!"};
    QTest::newRow("case and accents stay") << "Её café" << QStringList{"Её", "café"};
    QTest::newRow("blanks of all kinds") << QString::fromUtf8("a\t b\u00A0c \n") << QStringList{"a", "b", "c"};
    QTest::newRow("special tokens stand") << "<S> a. </S>" << QStringList{"<S>", "a", ".", "</S>"};
    QTest::newRow("nothing") << " \n " << QStringList{};
  }
  void textIsCutAtBlanksAndMarks() {
    QFETCH(QString, text);
    QFETCH(QStringList, words);
    QCOMPARE(tokensIn(*trainedOn({"a b"}), text.toStdString()), words);
  }

  void withoutVocabularyWordsStandBetweenBlanks() {
    const auto words = wordsWithoutVocabulary(50);
    QCOMPARE(tokensIn(*words, "the U.N. said ."), (QStringList{"the", "U.N.", "said", "."}));
    Pieces pieces;
    words->encode("the <S> U.N.", pieces);
    QCOMPARE(pieces.ids, (std::vector<TokenId>{2, 0, 2}));
    QCOMPARE(pieces.unknownTexts.size(), std::size_t(2));
    QCOMPARE(pieces.unknownTexts[1], (std::pair<std::size_t, std::string>{2, "U.N."}));
  }

  void theVocabularyIsTheMostFrequentWords() {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "w" + std::to_string(i) + " ";
    const auto tokenizer = trainedOn({text + "w99 w99 w98", "w98 w99"}, 64);
    QCOMPARE(tokenizer->token(3), std::string("w99"));
    QCOMPARE(tokenizer->token(4), std::string("w98"));
    QCOMPARE(tokenizer->predictable(), TokenId(64));
    QCOMPARE(tokenizer->size(), TokenId(103));                                     // the others are known as input
    QVERIFY_EXCEPTION_THROWN(trainedOn({" \n"}), std::invalid_argument);
  }

  void whatIsSavedIsLoaded() {
    std::string text;
    for (int i = 0; i < 90; ++i) text += "слово" + std::to_string(i) + " ";
    const auto tokenizer = trainedOn({text}, 70);
    const TemporaryFolder folder;
    tokenizer->save(folder.path());
    const auto again = loadTokenizer(folder.path());
    QCOMPARE(again->kind(), std::string("characters"));
    QCOMPARE(again->contentHash(), tokenizer->contentHash());
    QCOMPARE(again->predictable(), TokenId(70));
    QCOMPARE(again->letters(), 50);
    folder.write("vocab.txt", "a\nb\n");
    QVERIFY_EXCEPTION_THROWN(loadTokenizer(folder.path()), std::invalid_argument);
    folder.write("tokenizer_config.json", R"({"tokenizer_class": "ElmoTokenizer", "max_characters_per_token": "many"})");
    QVERIFY_EXCEPTION_THROWN(loadTokenizer(folder.path()), std::invalid_argument);
  }

  // Row by row the batches, one after the other, are one text.
  void rowsGoOnWhereTheyEnded_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("accumulate");
    QTest::newRow("one row") << 1 << 1;
    QTest::newRow("four rows") << 4 << 1;
    QTest::newRow("two micro-batches") << 2 << 2;
    QTest::newRow("more rows than stretches") << 500 << 1;
  }
  void rowsGoOnWhereTheyEnded() {
    QFETCH(int, rows);
    QFETCH(int, accumulate);
    const ExampleSet whole = runningText(1, 7), set = runningText(rows, 7, accumulate);
    std::vector<TokenId> text, targets;
    for (std::int64_t step = 1; step <= whole.size(); ++step) {
      const Batch batch = whole.batch(step, 0);
      QVERIFY(batch.goesOn);
      for (std::size_t i = 0; i < batch.predicted.size(); ++i) {
        text.push_back(batch.ids[static_cast<std::size_t>(batch.predicted[i])]);
        targets.push_back(batch.targets[i]);
      }
    }
    for (std::size_t i = 0; i + 1 < text.size(); ++i)                               // an end is predicted, never read; a begin is read, never predicted
      QVERIFY(text[i + 1] == targets[i] || (targets[i] == 1 && text[i + 1] == 0));
    QCOMPARE(std::count(targets.begin(), targets.end(), 1), std::count(text.begin(), text.end(), 0));
    for (const int row : {0, rows - 1}) {
      std::vector<std::int64_t> visited;
      for (std::int64_t step = 1; step <= 2 * set.size(); ++step)
        visited.push_back(set.batch(step, accumulate - 1).examples[static_cast<std::size_t>(row)]);
      for (std::size_t i = 0; i + 1 < visited.size(); ++i) QCOMPARE(visited[i + 1], (visited[i] + 1) % set.size());
    }
  }

  void aSentenceStandsBackwardsAtTheSamePlaces() {
    const ExampleSet set = runningText(1, 1000);
    const Batch batch = set.batch(1, 0);
    std::size_t begin = 0;
    int sentences = 0;
    for (std::size_t i = 0; i < batch.predicted.size(); ++i) {
      if (batch.targets[i] != 1) continue;                                          // the end of a sentence: [begin, i]
      for (std::size_t j = begin; j <= i; ++j) {
        QCOMPARE(batch.backwardIds[j], batch.targets[begin + i - j]);
        QCOMPARE(batch.backwardTargets[j], batch.ids[begin + i - j]);
      }
      begin = i + 1;
      ++sentences;
    }
    QCOMPARE(sentences, 30);
    for (std::size_t i = 0; i < batch.ids.size(); i += 13) {
      const auto first = batch.characters.begin() + static_cast<std::ptrdiff_t>(i * 50);
      QCOMPARE(std::vector<std::int32_t>(first, first + 50), spelled(i < begin ? trainedWord(set, batch.ids[i]) : "<S>"));
    }
  }

  void anEvaluationReadsEverythingOnce() {
    const ExampleSet set = runningText(4, 7);
    std::map<std::int64_t, int> visits;
    for (std::int64_t number = 0; number < set.evaluationBatches(); ++number) {
      const Batch batch = set.evaluationBatch(number);
      for (std::int64_t row = 0; row < batch.rows; ++row) {
        ++visits[batch.examples[static_cast<std::size_t>(row)]];
        if (batch.examples[static_cast<std::size_t>(row)] >= 0) continue;
        for (std::int64_t t = 0; t < batch.length; ++t) QCOMPARE(batch.attentionMask[static_cast<std::size_t>(row * batch.length + t)], std::uint8_t(0));
      }
    }
    for (std::int64_t example = 0; example < set.size(); ++example) QCOMPARE(visits[example], 1);
  }

  void whatCannotBePredictedCountsAsUnknown() {
    const ExampleSet set = runningText(2, 40, 1, 64);
    BatchRecipe few = set.recipe();
    few.predictable = 6;
    const ExampleSet small(std::shared_ptr<const TokenStore>(&set.store(), [](const TokenStore*) {}), allDocuments(set.store()), few, 1);
    const Batch batch = small.batch(1, 0), all = set.batch(1, 0);
    QVERIFY(batch.ids == all.ids && batch.characters == all.characters);            // as input nothing changes
    for (std::size_t i = 0; i < batch.targets.size(); ++i) QCOMPARE(batch.targets[i], all.targets[i] < 6 ? all.targets[i] : TokenId(2));
    QVERIFY(std::count(batch.targets.begin(), batch.targets.end(), 2) > 0);
  }

 private:
  static std::string trainedWord(const ExampleSet& set, TokenId id) {
    const auto& letters = set.recipe().spelling->letters;
    if (id == 0) return "<S>";
    if (id == 1) return "</S>";
    std::string word;
    for (std::size_t i = static_cast<std::size_t>(id) * 50 + 1; letters[i] < 256; ++i) word += static_cast<char>(letters[i]);
    return word;
  }
};

CLOZE_TEST_SUITE(TestWords, "words")
#include "tst_words.moc"
