// Neighbours of a word: by the definition, whatever the batching.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <cmath>
#include <limits>

#include "engine/inspect/words.h"
#include "engine/inspector.h"
#include "tests/support/small_model.h"
#include "tests/support/suite.h"

using namespace cloze;
using namespace cloze::tests;

class TestInspectNeighbours : public QObject {
  Q_OBJECT
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<SmallModel> m_small;
  std::unique_ptr<Inspector> m_inspector;
  Progress m_progress;

  std::filesystem::path folder() const { return m_folder->path().toStdString(); }

 private Q_SLOTS:
  void init();
  void neighboursEqualTheDefinition();
  void neighboursOfTheSameWordOnly();
  void neighboursLeaveOutTheQuerysOwnSentence_data();
  void neighboursLeaveOutTheQuerysOwnSentence();
  void countsOccurrencesThatAreNoNumbers();
  void explainsAMissingWord();
};

void TestInspectNeighbours::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_small = std::make_unique<SmallModel>(folder());
  m_inspector = std::make_unique<Inspector>(std::shared_ptr<const ModelSnapshot>(m_small->snapshot));
}

void TestInspectNeighbours::neighboursEqualTheDefinition() {
  NeighbourRequest request;
  request.corpus = {"the bank of the river .", "playing a game in new york", "money in the bank , the game", "лука , зеленый лук", "a played game of money ."};
  request.query = "the bank of money";
  request.word = "bank";
  request.layer = 2;
  request.k = 1000;
  const NeighbourResult result = m_inspector->neighbours(request, m_progress);
  QCOMPARE(result.layer, 2);
  QCOMPARE(static_cast<std::int64_t>(result.neighbours.size()), result.occurrences);
  const torch::Tensor query = m_small->hidden(request.query, 2)[2];
  double before = 2;
  for (const Neighbour& neighbour : result.neighbours) {
    QCOMPARE(neighbour.sentence, request.corpus[static_cast<std::size_t>(neighbour.line - 1)]);
    QCOMPARE(neighbour.word, neighbour.sentence.substr(static_cast<std::size_t>(neighbour.byteBegin), static_cast<std::size_t>(neighbour.byteEnd - neighbour.byteBegin)));
    const Encoding encoding = encodeText(*m_small->snapshot->tokenizer, neighbour.sentence);
    const torch::Tensor hidden = m_small->hidden(neighbour.sentence, 2);
    for (const WordSpan& span : wordsOf(encoding))
      if (span.byteBegin == neighbour.byteBegin) {
        const torch::Tensor vector = hidden.narrow(0, span.firstToken, span.tokens).mean(0);
        QVERIFY(std::abs(torch::cosine_similarity(vector, query, 0).item<double>() - neighbour.similarity) < 1e-5);
      }
    QVERIFY(neighbour.similarity <= before);
    before = neighbour.similarity;
  }
  QCOMPARE(result.occurrences, 5 + 6 + 6 + 3 + 5);      // every word, no punctuation
  request.k = 3;
  const NeighbourResult again = m_inspector->neighbours(request, m_progress);   // from the vectors kept
  for (std::size_t i = 0; i < 3; ++i) QCOMPARE(again.neighbours[i].similarity, result.neighbours[i].similarity);
}

void TestInspectNeighbours::neighboursOfTheSameWordOnly() {
  NeighbourRequest request;
  request.corpus = {"the bank of the river .", "money in the Bank"};
  request.query = "a bank , a bank";
  request.word = "bank";
  request.occurrence = 2;
  request.sameWordOnly = true;
  const NeighbourResult result = m_inspector->neighbours(request, m_progress);
  QCOMPARE(result.neighbours.size(), std::size_t{2});
  for (const Neighbour& neighbour : result.neighbours) QCOMPARE(QString::fromStdString(neighbour.word).toLower(), QString("bank"));
}

void TestInspectNeighbours::neighboursLeaveOutTheQuerysOwnSentence_data() {
  QTest::addColumn<QString>("query");
  QTest::addColumn<bool>("sameWordOnly");
  QTest::addColumn<int>("left");
  QTest::newRow("the very text") << "the bank of money ." << false << 4;
  QTest::newRow("other case and spaces") << " The  bank of money ." << false << 4;
  QTest::newRow("only the same word") << "the bank of money ." << true << 4;
  QTest::newRow("one word more") << "the bank of money in ." << false << 0;
  QTest::newRow("of several windows") << QString("the bank ") + QString("money river ").repeated(15) << false << 32;
}

void TestInspectNeighbours::neighboursLeaveOutTheQuerysOwnSentence() {
  QFETCH(QString, query);
  QFETCH(bool, sameWordOnly);
  QFETCH(int, left);
  NeighbourRequest request;
  request.corpus = {"a game in the bank .", "the bank of money .", (QString("the bank ") + QString("money river ").repeated(15)).toStdString()};
  request.query = query.toStdString();
  request.word = "bank";
  request.sameWordOnly = sameWordOnly;
  request.k = 1000;
  const NeighbourResult result = m_inspector->neighbours(request, m_progress);
  QCOMPARE(result.sameSentence, left);
  QCOMPARE(static_cast<int>(result.neighbours.size()), sameWordOnly ? 2 : 5 + 4 + 32 - left);
  for (const Neighbour& neighbour : result.neighbours)
    QVERIFY(QString::fromStdString(neighbour.sentence).simplified() != query.simplified().toLower());
}

void TestInspectNeighbours::countsOccurrencesThatAreNoNumbers() {
  SmallModel broken(folder(), [](TextModel& model) {
    const torch::NoGradGuard noGradients;
    for (Parameter& parameter : model.parameters().all())
      if (parameter.name.find("word_embeddings") != std::string::npos) parameter.tensor[9].fill_(std::numeric_limits<float>::quiet_NaN());   // money
  });
  Inspector inspector(std::shared_ptr<const ModelSnapshot>(broken.snapshot));
  NeighbourRequest request;
  request.corpus = {"the bank of money", "the game of the river"};
  request.query = "the bank";
  request.word = "bank";
  const NeighbourResult result = inspector.neighbours(request, m_progress);
  QCOMPARE(result.skipped, 4);                          // the whole sentence has seen it
  for (const Neighbour& neighbour : result.neighbours) QCOMPARE(neighbour.line, 2);
}

void TestInspectNeighbours::explainsAMissingWord() {
  NeighbourRequest request;
  request.corpus = {"the game"};
  request.query = "the bank , a bank";
  request.word = "river";
  const std::string missing = messageOf([&] { m_inspector->neighbours(request, m_progress); });
  QVERIFY2(missing.find("\"river\"") != std::string::npos && missing.find("the, bank, a, bank") != std::string::npos, missing.c_str());
  request.word = "bank";
  request.occurrence = 3;
  QVERIFY(messageOf([&] { m_inspector->neighbours(request, m_progress); }).find("occurs 2 times") != std::string::npos);
  request.occurrence = 1;
  request.corpus = {". ,"};
  QVERIFY(messageOf([&] { m_inspector->neighbours(request, m_progress); }).find("no words") != std::string::npos);
}

CLOZE_TEST_SUITE(TestInspectNeighbours, "inspect_neighbours")
#include "tst_inspect_neighbours.moc"
