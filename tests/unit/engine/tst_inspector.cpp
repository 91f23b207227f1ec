// The inspector on a small random model: its answers are those of the model's own forward pass, whatever the batching.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/inspect/checkpoint_folder.h"
#include "engine/inspect/model_snapshot.h"
#include "engine/inspect/words.h"
#include "engine/inspector.h"
#include "engine/tools.h"
#include "engine/train/environment.h"
#include "tests/support/suite.h"

namespace {

using namespace cloze;
namespace fs = std::filesystem;

const std::vector<std::string> kTokens = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "bank", "of", "river", "money", "play", "##ing", "##ed", "a",
                                          "game", ".", ",", "in", "new", "york", "лук", "##а", "зелен", "##ый"};

struct SmallModel {
  std::shared_ptr<ModelSnapshot> snapshot = std::make_shared<ModelSnapshot>();
  std::unique_ptr<TextModel> model;            // the snapshot's own, for comparison

  // `edit` may change the weights before the snapshot is taken.
  explicit SmallModel(const fs::path& folder, const std::function<void(TextModel&)>& edit = [](TextModel&) {}) {
    std::ofstream vocabulary(folder / "vocab.txt");
    for (const std::string& token : kTokens) vocabulary << token << '\n';
    vocabulary.close();
    const FamilyInfo& info = families().front();
    auto config = info.makeConfig();
    readJson(*config, Json{{"vocab_size", kTokens.size()}, {"hidden_size", 32}, {"num_hidden_layers", 3}, {"num_attention_heads", 4}, {"intermediate_size", 48},
                           {"max_position_embeddings", 24}, {"initializer_range", 0.5}});
    auto built = buildModel(info.id, *config, 3);
    edit(*built);
    snapshot->step = 17;
    snapshot->family = info.id;
    snapshot->config = std::move(config);
    snapshot->tokenizer = loadTokenizer(folder);
    snapshot->layout = flatLayout(built->parameters());
    snapshot->weights = FlatBuffer(snapshot->layout.size);
    gatherWeights(built->parameters(), snapshot->layout, snapshot->weights);
    model = modelOf(*snapshot);
  }

  // Vectors [T, H] of one text alone at a layer.
  torch::Tensor hidden(const std::string& text, std::int64_t layer) {
    const torch::NoGradGuard noGradients;
    const Encoding encoding = encodeText(*snapshot->tokenizer, text);
    BatchTensors batch;
    const std::vector<std::int64_t> ids(encoding.ids.begin(), encoding.ids.end());
    batch.ids = torch::tensor(ids).unsqueeze(0);
    Pass pass;
    pass.capture.hiddenStates = true;
    return model->forward(batch, pass).hiddenStates.at(static_cast<std::size_t>(layer))[0];
  }
  torch::Tensor probabilities(const std::string& text, std::int64_t position) {
    const torch::NoGradGuard noGradients;
    return torch::softmax(model->tokenLogits(hidden(text, 3).narrow(0, position, 1)), -1)[0];   // [V]
  }
};

torch::Tensor rowsOf(const EmbeddingTable& table) { return torch::tensor(table.values).view({table.rows, table.width}); }

bool near(const torch::Tensor& a, const torch::Tensor& b) { return a.sizes() == b.sizes() && torch::allclose(a, b, 1e-5, 1e-5); }

template <class Action>
std::string messageOf(Action action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

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
  void neighboursEqualTheDefinition();
  void neighboursOfTheSameWordOnly();
  void neighboursLeaveOutTheQuerysOwnSentence_data();
  void neighboursLeaveOutTheQuerysOwnSentence();
  void countsOccurrencesThatAreNoNumbers();
  void explainsAMissingWord();
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

void TestInspector::neighboursEqualTheDefinition() {
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

void TestInspector::neighboursOfTheSameWordOnly() {
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

void TestInspector::neighboursLeaveOutTheQuerysOwnSentence_data() {
  QTest::addColumn<QString>("query");
  QTest::addColumn<bool>("sameWordOnly");
  QTest::addColumn<int>("left");
  QTest::newRow("the very text") << "the bank of money ." << false << 4;
  QTest::newRow("other case and spaces") << " The  bank of money ." << false << 4;
  QTest::newRow("only the same word") << "the bank of money ." << true << 4;
  QTest::newRow("one word more") << "the bank of money in ." << false << 0;
  QTest::newRow("of several windows") << QString("the bank ") + QString("money river ").repeated(15) << false << 32;
}

void TestInspector::neighboursLeaveOutTheQuerysOwnSentence() {
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

void TestInspector::countsOccurrencesThatAreNoNumbers() {
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

void TestInspector::explainsAMissingWord() {
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
