// The inspector on a small random model: its answers are those of the model's own forward pass, whatever the batching.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <cmath>
#include <fstream>

#include "engine/inspect/checkpoint_folder.h"
#include "engine/inspect/words.h"
#include "engine/inspector.h"
#include "engine/tools.h"
#include "engine/train/environment.h"
#include "tests/support/small_model.h"
#include "tests/support/suite.h"

namespace {

using namespace cloze;
using namespace cloze::tests;
namespace fs = std::filesystem;

torch::Tensor rowsOf(const EmbeddingTable& table) { return torch::tensor(table.values).view({table.rows, table.width}); }

bool near(const torch::Tensor& a, const torch::Tensor& b) { return a.sizes() == b.sizes() && torch::allclose(a, b, 1e-5, 1e-5); }

}  // namespace

class TestInspector : public QObject {
  Q_OBJECT
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<SmallModel> m_small;
  std::unique_ptr<Inspector> m_inspector;
  Progress m_progress;

  fs::path folder() const { return m_folder->path().toStdString(); }
  FillResult fill(const std::string& text, FillMode mode = FillMode::Independent, std::int64_t topK = 5) {
    FillRequest request;
    request.text = text;
    request.mode = mode;
    request.topK = topK;
    return m_inspector->fill(request, m_progress);
  }

 private Q_SLOTS:
  void init();
  void fillsWithTheModelsProbabilities();
  void ranksTheTruthOfMaskedPieces();
  void fillsOneByOne_data();
  void fillsOneByOne();
  void refusesWhatItCannotFill();
  void embedsAsEachTextAlone_data();
  void embedsAsEachTextAlone();
  void averagesWindowsOfALongText();
  void findsWords();
  void canBeCancelled();
  void resolvesCheckpoints();
  void describesTheMachine();
};

void TestInspector::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_small = std::make_unique<SmallModel>(folder());
  m_inspector = std::make_unique<Inspector>(std::shared_ptr<const ModelSnapshot>(m_small->snapshot));
}

void TestInspector::fillsWithTheModelsProbabilities() {
  const std::string text = "The bank of [MASK] , the [MASK] .";
  const FillResult result = fill(text, FillMode::Independent, 1000);
  QCOMPARE(result.step, 17);
  QCOMPARE(result.masks.size(), std::size_t{2});
  QCOMPARE(result.tokens[4], std::string("[MASK]"));
  for (const MaskAnswer& mask : result.masks) {
    const torch::Tensor expected = m_small->probabilities(text, mask.index);
    QCOMPARE(mask.candidates.size(), kTokens.size());              // all there are
    double total = 0;
    for (std::size_t i = 0; i < mask.candidates.size(); ++i) {
      const Candidate& candidate = mask.candidates[i];
      QCOMPARE(candidate.token, kTokens[static_cast<std::size_t>(candidate.id)]);
      QVERIFY(std::abs(candidate.probability - expected[candidate.id].item<double>()) < 1e-6);
      QVERIFY(i == 0 || candidate.probability <= mask.candidates[i - 1].probability);
      total += candidate.probability;
    }
    QVERIFY(std::abs(total - 1) < 1e-5);
    QCOMPARE(mask.trueRank, 0);
  }
  QVERIFY(result.masks[0].index == 4 && result.masks[1].index == 7);
}

void TestInspector::ranksTheTruthOfMaskedPieces() {
  FillRequest request;
  request.text = "the game of money";
  request.maskPieces = {1};
  const FillResult result = m_inspector->fill(request, m_progress);
  const torch::Tensor expected = m_small->probabilities("the [MASK] of money", 2);
  const MaskAnswer& mask = result.masks.front();
  QCOMPARE(mask.index, 2);
  QCOMPARE(mask.trueToken, std::string("game"));
  const double truth = expected[14].item<double>();
  QVERIFY(std::abs(mask.trueProbability - truth) < 1e-6);
  QCOMPARE(mask.trueRank, 1 + (expected > expected[14]).sum().item<std::int64_t>());
}

void TestInspector::fillsOneByOne_data() {
  QTest::addColumn<bool>("surestFirst");
  QTest::newRow("left to right") << false;
  QTest::newRow("the surest first") << true;
}

