// Fine-tuning: what is frozen keeps its bytes and what is not moves, rates of layers are the previewed ones, choices stay together, a small set is
// learnt by heart, and a saved checkpoint answers as the trained one did.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"
#include "tests/support/task_runs.h"

#include <cmath>
#include <set>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/tools.h"
#include "engine/train/run_folder.h"

using namespace cloze;
using namespace cloze::tests;

namespace {

bool within(const std::string& name, const std::string& prefix) { return name.rfind(prefix, 0) == 0; }

}  // namespace

class TransferTest : public QObject, private TaskRuns {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { makeParent(); }

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
    RunRecorder heard;
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
    const std::string refusal = refusalOf(settings);
    QVERIFY2(QString::fromStdString(refusal).contains(message), refusal.c_str());
  }
};

CLOZE_TEST_SUITE(TransferTest, "transfer")
#include "tst_transfer.moc"
