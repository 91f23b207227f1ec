// Words in random order: how many are predicted, what never is, who sees whom; and the rows of running text that a memory carries on.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/corrupt/order_tokens.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "engine/data/batch_order.h"
#include "tests/support/example_sets.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

constexpr TokenId kOrderSeparator = 3, kOrderClassify = 4, kFirstWord = 10, kFirstPart = 200, kOrderVocabulary = 400;

PermutationRule orderRule(PermutationSpec spec = {}) {
  PermutationRule rule{spec, std::vector<std::uint8_t>(kOrderVocabulary, 0), std::vector<std::uint8_t>(kOrderVocabulary, 1)};
  for (TokenId id = 0; id < kFirstWord; ++id) rule.special[static_cast<std::size_t>(id)] = 1;
  for (TokenId id = kFirstPart; id < kOrderVocabulary; ++id) rule.startsWord[static_cast<std::size_t>(id)] = 0;
  return rule;
}

// Words of one to three pieces; at the end <sep> and <cls>, in the middle <sep>.
std::vector<TokenId> rowOfWords(std::int64_t length, std::uint64_t number) {
  Random random(3, Purpose::Test, 1, number);
  std::vector<TokenId> ids;
  while (static_cast<std::int64_t>(ids.size()) < length) ids.push_back(static_cast<TokenId>(ids.empty() || random.chance(0.6) ? kFirstWord + random.below(150) : kFirstPart + random.below(150)));
  for (const std::int64_t place : {length / 2, length - 2}) ids[static_cast<std::size_t>(place)] = kOrderSeparator;
  ids.back() = kOrderClassify;
  return ids;
}

Random orderAt(std::uint64_t number) { return random(1, Purpose::Mask, 0, number); }

BatchRecipe orderRecipe(std::int64_t reused, bool bothDirections = false) {
  BatchRecipe recipe = tests::recipeOf(reused > 0 ? ExampleKind::Segments : ExampleKind::Packed, false);
  recipe.predicted = Predicted::Ordered;
  recipe.permutation = makePermutationRule({}, tests::TinyTokenizer());
  recipe.reused = reused;
  recipe.bothDirections = bothDirections;
  recipe.shape.batchSize = 8;
  return recipe;
}

std::vector<TokenId> front(const Batch& batch, std::int64_t row) {
  const auto first = batch.ids.begin() + row * batch.length;
  return {first, first + batch.reused};
}

}  // namespace

class OrderTokens : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void oneTokenInKIsPredicted_data();
  void oneTokenInKIsPredicted();
  void shortSpansAreMoreFrequent();
  void spansOfWholeWordsEndWithTheirWord();
  void specialTokensAreNeverPredicted();
  void everythingPredictedSeesSomething();
  void shortRowsPredictNothing();
  void everyOrderIsEquallyLikely();
  void blocksFollowEachOther();
  void replaysFromItsNumbers();
  void whoSeesWhomIsTheAuthorsRule();
  void theCarriedHalfSeesNothingBehindIt();
  void rowsGoOnWhereTheyEnded();
  void halfOfTheRowsRunBackwards();
  void evaluationsReadForwards();
  void rowsWithoutRoomAreRefused();
};

// 85 of 512 tokens, 43 of them in the half that is carried on (num_predict of the authors' code).
void OrderTokens::oneTokenInKIsPredicted_data() {
  QTest::addColumn<int>("length");
  QTest::addColumn<int>("reused");
  QTest::addColumn<int>("inFront");
  QTest::addColumn<int>("behind");
  QTest::newRow("as the authors") << 512 << 256 << 43 << 42;
  QTest::newRow("one part") << 512 << 0 << 0 << 85;
  QTest::newRow("short") << 13 << 0 << 0 << 2;
  QTest::newRow("toy") << 64 << 32 << 5 << 5;
}
void OrderTokens::oneTokenInKIsPredicted() {
  QFETCH(int, length);
  QFETCH(int, reused);
  QFETCH(int, inFront);
  QFETCH(int, behind);
  for (std::uint64_t number = 0; number < 50; ++number) {
    const OrderedTokens ordered = orderTokens(rowOfWords(length, number), reused, number % 2 == 1, orderRule(), orderAt(number));
    const auto border = std::lower_bound(ordered.positions.begin(), ordered.positions.end(), reused);
    QCOMPARE(static_cast<int>(border - ordered.positions.begin()), inFront);
    QCOMPARE(static_cast<int>(ordered.positions.end() - border), behind);
    QVERIFY(std::is_sorted(ordered.positions.begin(), ordered.positions.end()));
    QCOMPARE(std::set<std::int32_t>(ordered.positions.begin(), ordered.positions.end()).size(), ordered.positions.size());
  }
}

