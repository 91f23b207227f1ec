// Fine-tuning: what is frozen keeps its bytes and what is not moves, rates of layers are the previewed ones, choices stay together, a small set is
// learnt by heart, and a saved checkpoint answers as the trained one did.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <cmath>
#include <set>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/io/safetensors.h"
#include "engine/run.h"
#include "engine/tools.h"
#include "engine/train/run_folder.h"

using namespace cloze;
namespace fs = std::filesystem;

namespace {

constexpr const char* kPretraining = R"({
  "seed": 3, "family": {"id": "bert", "preset": "tiny", "config": {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 32}},
  "tokenizer": {"kind": "wordpiece", "vocab_size": 80}, "data": {"train": ["text.txt"], "validation_fraction": 0, "sequence_length": 16},
  "objective": {"id": "masked_lm+next_sentence"}, "train": {"steps": 3, "batch_size": 6, "checkpoint_every": 0}, "compute": {"shards": 1}})";

constexpr const char* kTask = R"({
  "seed": 5, "task": {"id": "text_classification", "train": ["train.tsv"], "validation": ["train.tsv"], "max_length": 16, "columns": {"text": "text", "label": "label"}},
  "init": {"from": "parent"}, "optimizer": {"id": "adamw", "learning_rate": 0.003, "weight_decay": 0.1}, "schedule": {"id": "constant", "warmup_steps": 0},
  "train": {"steps": 6, "batch_size": 4, "evaluate_every": 0, "checkpoint_every": 0}, "compute": {"shards": 2}})";

std::string sentences(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    for (int word = 0; word < 5; ++word) text += std::string("w") + "abcdef"[(i * 7 + word * 5 + i / 3) % 6] + "abcdef"[(i + word) % 6] + " ";
    text += i % 4 == 3 ? ".\n\n" : ".\n";
  }
  return text;
}

// 16 examples whose label is in their words.
std::string labelledTable() {
  std::string table = "text\tlabel\n";
  for (int i = 0; i < 16; ++i)
    table += std::string("w") + "abcdef"[i % 6] + "a w" + "abcdef"[(i / 6) % 6] + (i % 2 ? "b wff" : "c waa") + "\t" + (i % 2 ? "good" : "bad") + "\n";
  return table;
}

struct Recorder : RunObserver {
  std::vector<std::string> groups;
  std::vector<std::vector<double>> rates;
  std::vector<double> losses;
  std::string initialised;
  void prepared(const RunStarted& event) override { groups = event.parameterGroups; }
  void step(const StepReport& report) override {
    rates.push_back(report.learningRates);
    losses.push_back(report.loss);
  }
  void event(const RunEvent& event) override {
    if (event.kind == RunEventKind::Initialised) initialised = event.message;
  }
};

bool within(const std::string& name, const std::string& prefix) { return name.rfind(prefix, 0) == 0; }

}  // namespace

class TransferTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;
  NamedTensors m_parent;
  Recorder m_heard;
  int m_runs = 0;

  fs::path folder() const { return m_folder.path().toStdString(); }

  RunResult trained(const fs::path& spec, const std::vector<std::string>& assignments, const std::string& out) {
    const LaunchRequest request{loadRunSpec(folder() / spec, assignments), folder() / out, "run-" + out, {}};
    RunControl control;
    m_heard = Recorder();
    const RunResult result = train(request, m_heard, control);
    if (result.outcome != RunOutcome::Finished) throw std::runtime_error(result.message);
    return result;
  }
  RunResult fineTuned(const std::vector<std::string>& assignments) { return trained("task.json", assignments, "task-" + std::to_string(++m_runs)); }
  static NamedTensors weightsOf(const RunResult& result) { return readSafetensors(result.checkpoint / "model.safetensors"); }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("CLOZE_HOME", (m_folder.path() + "/home").toUtf8());
    writeFileAtomically(folder() / "text.txt", sentences(120));
    writeFileAtomically(folder() / "train.tsv", labelledTable());
    writeFileAtomically(folder() / "pretraining.json", kPretraining);
    writeFileAtomically(folder() / "task.json", kTask);
    m_parent = weightsOf(trained("pretraining.json", {}, "parent"));
  }

  void takesFamilySizesTokeniserAndPoolerFromTheCheckpoint() {
    const RunResult result = fineTuned({"optimizer.learning_rate=0"});
    const NamedTensors weights = weightsOf(result);
    for (const auto& [name, tensor] : weights)
      if (within(name, "bert.")) QVERIFY2(torch::equal(tensor, m_parent.at(name)), name.c_str());
    QVERIFY(weights.count("classifier.weight"));
    const Json config = readJsonFile(result.checkpoint / "config.json");
    QCOMPARE(config.at("hidden_size"), 32);
    QCOMPARE(config.at("architectures")[0], "BertForSequenceClassification");
    QCOMPARE(config.at("id2label"), Json({{"0", "bad"}, {"1", "good"}}));
    QVERIFY(m_heard.initialised.find("classifier.weight") != std::string::npos);
  }

  void frozenBytesStayAndTheOthersMove_data() {
    QTest::addColumn<QString>("freeze");
    QTest::addColumn<std::vector<std::string>>("frozen");
    const std::string embeddings = "bert.embeddings.", first = "bert.encoder.layer.0.", second = "bert.encoder.layer.1.";
    QTest::newRow("none") << "none" << std::vector<std::string>{};
    QTest::newRow("below 0") << "{\"below\": 0}" << std::vector<std::string>{embeddings};
    QTest::newRow("below 1") << "{\"below\": 1}" << std::vector<std::string>{embeddings, first};
    QTest::newRow("all but the head") << "all_but_head" << std::vector<std::string>{embeddings, first, second};
  }
  void frozenBytesStayAndTheOthersMove() {
    QFETCH(QString, freeze);
    QFETCH(std::vector<std::string>, frozen);
    const NamedTensors weights = weightsOf(fineTuned({"transfer.freeze=" + freeze.toStdString()}));
    for (const auto& [name, tensor] : weights) {
      if (!within(name, "bert.")) continue;
      const bool shouldStay = std::any_of(frozen.begin(), frozen.end(), [&, &own = name](const std::string& prefix) { return within(own, prefix); });
      if (name.find("key.bias") != std::string::npos && !shouldStay) continue;               // shifts all scores of a query alike: its gradient is 0
      QVERIFY2(torch::equal(tensor, m_parent.at(name)) == shouldStay, name.c_str());
    }
  }

  void frozenLayersRunWithoutDropout() {
    const std::vector<std::string> settings{"transfer.freeze=all_but_head", "optimizer.learning_rate=0", "train.overfit_one_batch=true", "family.config.classifier_dropout=0",
                                            "family.config.hidden_dropout_prob=0.3"};
    fineTuned(settings);
    for (const double loss : m_heard.losses) QCOMPARE(loss, m_heard.losses.front());
    auto trainedBody = settings;
    trainedBody[0] = "transfer.freeze=none";
    fineTuned(trainedBody);
    QVERIFY(m_heard.losses[1] != m_heard.losses[0]);
  }

  void ratesAreThePreviewedOnes_data() {
    QTest::addColumn<QString>("setting");
    QTest::addColumn<int>("groups");
    QTest::newRow("one rate") << "transfer.layer_decay=1" << 2;
    QTest::newRow("layer decay") << "transfer.layer_decay=0.5" << 8;
    QTest::newRow("gradual unfreezing") << "transfer.freeze=gradual" << 8;
  }
  void ratesAreThePreviewedOnes() {
    QFETCH(QString, setting);
    QFETCH(int, groups);
    const std::vector<std::string> settings{setting.toStdString(), "schedule.id=linear", "schedule.warmup_steps=2", "train.steps=8"};
    const auto curves = previewLearningRates(loadRunSpec(folder() / "task.json", settings));
    fineTuned(settings);
    QCOMPARE(static_cast<int>(m_heard.groups.size()), groups);
    QCOMPARE(curves.size(), m_heard.groups.size());
    for (std::size_t group = 0; group < curves.size(); ++group) {
      QCOMPARE(curves[group].group, m_heard.groups[group]);
      for (std::size_t step = 0; step < m_heard.rates.size(); ++step) QCOMPARE(m_heard.rates[step][group], curves[group].rates[step]);
    }
  }

  void gradualUnfreezingThawsFromTheHeadDownwards() {
    const std::vector<std::string> settings{"transfer.freeze=gradual", "train.steps=4"};     // four parts: head, layer 2, layer 1, embeddings
    fineTuned(settings);
    QCOMPARE(m_heard.groups.front(), std::string("head"));
    QCOMPARE(m_heard.groups.back(), std::string("embeddings.no_decay"));
    for (std::size_t step = 0; step < 4; ++step)
      for (std::size_t group = 0; group < 8; ++group) QCOMPARE(m_heard.rates[step][group] > 0, group / 2 <= step);
    const NamedTensors two = weightsOf(fineTuned({"transfer.freeze=gradual", "train.epochs=0.5"}));   // half an epoch: only the head has thawed
    QVERIFY(torch::equal(two.at("bert.encoder.layer.1.output.dense.weight"), m_parent.at("bert.encoder.layer.1.output.dense.weight")));
  }

  void upperLayersStartAfresh() {
    const NamedTensors weights = weightsOf(fineTuned({"transfer.reinitialize_layers=1", "optimizer.learning_rate=0"}));
    const std::string name = "output.dense.weight";
    QVERIFY(torch::equal(weights.at("bert.encoder.layer.0." + name), m_parent.at("bert.encoder.layer.0." + name)));
    QVERIFY(!torch::equal(weights.at("bert.encoder.layer.1." + name), m_parent.at("bert.encoder.layer.1." + name)));
  }

  void learnsASmallSetByHeartAndAnswersFromTheCheckpoint() {
    const RunResult result = fineTuned({"train.steps=150", "family.config.hidden_dropout_prob=0", "family.config.attention_probs_dropout_prob=0"});
    QVERIFY2(m_heard.losses.back() < 0.05, qPrintable(QString::number(m_heard.losses.back())));
    TaskRequest request;
    request.checkpoint = result.checkpoint;
    request.task = "text_classification";
    request.files = {folder() / "train.tsv"};
    request.textColumn = "text";
    request.labelColumn = "label";
    request.batchSize = 5;
    Progress progress;
    const TaskResult scored = runTask(request, progress);
    QCOMPARE(scored.labelled, 16);
    QCOMPARE(scored.metrics.front().second, 1.0);
    QCOMPARE(scored.confusion, (std::vector<std::vector<std::int64_t>>{{8, 0}, {0, 8}}));
    for (const auto& [name, value] : result.metrics)
      if (name == scored.metrics.front().first) QCOMPARE(value, scored.metrics.front().second);
    request.files.clear();
    request.text = "wba wab wff";
    QCOMPARE(runTask(request, progress).predictions.front().label, std::string("good"));
  }

  void shardsChangeNothing() {
    const NamedTensors two = weightsOf(fineTuned({}));                                       // dropout included
    const std::vector<double> losses = m_heard.losses;
    const NamedTensors one = weightsOf(fineTuned({"compute.shards=1"}));
    for (std::size_t i = 0; i < losses.size(); ++i) QVERIFY(std::abs(losses[i] - m_heard.losses[i]) < 1e-4);
    QVERIFY(torch::allclose(one.at("classifier.weight"), two.at("classifier.weight"), 1e-3, 1e-4));
  }

  void goesOnOnlyWithTheSameExamples() {
    const LaunchRequest request{loadRunSpec(folder() / "task.json", {}), folder() / "stopped", "run-stopped", {}};
    struct Stopper : RunObserver {
      RunControl* control = nullptr;
      void step(const StepReport& report) override { if (report.step == 2) control->stop(); }
    } stopper;
    RunControl control, again;
    stopper.control = &control;
    QVERIFY(train(request, stopper, control).outcome == RunOutcome::Stopped);
    writeFileAtomically(folder() / "train.tsv", labelledTable() + "waa\tgood\n");
    Recorder heard;
    const RunResult refused = resume(folder() / "stopped", heard, again);
    QVERIFY(refused.outcome == RunOutcome::Failed);
    QVERIFY2(refused.message.find("train.tsv") != std::string::npos, refused.message.c_str());
    writeFileAtomically(folder() / "train.tsv", labelledTable());
    RunControl third;
    const RunResult resumed = resume(folder() / "stopped", heard, third);
    const NamedTensors straight = weightsOf(fineTuned({}));
    for (const auto& [name, tensor] : weightsOf(resumed)) QVERIFY2(torch::equal(tensor, straight.at(name)), name.c_str());
  }

  void wrongRequestsSayWhat_data() {
    QTest::addColumn<std::vector<std::string>>("settings");
    QTest::addColumn<QString>("message");
    QTest::newRow("task") << std::vector<std::string>{"task.id=sst2"} << "sst-2";
    QTest::newRow("no examples") << std::vector<std::string>{"task.train=[]"} << "task.train";
    QTest::newRow("freeze") << std::vector<std::string>{"transfer.freeze=most"} << "all_but_head";
    QTest::newRow("too many layers") << std::vector<std::string>{"transfer.freeze={\"below\": 3}"} << "the model has 2";
    QTest::newRow("fresh layers") << std::vector<std::string>{"transfer.reinitialize_layers=3"} << "the model has 2";
    QTest::newRow("length") << std::vector<std::string>{"task.max_length=64"} << "32 positions";
    QTest::newRow("no file") << std::vector<std::string>{"task.train=[\"nowhere.tsv\"]"} << "nowhere.tsv";
  }
  void wrongRequestsSayWhat() {
    QFETCH(std::vector<std::string>, settings);
    QFETCH(QString, message);
    try {
      fineTuned(settings);
      QFAIL("not refused");
    } catch (const std::invalid_argument& error) {
      QVERIFY2(QString(error.what()).contains(message), error.what());
    }
  }
};

CLOZE_TEST_SUITE(TransferTest, "transfer")
#include "tst_transfer.moc"
