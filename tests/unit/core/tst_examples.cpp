// Batches: every example once an epoch, replayable from numbers, rows as the objectives want them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/example_sets.h"
#include "tests/support/suite.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

using namespace cloze;
using namespace cloze::tests;

namespace {

std::vector<TokenId> rowOf(const Batch& batch, std::int64_t row) {      // without padding
  std::vector<TokenId> ids;
  for (std::int64_t i = row * batch.length; i < (row + 1) * batch.length; ++i)
    if (batch.attentionMask[static_cast<std::size_t>(i)]) ids.push_back(batch.ids[static_cast<std::size_t>(i)]);
  return ids;
}

}  // namespace

class Examples : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void visitsEveryExampleOnceAnEpoch_data();
  void visitsEveryExampleOnceAnEpoch();
  void packsEveryTokenOnce_data();
  void packsEveryTokenOnce();
  void aStreamHoldsEveryTokenAndPredictsTheNext();
  void packsFewPaddingTokens();
  void padsToAMultipleOfEight();
  void replaysAnyBatchFromItsNumbers();
  void accumulationChangesNoRow();
  void staticCopiesGiveExactlySoManyMaskings();
  void dynamicMasksNeverEnd();
  void truePairsFollowAndRandomOnesDoNot();
  void nextSentenceAloneMasksNothing();
  void evaluationIsFixedAndWhole();
  void takesOnlyTheGivenDocuments();
  void managesTinyCorpora_data();
  void managesTinyCorpora();
  void refusesWhatCannotBe();
  void countsStepsAndEpochs();
};

void Examples::visitsEveryExampleOnceAnEpoch_data() {
  QTest::addColumn<bool>("pairs");
  QTest::addColumn<int>("batchSize");
  for (const bool pairs : {false, true})
    for (const int size : {1, 7, 16, 64, 5000}) QTest::addRow("%s, batches of %d", pairs ? "pairs" : "packed", size) << pairs << size;
}

void Examples::visitsEveryExampleOnceAnEpoch() {
  QFETCH(bool, pairs);
  QFETCH(int, batchSize);
  BatchRecipe recipe = recipeOf(pairs ? ExampleKind::SentencePairs : ExampleKind::Packed);
  recipe.shape.batchSize = batchSize;
  const ExampleSet set = setOf(sharedStore(), recipe);
  std::vector<std::int64_t> visited;
  for (std::int64_t step = 1; static_cast<std::int64_t>(visited.size()) < 3 * set.size(); ++step) {
    const Batch batch = set.batch(step, 0);
    QCOMPARE(batch.rows, static_cast<std::int64_t>(batchSize));
    visited.insert(visited.end(), batch.examples.begin(), batch.examples.end());
  }
  std::set<std::vector<std::int64_t>> orders;
  for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
    std::vector<std::int64_t> order(visited.begin() + epoch * set.size(), visited.begin() + (epoch + 1) * set.size());
    orders.insert(order);
    std::sort(order.begin(), order.end());
    for (std::int64_t i = 0; i < set.size(); ++i) QCOMPARE(order[static_cast<std::size_t>(i)], i);
  }
  QCOMPARE(orders.size(), std::size_t{3});
}

void Examples::packsEveryTokenOnce_data() {
  QTest::addColumn<int>("length");
  QTest::addColumn<double>("shortShare");
  QTest::newRow("usual") << 64 << 0.1;
  QTest::newRow("all short") << 64 << 1.0;
  QTest::newRow("shorter than sentences") << 8 << 0.0;
  QTest::newRow("one token of room") << 3 << 0.5;
  QTest::newRow("longer than the corpus") << 60000 << 0.0;
}

void Examples::packsEveryTokenOnce() {
  QFETCH(int, length);
  QFETCH(double, shortShare);
  BatchRecipe recipe = recipeOf(ExampleKind::Packed, false);
  recipe.sequenceLength = length;
  recipe.shortSequenceProbability = shortShare;
  const ExampleSet set = setOf(sharedStore(), recipe);
  std::map<std::int64_t, std::vector<TokenId>> rows;
  for (std::int64_t number = 0; number < set.evaluationBatches(); ++number) {
    const Batch batch = set.evaluationBatch(number);
    for (std::int64_t row = 0; row < batch.rows; ++row) rows[batch.examples[static_cast<std::size_t>(row)]] = rowOf(batch, row);
  }
  std::vector<TokenId> found, expected;
  for (const auto& [example, ids] : rows) {
    QVERIFY(static_cast<std::int64_t>(ids.size()) <= recipe.sequenceLength);
    QCOMPARE(ids.front(), TinyTokenizer::kClassify);
    QCOMPARE(ids.back(), TinyTokenizer::kSeparator);
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(found), [](TokenId id) { return id >= 5; });
  }
  for (std::int64_t i = 0; i < sharedStore()->sentences(); ++i) expected.insert(expected.end(), sharedStore()->sentence(i).begin(), sharedStore()->sentence(i).end());
  QVERIFY(found == expected);
}

