// Model folders as others write them, and as they should not be: every habit of older files loads the same weights, every fault is one clear message.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QTemporaryDir>

#include <fstream>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/io/hub_folder.h"
#include "engine/io/safetensors.h"
#include "engine/tools.h"
#include "tests/support/suite.h"

using namespace cloze;
namespace fs = std::filesystem;

namespace {

fs::path golden(const std::string& name) { return tests::sourceFolder() / "tests/golden" / name; }

// A copy of a golden model whose tensors and config may be changed before it is loaded.
struct Folder {
  explicit Folder(const std::string& source) : path(fs::path(directory.path().toStdString()) / "model"), config(readJsonFile(golden(source) / "config.json")),
                                               tensors(readSafetensors(golden(source) / "model.safetensors")) { fs::create_directory(path); }
  void write() const {
    writeFileAtomically(path / "config.json", config.dump());
    if (!tensors.empty()) writeSafetensors(path / "model.safetensors", tensors);
  }
  void rename(const std::function<std::string(std::string)>& newName) {
    NamedTensors renamed;
    for (const auto& [name, tensor] : tensors) renamed[newName(name)] = tensor;
    tensors = renamed;
  }
  QTemporaryDir directory;
  fs::path path;
  Json config;
  NamedTensors tensors;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t place = text.find(from);
  return place == std::string::npos ? text : text.replace(place, from.size(), to);
}

bool sameWeights(TextModel& a, TextModel& b) {
  for (const Parameter& parameter : a.parameters().all())
    if (!torch::equal(parameter.tensor, b.parameters().find(parameter.name).tensor)) return false;
  return true;
}

QString refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return {};
}

}  // namespace