void TestInspector::fillsOneByOne() {
  QFETCH(bool, surestFirst);
  std::vector<std::string> words{"the", "[MASK]", "of", "[MASK]", ",", "[MASK]", "."};
  const auto text = [&] { std::string all; for (const auto& word : words) all += word + " "; return all; };
  const FillResult result = fill(text(), surestFirst ? FillMode::Joint : FillMode::Sequential);
  for (int round = 0; round < 3; ++round) {                         // the definition, mask by mask
    const FillResult open = fill(text());
    std::size_t chosen = 0;
    for (std::size_t i = 1; surestFirst && i < open.masks.size(); ++i)
      if (open.masks[i].candidates[0].probability > open.masks[chosen].candidates[0].probability) chosen = i;
    const MaskAnswer& expected = open.masks[chosen];
    bool found = false;
    for (const MaskAnswer& mask : result.masks)
      if (mask.index == expected.index) {
        QCOMPARE(mask.candidates[0].id, expected.candidates[0].id);
        QCOMPARE(mask.candidates[0].probability, expected.candidates[0].probability);
        found = true;
      }
    QVERIFY(found);
    const std::string& filled = expected.candidates[0].token;
    if (filled.compare(0, 2, "##") == 0) return;                    // cannot be written as a text of its own
    words[static_cast<std::size_t>(expected.index - 1)] = filled;
  }
}

void TestInspector::refusesWhatItCannotFill() {
  const std::string none = messageOf([&] { fill("The bank of money ."); });
  QVERIFY2(none.find("[MASK]") != std::string::npos, none.c_str());
  QVERIFY(messageOf([&] { fill("the [MASK]", FillMode::Independent, 0); }).find("top-k") != std::string::npos);
  std::string longText = "[MASK]";
  for (int i = 0; i < 30; ++i) longText += " money";
  const std::string tooLong = messageOf([&] { fill(longText); });
  QVERIFY2(tooLong.find("33") != std::string::npos && tooLong.find("24") != std::string::npos, tooLong.c_str());
  FillRequest request;
  request.text = "the game";
  request.maskPieces = {2};
  QVERIFY(messageOf([&] { m_inspector->fill(request, m_progress); }).find("no piece 2") != std::string::npos);
}

void TestInspector::embedsAsEachTextAlone_data() {
  QTest::addColumn<int>("layer");
  for (int layer = 0; layer <= 3; ++layer) QTest::addRow("layer %d", layer) << layer;
}

void TestInspector::embedsAsEachTextAlone() {
  QFETCH(int, layer);
  EmbedRequest request;
  request.texts = {"the bank of the river , playing a game in new york .", "money", "the game of luck"};   // of different lengths: padded together
  request.layer = layer;
  request.pooling = Pooling::Mean;
  const auto mean = m_inspector->embed(request, m_progress);
  request.pooling = Pooling::First;
  const auto first = m_inspector->embed(request, m_progress);
  request.pooling = Pooling::Token;
  const auto tokens = m_inspector->embed(request, m_progress);
  QCOMPARE(mean->labels, request.texts);
  std::int64_t row = 0;
  for (std::int64_t text = 0; text < 3; ++text) {
    const torch::Tensor hidden = m_small->hidden(request.texts[static_cast<std::size_t>(text)], layer);   // [T, H]
    QVERIFY(near(rowsOf(*mean)[text], hidden.narrow(0, 1, hidden.size(0) - 2).mean(0)));
    QVERIFY(near(rowsOf(*first)[text], hidden[0]));
    QVERIFY(near(rowsOf(*tokens).narrow(0, row, hidden.size(0)), hidden));
    QCOMPARE(tokens->labels[static_cast<std::size_t>(row)], std::string("[CLS]"));
    QCOMPARE(tokens->sources[static_cast<std::size_t>(row)], text);
    row += hidden.size(0);
  }
  QCOMPARE(tokens->rows, row);
  request.layer = 4;
  QVERIFY(messageOf([&] { m_inspector->embed(request, m_progress); }).find("no layer 4") != std::string::npos);
}