// Full rows of text without special tokens around it, every token of it once, a separator between documents; each token predicts the one after it.
void Examples::aStreamHoldsEveryTokenAndPredictsTheNext() {
  BatchRecipe recipe = recipeOf(ExampleKind::Stream, false);
  recipe.predicted = Predicted::Next;
  recipe.shape.batchSize = 1;
  const ExampleSet set = setOf(sharedStore(), recipe);
  std::map<std::int64_t, std::vector<TokenId>> rows;                    // by number of the example
  for (std::int64_t step = 1; step <= set.size(); ++step) {
    const Batch batch = set.batch(step, 0);
    const std::vector<TokenId> row = rowOf(batch, 0);
    QVERIFY(batch.typeIds.empty());
    QCOMPARE(batch.predicted.size(), row.size() - 1);
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      QCOMPARE(batch.predicted[i], static_cast<std::int64_t>(i));
      QCOMPARE(batch.targets[i], row[i + 1]);
      QVERIFY(batch.changes[i] == Change::None);
    }
    rows[batch.examples.front()] = row;
  }
  std::vector<TokenId> stream, text;
  for (const auto& [number, row] : rows) {
    if (number + 1 < set.size()) QVERIFY(row.size() >= 63);             // a separator that would stand at the end is left out
    for (const TokenId id : row)
      if (id != recipe.separator) stream.push_back(id);
  }
  for (std::int64_t sentence = 0; sentence < sharedStore()->sentences(); ++sentence)
    for (const TokenId id : sharedStore()->sentence(sentence)) text.push_back(id);
  QCOMPARE(stream, text);
}

void Examples::packsFewPaddingTokens() {
  for (const ExampleKind kind : {ExampleKind::Packed, ExampleKind::SentencePairs}) {
    const ExampleSet set = setOf(sharedStore(), recipeOf(kind));
    std::int64_t real = 0, all = 0;
    for (std::int64_t step = 1; step <= set.stepsOf(1); ++step) {
      const Batch batch = set.batch(step, 0);
      real += batch.tokens();
      all += batch.rows * batch.length;
    }
    const double padding = 1 - static_cast<double>(real) / static_cast<double>(all);
    QVERIFY2(padding < (kind == ExampleKind::Packed ? 0.08 : 0.10), qPrintable(QString::number(padding)));
  }
}

void Examples::padsToAMultipleOfEight() {
  for (const std::int64_t length : {64, 61}) {
    BatchRecipe recipe = recipeOf(ExampleKind::SentencePairs);
    recipe.sequenceLength = length;
    const ExampleSet set = setOf(sharedStore(), recipe);
    for (std::int64_t step = 1; step <= 60; ++step) {
      const Batch batch = set.batch(step, 0);
      std::int64_t longest = 0;
      for (std::int64_t row = 0; row < batch.rows; ++row) {
        const auto real = static_cast<std::int64_t>(rowOf(batch, row).size());
        longest = std::max(longest, real);
        for (std::int64_t t = 0; t < batch.length; ++t) {
          const auto at = static_cast<std::size_t>(row * batch.length + t);
          QCOMPARE(static_cast<int>(batch.attentionMask[at]), t < real ? 1 : 0);
          if (t >= real) QCOMPARE(batch.ids[at], TinyTokenizer::kPad);
        }
      }
      QCOMPARE(batch.length, std::min((longest + 7) / 8 * 8, length));
      QVERIFY(std::is_sorted(batch.predicted.begin(), batch.predicted.end()));
      QCOMPARE(batch.predicted.size(), batch.targets.size());
      for (const std::int64_t place : batch.predicted) QVERIFY(batch.attentionMask[static_cast<std::size_t>(place)]);
    }
  }
}

void Examples::replaysAnyBatchFromItsNumbers() {
  for (const ExampleKind kind : {ExampleKind::Packed, ExampleKind::SentencePairs}) {
    const ExampleSet set = setOf(sharedStore(), recipeOf(kind)), again = setOf(storeOf(text(300)), recipeOf(kind)), other = setOf(sharedStore(), recipeOf(kind), 2);
    for (const std::int64_t step : {1, 500, 37, 2, 500}) {
      QVERIFY(equal(set.batch(step, 0), again.batch(step, 0)));
      QVERIFY(!equal(set.batch(step, 0), set.batch(step + 1, 0)));
      QVERIFY(!equal(set.batch(step, 0), other.batch(step, 0)));
    }
  }
}

