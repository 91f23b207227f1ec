// init.parts: a run that starts from another's weights has exactly the tensors that were asked for, its own first values elsewhere, and says so.
// A learning rate of zero keeps the first values, so that the checkpoint shows them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "app/commands/engine/training_output.h"
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/io/safetensors.h"
#include "engine/run.h"
#include "engine/train/run_folder.h"
#include "experiments/log_store.h"
#include "experiments/queries.h"

using namespace cloze;
namespace fs = std::filesystem;

namespace {

constexpr const char* kSpec = R"({
  "seed": 3, "family": {"id": "bert", "preset": "tiny", "config": {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 32}},
  "tokenizer": {"kind": "wordpiece", "vocab_size": 64}, "data": {"train": ["text.txt"], "validation_fraction": 0, "sequence_length": 16},
  "objective": {"id": "masked_lm"}, "optimizer": {"id": "adamw", "learning_rate": 0.003}, "schedule": {"id": "constant"},
  "train": {"steps": 4, "batch_size": 6, "checkpoint_every": 0}, "compute": {"shards": 1}})";

std::string wordsFrom(const char* letters, int sentences) {
  std::string text;
  for (int i = 0; i < sentences; ++i) {
    for (int word = 0; word < 6; ++word) text += std::string("w") + letters[(i * 7 + word * 5 + i / 3) % 6] + letters[(i + word) % 6] + " ";
    text += i % 4 == 3 ? ".\n\n" : ".\n";
  }
  return text;
}

struct Listener : RunObserver {
  std::string initialised;
  RunStarted prepare;
  void prepared(const RunStarted& event) override { prepare = event; }
  void event(const RunEvent& event) override {
    if (event.kind == RunEventKind::Initialised) initialised = event.message;
  }
};

bool within(const std::string& name, const char* prefix) { return name.rfind(prefix, 0) == 0; }

}  // namespace

class StartFromTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;
  NamedTensors m_parent, m_fresh;
  Listener m_heard;

  fs::path folder() const { return m_folder.path().toStdString(); }
  fs::path parentFolder() const { return folder() / "parent" / "checkpoint-000004"; }
  static std::vector<std::string> untrained() { return {"seed=9", "train.steps=1", "optimizer.learning_rate=0"}; }

  // Trains and returns the tensors of the last checkpoint.
  NamedTensors trained(const std::string& out, std::vector<std::string> assignments, const fs::path& log = {}) {
    const LaunchRequest request{loadRunSpec(folder() / "spec.json", assignments), folder() / out, "run-" + out, log};
    RunControl control;
    m_heard = Listener();
    std::unique_ptr<LogStore> store = log.empty() ? nullptr : std::make_unique<LogStore>(log);
    const auto logged = store ? store->observer(request.runId) : nullptr;
    ObserverList observers;
    observers.add(m_heard);
    if (logged) observers.add(*logged);
    const RunResult result = train(request, observers, control);
    if (result.outcome != RunOutcome::Finished) throw std::runtime_error(result.message);
    return readSafetensors(result.checkpoint / "model.safetensors");
  }
  NamedTensors child(const std::string& out, const std::string& parts, std::vector<std::string> more = {}, const fs::path& log = {}) {
    auto assignments = untrained();
    assignments.push_back("init.from=" + parentFolder().string());
    assignments.push_back("init.parts=" + parts);
    assignments.push_back("tokenizer.from=" + (folder() / "parent/tokenizer").string());
    assignments.insert(assignments.end(), more.begin(), more.end());
    return trained(out, assignments, log);
  }
  std::string refusal(const std::string& parts, const std::vector<std::string>& more = {}) {
    try {
      child("refused", parts, more);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("CLOZE_HOME", (m_folder.path() + "/home").toUtf8());
    writeFileAtomically(folder() / "text.txt", wordsFrom("abcdef", 120));
    writeFileAtomically(folder() / "spec.json", kSpec);
    m_parent = trained("parent", {});
    auto assignments = untrained();
    assignments.push_back("tokenizer.from=" + (folder() / "parent/tokenizer").string());
    m_fresh = trained("fresh", assignments);
    QVERIFY(m_heard.initialised.empty() && m_heard.prepare.parentRun.empty());
    QVERIFY(!fs::exists(folder() / "fresh/init.json"));
  }

  void takesTheAskedTensorsAndNoOthers_data() {
    QTest::addColumn<QString>("parts");
    QTest::addColumn<std::vector<std::string>>("taken");      // beginnings of names
    const std::string embeddings = "bert.embeddings.", first = "bert.encoder.layer.0.", second = "bert.encoder.layer.1.";
    QTest::newRow("all") << "all" << std::vector<std::string>{""};
    QTest::newRow("the encoder") << "encoder" << std::vector<std::string>{embeddings, first, second};
    QTest::newRow("the embeddings") << "embeddings" << std::vector<std::string>{embeddings};
    QTest::newRow("no layer") << "{\"lower\": 0}" << std::vector<std::string>{embeddings};
    QTest::newRow("the lower layer") << "{\"lower\": 1}" << std::vector<std::string>{embeddings, first};
    QTest::newRow("a map") << "{\"bert.encoder\": \"bert.encoder\", \"bert.encoder.layer.0\": \"\", \"bert.embeddings.LayerNorm\": \"bert.embeddings.LayerNorm\"}"
                           << std::vector<std::string>{second, "bert.embeddings.LayerNorm."};
  }
  void takesTheAskedTensorsAndNoOthers() {
    QFETCH(QString, parts);
    QFETCH(std::vector<std::string>, taken);
    const std::string out = "child-" + std::to_string(qHash(parts));
    const NamedTensors tensors = child(out, parts.toStdString());
    QCOMPARE(tensors.size(), m_parent.size());
    std::size_t loaded = 0;
    for (const auto& [name, tensor] : tensors) {
      const bool asked = std::any_of(taken.begin(), taken.end(), [&, &whole = name](const std::string& beginning) { return within(whole, beginning.c_str()); });
      QVERIFY2(torch::equal(tensor, asked ? m_parent.at(name) : m_fresh.at(name)), name.c_str());
      if (asked) ++loaded;
    }
    const Json account = readJsonFile(folder() / out / "init.json");
    QCOMPARE(static_cast<std::size_t>(std::count_if(account.at("tensors").begin(), account.at("tensors").end(), [](const Json& row) { return row.at("state") == "loaded"; })), loaded);
    QVERIFY2(m_heard.initialised.find(std::to_string(loaded) + " of " + std::to_string(tensors.size()) + " tensors") == 0, m_heard.initialised.c_str());
    QVERIFY(m_heard.initialised.find("fresh: ") != std::string::npos || loaded == tensors.size());
  }

  void aMapTakesOneLayerForAnother() {
    const NamedTensors tensors = child("crossed", R"({"bert.encoder.layer.0": "bert.encoder.layer.1"})");
    QVERIFY(torch::equal(tensors.at("bert.encoder.layer.0.output.dense.weight"), m_parent.at("bert.encoder.layer.1.output.dense.weight")));
    QVERIFY(torch::equal(tensors.at("bert.encoder.layer.1.output.dense.weight"), m_fresh.at("bert.encoder.layer.1.output.dense.weight")));
  }

  // One tensor renamed in a copy of the checkpoint: exactly one is fresh and one is not used.
  void namesWhatIsMissingAndWhatIsNotUsed() {
    const fs::path copy = folder() / "renamed";
    fs::copy(parentFolder(), copy);
    NamedTensors tensors = m_parent;
    const std::string name = "bert.encoder.layer.1.output.dense.weight";
    tensors["something.else"] = tensors.at(name);
    tensors.erase(name);
    writeSafetensors(copy / "model.safetensors", tensors);
    const NamedTensors taken = child("renamed-child", "all", {"init.from=" + copy.string()});
    QVERIFY(torch::equal(taken.at(name), m_fresh.at(name)));
    const Json account = readJsonFile(folder() / "renamed-child/init.json");
    QCOMPARE(account.at("missing"), Json::array({name}));
    QCOMPARE(account.at("unused"), Json::array({"something.else"}));
    QVERIFY(m_heard.initialised.find("asked for but not there: " + name) != std::string::npos && m_heard.initialised.find("not used: something.else") != std::string::npos);
    QCOMPARE(m_heard.prepare.parentRun, copy.string());       // no run wrote that folder
  }

  // The parent with its vocabulary turned round: rows are matched by token, so the child has the same vector for the same word.
  void matchesRowsByTokenWhereVocabulariesDiffer() {
    const fs::path turned = folder() / "turned";
    fs::copy(parentFolder(), turned);
    for (const char* name : {"tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"}) fs::remove(turned / name);   // they name ids
    std::istringstream lines(readFile(turned / "vocab.txt"));
    std::vector<std::string> tokens;
    for (std::string line; std::getline(lines, line);) tokens.push_back(line);
    const auto size = static_cast<std::int64_t>(tokens.size());
    const std::string lost = tokens.back();                    // a token that the other model has not seen
    tokens.back() = "never-seen";
    std::reverse(tokens.begin(), tokens.end());
    std::string vocabulary;
    for (const std::string& token : tokens) vocabulary += token + "\n";
    writeFileAtomically(turned / "vocab.txt", vocabulary);
    NamedTensors tensors = m_parent;
    for (const char* name : {"bert.embeddings.word_embeddings.weight", "cls.predictions.bias"}) tensors.at(name) = tensors.at(name).flip(0).contiguous();
    writeSafetensors(turned / "model.safetensors", tensors);

    const NamedTensors taken = child("turned-child", "all", {"init.from=" + turned.string()});
    for (const char* name : {"bert.embeddings.word_embeddings.weight", "cls.predictions.bias"}) {
      QVERIFY2(torch::equal(taken.at(name).narrow(0, 0, size - 1), m_parent.at(name).narrow(0, 0, size - 1)), name);
      QVERIFY2(torch::allclose(taken.at(name)[size - 1], m_parent.at(name).mean(0), 1e-5, 1e-7), lost.c_str());
    }
    QVERIFY2(m_heard.initialised.find("rows matched by token: bert.embeddings.word_embeddings.weight") != std::string::npos, m_heard.initialised.c_str());
  }

  void refusesAVocabularyThatCannotBeRead() {
    const fs::path broken = folder() / "broken";
    fs::copy(parentFolder(), broken);
    writeFileAtomically(broken / "tokenizer.json", "{");
    QVERIFY(refusal("all", {"init.from=" + broken.string()}).find("tokenizer.json") != std::string::npos);
  }

  void refusesAFileBeforeTheTextIsRead() {
    const std::string spec = (folder() / "spec.json").string(), noText = "data.train=[\"" + (folder() / "nowhere.txt").string() + "\"]";
    QVERIFY(refusal("all", {noText}).find("nowhere.txt") != std::string::npos);
    QVERIFY(refusal("all", {noText, "init.from=" + spec}).find(spec + ": this is a file") != std::string::npos);
  }

  void refusesWhatDoesNotFit_data() {
    QTest::addColumn<QString>("parts");
    QTest::addColumn<QString>("more");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("every shape that differs, by name") << "all" << "family.config.intermediate_size=48" << "bert.encoder.layer.1.intermediate.dense.weight has the shape [64, 32]";
    QTest::newRow("too many layers") << "{\"lower\": 3}" << "name=x" << "asks for the 3 lower layers; this model has 2";
    QTest::newRow("a map to nowhere") << "{\"bert.encoders\": \"bert.encoder\"}" << "name=x" << "no tensor \"bert.encoders\"";
    QTest::newRow("nothing there") << "{\"bert.encoder\": \"roberta.encoder\"}" << "name=x" << "none of the weights";
    QTest::newRow("a number") << "7" << "name=x" << "init.parts: is \"7\"; it must be";
    QTest::newRow("a negative number of layers") << "{\"lower\": -1}" << "name=x" << "it must be";
  }
  void refusesWhatDoesNotFit() {
    QFETCH(QString, parts);
    QFETCH(QString, more);
    QFETCH(QString, complaint);
    const std::string said = refusal(parts.toStdString(), {more.toStdString()});
    QVERIFY2(said.find(complaint.toStdString()) != std::string::npos, said.c_str());
    QVERIFY(!fs::exists(folder() / "refused"));
  }

  void theLogKnowsTheParent() {
    const fs::path log = folder() / "log.sqlite";
    child("logged", "encoder", {}, log);
    const LogReader reader(log);
    const auto rows = reader.lineage();
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(rows.front().run, std::string("run-logged"));
    QCOMPARE(rows.front().parentRun, std::string("run-parent"));
    QCOMPARE(rows.front().parentStep, std::int64_t(4));
    QCOMPARE(rows.front().kind, std::string("init"));
    const auto events = reader.events("run-logged");
    QVERIFY(std::any_of(events.begin(), events.end(), [](const EventRow& row) { return row.kind == "initialised" && row.message.find("tensors start from") != std::string::npos; }));
  }
};

CLOZE_TEST_SUITE(StartFromTest, "start_from")
#include "tst_start_from.moc"