// Lengths have probabilities in proportion to 1, 1/2, .. 1/5: runs of one must be the most frequent, runs of over five rare (two spans that meet).
void OrderTokens::shortSpansAreMoreFrequent() {
  std::map<int, int> runs;
  for (std::uint64_t number = 0; number < 300; ++number) {
    const OrderedTokens ordered = orderTokens(rowOfWords(512, number), 0, false, orderRule(), orderAt(number));
    int run = 0;
    for (std::size_t i = 0; i < ordered.positions.size(); ++i) {
      ++run;
      if (i + 1 < ordered.positions.size() && ordered.positions[i + 1] == ordered.positions[i] + 1) continue;
      ++runs[run];
      run = 0;
    }
  }
  QVERIFY(runs[1] > runs[2] && runs[2] > runs[4]);
  QVERIFY(runs[5] > 100);
  int longer = 0, all = 0;
  for (const auto& [length, count] : runs) {
    all += count;
    longer += length > 5 ? count : 0;
  }
  QVERIFY2(longer * 20 < all, qPrintable(QString("%1 of %2").arg(longer).arg(all)));
}

// A predicted piece whose word goes on unpredicted behind it.
void OrderTokens::spansOfWholeWordsEndWithTheirWord() {
  const auto cutWords = [](bool whole) {
    PermutationSpec spec;
    spec.wholeWords = whole;
    int cut = 0;
    for (std::uint64_t number = 0; number < 20; ++number) {
      const std::vector<TokenId> ids = rowOfWords(512, number);
      const std::vector<std::int32_t> places = orderTokens(ids, 0, false, orderRule(spec), orderAt(number)).positions;
      for (const std::int32_t place : places) cut += ids[static_cast<std::size_t>(place) + 1] >= kFirstPart && !std::binary_search(places.begin(), places.end(), place + 1);
    }
    return cut;
  };
  QVERIFY2(cutWords(true) * 2 < cutWords(false), qPrintable(QString("%1, %2").arg(cutWords(true)).arg(cutWords(false))));   // what remains comes from places filled up at random
}

void OrderTokens::specialTokensAreNeverPredicted() {
  const PermutationRule rule = orderRule();
  for (std::uint64_t number = 0; number < 200; ++number) {
    const std::vector<TokenId> ids = rowOfWords(20 + static_cast<std::int64_t>(number), number);
    const OrderedTokens ordered = orderTokens(ids, 8, false, rule, orderAt(number));
    for (const std::int32_t place : ordered.positions) QVERIFY(!rule.special[static_cast<std::size_t>(ids[static_cast<std::size_t>(place)])]);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const bool predicted = std::binary_search(ordered.positions.begin(), ordered.positions.end(), static_cast<std::int32_t>(i));
      QCOMPARE(ordered.order[i] >= 0, predicted || ids[i] < kFirstWord);
    }
  }
}

// FAMILIES-transformers.md, section 10 (8): a query that sees nothing would see everything, itself included.
void OrderTokens::everythingPredictedSeesSomething() {
  PermutationSpec greedy;
  greedy.share = 2;
  for (std::uint64_t number = 0; number < 200; ++number) {
    const std::vector<TokenId> ids = rowOfWords(4 + static_cast<std::int64_t>(number % 12), number);
    const OrderedTokens ordered = orderTokens(ids, number % 2 ? 3 : 0, false, orderRule(greedy), orderAt(number));
    Batch batch;
    batch.rows = 1;
    batch.length = static_cast<std::int64_t>(ids.size());
    batch.reused = number % 2 ? 3 : 0;
    batch.order = ordered.order;
    batch.predicted.assign(ordered.positions.begin(), ordered.positions.end());
    const BatchOrder order(batch);
    for (const std::int64_t place : batch.predicted) {
      bool sees = false;
      for (std::int64_t j = 0; j < batch.length; ++j) sees = sees || order.sees(0, place, j);
      QVERIFY(sees);
      QVERIFY(!order.sees(0, place, place));
    }
  }
}