void TestInspector::averagesWindowsOfALongText() {
  std::string text;
  for (int i = 0; i < 30; ++i) text += i % 3 == 0 ? "money " : "river ";   // 30 pieces: windows of 22 and 8
  EmbedRequest request;
  request.texts = {text};
  const auto table = m_inspector->embed(request, m_progress);
  QCOMPARE(table->rows, 1);
  const auto part = [&](int begin, int end) {
    std::string words;
    for (int i = begin; i < end; ++i) words += i % 3 == 0 ? "money " : "river ";
    const torch::Tensor hidden = m_small->hidden(words, 3);
    return hidden.narrow(0, 1, hidden.size(0) - 2).sum(0);
  };
  QVERIFY(near(rowsOf(*table)[0], (part(0, 22) + part(22, 30)) / 30));
}

void TestInspector::findsWords() {
  const std::string text = "Playing, the Bank playing. Зеленый лука « »";
  const Encoding encoding = encodeText(*m_small->snapshot->tokenizer, text);
  std::vector<std::string> words;
  for (const WordSpan& span : wordsOf(encoding)) {
    const std::string word = text.substr(static_cast<std::size_t>(span.byteBegin), static_cast<std::size_t>(span.byteEnd - span.byteBegin));
    if (isWordText(word)) words.push_back(word);
  }
  QCOMPARE(words, (std::vector<std::string>{"Playing", "the", "Bank", "playing", "Зеленый", "лука"}));
  const auto count = [&](const std::string& word) { return occurrencesOf(word, text, encoding, *m_small->snapshot->tokenizer).size(); };
  QCOMPARE(count("playing"), std::size_t{2});           // case is folded by the tokeniser
  QCOMPARE(count("the bank"), std::size_t{1});          // two words
  QCOMPARE(count("play"), std::size_t{0});              // part of a word
  QCOMPARE(count("лука"), std::size_t{1});
}

void TestInspector::canBeCancelled() {
  EmbedRequest request;
  request.texts = {"the bank"};
  Progress cancelled;
  cancelled.cancel();
  QVERIFY_THROWS_EXCEPTION(Cancelled, m_inspector->embed(request, cancelled));
  QCOMPARE(m_inspector->embed(request, m_progress)->rows, 1);       // and can be asked again
}

void TestInspector::resolvesCheckpoints() {
  const fs::path out = folder() / "out";
  const auto checkpoint = [&](const std::string& name, bool complete) {
    fs::create_directories(out / name);
    std::ofstream(out / name / "config.json") << "{}";
    if (complete) std::ofstream(out / name / "model.safetensors") << "x";
  };
  QVERIFY(messageOf([&] { resolveCheckpoint(out); }).find("no such folder") != std::string::npos);
  fs::create_directories(out);
  QVERIFY(messageOf([&] { resolveCheckpoint(out); }).find("no config.json") != std::string::npos);
  std::ofstream(out / "run.json") << "{}";
  QVERIFY(messageOf([&] { resolveCheckpoint(out); }).find("no checkpoint yet") != std::string::npos);
  checkpoint("checkpoint-000500", true);
  checkpoint("checkpoint-001000", true);
  checkpoint("checkpoint-002000", false);
  checkpoint("checkpoint-003000.tmp-12-0", true);
  QCOMPARE(resolveCheckpoint(out), fs::canonical(out / "checkpoint-001000"));
  QCOMPARE(resolveCheckpoint(out / "checkpoint-000500/"), fs::canonical(out / "checkpoint-000500"));
  QCOMPARE(stepOfCheckpoint(out / "checkpoint-000500/"), 500);
  QCOMPARE(stepOfCheckpoint("bert-base"), -1);
}

void TestInspector::describesTheMachine() {
  bool hasBlas = false;
  for (const auto& row : doctor().rows) {
    QVERIFY2(!row.value.empty(), row.name.c_str());
    QVERIFY(row.good || !row.advice.empty());
    hasBlas = hasBlas || row.name == "BLAS";
  }
  QVERIFY(hasBlas);
  const Json environment = environmentJson(1);
  QVERIFY(environment["cores"].get<int>() >= 1);
  QVERIFY(!environment["blas"].get<std::string>().empty());
}

CLOZE_TEST_SUITE(TestInspector, "inspector")
#include "tst_inspector.moc"