void Examples::accumulationChangesNoRow() {
  BatchRecipe recipe = recipeOf(ExampleKind::SentencePairs);
  const ExampleSet plain = setOf(sharedStore(), recipe);
  recipe.shape.accumulate = 4;
  const ExampleSet accumulated = setOf(sharedStore(), recipe);
  for (std::int64_t batch = 0; batch < 60; ++batch) QVERIFY(equal(accumulated.batch(batch / 4 + 1, batch % 4), plain.batch(batch + 1, 0)));
}

// Different corrupted rows of one example over `epochs` epochs.
static std::size_t maskingsOf(const ExampleSet& set, std::int64_t example, std::int64_t epochs) {
  std::set<std::vector<TokenId>> rows;
  std::int64_t seen = 0;
  for (std::int64_t step = 1; step <= set.stepsOf(static_cast<double>(epochs)); ++step) {
    const Batch batch = set.batch(step, 0);
    for (std::int64_t row = 0; row < batch.rows; ++row) {
      if (batch.examples[static_cast<std::size_t>(row)] != example) continue;
      rows.insert(rowOf(batch, row));
      ++seen;
    }
  }
  return seen >= epochs ? rows.size() : 0;
}

void Examples::staticCopiesGiveExactlySoManyMaskings() {
  for (const ExampleKind kind : {ExampleKind::Packed, ExampleKind::SentencePairs}) {
    const auto store = storeOf(text(20));
    BatchRecipe recipe = recipeOf(kind);
    recipe.staticCopies = 10;
    QCOMPARE(maskingsOf(setOf(store, recipe), 0, 45), std::size_t{10});
    QCOMPARE(maskingsOf(setOf(store, recipe), 1, 45), std::size_t{10});
  }
}

void Examples::dynamicMasksNeverEnd() { QCOMPARE(maskingsOf(setOf(storeOf(text(20)), recipeOf(ExampleKind::Packed)), 0, 60), std::size_t{60}); }

void Examples::truePairsFollowAndRandomOnesDoNot() {
  BatchRecipe recipe = recipeOf(ExampleKind::SentencePairs, false);
  const ExampleSet set = setOf(sharedStore(), recipe);
  std::vector<TokenId> stream;
  for (std::int64_t i = 0; i < sharedStore()->sentences(); ++i) stream.insert(stream.end(), sharedStore()->sentence(i).begin(), sharedStore()->sentence(i).end());
  const auto placeOf = [&stream](const std::vector<TokenId>& ids) { return std::search(stream.begin(), stream.end(), ids.begin(), ids.end()); };
  std::int64_t trueNext = 0, rows = 0, apart = 0;
  for (std::int64_t step = 1; step <= set.stepsOf(1); ++step) {
    const Batch batch = set.batch(step, 0);
    for (std::int64_t row = 0; row < batch.rows; ++row, ++rows) {
      const std::vector<TokenId> ids = rowOf(batch, row);
      const auto middle = std::find(ids.begin(), ids.end(), TinyTokenizer::kSeparator);
      const std::vector<TokenId> a(ids.begin() + 1, middle), b(middle + 1, ids.end() - 1);
      QCOMPARE(ids.front(), TinyTokenizer::kClassify);
      QCOMPARE(ids.back(), TinyTokenizer::kSeparator);
      QVERIFY(!a.empty() && !b.empty());
      for (std::size_t t = 0; t < ids.size(); ++t) QCOMPARE(batch.typeIds[static_cast<std::size_t>(row * batch.length) + t], t <= a.size() + 1 ? 0 : 1);
      const bool follows = batch.sentenceLabels[static_cast<std::size_t>(row)] == 0;
      trueNext += follows;
      if (a.size() < 6 || b.size() < 6) continue;                          // too short to be found again
      const auto gap = placeOf(b) - (placeOf(a) + static_cast<std::ptrdiff_t>(a.size()));
      if (follows) QVERIFY2(gap >= 0 && gap < 200, "B comes after A, a truncation may lie between");
      else apart += gap != 0;
    }
  }
  const double share = static_cast<double>(trueNext) / static_cast<double>(rows);
  QVERIFY2(share > 0.35 && share < 0.55, qPrintable(QString::number(share)));   // one-sentence chunks are always random
  QVERIFY(apart > 100);
  QVERIFY(set.trueNextPairs() > 0);
}

void Examples::nextSentenceAloneMasksNothing() {
  const ExampleSet set = setOf(sharedStore(), recipeOf(ExampleKind::SentencePairs, false));
  const Batch batch = set.batch(1, 0);
  QVERIFY(batch.predicted.empty() && batch.targets.empty() && batch.changes.empty());
  QCOMPARE(batch.sentenceLabels.size(), std::size_t{16});
  QVERIFY(setOf(sharedStore(), recipeOf(ExampleKind::Packed)).batch(1, 0).sentenceLabels.empty());
}