class TestModelFolder : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void olderHabitsLoadTheSameWeights_data() {
    QTest::addColumn<int>("habit");
    QTest::newRow("gamma and beta") << 0;
    QTest::newRow("position_ids buffer") << 1;
    QTest::newRow("decoder's copies") << 2;
    QTest::newRow("double precision") << 3;
    QTest::newRow("shards") << 4;
  }
  void olderHabitsLoadTheSameWeights() {
    QFETCH(int, habit);
    Folder folder("bert/pretraining_a");
    const auto expected = loadModelFolder(golden("bert/pretraining_a"));
    if (habit == 0) folder.rename([](std::string name) { return replaced(replaced(name, "LayerNorm.weight", "LayerNorm.gamma"), "LayerNorm.bias", "LayerNorm.beta"); });
    if (habit == 1) folder.tensors["bert.embeddings.position_ids"] = torch::arange(40).view({1, 40});
    if (habit == 2) {
      folder.tensors["cls.predictions.decoder.weight"] = folder.tensors["bert.embeddings.word_embeddings.weight"].clone();
      folder.tensors["cls.predictions.decoder.bias"] = folder.tensors["cls.predictions.bias"].clone();
    }
    if (habit == 3)
      for (auto& [name, tensor] : folder.tensors) tensor = tensor.to(torch::kFloat64);
    folder.write();
    if (habit == 4) writeShards(folder);
    LoadReport report;
    const auto model = loadModelFolder(folder.path, &report);
    QVERIFY(sameWeights(*expected, *model));
    QVERIFY(report.missing.empty());
    QCOMPARE(report.renamed.empty(), habit != 0);
    QCOMPARE(report.ignored, habit == 1 ? std::vector<std::string>{"bert.embeddings.position_ids"} : std::vector<std::string>{});
  }

  void prefixesAreFoundBothWays() {
    Folder bare("bert/masked_lm_a");
    bare.rename([](const std::string& name) { return name.compare(0, 5, "bert.") == 0 ? name.substr(5) : name; });
    bare.write();
    const auto expected = loadModelFolder(golden("bert/masked_lm_a"));
    QVERIFY(sameWeights(*expected, *loadModelFolder(bare.path)));
    LoadReport report;
    const auto encoder = loadModelFolder(golden("bert/pretraining_a"), &report, HeadChoice{Head::None, 2});   // "bert." in the file, none in this class
    QVERIFY(report.missing.empty());
    QVERIFY(torch::equal(encoder->parameters().find("embeddings.word_embeddings.weight").tensor,
                         loadModelFolder(golden("bert/pretraining_a"))->parameters().find("bert.embeddings.word_embeddings.weight").tensor));
    QCOMPARE(encoder->architecture(), std::string("BertModel"));
  }

  void aMissingHeadIsInitialisedAndNamed() {
    LoadReport report;
    const auto model = loadModelFolder(golden("bert/masked_lm_a"), &report, HeadChoice{Head::Pretraining, 2});
    QCOMPARE(report.missing, (std::vector<std::string>{"bert.pooler.dense.weight", "bert.pooler.dense.bias", "cls.seq_relationship.weight", "cls.seq_relationship.bias"}));
    QVERIFY(model->parameters().find("bert.pooler.dense.weight").tensor.abs().max().item<float>() < 0.2f);
    QVERIFY(model->parameters().find("bert.pooler.dense.weight").tensor.abs().max().item<float>() > 0);
    QCOMPARE(model->parameters().find("cls.seq_relationship.bias").tensor.abs().max().item<float>(), 0.0f);
  }

  void torchFilesReadAsPythonWroteThem_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("zip") << "zip.bin";
    QTest::newRow("before 1.6") << "legacy.bin";
    QTest::newRow("inside state_dict") << "nested.bin";
  }
  void torchFilesReadAsPythonWroteThem() {
    QFETCH(QString, name);
    std::vector<std::string> ignored;
    const NamedTensors got = readTorchFile(golden("torch_files") / name.toStdString(), ignored), expected = readSafetensors(golden("torch_files/expected.safetensors"));
    QCOMPARE(got.size(), expected.size());
    for (const auto& [key, tensor] : expected) {
      QVERIFY2(got.count(key) && got.at(key).dtype() == tensor.dtype() && got.at(key).sizes() == tensor.sizes(), key.c_str());
      QVERIFY2(torch::equal(got.at(key), tensor), key.c_str());
    }
    QCOMPARE(ignored, name == "nested.bin" ? (std::vector<std::string>{"epoch", "best"}) : std::vector<std::string>{});
  }

  void aHostileFileRunsNothing() {
    std::vector<std::string> ignored;
    fs::remove("/tmp/cloze-canary");
    const QString message = refusal([&] { readTorchFile(golden("torch_files/hostile.bin"), ignored); });
    QVERIFY2(message.contains("system"), qPrintable(message));
    QVERIFY(!fs::exists("/tmp/cloze-canary"));
  }

  void whatSafetensorsWritesIsAFunctionOfTheTensors() {
    QTemporaryDir folder;
    const fs::path file = fs::path(folder.path().toStdString()) / "x.safetensors";
    const NamedTensors tensors = readSafetensors(golden("torch_files/expected.safetensors"));
    writeSafetensors(file, tensors);
    const std::string bytes = readFile(file);
    QVERIFY(bytes.substr(8, 80).find("{\"__metadata__\":{\"format\":\"pt\"},\"bfloat\":") == 0);
    QCOMPARE((8 + static_cast<unsigned char>(bytes[0]) + 256 * static_cast<unsigned char>(bytes[1])) % 8, 0);
    for (const auto& [name, tensor] : readSafetensors(file)) QVERIFY(torch::equal(tensor, tensors.at(name)));
    writeSafetensors(file, readSafetensors(file));
    QVERIFY(readFile(file) == bytes);
    QVERIFY(refusal([&] { writeSafetensors(fs::path(folder.path().toStdString()) / "no/such/folder/x", tensors); }).contains("no/such/folder"));
  }

  void badConfigsAreRefusedWithEveryProblem_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QStringList>("says");
    const auto row = [](const char* name, const char* json, QStringList says) { QTest::newRow(name) << QString(json) << says; };
    row("several at once", R"({"model_type":"bert","hidden_size":"64","num_attention_heads":-3,"hidden_dropout_prob":1.5,"hidden_act":"geluu","num_hidden_layers":1000000000})",
        {"hidden_size", "num_attention_heads", "hidden_dropout_prob", "hidden_act", "num_hidden_layers"});
    row("heads do not divide", R"({"model_type":"bert","hidden_size":100,"num_attention_heads":12})", {"num_attention_heads", "100"});
    row("vocabulary 0", R"({"model_type":"bert","vocab_size":0})", {"vocab_size"});
    row("impossible size", R"({"model_type":"bert","hidden_size":16384,"num_attention_heads":16,"intermediate_size":65536,"num_hidden_layers":256})", {"weights", "memory"});
    row("no family", R"({"hidden_size":64})", {"model_type"});
    row("unknown family", R"({"model_type":"bret"})", {"bret", "bert"});
    row("unknown class", R"({"model_type":"bert","architectures":["BertForEverything"]})", {"BertForEverything", "BertForMaskedLM"});
    row("architectures no list", R"({"model_type":"bert","architectures":"BertModel"})", {"architectures"});
    row("decoder", R"({"model_type":"bert","is_decoder":true,"position_embedding_type":"relative_key"})", {"is_decoder", "position_embedding_type"});
    row("quantised", R"({"model_type":"bert","quantization_config":{"bits":4}})", {"quantization_config"});
    row("labels", R"({"model_type":"bert","id2label":[1,2]})", {"id2label"});
    row("padding outside", R"({"model_type":"bert","pad_token_id":99999,"vocab_size":100})", {"pad_token_id"});
    row("not a number", R"({"model_type":"bert","layer_norm_eps":NaN})", {"not valid JSON"});
    row("too large a number", R"({"model_type":"bert","layer_norm_eps":1e309})", {"config.json"});
    row("comment", "{/* x */\"model_type\":\"bert\"}", {"not valid JSON"});
    row("duplicate key", R"({"model_type":"bert","hidden_size":64,"hidden_size":128})", {"hidden_size", "twice"});
    row("no object", "[]", {"object"});
    row("empty", "", {"config.json"});
  }
  void badConfigsAreRefusedWithEveryProblem() {
    QFETCH(QString, json);
    QFETCH(QStringList, says);
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    writeFileAtomically(path / "config.json", json.toStdString());
    const QString message = refusal([&] { loadModelFolder(path); });
    QVERIFY2(message.contains("config.json"), qPrintable(message));
    for (const QString& word : says) QVERIFY2(message.contains(word), qPrintable(message));
  }

  void configsOfOthersAreKept() {
    Folder folder("bert/masked_lm_a");
    folder.config["someone_elses_key"] = {{"deep", {1, 2}}};
    folder.config["torch_dtype"] = "float16";
    folder.write();
    const Json written = hubConfigJson(*loadModelFolder(folder.path));
    QCOMPARE(QString::fromStdString(written["someone_elses_key"].dump()), QString("{\"deep\":[1,2]}"));
    QCOMPARE(QString::fromStdString(written["dtype"].get<std::string>()), QString("float32"));
    QVERIFY(!written.contains("torch_dtype"));
  }

  void badWeightsAreRefused() {
    Folder folder("bert/masked_lm_a");
    const NamedTensors good = folder.tensors;
    const auto says = [&](const QString& word) {
      folder.write();
      const QString message = refusal([&] { loadModelFolder(folder.path); });
      if (!message.contains(word)) qWarning("%s", qPrintable(message));
      return message.contains(word);
    };
    folder.tensors["bert.encoder.layer.0.intermediate.dense.weight"] = good.at("bert.encoder.layer.0.intermediate.dense.weight").t().contiguous();
    QVERIFY(says("[24, 40]"));
    QVERIFY(says("[40, 24]"));
    folder.tensors = good;
    folder.tensors.erase("bert.encoder.layer.1.attention.self.key.weight");
    QVERIFY(says("bert.encoder.layer.1.attention.self.key.weight"));
    folder.tensors = good;
    folder.tensors["cls.predictions.bias"] = torch::zeros({99}, torch::kInt64);
    QVERIFY(says("floating-point"));
    folder.tensors.clear();
    fs::remove(folder.path / "model.safetensors");
    QVERIFY(says("no weights"));
    std::ofstream(folder.path / "model.safetensors") << "version https://git-lfs.github.com/spec/v1\n";
    QVERIFY(says("Git LFS pointer"));
  }

  // config.json of one family, weights of another: what is missing and what is there instead, with shapes, and whose it looks like.
  void weightsOfAnotherFamilyAreRecognised_data() {
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("weights");
    QTest::addColumn<QString>("family");
    QTest::newRow("GPT-2 as BERT") << "bert/pretraining_a" << "gpt2/lm_a" << "GPT-2";
    QTest::newRow("BERT as T5") << "t5/conditional_a" << "bert/pretraining_a" << "BERT";
    QTest::newRow("T5 as GPT-2") << "gpt2/lm_a" << "t5/conditional_a" << "T5";
  }
  void weightsOfAnotherFamilyAreRecognised() {
    QFETCH(QString, config);
    QFETCH(QString, weights);
    QFETCH(QString, family);
    Folder folder(config.toStdString());
    folder.tensors = readSafetensors(golden(weights.toStdString()) / "model.safetensors");
    folder.write();
    const QString said = refusal([&] { loadModelFolder(folder.path); });
    QVERIFY2(said.endsWith("family " + family) && said.contains("the weights lack") && said.contains("they hold") && said.contains("["), qPrintable(said));
  }

  void shardNamesStayInTheFolder_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"../../x.safetensors", "/etc/passwd", "", ".hidden", "a/b.safetensors", "missing.safetensors", "C:\\x"}) QTest::newRow(name) << QString(name);
  }
  void shardNamesStayInTheFolder() {
    QFETCH(QString, name);
    Folder folder("bert/masked_lm_a");
    folder.tensors.clear();
    folder.write();
    writeFileAtomically(folder.path / "model.safetensors.index.json", Json{{"weight_map", {{"a", name.toStdString()}}}}.dump());
    const QString message = refusal([&] { loadModelFolder(folder.path); });
    QVERIFY2(message.contains("index.json") && (message.contains("plain file name") || message.contains("missing")), qPrintable(message));
  }

  void importingWritesOurLayoutAndReports() {
    Folder folder("bert/pretraining_b");
    folder.rename([](std::string name) { return replaced(replaced(name, "LayerNorm.weight", "LayerNorm.gamma"), "LayerNorm.bias", "LayerNorm.beta"); });
    folder.write();
    const fs::path out = fs::path(folder.directory.path().toStdString()) / "imported";
    const ImportSummary summary = importCheckpoint(folder.path, out);
    QCOMPARE(summary.modelClass, std::string("BertForPreTraining"));
    QVERIFY(summary.renamed.size() > 4 && summary.missing.empty() && summary.ignored.empty());
    QVERIFY(sameWeights(*loadModelFolder(out), *loadModelFolder(golden("bert/pretraining_b"))));
    QVERIFY(!refusal([&] { importCheckpoint(folder.path, out); }).isEmpty());                  // what is there is not overwritten
    QVERIFY(refusal([&] { importCheckpoint("/no/such/path", out); }).contains("/no/such/path"));
    QVERIFY(refusal([&] { exportCheckpoint(out, "onnx", out); }).contains("onnx"));
  }

 private:
  static void writeShards(const Folder& folder) {
    fs::remove(folder.path / "model.safetensors");
    NamedTensors parts[2];
    Json index = {{"metadata", Json::object()}, {"weight_map", Json::object()}};
    int next = 0;
    for (const auto& [name, tensor] : folder.tensors) {
      const int part = next++ % 2;
      parts[part][name] = tensor;
      index["weight_map"][name] = "model-0000" + std::to_string(part + 1) + "-of-00002.safetensors";
    }
    for (int part = 0; part < 2; ++part) writeSafetensors(folder.path / ("model-0000" + std::to_string(part + 1) + "-of-00002.safetensors"), parts[part]);
    writeFileAtomically(folder.path / "model.safetensors.index.json", index.dump());
  }
};

CLOZE_TEST_SUITE(TestModelFolder, "model_folder")
#include "tst_model_folder.moc"