void OrderTokens::shortRowsPredictNothing() {
  QVERIFY(orderTokens({}, 0, false, orderRule(), orderAt(1)).positions.empty());
  QVERIFY(orderTokens({kFirstWord, kOrderSeparator, kOrderClassify}, 0, false, orderRule(), orderAt(1)).positions.empty());
  QCOMPARE(orderTokens({kFirstWord, kFirstWord + 1, kOrderSeparator, kOrderClassify}, 0, false, orderRule(), orderAt(1)).positions.size(), std::size_t{1});
}

// Of <sep> and <cls>, whose ranks are always there, each comes first in half of the orders: binomial, six deviations.
void OrderTokens::everyOrderIsEquallyLikely() {
  const std::vector<TokenId> ids = rowOfWords(40, 1);
  int first = 0;
  constexpr int kTries = 4000;
  for (std::uint64_t number = 0; number < kTries; ++number) {
    const OrderedTokens ordered = orderTokens(ids, 0, false, orderRule(), orderAt(number));
    first += ordered.order[38] < ordered.order[39];
  }
  QVERIFY(std::abs(first - kTries / 2) < 6 * std::sqrt(kTries) / 2);
}

void OrderTokens::blocksFollowEachOther() {
  PermutationSpec spec;
  spec.block = 16;
  const OrderedTokens ordered = orderTokens(rowOfWords(64, 5), 0, false, orderRule(spec), orderAt(5));
  for (const std::int32_t place : ordered.positions) QCOMPARE(ordered.order[static_cast<std::size_t>(place)] / 16, place / 16);
}

void OrderTokens::replaysFromItsNumbers() {
  const std::vector<TokenId> ids = rowOfWords(128, 7);
  const OrderedTokens once = orderTokens(ids, 64, false, orderRule(), orderAt(7)), again = orderTokens(ids, 64, false, orderRule(), orderAt(7)),
                      other = orderTokens(ids, 64, false, orderRule(), orderAt(8));
  QCOMPARE(once.order, again.order);
  QCOMPARE(once.positions, again.positions);
  QVERIFY(once.order != other.order);
  const ExampleSet set = tests::setOf(tests::sharedStore(), orderRecipe(24));
  QCOMPARE(set.batch(3, 0).order, set.batch(3, 0).order);
  QVERIFY(set.batch(3, 0).order != set.batch(4, 0).order);
  const std::int64_t around = set.size() + 1;                        // the same text once more, in another order
  QCOMPARE(set.batch(around, 0).ids.front(), set.batch(1, 0).ids.front());
  QVERIFY(set.batch(around, 0).order != set.batch(1, 0).order);
}

// _local_perm: i does not see j when its own rank (one more where it is not predicted) is at most j's and j is predicted or special.
void OrderTokens::whoSeesWhomIsTheAuthorsRule() {
  const ExampleSet set = tests::setOf(tests::sharedStore(), orderRecipe(0));
  const Batch batch = set.batch(1, 0);
  QVERIFY(!batch.predicted.empty() && !batch.goesOn);
  const BatchOrder order(batch);
  for (std::int64_t row = 0; row < batch.rows; ++row)
    for (std::int64_t i = 0; i < batch.length; ++i)
      for (std::int64_t j = 0; j < batch.length; ++j) {
        const std::int32_t rankI = batch.order[static_cast<std::size_t>(row * batch.length + i)], rankJ = batch.order[static_cast<std::size_t>(row * batch.length + j)];
        const bool predicted = std::binary_search(batch.predicted.begin(), batch.predicted.end(), row * batch.length + i);
        const bool hidden = (predicted ? rankI : rankI + 1) <= rankJ && rankJ >= 0;
        QCOMPARE(order.sees(row, i, j), !hidden);
      }
  const std::vector<std::int32_t> numbers = order.numbers();
  for (std::size_t n = 0; n < numbers.size(); ++n)
    for (std::size_t m = 0; m < numbers.size(); ++m)
      if (batch.predicted[n] / batch.length == batch.predicted[m] / batch.length)
        QCOMPARE(order.sees(batch.predicted[n] / batch.length, batch.predicted[n] % batch.length, batch.predicted[m] % batch.length), numbers[m] < numbers[n]);
}

