// Span corruption: counts, what is never hidden, the way back to the text; and the batches of two sequences that are made of it and of pairs.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/corrupt/corrupt_spans.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/error.h"
#include "tests/support/example_sets.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

constexpr TokenId kVocabulary = 500, kFirstSentinel = 499, kSpecial = 3, kEnd = 1, kPadding = 0;

SpanRule spanRule(std::int64_t sentinels = 100) {
  SpanRule rule;
  for (TokenId n = 0; n < sentinels; ++n) rule.sentinels.push_back(kFirstSentinel - n);
  rule.special.assign(kVocabulary, 0);
  for (const TokenId id : {kPadding, kEnd, kSpecial}) rule.special[static_cast<std::size_t>(id)] = 1;
  for (const TokenId id : rule.sentinels) rule.special[static_cast<std::size_t>(id)] = 1;
  return rule;
}

std::vector<TokenId> plainText(std::int64_t length, std::uint64_t number) {
  Random random(3, Purpose::Test, 0, number);
  std::vector<TokenId> ids;
  while (static_cast<std::int64_t>(ids.size()) < length) ids.push_back(static_cast<TokenId>(10 + random.below(300)));
  return ids;
}

Random maskAt(std::uint64_t number) { return random(1, Purpose::Mask, 0, number); }

// Each sentinel of the source replaced by what the target says of it.
std::vector<TokenId> mended(const CorruptedSpans& corrupted, const SpanRule& rule) {
  const auto isSentinel = [&](TokenId id) { return std::find(rule.sentinels.begin(), rule.sentinels.end(), id) != rule.sentinels.end(); };
  std::vector<TokenId> text;
  for (std::size_t i = 0; i < corrupted.source.size(); ++i) {
    const auto begin = std::find(corrupted.target.begin(), corrupted.target.end(), corrupted.source[i]);
    if (!isSentinel(corrupted.source[i]) || begin == corrupted.target.end()) text.push_back(corrupted.source[i]);
    else text.insert(text.end(), begin + 1, std::find_if(begin + 1, corrupted.target.end(), isSentinel));
  }
  return text;
}

BatchRecipe spanRecipe() {
  BatchRecipe recipe;
  recipe.kind = ExampleKind::Stream;
  recipe.predicted = Predicted::Spans;
  recipe.spans = spanRule();
  recipe.single = {{Tokenizer::kTextA, 0}, {kEnd, 0}};
  recipe.sequenceLength = 64;
  recipe.shape.batchSize = 16;
  return recipe;
}

std::shared_ptr<const TokenStore> pairStore(const std::string& name, const std::string& content, PairColumns columns = {}) {
  const tests::TemporaryFolder folder;
  StoreRequest request;
  request.entries = {folder.write(name, content)};
  request.tokenizer = std::make_shared<tests::TinyTokenizer>();
  request.folder = folder.path() / "stores";
  request.pairs = columns;
  Progress progress;
  return openStore(request, progress);
}

std::vector<TokenId> encoded(const std::string& text) {
  Pieces pieces;
  tests::TinyTokenizer().encode(text, pieces);
  return pieces.ids;
}

std::vector<TokenId> tokensOf(const TokenStore& store, std::int64_t sentence) { return {store.sentence(sentence).begin(), store.sentence(sentence).end()}; }

}  // namespace

class CorruptSpans : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void hidesTheNumbersOfTheAuthorsCode_data();
  void hidesTheNumbersOfTheAuthorsCode();
  void everySplitIsEquallyLikely();
  void theTargetGivesTheTextBack_data();
  void theTargetGivesTheTextBack();
  void neverHidesSpecialTokens();
  void leavesSentinelsOfTheTextAlone();
  void replaysFromItsNumbers();
  void closesWithASentinelOnRequest();
  void batchesHoldBothSequences();
  void pairsAreReadFromTables_data();
  void pairsAreReadFromTables();
  void pairsAreCutAtTheirLengths();
  void wrongTablesAreRefused_data();
  void wrongTablesAreRefused();
};

// FAMILIES-transformers.md, section 14 (3): 568 tokens become 512 with the end token, targets 114. Halves are rounded to even.
void CorruptSpans::hidesTheNumbersOfTheAuthorsCode_data() {
  QTest::addColumn<qint64>("length");
  QTest::addColumn<qint64>("tokens");
  QTest::addColumn<qint64>("spans");
  QTest::newRow("pre-training") << qint64{568} << qint64{85} << qint64{28};
  QTest::newRow("half to even") << qint64{30} << qint64{4} << qint64{1};
  QTest::newRow("one and a half") << qint64{10} << qint64{2} << qint64{1};
  QTest::newRow("at least one") << qint64{2} << qint64{1} << qint64{1};
  QTest::newRow("hundred") << qint64{100} << qint64{15} << qint64{5};
}

