// The inspector beside Hugging Face's transformers: a random checkpoint that transformers saved, its probabilities and its vectors.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/core/json.h"
#include "engine/inspector.h"
#include "tests/support/suite.h"

#include <QProcess>

namespace {

using namespace cloze;

double largestDifference(const EmbeddingTable& table, const Json& rows, std::int64_t first) {
  double largest = 0;
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (std::size_t column = 0; column < rows[row].size(); ++column) {
      const auto place = static_cast<std::size_t>((first + static_cast<std::int64_t>(row)) * table.width) + column;
      largest = std::max(largest, std::abs(rows[row][column].get<double>() - static_cast<double>(table.values[place])));
    }
  return largest;
}

}  // namespace

class TestInspectorPeer : public QObject {
  Q_OBJECT
  QTemporaryDir m_folder;
  Json m_expected;
  Progress m_progress;

 private Q_SLOTS:
  void initTestCase();
  void fillsAsTransformersDoes();
  void embedsAsTransformersDoes();
};

void TestInspectorPeer::initTestCase() {
  QProcess python;
  python.start("python3", {"-c", "import transformers"});
  QVERIFY2(python.waitForFinished(120000) && python.exitCode() == 0, "CLOZE_PEERS needs Python with transformers");
  python.start("python3", {QString::fromStdString((tests::sourceFolder() / "tests/peer/inspector_reference.py").string()), m_folder.path()});
  QVERIFY(python.waitForFinished(300000));
  QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
  m_expected = readJsonFile(m_folder.filePath("expected.json").toStdString());
}

void TestInspectorPeer::fillsAsTransformersDoes() {
  Inspector inspector(std::filesystem::path(m_folder.path().toStdString()));
  double largest = 0;
  for (const Json& expected : m_expected["fill"]) {
    FillRequest request;
    request.text = expected["text"];
    request.topK = 1000;
    const FillResult result = inspector.fill(request, m_progress);
    QCOMPARE(result.tokens, expected["tokens"].get<std::vector<std::string>>());
    QCOMPARE(result.masks.size(), expected["masks"].size());
    for (std::size_t mask = 0; mask < result.masks.size(); ++mask) {
      const Json& probabilities = expected["masks"][mask]["probabilities"];
      QCOMPARE(result.masks[mask].index, expected["masks"][mask]["index"].get<std::int64_t>());
      QCOMPARE(result.masks[mask].candidates.size(), probabilities.size());
      for (const Candidate& candidate : result.masks[mask].candidates)
        largest = std::max(largest, std::abs(candidate.probability - probabilities[static_cast<std::size_t>(candidate.id)].get<double>()));
    }
  }
  qInfo("largest difference of a probability: %.2e", largest);
  QVERIFY(largest < 1e-5);
}

void TestInspectorPeer::embedsAsTransformersDoes() {
  Inspector inspector(std::filesystem::path(m_folder.path().toStdString()));
  EmbedRequest request;
  request.pooling = Pooling::Token;
  for (const Json& expected : m_expected["embed"]) request.texts.push_back(expected["text"]);
  double largest = 0;
  for (request.layer = 0; request.layer <= inspector.layers(); ++request.layer) {
    const auto table = inspector.embed(request, m_progress);
    std::int64_t row = 0;
    for (const Json& expected : m_expected["embed"]) {
      const Json& rows = expected["layers"][static_cast<std::size_t>(request.layer)];
      largest = std::max(largest, largestDifference(*table, rows, row));
      row += static_cast<std::int64_t>(rows.size());
    }
    QCOMPARE(table->rows, row);
  }
  qInfo("largest difference of a vector's number: %.2e", largest);
  QVERIFY(largest < 2e-5);
}

CLOZE_TEST_SUITE(TestInspectorPeer, "inspector_peer")
#include "tst_inspector_peer.moc"
