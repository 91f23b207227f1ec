// ELMo against the authors' own activations (allenai/bilm-tf, through AllenNLP's fixtures in ../shared): words by their letters, the top layer with the
// states carried from sentence to sentence, two containers of one network; the same comparison with one fault each, which must be seen; and files
// that do not fit.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <cmath>
#include <cstdio>
#include <sstream>

#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "engine/io/hdf5.h"
#include "engine/io/original_folder.h"
#include "engine/text/words.h"
#include "engine/tools.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

using namespace cloze;
using namespace cloze::tests;

namespace {

namespace fs = std::filesystem;

fs::path fixture() { return sharedFolder() / "data/checkpoints/elmo_fixture"; }

std::vector<std::string> wordsOfLine(const std::string& line) {
  std::istringstream stream(line);
  return {std::istream_iterator<std::string>(stream), {}};
}

// [1, words, 50]
torch::Tensor lettersOfWords(const std::vector<std::string>& words) {
  auto letters = torch::empty({1, static_cast<std::int64_t>(words.size()), 50}, torch::kInt32);
  for (std::size_t i = 0; i < words.size(); ++i) spellWord(words[i], 50, letters.data_ptr<std::int32_t>() + i * 50);
  return letters;
}

// All layers of a sentence, [L + 1, words, 32], without its begin and end.
torch::Tensor layersOf(TextModel& model, const std::string& sentence, Memory* memory, bool withEnds = true) {
  const torch::NoGradGuard noGradient;
  std::vector<std::string> words = wordsOfLine(sentence);
  if (withEnds) {
    words.insert(words.begin(), "<S>");
    words.push_back("</S>");
  }
  BatchTensors batch;
  batch.characters = lettersOfWords(words);
  Pass pass;
  pass.capture.hiddenStates = true;
  pass.memory = memory;
  const auto layers = torch::cat(model.forward(batch, pass).hiddenStates);
  return withEnds ? layers.narrow(1, 1, layers.size(1) - 2) : layers;
}

NamedTensors readAll(const fs::path& file) { return readHdf5(file, hdf5Shapes(file)); }

// Largest difference over the three streams of ten sentences; `carried`: states go on from sentence to sentence.
double largestDifference(TextModel& model, bool carried, bool withEnds, int sentences) {
  const Json streams = readJsonFile(fixture() / "sentences.json");
  double worst = 0;
  for (int stream = 0; stream < 3; ++stream) {
    const NamedTensors expected = readAll(fixture() / ("lm_embeddings_" + std::to_string(stream) + ".hdf5"));
    Memory memory = model.emptyMemory(1);
    for (int i = 0; i < sentences; ++i) {
      const auto both = expected.at(std::to_string(i));                                          // [2, n, 16]: forward, backward
      const auto top = layersOf(model, streams[static_cast<std::size_t>(stream)][static_cast<std::size_t>(i)].get<std::string>(), carried ? &memory : nullptr, withEnds)[2];
      worst = std::max(worst, (top - torch::cat({both[0], both[1]}, 1)).abs().max().item<double>());
    }
  }
  return worst;
}

std::unique_ptr<TextModel> changed(const Json& config) {
  const auto model = loadOriginalFolder(fixture());
  auto settings = model->config().clone();
  readJson(*settings, config);
  auto other = buildModel("elmo", *settings, std::nullopt, {Head::None});
  const torch::NoGradGuard noGradient;
  for (std::size_t i = 0; i < other->parameters().all().size(); ++i) other->parameters().all()[i].tensor.copy_(model->parameters().all()[i].tensor);
  return other;
}

// Every LSTM's gate matrix and bias [4C, ...] through `change`.
std::unique_ptr<TextModel> withGates(const std::function<void(torch::Tensor gates, bool bias)>& change) {
  auto model = loadOriginalFolder(fixture());
  const torch::NoGradGuard noGradient;
  for (Parameter& parameter : model->parameters().all())
    if (parameter.layer > 0 && parameter.name.find("W_P_0") == std::string::npos) change(parameter.tensor, parameter.tensor.dim() == 1);
  return model;
}

std::string messageOf(const std::function<void()>& call) {
  try {
    call();
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

void copyFixture(const TemporaryFolder& folder) {
  fs::copy_file(fixture() / "options.json", folder.path() / "options.json");
  fs::copy_file(fixture() / "lm_weights.hdf5", folder.path() / "weights.hdf5");
}

}  // namespace

class TestElmo : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void wordsAreThoseOfTheirLetters() {
    CLOZE_NEED_SHARED();
    const auto model = loadOriginalFolder(fixture());
    std::vector<std::string> words;
    std::istringstream lines(readFile(fixture() / "vocab_test.txt"));
    for (std::string line; std::getline(lines, line);) words.push_back(line);
    const auto expected = readAll(fixture() / "elmo_token_embeddings.hdf5").at("embedding");       // [458, 16]
    QCOMPARE(static_cast<std::int64_t>(words.size()), expected.size(0));
    BatchTensors batch;
    batch.characters = lettersOfWords(words);
    Pass pass;
    pass.capture.hiddenStates = true;
    const torch::NoGradGuard noGradient;
    const auto vectors = model->forward(batch, pass).hiddenStates.front()[0];                      // [458, 32], twice the same
    const double worst = (vectors.narrow(1, 0, 16) - expected).abs().max().item<double>();
    std::printf("word vectors: largest difference %.2g\n", worst);
    QVERIFY2(worst < 1e-5, std::to_string(worst).c_str());
    QVERIFY(torch::equal(vectors.narrow(1, 0, 16), vectors.narrow(1, 16, 16)));
  }

  void theTopLayerIsTheAuthors() {
    CLOZE_NEED_SHARED();
    const auto model = loadOriginalFolder(fixture());
    const double worst = largestDifference(*model, true, true, 10);
    std::printf("top layer, states carried: largest difference %.2g\n", worst);
    QVERIFY2(worst < 1e-5, std::to_string(worst).c_str());
    QVERIFY(largestDifference(*model, false, true, 1) < 1e-5);                                     // the first sentence has nothing to carry
  }

  void oneFaultIsSeen_data() {
    QTest::addColumn<QString>("fault");
    for (const char* fault : {"no state carried", "no begin and end", "no skip connections", "no clipping", "no 1 on the forget gate", "gates i, f, j, o"}) QTest::newRow(fault) << fault;
  }
  void oneFaultIsSeen() {
    CLOZE_NEED_SHARED();
    QFETCH(QString, fault);
    auto model = loadOriginalFolder(fixture());
    if (fault == "no skip connections") model = changed({{"use_skip_connections", false}});
    if (fault == "no clipping") model = changed({{"cell_clip", 0}, {"proj_clip", 0}});
    if (fault == "no 1 on the forget gate") model = withGates([](torch::Tensor gates, bool bias) { if (bias) gates.narrow(0, 128, 64) -= 1; });
    if (fault == "gates i, f, j, o")
      model = withGates([](torch::Tensor gates, bool) {
        const auto candidate = gates.narrow(0, 64, 64).clone();
        gates.narrow(0, 64, 64).copy_(gates.narrow(0, 128, 64));
        gates.narrow(0, 128, 64).copy_(candidate);
      });
    const double worst = largestDifference(*model, fault != "no state carried", fault != "no begin and end", 10);
    QVERIFY2(worst > 0.5, std::to_string(worst).c_str());
  }

  // AllenNLP's container of the same network: PyTorch's layout, masked letter first, highways as [transform; -carry].
  void twoContainersHoldOneNetwork() {
    CLOZE_NEED_SHARED();
    const auto model = loadOriginalFolder(fixture());
    std::vector<std::string> ignored;
    const NamedTensors other = readTorchFile(sharedFolder() / "data/checkpoints/simple_tagger_with_elmo/best.th", ignored);
    const auto theirs = [&](const std::string& end) {
      for (const auto& [name, tensor] : other)
        if (name.size() >= end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0) return tensor;
      throw std::invalid_argument("no tensor *" + end);
    };
    const auto ours = [&](const std::string& name) { return model->parameters().find(name).tensor.detach(); };
    QVERIFY(torch::equal(theirs("_char_embedding_weights").narrow(0, 1, 261), ours("char_embed")));
    for (int k = 0; k < 2; ++k) {
      const std::string high = "CNN_high_" + std::to_string(k) + ".";
      const auto joined = torch::cat({ours(high + "W_transform"), -ours(high + "W_carry")});
      QVERIFY(torch::equal(theirs("_highways._layers." + std::to_string(k) + ".weight"), joined));
    }
    for (const auto& [direction, number] : {std::pair("forward", 0), {"backward", 1}})
      for (int layer = 0; layer < 2; ++layer) {
        const std::string cell = "RNN_" + std::to_string(number) + ".RNN.MultiRNNCell.Cell" + std::to_string(layer) + ".LSTMCell.";
        const std::string end = std::string(direction) + "_layer_" + std::to_string(layer) + ".";
        const auto torchOrder = [](const torch::Tensor& gates) {                                   // i, j, f, o -> i, f, g, o
          const auto parts = gates.chunk(4);
          return torch::cat({parts[0], parts[2], parts[1], parts[3]});
        };
        const auto bias = torchOrder(ours(cell + "B")).clone();
        bias.narrow(0, 64, 64) += 1;
        QVERIFY(torch::equal(theirs(end + "input_linearity.weight"), torchOrder(ours(cell + "W_0").narrow(1, 0, 16))));
        QVERIFY(torch::equal(theirs(end + "state_linearity.weight"), torchOrder(ours(cell + "W_0").narrow(1, 16, 16))));
        QVERIFY(torch::equal(theirs(end + "state_linearity.bias"), bias));
        QVERIFY(torch::equal(theirs(end + "state_projection.weight"), ours(cell + "W_P_0")));
      }
  }

  // The tagger's learned mixture over our layers, FAMILIES-recurrent-and-tasks.md 6.7 (5).
  void aTasksMixtureIsTheirs() {
    CLOZE_NEED_SHARED();
    const auto encoder = loadOriginalFolder(fixture());
    const auto tagger = buildModel("elmo", encoder->config(), 1, {Head::TokenLabels, 4});
    const torch::NoGradGuard noGradient;
    for (const Parameter& parameter : encoder->parameters().all()) tagger->parameters().find(parameter.name).tensor.copy_(parameter.tensor);
    tagger->parameters().find("scalar_mix.weights").tensor.copy_(torch::tensor({-0.002861f, -0.001325f, 0.003292f}));
    tagger->parameters().find("scalar_mix.gamma").tensor.fill_(1.0045833);
    const std::vector<double> shares = tagger->layerMix().shares;
    for (const auto& [j, share] : {std::pair(0, 0.33248), {1, 0.33299}, {2, 0.33453}}) QVERIFY(std::abs(shares[static_cast<std::size_t>(j)] - share) < 1e-5);
    BatchTensors batch;
    batch.characters = lettersOfWords(wordsOfLine("<S> U.N. official Ekeus heads for Baghdad . </S>"));
    Pass pass;
    const auto mixed = tagger->forward(batch, pass).hidden[0][1];
    for (const auto& [i, value] : {std::pair(0, -1.97955), {1, -0.66481}, {2, -3.15155}, {3, 1.23731}})
      QVERIFY2(std::abs(mixed[i].item<double>() - value) < 2e-5, std::to_string(mixed[i].item<double>()).c_str());
  }

  // What one reader says does not depend on the words that the other one reads first, to the last bit.
  void theTwoReadersNeverMeet() {
    CLOZE_NEED_SHARED();
    const auto model = loadOriginalFolder(fixture());
    const auto before = layersOf(*model, "The cat sat on the mat .", nullptr)[2], after = layersOf(*model, "The cat sat on the dog .", nullptr)[2];   // [7, 32]
    QVERIFY(torch::equal(before.narrow(0, 0, 5).narrow(1, 0, 16), after.narrow(0, 0, 5).narrow(1, 0, 16)));
    QVERIFY(torch::equal(before.narrow(0, 6, 1).narrow(1, 16, 16), after.narrow(0, 6, 1).narrow(1, 16, 16)));
    QVERIFY(!torch::equal(before[0].narrow(0, 16, 16), after[0].narrow(0, 16, 16)));
  }

  // Rows of several lengths together say what each says alone.
  void paddingChangesNothing() {
    CLOZE_NEED_SHARED();
    const auto model = loadOriginalFolder(fixture());
    const torch::NoGradGuard noGradient;
    const auto longer = lettersOfWords(wordsOfLine("<S> a b c d </S>")), shorter = lettersOfWords(wordsOfLine("<S> e </S>"));
    BatchTensors both, alone;
    both.characters = torch::zeros({2, 6, 50}, torch::kInt32);
    both.characters[0].copy_(longer[0]);
    both.characters[1].narrow(0, 0, 3).copy_(shorter[0]);
    both.attentionMask = torch::ones({2, 6}, torch::kBool);
    both.attentionMask[1].narrow(0, 3, 3).fill_(false);
    alone.characters = shorter;
    Pass pass;
    const auto together = model->forward(both, pass).hidden[1].narrow(0, 0, 3), single = model->forward(alone, pass).hidden[0];
    QVERIFY((together - single).abs().max().item<double>() < 1e-6);
  }

  void whatIsWrittenIsReadAgain() {
    CLOZE_NEED_SHARED();
    const TemporaryFolder folder;
    const ImportSummary imported = importCheckpoint(fixture(), folder.path() / "cloze");
    QCOMPARE(QString::fromStdString(imported.family), QString("elmo"));
    QVERIFY(imported.missing.empty());
    exportCheckpoint(folder.path() / "cloze", "bilm", folder.path() / "bilm");
    const NamedTensors before = readAll(fixture() / "lm_weights.hdf5"), after = readAll(folder.path() / "bilm/weights.hdf5");
    QCOMPARE(after.size(), before.size());
    for (const auto& [name, tensor] : before) QVERIFY2(torch::equal(tensor, after.at(name)), name.c_str());
    const Json given = readJsonFile(fixture() / "options.json"), written = readJsonFile(folder.path() / "bilm/options.json");
    for (const char* path : {"/lstm/dim", "/lstm/cell_clip", "/char_cnn/filters", "/char_cnn/n_characters", "/char_cnn/embedding/dim"})
      QVERIFY2(given.at(Json::json_pointer(path)) == written.at(Json::json_pointer(path)), path);
    for (const char* file : {"options.json", "weights.hdf5"})                                      // a checkpoint holds them as well, to the byte
      QVERIFY(readFile(folder.path() / "cloze" / file) == readFile(folder.path() / "bilm" / file));
    QVERIFY(!messageOf([&] { exportCheckpoint(folder.path() / "cloze", "tf", folder.path() / "x"); }).empty());
  }

  void filesThatDoNotFitAreRefused_data() {
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("missing keys") << "keys" << QStringList{"lstm/dim", "char_cnn/filters", "is missing"};
    QTest::newRow("a key of another type") << "type" << QStringList{"projection_dim"};
    QTest::newRow("filters that are none") << "filters" << QStringList{"filters", "[letters, how many]"};
    QTest::newRow("another size") << "size" << QStringList{"RNN_0/RNN/MultiRNNCell/Cell0/LSTMCell/W_0", "[32, 256]", "[32, 512]", "Cell1"};
    QTest::newRow("missing data sets") << "missing" << QStringList{"char_embed [261, 4] is missing", "CNN/W_cnn_0"};
    QTest::newRow("cut short") << "truncated" << QStringList{"weights.hdf5", "cut short"};
    QTest::newRow("no HDF5 at all") << "text" << QStringList{"weights.hdf5", "no HDF5 file"};
    QTest::newRow("no weights") << "none" << QStringList{"has no weights"};
  }
  void filesThatDoNotFitAreRefused() {
    CLOZE_NEED_SHARED();
    QFETCH(QString, fault);
    QFETCH(QStringList, words);
    const TemporaryFolder folder;
    copyFixture(folder);
    Json options = readJsonFile(folder.path() / "options.json");
    const fs::path weights = folder.path() / "weights.hdf5";
    if (fault == "keys") { options["lstm"].erase("dim"); options["char_cnn"].erase("filters"); }
    if (fault == "type") options["lstm"]["projection_dim"] = "wide";
    if (fault == "filters") options["char_cnn"]["filters"] = Json::array({1, 2});
    if (fault == "size") options["lstm"]["dim"] = 128;
    folder.write("options.json", options.dump());
    if (fault == "missing") writeHdf5(weights, {{"other", torch::zeros({2})}});
    if (fault == "truncated") fs::resize_file(weights, fs::file_size(weights) / 2);
    if (fault == "text") folder.write("weights.hdf5", "not what it says");
    if (fault == "none") fs::remove(weights);
    const std::string message = messageOf([&] { loadOriginalFolder(folder.path()); });
    for (const QString& word : words) QVERIFY2(message.find(word.toStdString()) != std::string::npos, message.c_str());
  }

  // Sizes of the paper and its web page, without the softmax.
  void publishedCountsAreMet_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<double>("millions");
    QTest::newRow("small") << "small" << 13.6;
    QTest::newRow("medium") << "medium" << 28.0;
    QTest::newRow("original") << "original" << 93.6;
    QTest::newRow("5.5B") << "original-5.5b" << 93.6;
  }
  void publishedCountsAreMet() {
    QFETCH(QString, preset);
    QFETCH(double, millions);
    FamilySettings settings("elmo");
    settings.preset = preset.toStdString();
    settings.applyPreset();
    const auto model = buildModel("elmo", *settings.config, std::nullopt, {Head::None});
    QCOMPARE(std::round(static_cast<double>(model->parameters().count()) / 1e5) / 10, millions);
    const Json config = toJson(*settings.config);
    const std::int64_t softmax = config["vocab_size"].get<std::int64_t>() * (config["projection_dim"].get<std::int64_t>() + 1);
    QCOMPARE(family("elmo").parameterCount(*settings.config), model->parameters().count() + softmax);
  }
};

CLOZE_TEST_SUITE(TestElmo, "elmo")
#include "tst_elmo.moc"