void Examples::evaluationIsFixedAndWhole() {
  BatchRecipe recipe = recipeOf(ExampleKind::SentencePairs);
  const ExampleSet set = setOf(sharedStore(), recipe);
  recipe.staticCopies = 10;
  const ExampleSet other = setOf(sharedStore(), recipe);
  std::vector<std::int64_t> visited;
  for (std::int64_t number = 0; number < set.evaluationBatches(); ++number) {
    const Batch batch = set.evaluationBatch(number);
    QVERIFY(equal(batch, other.evaluationBatch(number)));
    visited.insert(visited.end(), batch.examples.begin(), batch.examples.end());
  }
  std::sort(visited.begin(), visited.end());
  QCOMPARE(static_cast<std::int64_t>(visited.size()), set.size());
  for (std::int64_t i = 0; i < set.size(); ++i) QCOMPARE(visited[static_cast<std::size_t>(i)], i);
}

void Examples::takesOnlyTheGivenDocuments() {
  const DocumentSplit split = splitDocuments(*sharedStore(), 0.2, 3);
  for (const ExampleKind kind : {ExampleKind::Packed, ExampleKind::SentencePairs}) {
    const auto tokensOf = [&](const std::vector<std::uint32_t>& documents) {
      std::vector<std::vector<TokenId>> sentences;
      for (const std::uint32_t document : documents)
        for (std::int64_t i = sharedStore()->firstSentence(document); i < sharedStore()->firstSentence(document + 1); ++i)
          if (sharedStore()->sentenceLength(i) > 12) sentences.emplace_back(sharedStore()->sentence(i).begin(), sharedStore()->sentence(i).end());
      return sentences;
    };
    const ExampleSet set(sharedStore(), split.train, recipeOf(kind, false), 1);
    std::vector<TokenId> all;
    for (std::int64_t number = 0; number < set.evaluationBatches(); ++number) {
      const Batch batch = set.evaluationBatch(number);
      for (std::int64_t row = 0; row < batch.rows; ++row) {
        const auto ids = rowOf(batch, row);
        all.insert(all.end(), ids.begin(), ids.end());
      }
    }
    for (const auto& sentence : tokensOf(split.validation)) QVERIFY(std::search(all.begin(), all.end(), sentence.begin(), sentence.end()) == all.end());
  }
}

void Examples::managesTinyCorpora_data() {
  QTest::addColumn<QString>("text");
  QTest::newRow("one word") << "a";
  QTest::newRow("one-word documents") << "a\nb\nc";
  QTest::newRow("one document, one sentence") << "A sentence of some words here.";
  QTest::newRow("one document, two sentences") << "A sentence. Another one.";
  QTest::newRow("one long sentence") << QString("word ").repeated(800);
}

void Examples::managesTinyCorpora() {
  QFETCH(QString, text);
  const auto store = storeOf(text.toStdString());
  for (const ExampleKind kind : {ExampleKind::Packed, ExampleKind::SentencePairs}) {
    const ExampleSet set = setOf(store, recipeOf(kind));
    QVERIFY(set.size() >= 1);
    for (std::int64_t step = 1; step <= 40; ++step) {
      const Batch batch = set.batch(step, 0);
      QCOMPARE(batch.rows, 16);
      QVERIFY(static_cast<std::int64_t>(batch.predicted.size()) >= batch.rows);
      QVERIFY(batch.length <= 64);
    }
  }
}

void Examples::refusesWhatCannotBe() {
  const ExampleSet set = setOf(sharedStore(), recipeOf(ExampleKind::Packed));
  QVERIFY_EXCEPTION_THROWN(set.batch(0, 0), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(set.batch(1, 1), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(set.evaluationBatch(set.evaluationBatches()), std::invalid_argument);
  QVERIFY_EXCEPTION_THROWN(ExampleSet(sharedStore(), {}, recipeOf(ExampleKind::Packed), 1), std::invalid_argument);
  BatchRecipe narrow = recipeOf(ExampleKind::SentencePairs);
  narrow.sequenceLength = 4;
  QVERIFY_EXCEPTION_THROWN(setOf(sharedStore(), narrow), std::invalid_argument);
}

void Examples::countsStepsAndEpochs() {
  BatchRecipe recipe = recipeOf(ExampleKind::Packed);
  recipe.shape.accumulate = 2;
  const ExampleSet set = setOf(sharedStore(), recipe);
  const std::int64_t steps = set.stepsOf(3);
  QVERIFY(steps * 32 >= 3 * set.size() && (steps - 1) * 32 < 3 * set.size());
  QVERIFY(set.epochOf(steps) >= 3 && set.epochOf(steps - 1) < 3);
}

CLOZE_TEST_SUITE(Examples, "examples")
#include "tst_examples.moc"
