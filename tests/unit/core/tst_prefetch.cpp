// The loader threads: the batches of the run, in order, whatever the number of threads, and no more of them than asked.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/prefetch.h"

#include "tests/support/example_sets.h"
#include "tests/support/suite.h"

#include <atomic>

using namespace cloze;
using namespace cloze::tests;

class Prefetch : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void makesTheSameWhateverTheThreads();
  void makesNoFurtherThanAsked();
  void passesOnExceptions();
};

void Prefetch::makesTheSameWhateverTheThreads() {
  BatchRecipe recipe = recipeOf(ExampleKind::SentencePairs);
  recipe.shape.accumulate = 2;
  const auto set = std::make_shared<const ExampleSet>(setOf(sharedStore(), recipe));
  for (const std::int64_t threads : {1, 4}) {
    const auto batches = prefetchBatches(set, 8, threads, 3);               // as a run resumed after step 7 does
    for (std::int64_t step = 8; step < 40; ++step)
      for (std::int64_t micro = 0; micro < 2; ++micro) QVERIFY(equal(batches->next(), set->batch(step, micro)));
  }
}

void Prefetch::makesNoFurtherThanAsked() {
  std::atomic<std::int64_t> made{0}, taken{0}, most{0};
  const auto make = [&](std::int64_t number) {
    const std::int64_t ahead = ++made - taken;
    std::int64_t seen = most;
    while (ahead > seen && !most.compare_exchange_weak(seen, ahead)) {}
    Batch batch;
    batch.rows = number;
    return batch;
  };
  Prefetcher prefetcher(make, 5, 300, 3, 4);
  for (std::int64_t i = 5; i < 300; ++i) {
    QCOMPARE(prefetcher.next().rows, i);
    ++taken;
  }
  QVERIFY2(most <= 5, qPrintable(QString::number(most)));                   // one may be given out and not yet counted as taken
  QVERIFY_EXCEPTION_THROWN(prefetcher.next(), std::out_of_range);
}

void Prefetch::passesOnExceptions() {
  Prefetcher prefetcher([](std::int64_t number) -> Batch { if (number == 3) throw std::runtime_error("no batch"); return {}; }, 0, 100, 2, 4);
  for (int i = 0; i < 3; ++i) prefetcher.next();
  QVERIFY_EXCEPTION_THROWN(prefetcher.next(), std::runtime_error);
  QVERIFY_EXCEPTION_THROWN(prefetcher.next(), std::runtime_error);          // and again: nothing is left out
}

CLOZE_TEST_SUITE(Prefetch, "prefetch")
#include "tst_prefetch.moc"
