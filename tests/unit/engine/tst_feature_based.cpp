// A body that is only read: what is kept of it gives the same bits as reading it again, is found again, and leaves the body unread; probes of every
// layer; how far layers move.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"
#include "tests/support/task_runs.h"

#include <cmath>
#include <limits>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/objectives/settings.h"
#include "engine/tools.h"
#include "engine/train/feature_store.h"
#include "experiments/log_store.h"
#include "experiments/queries.h"
#include "tests/support/tiny_tokenizer.h"

using namespace cloze;
using namespace cloze::tests;

namespace {

const std::vector<std::string> kNoDropout = {"transfer.features.dropout=0", "optimizer.weight_decay=0"};

std::vector<std::string> with(std::vector<std::string> settings, const std::vector<std::string>& more) {
  settings.insert(settings.end(), more.begin(), more.end());
  return settings;
}

double valueOf(const Metrics& metrics, const std::string& name) {
  for (const auto& [key, value] : metrics)
    if (key == name) return value;
  return std::numeric_limits<double>::quiet_NaN();
}

std::string taggedWords(int sentences) {
  std::string text;
  for (int i = 0; i < sentences; ++i) {
    for (int word = 0; word < 2 + i % 4; ++word) text += std::string("w") + "abcdef"[(i + word) % 6] + "abcdef"[i % 6] + " X X " + (word % 3 == 1 ? "B-PER" : "O") + "\n";
    text += "\n";
  }
  return text;
}

}  // namespace