void OrderTokens::theCarriedHalfSeesNothingBehindIt() {
  const ExampleSet set = tests::setOf(tests::sharedStore(), orderRecipe(24));
  const Batch batch = set.batch(2, 0);
  QCOMPARE(batch.reused, std::int64_t{24});
  const BatchOrder order(batch);
  for (std::int64_t i = 0; i < 24; ++i)
    for (std::int64_t j = 24; j < batch.length; ++j) {
      QVERIFY(!order.sees(0, i, j));
      QVERIFY(order.sees(0, j, i));
    }
}

void OrderTokens::rowsGoOnWhereTheyEnded() {
  const ExampleSet set = tests::setOf(tests::sharedStore(), orderRecipe(24));
  const TokenStore& store = set.store();
  std::vector<TokenId> running;                                      // the text with a separator between documents
  for (const std::uint32_t document : allDocuments(store)) {
    if (!running.empty()) running.push_back(tests::TinyTokenizer::kSeparator);
    for (std::int64_t sentence = store.firstSentence(document); sentence < store.firstSentence(document + 1); ++sentence)
      running.insert(running.end(), store.sentence(sentence).begin(), store.sentence(sentence).end());
  }
  std::vector<TokenId> read;
  for (std::int64_t step = 1; step <= 20; ++step) {
    const Batch batch = set.batch(step, 0);
    QVERIFY(batch.goesOn);
    QCOMPARE(batch.length, std::int64_t{64});
    const std::vector<TokenId> part = front(batch, 0);
    read.insert(read.end(), part.begin(), part.end());
    const Batch next = set.batch(step + 1, 0);                       // behind it the text goes on with what the next row begins with
    QCOMPARE(batch.ids[25], next.ids[0]);                            // [CLS] stands first in this layout
    QCOMPARE(batch.typeIds[0], 0);
    QCOMPARE(batch.typeIds[63], 1);
  }
  read.erase(std::remove(read.begin(), read.end(), tests::TinyTokenizer::kSeparator), read.end());
  running.erase(std::remove(running.begin(), running.end(), tests::TinyTokenizer::kSeparator), running.end());
  running.resize(read.size());
  QVERIFY(read == running);
}

void OrderTokens::halfOfTheRowsRunBackwards() {
  const ExampleSet both = tests::setOf(tests::sharedStore(), orderRecipe(24, true)), forwards = tests::setOf(tests::sharedStore(), orderRecipe(24));
  const Batch batch = both.batch(1, 0);
  QCOMPARE(batch.backward, (std::vector<std::uint8_t>{0, 0, 0, 0, 1, 1, 1, 1}));
  const auto stretch = [&](std::int64_t example) {                   // as a row that reads forwards has it
    for (std::int64_t step = 1; step <= forwards.size(); ++step)
      if (const Batch one = forwards.batch(step, 0); one.examples[0] == example) return front(one, 0);
    return std::vector<TokenId>();
  };
  for (const std::int64_t row : {0, 4, 7}) {
    const std::int64_t visited = batch.examples[static_cast<std::size_t>(row)];
    std::vector<TokenId> expected = stretch(row < 4 ? visited : both.size() - 1 - visited);
    if (row >= 4) std::reverse(expected.begin(), expected.end());
    QCOMPARE(front(batch, row), expected);
  }
  std::vector<TokenId> before = front(batch, 7), after = front(both.batch(2, 0), 7);   // the next row stands before this one in the text
  QVERIFY(before != after);
}

void OrderTokens::evaluationsReadForwards() {
  const ExampleSet set = tests::setOf(tests::sharedStore(), orderRecipe(24, true));
  const Batch batch = set.evaluationBatch(0);
  QVERIFY(std::none_of(batch.backward.begin(), batch.backward.end(), [](std::uint8_t one) { return one != 0; }));
  QVERIFY(tests::equal(batch, set.evaluationBatch(0)));
}

void OrderTokens::rowsWithoutRoomAreRefused() {
  BatchRecipe recipe = orderRecipe(60);
  QVERIFY_EXCEPTION_THROWN(tests::setOf(tests::sharedStore(), recipe), std::invalid_argument);
  recipe = orderRecipe(24);
  QVERIFY_EXCEPTION_THROWN(tests::setOf(tests::storeOf("w1 w2 w3 .\n"), recipe), std::invalid_argument);
}

CLOZE_TEST_SUITE(OrderTokens, "order_tokens")
#include "tst_order_tokens.moc"