void CorruptSpans::hidesTheNumbersOfTheAuthorsCode() {
  QFETCH(qint64, length);
  QFETCH(qint64, tokens);
  QFETCH(qint64, spans);
  const SpanRule rule = spanRule();
  const NoiseCounts counts = noiseCounts(length, rule);
  QCOMPARE(static_cast<qint64>(counts.tokens), tokens);
  QCOMPARE(static_cast<qint64>(counts.spans), spans);
  for (std::uint64_t number = 0; number < 50; ++number) {
    const CorruptedSpans corrupted = corruptSpans(plainText(length, number), rule, maskAt(number));
    QCOMPARE(static_cast<qint64>(corrupted.spans.size()), spans);
    QCOMPARE(static_cast<qint64>(corrupted.source.size()), length - tokens + spans);
    QCOMPARE(static_cast<qint64>(corrupted.target.size()), tokens + spans);
    QVERIFY2(corrupted.source.front() != kFirstSentinel, "text that stays comes first");
    QCOMPARE(corrupted.source.back(), static_cast<TokenId>(kFirstSentinel - spans + 1));
  }
  QCOMPARE(textThatFits(511, rule), std::int64_t{568});
}

// 3 hidden tokens in 2 spans: lengths (1, 2) and (2, 1) are equally likely.
void CorruptSpans::everySplitIsEquallyLikely() {
  SpanRule rule = spanRule();
  rule.meanSpanLength = 1.5;
  std::int64_t first = 0;
  const std::int64_t draws = 20000;
  for (std::uint64_t number = 0; number < static_cast<std::uint64_t>(draws); ++number) {
    const CorruptedSpans corrupted = corruptSpans(plainText(20, 1), rule, maskAt(number));
    QCOMPARE(corrupted.spans.size(), std::size_t{2});
    first += corrupted.spans.front().size == 1;
  }
  QVERIFY(std::abs(static_cast<double>(first) - 0.5 * static_cast<double>(draws)) < 5 * std::sqrt(0.25 * static_cast<double>(draws)));
}

void CorruptSpans::theTargetGivesTheTextBack_data() {
  QTest::addColumn<double>("density");
  QTest::addColumn<double>("span");
  QTest::addColumn<int>("sentinels");
  QTest::newRow("T5") << 0.15 << 3.0 << 100;
  QTest::newRow("half hidden") << 0.5 << 2.0 << 100;
  QTest::newRow("nearly all hidden") << 0.9 << 1.0 << 100;
  QTest::newRow("few sentinels") << 0.3 << 1.0 << 4;
}

void CorruptSpans::theTargetGivesTheTextBack() {
  QFETCH(double, density);
  QFETCH(double, span);
  QFETCH(int, sentinels);
  SpanRule rule = spanRule(sentinels);
  rule.noiseDensity = density;
  rule.meanSpanLength = span;
  for (std::uint64_t number = 0; number < 300; ++number) {
    const auto ids = plainText(2 + static_cast<std::int64_t>(number % 90), number);
    const CorruptedSpans corrupted = corruptSpans(ids, rule, maskAt(number));
    QVERIFY(!corrupted.spans.empty() && static_cast<int>(corrupted.spans.size()) <= sentinels);
    QCOMPARE(mended(corrupted, rule), ids);
    for (const auto& one : corrupted.spans) {
      QCOMPARE(corrupted.source[static_cast<std::size_t>(one.source)], corrupted.target[static_cast<std::size_t>(one.target - 1)]);
      QVERIFY(one.size >= 1);
    }
  }
}

void CorruptSpans::neverHidesSpecialTokens() {
  const SpanRule rule = spanRule();
  for (std::uint64_t number = 0; number < 300; ++number) {
    auto ids = plainText(60, number);
    for (std::size_t place = number % 7; place < ids.size(); place += 7) ids[place] = kSpecial;
    const CorruptedSpans corrupted = corruptSpans(ids, rule, maskAt(number));
    QCOMPARE(std::count(corrupted.target.begin(), corrupted.target.end(), kSpecial), std::ptrdiff_t{0});
    QCOMPARE(mended(corrupted, rule), ids);
  }
  const std::vector<TokenId> specials(9, kSpecial);
  QCOMPARE(corruptSpans(specials, rule, maskAt(0)).source, specials);
  QVERIFY(corruptSpans(specials, rule, maskAt(0)).target.empty());
}

void CorruptSpans::leavesSentinelsOfTheTextAlone() {
  const SpanRule rule = spanRule();
  auto ids = plainText(60, 1);
  ids[5] = kFirstSentinel;
  const CorruptedSpans corrupted = corruptSpans(ids, rule, maskAt(1));
  QCOMPARE(std::count(corrupted.source.begin(), corrupted.source.end(), kFirstSentinel), std::ptrdiff_t{1});
  QCOMPARE(mended(corrupted, rule), ids);
}

void CorruptSpans::replaysFromItsNumbers() {
  const SpanRule rule = spanRule();
  const auto ids = plainText(100, 1);
  QCOMPARE(corruptSpans(ids, rule, maskAt(4)).source, corruptSpans(ids, rule, maskAt(4)).source);
  QVERIFY(corruptSpans(ids, rule, maskAt(4)).source != corruptSpans(ids, rule, maskAt(5)).source);
}

