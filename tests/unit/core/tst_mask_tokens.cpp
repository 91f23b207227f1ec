// The corruptions: BERT's masking and sentence pairs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/corrupt/mask_tokens.h"
#include "engine/corrupt/sentence_pair.h"

#include "tests/support/suite.h"
#include "tests/support/tiny_tokenizer.h"

#include <cmath>
#include <numeric>
#include <set>

using namespace cloze;
using tests::TinyTokenizer;

namespace {

MaskingRule ruleOf(MaskingSpec spec = {}) { return makeMaskingRule(spec, TinyTokenizer()); }

// [CLS] words of 1 to 4 pieces [SEP]
std::vector<TokenId> rowOf(std::int64_t length, std::uint64_t number) {
  Random random(7, Purpose::Test, 0, number);
  std::vector<TokenId> ids{TinyTokenizer::kClassify};
  while (static_cast<std::int64_t>(ids.size()) + 1 < length) {
    const bool continues = ids.size() > 1 && random.chance(0.4);
    ids.push_back(static_cast<TokenId>((continues ? 105 : 5) + random.below(100)));
  }
  ids.push_back(TinyTokenizer::kSeparator);
  return ids;
}

Random at(std::uint64_t epoch, std::uint64_t example) { return random(1, Purpose::Mask, epoch, example); }

// Whether k of n agrees with probability p: within five standard deviations.
bool plausible(std::int64_t k, std::int64_t n, double p) { return std::abs(static_cast<double>(k) - p * static_cast<double>(n)) <= 5 * std::sqrt(static_cast<double>(n) * p * (1 - p)) + 1; }

}  // namespace

class MaskTokens : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void predictsTheShareThatIsAskedFor_data();
  void predictsTheShareThatIsAskedFor();
  void masksReplacesAndKeepsInTheGivenShares();
  void leavesSpecialTokensAndOthersAlone();
  void predictsAtLeastOneAndAtMostTheLimit();
  void hasNothingToPredictAmongSpecialTokensOnly();
  void masksWholeWordsOnly();
  void takesTheShortestWordWhenNoneFits();
  void replaysFromItsNumbers();
  void refusesATokenizerWithoutMask();
  void refusesSharesOverOne();
  void pairsCoverEveryDocument_data();
  void pairsCoverEveryDocument();
  void halfOfThePairsAreRandom();
  void oneSentenceDocumentsGiveRandomPairs();
  void truncatesTheLongerSide();
};

void MaskTokens::predictsTheShareThatIsAskedFor_data() {
  QTest::addColumn<double>("probability");
  QTest::addColumn<double>("tolerance");
  QTest::newRow("BERT") << 0.15 << 0.003;
  QTest::newRow("forty percent") << 0.4 << 0.003;
  QTest::newRow("few") << 0.02 << 0.005;
}

void MaskTokens::predictsTheShareThatIsAskedFor() {
  QFETCH(double, probability);
  QFETCH(double, tolerance);
  MaskingSpec spec;
  spec.probability = probability;
  const MaskingRule rule = ruleOf(spec);
  std::int64_t tokens = 0, predicted = 0;
  for (std::uint64_t i = 0; tokens < 100000; ++i) {
    const auto ids = rowOf(128, i);
    tokens += static_cast<std::int64_t>(ids.size());
    predicted += static_cast<std::int64_t>(maskTokens(ids, rule, at(0, i)).positions.size());
  }
  const double share = static_cast<double>(predicted) / static_cast<double>(tokens);
  QVERIFY2(std::abs(share - probability) < tolerance, qPrintable(QString::number(share)));
}

void MaskTokens::masksReplacesAndKeepsInTheGivenShares() {
  const MaskingRule rule = ruleOf();
  std::int64_t count[4] = {}, total = 0, specials = 0;
  for (std::uint64_t i = 0; total < 100000; ++i) {
    const MaskedTokens masked = maskTokens(rowOf(128, i), rule, at(0, i));
    for (std::size_t j = 0; j < masked.positions.size(); ++j, ++total) {
      const TokenId shown = masked.ids[static_cast<std::size_t>(masked.positions[j])];
      ++count[static_cast<int>(masked.changes[j])];
      if (masked.changes[j] == Change::Masked) QCOMPARE(shown, TinyTokenizer::kMask);
      if (masked.changes[j] == Change::Kept) QCOMPARE(shown, masked.targets[j]);
      if (masked.changes[j] == Change::Replaced) specials += shown < 5;
    }
  }
  QVERIFY(plausible(count[static_cast<int>(Change::Masked)], total, 0.8));
  QVERIFY(plausible(count[static_cast<int>(Change::Replaced)], total, 0.1));
  QVERIFY(plausible(count[static_cast<int>(Change::Kept)], total, 0.1));
  QVERIFY2(plausible(specials, count[static_cast<int>(Change::Replaced)], 5.0 / 205), "random tokens come from the whole vocabulary");
}