class FeatureBasedTest : public QObject, private TaskRuns {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    makeParent();
    writeFileAtomically(folder() / "tags.txt", taggedWords(24));
  }

  void keptFeaturesAreTheBitsOfReadingAgain_data() {
    QTest::addColumn<QString>("layers");
    QTest::addColumn<QString>("pooling");
    QTest::addColumn<bool>("tags");
    QTest::newRow("last, first token") << "last" << "first" << false;
    QTest::newRow("usual") << "usual" << "usual" << false;
    QTest::newRow("embeddings, mean") << "embeddings" << "mean" << false;
    QTest::newRow("layer 1, concat") << "1" << "concat" << false;
    QTest::newRow("sum of all, mean") << "sum_all" << "mean" << false;
    QTest::newRow("mixture, mean") << "scalar_mix" << "mean" << false;
    QTest::newRow("mixture, words") << "scalar_mix" << "usual" << true;
    QTest::newRow("last, words") << "last" << "usual" << true;
  }
  void keptFeaturesAreTheBitsOfReadingAgain() {
    QFETCH(QString, layers);
    QFETCH(QString, pooling);
    QFETCH(bool, tags);
    std::vector<std::string> settings = with({"transfer.mode=feature_based", "transfer.features.layers=" + layers.toStdString(), "transfer.features.pooling=" + pooling.toStdString(),
                                              "train.steps=12", "train.evaluate_every=4"}, kNoDropout);
    if (tags) settings = with(settings, {"task.id=conll-2003", "task.train=[\"tags.txt\"]", "task.validation=[\"tags.txt\"]", "task.columns.text=", "task.columns.label="});
    const NamedTensors kept = weightsOf(fineTuned(settings));
    const std::vector<double> losses = m_heard.losses;
    const std::vector<Evaluated> evaluations = m_heard.evaluations;
    const NamedTensors again = weightsOf(fineTuned(with(settings, {"transfer.features.cache=false"})));
    QCOMPARE(m_heard.losses, losses);
    for (std::size_t i = 0; i < evaluations.size(); ++i) QCOMPARE(m_heard.evaluations.at(i).metrics, evaluations[i].metrics);
    QVERIFY(losses.back() < losses.front());
    for (const auto& [name, tensor] : kept) QVERIFY2(torch::equal(tensor, again.at(name)), name.c_str());
    for (const auto& [name, tensor] : kept)                                                  // and the body is the parent's
      if (name.rfind("task_head.", 0) != 0) QVERIFY2(torch::equal(tensor, m_parent.at("bert." + name)), name.c_str());
  }

  void fourLayersAreNotThere() {
    const std::string refusal = refusalOf({"transfer.mode=feature_based", "transfer.features.layers=concat_last4"});
    QVERIFY2(QString::fromStdString(refusal).contains("last four layers"), refusal.c_str());
  }

  void featuresAreFoundAgain() {
    const std::vector<std::string> settings{"transfer.mode=feature_based", "transfer.features.pooling=mean"};
    const auto folderOfFeatures = folder() / "home/cache/features";
    std::filesystem::remove_all(folderOfFeatures);
    const auto filesIn = [&] { return std::distance(std::filesystem::directory_iterator(folderOfFeatures), std::filesystem::directory_iterator()); };
    fineTuned(settings);
    const auto count = filesIn();
    QVERIFY(count >= 1);
    QVERIFY(std::count(m_heard.phases.begin(), m_heard.phases.end(), "reading features") > 0);
    fineTuned(with(settings, {"optimizer.learning_rate=0.01", "seed=9", "transfer.features.dropout=0.3"}));   // another head: the same features
    QCOMPARE(filesIn(), count);
    QCOMPARE(std::count(m_heard.phases.begin(), m_heard.phases.end(), "reading features"), 0);
    fineTuned(with(settings, {"transfer.features.pooling=first"}));
    QVERIFY(filesIn() > count);
  }

  // Weights of the body that are no numbers any more change nothing: it is not read.
  void anEpochCostsOnlyTheHead() {
    ModelPlan plan;
    plan.family = "bert";
    plan.config = familyConfig(loadRunSpec(folder() / "task.json", {})).clone();
    plan.objective = "fine_tune";
    FineTuneSettings settings;
    settings.tasks = {{"sst-2", TaskKind::Classification, 2}};
    settings.features.ownHead = settings.frozenBody = true;
    plan.objectiveSettings = std::make_shared<SettingsOf<FineTuneSettings>>(settings);
    auto config = plan.config->clone();
    readJson(*config, Json{{"vocab_size", static_cast<std::int64_t>(TinyTokenizer::kSize)}});
    plan.config = std::move(config);
    Replicas replicas(plan, 2);
    auto data = std::make_shared<TaskData>();
    data->labels = {"no", "yes"};
    for (int i = 0; i < 20; ++i) {
      TaskExample example;
      example.text = "w" + std::to_string(i * 7) + (i % 3 ? " more" : "");
      example.label = i % 2;
      data->examples.push_back(example);
    }
    const auto examples = std::make_shared<TaskExamples>(TaskExamples::For::Training, "sst-2", data, std::make_shared<TinyTokenizer>(), 16, BatchSource::Shape{8, 1, false}, 1);
    Progress progress;
    const auto store = std::make_shared<FeatureStore>(*examples, replicas, progress);
    QCOMPARE(store->rowsRead(), std::int64_t{20});
    QCOMPARE(FeatureStore(*examples, replicas, progress).rowsRead(), std::int64_t{0});
    const auto cached = withFeatures(examples, store);
    const double before = replicas.score(replicas.evaluate(cached->evaluationBatch(0))).loss;
    for (const FlatSlice& slice : replicas.layout().slices)
      if (slice.layer <= replicas.model().layers()) std::fill_n(replicas.weights().data() + slice.offset, slice.count, std::numeric_limits<float>::quiet_NaN());
    QCOMPARE(replicas.score(replicas.evaluate(cached->evaluationBatch(0))).loss, before);
    QVERIFY(!std::isfinite(replicas.score(replicas.evaluate(examples->evaluationBatch(0))).loss));
    QVERIFY(FeatureStore(*examples, replicas, progress).file() != store->file());            // other weights, other features
  }

  void aCheckpointOfAHeadAnswersLater() {
    const RunResult result = fineTuned(with({"transfer.mode=feature_based", "transfer.features.layers=scalar_mix", "transfer.features.pooling=concat", "train.steps=150", "optimizer.learning_rate=0.02"}, kNoDropout));
    TaskRequest request;
    request.checkpoint = result.checkpoint;
    request.files = {folder() / "train.tsv"};
    request.textColumn = "text";
    request.labelColumn = "label";
    Progress progress;
    const TaskResult scored = runTask(request, progress);
    QCOMPARE(scored.metrics.front().second, valueOf(result.metrics, scored.metrics.front().first));
    QVERIFY(scored.metrics.front().second > 0.9);
    QCOMPARE(readJsonFile(result.checkpoint / "config.json").at("architectures")[0], "BertModel");   // what others find in it
  }

  void everyLayerIsProbedInOneRun() {
    const RunResult result = fineTuned({"transfer.mode=layer_probe", "transfer.features.pooling=mean", "train.steps=80", "optimizer.learning_rate=0.02", "train.evaluate_every=40"});
    double best = -1, bestLayer = -1;
    for (int layer = 0; layer <= 2; ++layer) {
      const double value = valueOf(result.metrics, "layer_" + std::to_string(layer) + "/accuracy");
      QVERIFY2(value > 0.5, qPrintable(QString("layer %1: %2").arg(layer).arg(value)));
      if (value > best) {
        best = value;
        bestLayer = layer;
      }
    }
    QCOMPARE(valueOf(result.metrics, "accuracy"), best);
    QCOMPARE(valueOf(result.metrics, "best_layer"), bestLayer);
    QVERIFY(!std::isnan(valueOf(m_heard.metrics.front(), "layer_1/accuracy")));
    const NamedTensors weights = weightsOf(result);
    QVERIFY(weights.count("task_head.layer_0.classifier.weight") && weights.count("task_head.layer_2.classifier.weight"));
  }

  // |w - w0| / |w0| of each layer, out of the checkpoint itself.
  void movementIsItsFormula() {
    const RunResult result = fineTuned({"train.steps=4", "train.evaluate_every=2", "transfer.freeze={\"below\": 1}"});
    const NamedTensors weights = weightsOf(result);
    const Metrics& moved = m_heard.evaluations.back().layerMovement;
    QCOMPARE(moved.size(), std::size_t{3});
    QCOMPARE(valueOf(moved, "embeddings"), 0.0);
    QCOMPARE(valueOf(moved, "layer_1"), 0.0);
    double difference = 0, start = 0;
    for (const auto& [name, tensor] : weights)
      if (name.rfind("bert.encoder.layer.1.", 0) == 0) {
        difference += (tensor - m_parent.at(name)).to(torch::kFloat64).square().sum().item<double>();
        start += m_parent.at(name).to(torch::kFloat64).square().sum().item<double>();
      }
    QVERIFY(difference > 0);
    QVERIFY(std::abs(valueOf(moved, "layer_2") - std::sqrt(difference / start)) < 1e-6);
    QVERIFY(valueOf(m_heard.evaluations.front().layerMovement, "layer_2") < valueOf(moved, "layer_2"));
  }

  void movementIsASeriesOfTheLogAlsoAfterAResume() {
    LogStore log(folder() / "log.sqlite");
    const LaunchRequest request{loadRunSpec(folder() / "task.json", {"train.evaluate_every=1", "train.checkpoint_every=2"}), folder() / "moved", "moved", {}};
    struct Stopper : RunObserver {
      RunControl* control = nullptr;
      std::vector<Evaluated> seen;
      RunObserver* log = nullptr;
      void started(const RunStarted& event) override { log->started(event); }
      void step(const StepReport& report) override { if (report.step == 3 && control) control->stop(); }
      void evaluated(const Evaluated& event) override {
        seen.push_back(event);
        log->evaluated(event);
      }
    } first, second;
    const auto logged = log.observer("moved");
    first.log = second.log = logged.get();
    RunControl control, again;
    first.control = &control;
    QVERIFY(train(request, first, control).outcome == RunOutcome::Stopped);
    QVERIFY(resume(folder() / "moved", second, again).outcome == RunOutcome::Finished);
    log.flush();
    fineTuned({"train.evaluate_every=1"});
    QCOMPARE(second.seen.back().layerMovement, m_heard.evaluations.back().layerMovement);
    const LogReader reader(folder() / "log.sqlite");
    const auto names = reader.seriesNames("moved");
    for (const char* name : {"layer_movement/embeddings", "layer_movement/layer_1", "layer_movement/layer_2"})
      QVERIFY2(std::find(names.begin(), names.end(), name) != names.end(), name);
  }

  void wrongRequestsSayWhat_data() {
    QTest::addColumn<std::vector<std::string>>("settings");
    QTest::addColumn<QString>("message");
    QTest::newRow("layer") << std::vector<std::string>{"transfer.features.layers=top"} << "concat_last4";
    QTest::newRow("number of a layer") << std::vector<std::string>{"transfer.features.layers=3"} << "the model has 2";
    QTest::newRow("each") << std::vector<std::string>{"transfer.features.layers=each"} << "layer_probe";
    QTest::newRow("pooling") << std::vector<std::string>{"transfer.features.pooling=max"} << "concat";
    QTest::newRow("frozen and gradual") << std::vector<std::string>{"transfer.mode=feature_based", "transfer.freeze=gradual"} << "whole body is frozen";
    QTest::newRow("next words of a masked model") << std::vector<std::string>{"transfer.language_weight=0.5"} << "does not predict the next word";
    QTest::newRow("probe without a task") << std::vector<std::string>{"task.id=", "transfer.mode=layer_probe", "data.train=[\"text.txt\"]"} << "needs a task";
  }
  void wrongRequestsSayWhat() {
    QFETCH(std::vector<std::string>, settings);
    QFETCH(QString, message);
    const std::string refusal = refusalOf(settings);
    QVERIFY2(QString::fromStdString(refusal).contains(message), refusal.c_str());
  }
};

CLOZE_TEST_SUITE(FeatureBasedTest, "feature_based")
#include "tst_feature_based.moc"
