// Static neighbours, the map of a word's occurrences, sense accuracy, words named at a mask: hand-made cases, numbers recorded from numpy, and
// the shipped model of the toy world.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <fstream>
#include <limits>
#include <set>

#include "engine/core/resources.h"
#include "engine/data/corpus.h"
#include "engine/inspect/project.h"
#include "engine/inspect/sense_accuracy.h"
#include "engine/inspector.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

namespace fs = std::filesystem;

template <class Action>
QString messageOfFailure(Action action) {
  try {
    action();
  } catch (const std::exception& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

}  // namespace

class WordMapTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_folder;
  Progress m_progress;
  std::unique_ptr<Inspector> m_inspector;

  fs::path write(const char* name, const std::string& text) {
    const fs::path file = fs::path(m_folder.path().toStdString()) / name;
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  WordMapRequest bats(std::int64_t layer = -1) {
    WordMapRequest request;
    const LabelledSentences text = readLabelledSentences({kToySensesEntry}, 5000, m_progress);
    request.corpus = text.sentences;
    request.senses = text.senses;
    request.queries = {{"the moth and the cave were near the bat , and so was the roof .", "bat", 1}};
    request.layer = layer;
    return request;
  }

 private Q_SLOTS:
  void initTestCase() { m_inspector = std::make_unique<Inspector>(resourcesFolder() / "models" / "bert-toy-world"); }

  // numpy.linalg.svd of the centred rows, the largest component of each axis made positive.
  void projectsAsNumpy() {
    const std::vector<float> values = {0.16F, 0.41F, -2.79F, -0.98F, -1.21F, -2.17F, -2.46F, 0.13F, -1.32F, -1.43F, -2.03F, -0.36F,
                                       0.47F, -2.05F, -2.55F, -0.19F, -3.88F, -1.1F, -4.42F, -1.18F, -5.37F, -0.66F, -3.78F, -0.4F};
    const double expected[] = {1.8181518021, 1.8707003912, 0.9008371239, -1.1324526606, 0.8373076598, -0.4203505497,
                               2.4341009367, -0.5856746480, -2.3940813911, 0.2990301869, -3.5963161313, -0.0312527198};
    const Projection projection = principalAxes(values, 4);
    for (std::size_t i = 0; i < 12; ++i) QVERIFY2(std::abs(projection.points[i] - expected[i]) < 1e-6, qPrintable(QString::number(i)));
    QVERIFY(std::abs(projection.explained[0] - 0.8046842063) < 1e-7);
    QVERIFY(std::abs(projection.explained[1] - 0.1475409042) < 1e-7);
  }

  void projectsWhatHasNoExtent_data() {
    QTest::addColumn<QVector<float>>("values");
    QTest::newRow("nothing") << QVector<float>();
    QTest::newRow("one row") << QVector<float>{1, 2, 3};
    QTest::newRow("equal rows") << QVector<float>{0.1F, 0.2F, 0.3F, 0.1F, 0.2F, 0.3F, 0.1F, 0.2F, 0.3F};
  }
  void projectsWhatHasNoExtent() {
    QFETCH(QVector<float>, values);
    const Projection projection = principalAxes({values.begin(), values.end()}, 3);
    QCOMPARE(projection.points.size(), static_cast<std::size_t>(values.size() / 3 * 2));
    for (const double value : projection.points) QCOMPARE(value, 0.0);
    QCOMPARE(projection.explained[0], 0.0);
  }

  // Two senses on two axes, one of the three rows of the second sense on the wrong one: (1 + 2/3) / 2.
  void balancesTheSenses() {
    SenseRows rows{2, {1, 0, 1, 0.1F, 1, 0.2F, 1, 0.3F, 0, 1, 0.1F, 1, 1, 0.15F}, {0, 0, 0, 0, 1, 1, 1}, {0, 1, 2, 3, 4, 5, 6}};
    // nearest of the rows of sense 0: row 1 and row 2 have the stray row 6 nearest; equally near ones share
    const double accuracy = senseAccuracy(rows);
    QVERIFY(std::abs(accuracy - (0.5 * (2.0 / 4) + 0.5 * (2.0 / 3))) < 1e-9);
    rows.values = {1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0};                    // a static vector: 3/6 and 2/6 of the others
    QVERIFY(std::abs(senseAccuracy(rows) - (0.5 * 3 / 6 + 0.5 * 2 / 6)) < 1e-9);
    rows.senses = {0, 0, 0, 0, 0, 0, 1};
    QVERIFY(std::isnan(senseAccuracy(rows)));
  }

  void equalSentencesAreNoNeighbours() {
    const SenseRows rows{2, {1, 0, 1, 0, 0, 1, 0, 1}, {0, 0, 1, 1}, {0, 0, 1, 1}};
    QCOMPARE(senseAccuracy(rows), 0.0);                                          // each one's only other texts are of the other sense
  }

  void tellsTheSensesOfTheToyWorldApart() {
    const WordMap map = m_inspector->wordMap(bats(), m_progress);
    QCOMPARE(map.senses.size(), std::size_t(2));
    QCOMPARE(map.found, 128);
    QCOMPARE(map.points.size(), std::size_t(129));
    QCOMPARE(map.points.back().query, 0);
    QCOMPARE(map.senseAccuracy.size(), static_cast<std::size_t>(m_inspector->layers() + 1));
    QVERIFY2(map.senseAccuracy.front() < 0.6, qPrintable(QString::number(map.senseAccuracy.front())));   // before the context is mixed in: chance
    QVERIFY2(map.senseAccuracy.back() > 0.9, qPrintable(QString::number(map.senseAccuracy.back())));
    QVERIFY(map.explained[0] >= map.explained[1] && map.explained[0] + map.explained[1] <= 1);
    for (const MapPoint& point : map.points) QCOMPARE(point.sentence.substr(static_cast<std::size_t>(point.byteBegin), 3), std::string("bat"));
    const WordMap again = m_inspector->wordMap(bats(), m_progress);
    for (std::size_t i = 0; i < map.points.size(); ++i) QVERIFY(map.points[i].x == again.points[i].x && map.points[i].y == again.points[i].y);
  }

  void mapsAtMostWhatIsAsked() {
    WordMapRequest request = bats(0);
    request.most = 10;
    const WordMap map = m_inspector->wordMap(request, m_progress);
    QCOMPARE(map.points.size(), std::size_t(11));
    QCOMPARE(map.found, 128);
    request.corpus = {"no such word ."};
    request.senses.clear();
    QCOMPARE(m_inspector->wordMap(request, m_progress).points.size(), std::size_t(1));
  }

  void findsStaticNeighboursOfTheInputEmbedding() {
    const StaticResult result = m_inspector->staticNeighbours("bat", 8);
    QCOMPARE(result.neighbours.size(), std::size_t(8));
    QVERIFY(result.words > 500);
    for (const StaticNeighbour& neighbour : result.neighbours) {
      QVERIFY(neighbour.word != "bat" && neighbour.word.compare(0, 2, "##") != 0 && neighbour.word.front() != '[');
      QVERIFY(neighbour.similarity <= 1 && neighbour.similarity >= -1);
    }
    for (std::size_t i = 1; i < result.neighbours.size(); ++i) QVERIFY(result.neighbours[i].similarity <= result.neighbours[i - 1].similarity);
  }

  void readsWordVectors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("words");
    QTest::addColumn<int>("bad");
    QTest::addColumn<QString>("example");
    QTest::newRow("GloVe") << QByteArray("king 1 0 0\nqueen 0.9 0.1 0\nmat 0 0 1\n") << 3 << 0 << QString();
    QTest::newRow("word2vec with its header") << QByteArray("3 3\nking 1 0 0 \nqueen 0.9 0.1 0\nmat 0 0 1") << 3 << 0 << QString();
    QTest::newRow("a word with spaces") << QByteArray("king 1 0 0\nqueen 0.9 0.1 0\nmat 0 0 1\n. . . 1 1 1\n") << 4 << 0 << QString();
    QTest::newRow("a short row") << QByteArray("king 1 0 0\nqueen 0.9 0.1 0\nmat 0 0 1\nshort 1 2\n") << 3 << 1 << QStringLiteral(":4: 2 numbers instead of 3");
    QTest::newRow("a long row") << QByteArray("king 1 0 0\nqueen 0.9 0.1 0\nmat 0 0 1\nlong 1 2 3 4\n") << 3 << 1 << QStringLiteral(":4: 4 numbers instead of 3");
    QTest::newRow("not a number") << QByteArray("king 1 0 0\nnan nan 0 1\nqueen 0.9 0.1 0\nmat 0 0 1\n") << 3 << 1 << QStringLiteral(":2: \"nan\" is no number");
    QTest::newRow("twice") << QByteArray("king 1 0 0\nking 0 1 0\nqueen 0.9 0.1 0\nmat 0 0 1\n") << 3 << 1 << QStringLiteral(":2: \"king\" stood before");
  }
  void readsWordVectors() {
    QFETCH(QByteArray, text);
    QFETCH(int, words);
    QFETCH(int, bad);
    QFETCH(QString, example);
    const auto vectors = readWordVectors(write("vectors.txt", text.toStdString()), m_progress);
    QCOMPARE(static_cast<int>(vectors->words.size()), words);
    QCOMPARE(static_cast<int>(vectors->badRows), bad);
    if (bad > 0) QVERIFY2(QString::fromStdString(vectors->badExamples.front()).endsWith(example), vectors->badExamples.front().c_str());
    const StaticResult result = nearestWords(*vectors, "King", 2);
    QCOMPARE(result.neighbours.front().word, std::string("queen"));
    QVERIFY(std::abs(result.neighbours.front().similarity - 0.9 / std::sqrt(0.82)) < 1e-6);
    QVERIFY(messageOfFailure([&] { nearestWords(*vectors, "absent", 2); }).contains(QStringLiteral("absent")));
  }

  void refusesWhatAreNoWordVectors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    QTest::newRow("empty") << QByteArray() << QStringLiteral("no row");
    QTest::newRow("prose") << QByteArray("This is a sentence.\nAnd another one.\n") << QStringLiteral("no row");
    QTest::newRow("a header that the rows contradict") << QByteArray("2 300\nking 1 0 0\nqueen 0 1 0\n") << QStringLiteral("promises 300");
    QTest::newRow("binary") << QByteArray("2 3\nking ") + QByteArray(4000, '\xff') << QStringLiteral("no text");
  }
  void refusesWhatAreNoWordVectors() {
    QFETCH(QByteArray, text);
    QFETCH(QString, said);
    const QString message = messageOfFailure([&] { readWordVectors(write("bad.txt", text.toStdString()), m_progress); });
    QVERIFY2(message.contains(said), qPrintable(message));
    QVERIFY(messageOfFailure([&] { readWordVectors("/nowhere/vectors.txt", m_progress); }).contains(QStringLiteral("/nowhere")));
  }

  void readsTheGloveSample() {
    CLOZE_NEED_SHARED();
    const auto vectors = readWordVectors(tests::sharedFolder() / "data" / "vectors" / "glove.6B.50d.top40k.txt.gz", m_progress);
    QCOMPARE(vectors->words.size(), std::size_t(40000));
    QCOMPARE(vectors->width, 50);
    const StaticResult result = nearestWords(*vectors, "frog", 5);
    std::set<std::string> words;
    for (const StaticNeighbour& neighbour : result.neighbours) words.insert(neighbour.word);
    QVERIFY(words.count("toad") + words.count("frogs") + words.count("snake") > 0);
  }

  void readsLabelledRows() {
    const fs::path file = write("senses.jsonl", "{\"sentence\": \"the bat flew .\", \"position\": 1, \"sense\": \"animal\"}\n{\"text\": \"a bat\", \"word\": \"bat\", \"sense\": \"sport\"}\n");
    const LabelledSentences text = readLabelledSentences({file.string()}, 100, m_progress);
    QCOMPARE(text.sentences.size(), std::size_t(2));
    QCOMPARE(text.senses.size(), std::size_t(2));
    QVERIFY(text.senses[0].byteBegin == 4 && text.senses[0].byteEnd == 7 && text.senses[0].sense == "animal" && text.senses[0].line == 1);
    QVERIFY(text.senses[1].byteBegin == 2 && text.senses[1].line == 2);
    QVERIFY(readLabelledSentences({file.string()}, 1, m_progress).cut);
    const fs::path wrong = write("wrong.jsonl", "{\"sentence\": \"x\", \"sense\": \"a\", \"word\": \"y\"}\n");
    QVERIFY(messageOfFailure([&] { readLabelledSentences({wrong.string()}, 9, m_progress); }).contains(QStringLiteral("wrong.jsonl:1")));
  }

  void labelledToyWorldIsItsTrainingText() {
    std::vector<std::string> lines;
    readSentences({kToyWorldEntry}, [&lines](std::string_view line) { lines.emplace_back(line); }, m_progress);
    const LabelledSentences text = readLabelledSentences({kToyWorldEntry}, 1000000, m_progress);
    QCOMPARE(text.sentences.size(), lines.size());
    QVERIFY(text.sentences == lines);
    QVERIFY(text.senses.size() > 500);
  }

  void answersForNamedWords() {
    FillRequest request;
    request.text = "Gibo plays the harp .";
    request.maskBytes = {{15, 19}};
    request.candidates = {"harp", "piano", "harpsichord"};
    request.topK = 100000;
    const FillResult result = m_inspector->fill(request, m_progress);
    QCOMPARE(result.masks.size(), std::size_t(1));
    const MaskAnswer& mask = result.masks.front();
    QCOMPARE(static_cast<std::int64_t>(mask.candidates.size()), result.vocabulary);
    QCOMPARE(mask.trueToken, std::string("harp"));
    QCOMPARE(mask.named.size(), std::size_t(3));
    QCOMPARE(mask.named[0].rank, mask.trueRank);
    QCOMPARE(mask.named[0].probability, mask.trueProbability);
    QCOMPARE(mask.candidates.at(static_cast<std::size_t>(mask.named[1].rank - 1)).token, std::string("piano"));
    QVERIFY(mask.named[2].rank == 0 && mask.named[2].pieces.size() > 1);
  }

  void cutsALongTextWhenAsked() {
    FillRequest request;
    for (int i = 0; i < 5000; ++i) request.text += "harp ";
    request.maskBytes = {{0, 4}};
    QVERIFY(messageOfFailure([&] { m_inspector->fill(request, m_progress); }).contains(QStringLiteral("at most")));
    request.cutLongText = true;
    const FillResult result = m_inspector->fill(request, m_progress);
    QCOMPARE(result.leftOut, 5000 - m_inspector->maximumPieces());
    QCOMPARE(result.masks.size(), std::size_t(1));
  }
};

CLOZE_TEST_SUITE(WordMapTest, "word_map")
#include "tst_word_map.moc"