void CorruptSpans::closesWithASentinelOnRequest() {
  SpanRule rule = spanRule();
  rule.closingSentinel = true;
  const CorruptedSpans corrupted = corruptSpans(plainText(100, 1), rule, maskAt(1));
  QCOMPARE(corrupted.target.back(), static_cast<TokenId>(kFirstSentinel - static_cast<TokenId>(corrupted.spans.size())));
}

void CorruptSpans::batchesHoldBothSequences() {
  const ExampleSet set = tests::setOf(tests::sharedStore(), spanRecipe());
  for (std::int64_t step = 1; step <= 20; ++step) {
    const Batch batch = set.batch(step, 0);
    QVERIFY(batch.length <= 64);
    QVERIFY(batch.typeIds.empty());
    QCOMPARE(static_cast<std::int64_t>(batch.decoderIds.size()), batch.rows * batch.decoderLength);
    QCOMPARE(batch.tokens(), std::accumulate(batch.attentionMask.begin(), batch.attentionMask.end(), std::int64_t{0}) + static_cast<std::int64_t>(batch.predicted.size()));
    for (std::size_t i = 0; i < batch.predicted.size(); ++i) {
      const std::int64_t column = batch.predicted[i] % batch.decoderLength;
      QCOMPARE(batch.decoderIds[static_cast<std::size_t>(batch.predicted[i])], column == 0 ? kPadding : batch.targets[i - 1]);
      const bool last = i + 1 == batch.predicted.size() || batch.predicted[i + 1] % batch.decoderLength == 0;
      QCOMPARE(batch.targets[i] == kEnd, last);
    }
    for (const HiddenSpan& span : batch.spans)
      QCOMPARE(batch.targets[static_cast<std::size_t>(span.firstTarget - 1)], batch.ids[static_cast<std::size_t>(span.position)]);
    QVERIFY(tests::equal(batch, set.batch(step, 0)));
  }
  QVERIFY(!tests::equal(set.batch(1, 0), tests::setOf(tests::sharedStore(), spanRecipe(), 2).batch(1, 0)));
}

void CorruptSpans::pairsAreReadFromTables_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("content");
  QTest::newRow("table") << "pairs.tsv" << "id\ttarget\tinput\n1\tdrei vier\tthree four\n\n2\t\tnothing\n3\teins\tone\n";
  QTest::newRow("lines") << "pairs.jsonl" << "{\"input\": \"three four\", \"target\": \"drei vier\"}\n{\"input\": \"nothing\", \"target\": \"\"}\n{\"target\": \"eins\", \"input\": \"one\"}\n";
}

void CorruptSpans::pairsAreReadFromTables() {
  QFETCH(QString, name);
  QFETCH(QString, content);
  PairColumns columns;
  columns.prefix = "say: ";
  const auto store = pairStore(name.toStdString(), content.toStdString(), columns);
  QCOMPARE(store->documents(), std::int64_t{2});
  QCOMPARE(store->report().emptyDocuments, std::int64_t{1});
  QCOMPARE(tokensOf(*store, 0), encoded("say: three four"));
  QCOMPARE(tokensOf(*store, 1), encoded("drei vier"));
  QCOMPARE(tokensOf(*store, 3), encoded("eins"));
}

void CorruptSpans::pairsAreCutAtTheirLengths() {
  BatchRecipe recipe = spanRecipe();
  recipe.kind = ExampleKind::TextPairs;
  recipe.predicted = Predicted::Target;
  recipe.sequenceLength = 10;
  recipe.targetLength = 4;
  recipe.shape.batchSize = 2;
  std::string content = "input\ttarget\n";
  for (int row = 0; row < 4; ++row) content += "a b c d e f g h i j k l m\tn o p q r s\n";
  const Batch batch = tests::setOf(pairStore("pairs.tsv", content), recipe).batch(1, 0);
  QCOMPARE(batch.rows, std::int64_t{2});
  QCOMPARE(std::accumulate(batch.attentionMask.begin(), batch.attentionMask.end(), 0), 20);
  QCOMPARE(batch.predicted.size(), std::size_t{8});
  QCOMPARE(batch.targets[3], kEnd);
}

void CorruptSpans::wrongTablesAreRefused_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("content");
  QTest::addColumn<QString>("said");
  QTest::newRow("no such column") << "pairs.tsv" << "question\tanswer\na\tb\n" << "question, answer";
  QTest::newRow("a cell too few") << "pairs.tsv" << "input\ttarget\na\n" << "pairs.tsv:2";
  QTest::newRow("no such key") << "pairs.jsonl" << "{\"input\": \"a\"}\n" << "a key \"target\"";
  QTest::newRow("running text") << "pairs.txt" << "a b\n" << ".tsv";
}

void CorruptSpans::wrongTablesAreRefused() {
  QFETCH(QString, name);
  QFETCH(QString, content);
  QFETCH(QString, said);
  try {
    pairStore(name.toStdString(), content.toStdString());
    QFAIL("not refused");
  } catch (const InvalidRequest& error) {
    QVERIFY2(QString(error.what()).contains(said), error.what());
  }
}

CLOZE_TEST_SUITE(CorruptSpans, "corrupt_spans")
#include "tst_corrupt_spans.moc"