void MaskTokens::leavesSpecialTokensAndOthersAlone() {
  const MaskingRule rule = ruleOf();
  for (std::uint64_t i = 0; i < 200; ++i) {
    auto ids = rowOf(64, i);
    ids[20] = TinyTokenizer::kSeparator;
    ids[30] = TinyTokenizer::kMask;
    ids[40] = TinyTokenizer::kUnknown;
    const MaskedTokens masked = maskTokens(ids, rule, at(0, i));
    QVERIFY(std::is_sorted(masked.positions.begin(), masked.positions.end()));
    std::set<std::int32_t> places(masked.positions.begin(), masked.positions.end());
    QCOMPARE(places.size(), masked.positions.size());
    for (std::int32_t place = 0; place < 64; ++place) {
      if (places.count(place)) QVERIFY(ids[static_cast<std::size_t>(place)] >= 5);
      else QCOMPARE(masked.ids[static_cast<std::size_t>(place)], ids[static_cast<std::size_t>(place)]);
    }
    for (std::size_t j = 0; j < masked.positions.size(); ++j) QCOMPARE(masked.targets[j], ids[static_cast<std::size_t>(masked.positions[j])]);
  }
}

void MaskTokens::predictsAtLeastOneAndAtMostTheLimit() {
  MaskingRule rule = ruleOf();
  QCOMPARE(maskTokens({2, 9, 3}, rule, at(0, 0)).positions, std::vector<std::int32_t>{1});
  rule.maxPredictions = 5;
  QCOMPARE(maskTokens(rowOf(128, 1), rule, at(0, 1)).positions.size(), std::size_t{5});
}

void MaskTokens::hasNothingToPredictAmongSpecialTokensOnly() {
  const MaskedTokens masked = maskTokens({2, 1, 1, 3}, ruleOf(), at(0, 0));
  QVERIFY(masked.positions.empty());
  QCOMPARE(masked.ids, (std::vector<TokenId>{2, 1, 1, 3}));
}

void MaskTokens::masksWholeWordsOnly() {
  MaskingSpec spec;
  spec.wholeWord = true;
  const MaskingRule rule = ruleOf(spec);
  std::int64_t severalPieces = 0, predicted = 0, tokens = 0;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const auto ids = rowOf(128, i);
    const MaskedTokens masked = maskTokens(ids, rule, at(0, i));
    const std::set<std::int32_t> places(masked.positions.begin(), masked.positions.end());
    for (std::int32_t place = 2; place < 127; ++place) {
      if (ids[static_cast<std::size_t>(place)] < 105) continue;
      QCOMPARE(places.count(place), places.count(place - 1));     // a continuation goes with the piece before it
      severalPieces += static_cast<std::int64_t>(places.count(place));
    }
    predicted += static_cast<std::int64_t>(places.size());
    tokens += 128;
    QVERIFY(places.size() <= 19);
  }
  QVERIFY(severalPieces > 1000);
  const double share = static_cast<double>(predicted) / static_cast<double>(tokens);
  QVERIFY2(share > 0.14 && share < 0.152, qPrintable(QString::number(share)));
}

void MaskTokens::takesTheShortestWordWhenNoneFits() {
  MaskingSpec spec;
  spec.wholeWord = true;
  const MaskedTokens masked = maskTokens({2, 10, 110, 111, 11, 112, 3}, ruleOf(spec), at(0, 0));   // k = 1, words of 3 and 2 pieces
  QCOMPARE(masked.positions, (std::vector<std::int32_t>{4, 5}));
}

void MaskTokens::replaysFromItsNumbers() {
  const MaskingRule rule = ruleOf();
  const auto ids = rowOf(128, 3);
  std::set<std::vector<std::int32_t>> different;
  for (std::uint64_t epoch = 0; epoch < 30; ++epoch) {
    const MaskedTokens first = maskTokens(ids, rule, at(epoch, 3)), again = maskTokens(ids, rule, at(epoch, 3));
    QCOMPARE(first.ids, again.ids);
    QCOMPARE(first.positions, again.positions);
    different.insert(first.positions);
  }
  QCOMPARE(different.size(), std::size_t{30});
}

