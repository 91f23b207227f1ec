// The toy world's measures on vectors whose answer is known by construction.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/data/toy_world_measures.h"

#include "tests/support/suite.h"

using namespace cloze;

namespace {

constexpr int kFrames = 4, kEach = 8;

// Occurrences in frames that are far apart; `separation` moves the senses apart along the first axis.
SenseVectors occurrences(double separation, double frameDistance) {
  SenseVectors vectors;
  vectors.width = 3;
  int noise = 0;
  for (int frame = 0; frame < kFrames; ++frame)
    for (int sense : {0, 1})
      for (int i = 0; i < kEach; ++i) {
        noise = (noise * 37 + 11) % 101;
        const double jitter = separation == 0 ? 0 : 0.01 * (noise / 101.0);
        vectors.values.push_back(static_cast<float>(sense * separation + jitter));
        vectors.values.push_back(static_cast<float>(frame * frameDistance));
        vectors.values.push_back(1.0F);
        vectors.senses.push_back(sense);
        vectors.frames.push_back(std::to_string(frame));
        vectors.halves.push_back(i % 2 == 0 ? "A" : "B");
      }
  return vectors;
}

}  // namespace

class ToyWorldMeasuresTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void staticVectorsScoreOneHalf() {
    const SenseVectors vectors = occurrences(0, 5);
    QCOMPARE(kmeans2(centredByFrame(vectors)), 0.5);
    QCOMPARE(nearestSense(centredByFrame(vectors)), 0.5);
    QVERIFY(std::abs(centroid8(vectors) - 0.5) < 0.05);
    QCOMPARE(centroid8(occurrences(0, 0)), 0.5);
  }

  void separatedSensesScoreOne() {
    const SenseVectors vectors = centredByFrame(occurrences(1, 5));
    QCOMPARE(kmeans2(vectors), 1.0);
    QCOMPARE(centroid8(vectors), 1.0);
    QCOMPARE(nearestSense(vectors), 1.0);
  }

  // Without taking frames away, 2-means finds frames, and since both senses share them the score is one half whatever the senses do.
  void framesHideSensesUntilTheyAreTakenAway() {
    const SenseVectors vectors = occurrences(1, 50);
    QCOMPARE(kmeans2(vectors), 0.5);
    QCOMPARE(kmeans2(centredByFrame(vectors)), 1.0);
  }

  void roundingIsNoSense() {
    SenseVectors vectors = occurrences(0, 5);
    for (std::size_t i = 0; i < vectors.size(); i += 2) vectors.values[3 * i + 2] += 1e-7F;
    QCOMPARE(kmeans2(centredByFrame(vectors)), 0.5);
  }

  void countsRanks() {
    QCOMPARE(shareWithin({1, 2, 6, 0}, 1), 0.25);
    QCOMPARE(shareWithin({1, 2, 6, 0}, 5), 0.5);
    QCOMPARE(shareWithin({}, 5), 0.0);
  }

  void refusesTooFewLabels() {
    SenseVectors vectors = occurrences(1, 1);
    vectors.senses.assign(vectors.senses.size(), 0);
    QVERIFY_EXCEPTION_THROWN(centroid8(vectors), std::invalid_argument);
  }
};

CLOZE_TEST_SUITE(ToyWorldMeasuresTest, "toy_world_measures")
#include "tst_toy_world_measures.moc"