void MaskTokens::refusesATokenizerWithoutMask() {
  TinyTokenizer tokenizer;
  tokenizer.dropMask();
  QVERIFY_EXCEPTION_THROWN(makeMaskingRule({}, tokenizer), std::invalid_argument);
}

void MaskTokens::refusesSharesOverOne() {
  std::vector<Problem> problems;
  MaskingSpec spec;
  checkMasking(spec, "objective.masking", problems);
  QVERIFY(problems.empty());
  spec.randomShare = 0.3;
  checkMasking(spec, "objective.masking", problems);
  QCOMPARE(problems.size(), std::size_t{1});
  QCOMPARE(problems[0].where, std::string("objective.masking.random_share"));
}

void MaskTokens::pairsCoverEveryDocument_data() {
  QTest::addColumn<int>("sentences");
  QTest::addColumn<int>("length");
  QTest::newRow("one sentence") << 1 << 10;
  QTest::newRow("one word") << 1 << 1;
  QTest::newRow("two sentences") << 2 << 10;
  QTest::newRow("many") << 300 << 12;
  QTest::newRow("long sentences") << 20 << 400;
}

void MaskTokens::pairsCoverEveryDocument() {
  QFETCH(int, sentences);
  QFETCH(int, length);
  const std::vector<std::int32_t> lengths(static_cast<std::size_t>(sentences), length);
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    std::int32_t expected = 0;
    for (const SentenceChunk& chunk : cutIntoPairs(lengths, {}, random(seed, Purpose::SentencePair, 0, 0))) {
      QCOMPARE(chunk.first, expected);                      // nothing left out, nothing twice
      QVERIFY(chunk.countA >= 1);
      QVERIFY((chunk.countB == 0) == (chunk.targetB > 0));
      expected += chunk.countA + chunk.countB;
    }
    QCOMPARE(expected, sentences);
  }
}

void MaskTokens::halfOfThePairsAreRandom() {
  const std::vector<std::int32_t> lengths(40, 20);
  std::int64_t pairs = 0, randomPairs = 0, shortTargets = 0, documents = 4000;
  for (std::uint64_t document = 0; document < static_cast<std::uint64_t>(documents); ++document) {
    const auto chunks = cutIntoPairs(lengths, {}, random(1, Purpose::SentencePair, 0, document));
    std::int64_t longest = 0;
    for (const SentenceChunk& chunk : chunks) {
      if (chunk.first + 7 >= 40) continue;                  // the last chunk of a document may be one sentence
      pairs += 1;
      randomPairs += chunk.countB == 0;
      longest = std::max<std::int64_t>(longest, chunk.countA + chunk.countB);
    }
    shortTargets += longest < 4 && chunks.size() > 12;
  }
  QVERIFY2(std::abs(static_cast<double>(randomPairs) / static_cast<double>(pairs) - 0.5) < 0.08, qPrintable(QString::number(static_cast<double>(randomPairs) / static_cast<double>(pairs))));
  QVERIFY(shortTargets > documents / 50 && shortTargets < documents / 8);
}

void MaskTokens::oneSentenceDocumentsGiveRandomPairs() {
  const auto chunks = cutIntoPairs({7}, {}, random(1, Purpose::SentencePair, 0, 0));
  QCOMPARE(chunks.size(), std::size_t{1});
  QCOMPARE(chunks[0].countB, 0);
  QVERIFY(chunks[0].targetB >= 1);
}

void MaskTokens::truncatesTheLongerSide() {
  std::set<TokenId> firsts;
  for (std::uint64_t i = 0; i < 40; ++i) {
    std::vector<TokenId> a(30), b(10);
    std::iota(a.begin(), a.end(), 100);
    std::iota(b.begin(), b.end(), 200);
    Random coin(1, Purpose::SentencePair, 1, i);
    truncatePair(a, b, 25, coin);
    QCOMPARE(a.size(), std::size_t{15});
    QCOMPARE(b.size(), std::size_t{10});
    QCOMPARE(b.front(), 200);
    for (std::size_t j = 1; j < a.size(); ++j) QCOMPARE(a[j], a[j - 1] + 1);   // taken at the ends only
    firsts.insert(a.front());
  }
  QVERIFY2(firsts.size() > 4, "front or back by coin");
  std::vector<TokenId> a(50, 1), b(40, 2);
  Random coin(1, Purpose::SentencePair, 1, 99);
  truncatePair(a, b, 20, coin);
  QCOMPARE(a.size(), std::size_t{10});
  QCOMPARE(b.size(), std::size_t{10});
}

CLOZE_TEST_SUITE(MaskTokens, "mask_tokens")
#include "tst_mask_tokens.moc"
