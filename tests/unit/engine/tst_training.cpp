// The loop inside one process: shards and accumulation change nothing, snapshots and pauses change nothing, evaluation, retention, early stopping,
// epochs, and what is refused before anything is written.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <thread>

#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "engine/core/random.h"
#include "engine/core/schema.h"
#include "engine/inspect/model_snapshot.h"
#include "engine/objectives/settings.h"
#include "engine/run.h"
#include "engine/train/optimizer.h"
#include "engine/train/run_folder.h"
#include "engine/train/step.h"
#include "engine/train/synthetic.h"

using namespace cloze;

namespace {

struct Recorder : RunObserver {
  std::vector<double> losses;
  std::vector<Evaluated> evaluations;
  std::vector<Checkpointed> checkpoints;
  std::vector<RunEvent> events;
  RunStarted prepare;
  std::string failure;
  std::function<void(const StepReport&)> onStep;
  void prepared(const RunStarted& event) override { prepare = event; }
  void step(const StepReport& report) override {
    losses.push_back(report.loss);
    if (onStep) onStep(report);
  }
  void evaluated(const Evaluated& event) override { evaluations.push_back(event); }
  void checkpointed(const Checkpointed& event) override { checkpoints.push_back(event); }
  void event(const RunEvent& event) override { events.push_back(event); }
  void failed(const std::string& message) override { failure = message; }
  bool saw(RunEventKind kind) const {
    return std::any_of(events.begin(), events.end(), [kind](const RunEvent& event) { return event.kind == kind; });
  }
};

std::string madeUpText(int documents) {
  Random random(3, Purpose::Test, 0, 0);
  std::string text;
  for (int document = 0; document < documents; ++document) {
    for (int sentence = 0; sentence < 4; ++sentence) {
      for (int word = 0; word < 6; ++word) text += (word ? " " : "") + std::string("w") + static_cast<char>('a' + random.below(9));
      text += " .\n";
    }
    text += "\n";
  }
  return text;
}

constexpr const char* kSpec = R"({
  "seed": 3, "family": {"id": "bert", "preset": "tiny", "config": {"hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 32}},
  "tokenizer": {"kind": "wordpiece", "vocab_size": 64}, "data": {"train": ["text.txt"], "validation_fraction": 0.1, "sequence_length": 16},
  "objective": {"id": "masked_lm"}, "optimizer": {"id": "adamw", "learning_rate": 0.003}, "schedule": {"id": "constant"},
  "train": {"steps": 8, "batch_size": 6, "evaluate_every": 4, "checkpoint_every": 2, "keep_checkpoints": 2}, "compute": {"shards": 2}})";

// One model, one synthetic batch, several ways of dividing the work.
struct Division { std::int64_t shards, parts; };
std::pair<double, torch::Tensor> gradientOf(const Division& division) {
  FamilySettings family("bert");
  family.preset = "tiny";
  family.applyPreset();
  readJson(*family.config, {{"vocab_size", 50}, {"hidden_size", 32}, {"num_attention_heads", 2}, {"intermediate_size", 64}});
  const ModelPlan plan{"bert", std::shared_ptr<Settings>(family.config->clone()), "masked_lm", std::make_shared<SettingsOf<MaskedLmSettings>>(), 1};
  Replicas replicas(plan, division.shards);
  const Batch whole = syntheticBatch({50, 8, 12, 1}, 1);
  std::vector<Batch> batches;
  for (std::int64_t part = 0; part < division.parts; ++part)
    batches.push_back(rowsOf(whole, whole.rows * part / division.parts, whole.rows * (part + 1) / division.parts));
  const Score score = replicas.score(replicas.differentiate(batches, 1));
  FlatSlice all;
  all.shape = {replicas.layout().size};
  torch::Tensor sum = torch::zeros(all.shape);
  for (const FlatBuffer& gradient : replicas.gradients()) sum += gradient.view(all);
  return {score.loss, sum};
}

}  // namespace

class TrainingTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;
  std::filesystem::path folder() const { return m_folder.path().toStdString(); }

  LaunchRequest launch(const std::string& out, const std::vector<std::string>& assignments = {}) const {
    return {loadRunSpec(folder() / "spec.json", assignments), folder() / out, newRunId(), {}};
  }
  RunResult trainQuietly(const std::string& out, const std::vector<std::string>& assignments = {}) const {
    Recorder recorder;
    RunControl control;
    return train(launch(out, assignments), recorder, control);
  }
  std::string weightsOf(const std::string& out, std::int64_t step) const { return readFile(checkpointFolder(folder() / out, step) / "model.safetensors"); }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("CLOZE_HOME", (m_folder.path() + "/home").toUtf8());
    writeFileAtomically(folder() / "text.txt", madeUpText(60));
    writeFileAtomically(folder() / "spec.json", kSpec);
  }

  void shardsAndAccumulationDescendTheSameLoss_data() {
    QTest::addColumn<int>("shards");
    QTest::addColumn<int>("parts");
    QTest::newRow("two shards") << 2 << 1;
    QTest::newRow("three shards") << 3 << 1;
    QTest::newRow("two micro-batches") << 1 << 2;
    QTest::newRow("two of each") << 2 << 2;
  }
  void shardsAndAccumulationDescendTheSameLoss() {
    QFETCH(int, shards);
    QFETCH(int, parts);
    const auto [loss, gradient] = gradientOf({1, 1});
    const auto [dividedLoss, dividedGradient] = gradientOf({shards, parts});   // with dropout: the same masks whoever computes
    QVERIFY(std::abs(loss - dividedLoss) < 1e-5);
    QVERIFY(gradient.abs().max().item<double>() > 1e-3);
    QVERIFY((gradient - dividedGradient).abs().max().item<double>() < 1e-5);
  }

  void theSameSpecGivesTheSameBytes() {
    trainQuietly("once");
    trainQuietly("twice");
    QVERIFY(weightsOf("once", 8) == weightsOf("twice", 8));
  }

  void inspectingAndPausingChangeNothing() {
    trainQuietly("undisturbed");
    Recorder recorder;
    RunControl control;
    std::vector<std::int64_t> delivered;
    recorder.onStep = [&](const StepReport& report) {
      if (report.step % 3 == 0) control.requestSnapshot([&](std::shared_ptr<const ModelSnapshot> snapshot) { delivered.push_back(snapshot->step); });
      if (report.step != 5) return;
      control.pause();                               // answered while paused, too
      control.requestSnapshot([&](std::shared_ptr<const ModelSnapshot> snapshot) {
        delivered.push_back(snapshot->step);
        control.resume();
      });
    };
    train(launch("disturbed"), recorder, control);
    QVERIFY(recorder.saw(RunEventKind::Paused) == recorder.saw(RunEventKind::Resumed));
    QCOMPARE(delivered, (std::vector<std::int64_t>{3, 5, 6}));
    QVERIFY(weightsOf("undisturbed", 8) == weightsOf("disturbed", 8));
    bool answered = false;
    control.requestSnapshot([&](std::shared_ptr<const ModelSnapshot> snapshot) { answered = snapshot == nullptr; });
    QVERIFY(answered);                               // after the end: nullptr at once
  }

  void aSnapshotIsACopy() {
    Recorder recorder;
    RunControl control;
    std::shared_ptr<const ModelSnapshot> kept;
    FlatBuffer atOnce;
    recorder.onStep = [&](const StepReport& report) {
      if (report.step == 2) control.requestSnapshot([&](std::shared_ptr<const ModelSnapshot> snapshot) {
        kept = snapshot;
        atOnce = snapshot->weights.clone();
      });
    };
    train(launch("copied"), recorder, control);
    QVERIFY(kept);
    for (std::int64_t i = 0; i < atOnce.size(); ++i) QCOMPARE(kept->weights.data()[i], atOnce.data()[i]);
    const auto model = modelOf(*kept);
    QCOMPARE(model->parameters().all().front().tensor.data_ptr<float>(), kept->weights.data() + kept->layout.slices.front().offset);
  }

  void evaluatesAndKeepsCheckpointsAsAsked() {
    Recorder recorder;
    RunControl control;
    const RunResult result = train(launch("kept"), recorder, control);
    QVERIFY(result.outcome == RunOutcome::Finished);
    QCOMPARE(recorder.evaluations.size(), std::size_t(2));
    QCOMPARE(QString::fromStdString(recorder.evaluations.front().metrics.front().first), QString("loss"));
    QCOMPARE(recorder.checkpoints.size(), std::size_t(4));
    std::vector<std::int64_t> resumable;
    const auto checkpoints = listCheckpoints(folder() / "kept");
    QCOMPARE(checkpoints.size(), std::size_t(4));    // weights stay
    for (const CheckpointEntry& entry : checkpoints)
      if (entry.resumable) resumable.push_back(entry.step);
    QVERIFY(std::find(resumable.begin(), resumable.end(), 8) != resumable.end());
    QVERIFY(resumable.size() <= 3 && resumable.size() >= 2);   // the newest two and the best
    QVERIFY(recorder.prepare.parameters > 0);
  }

  void stopsEarlyWhenNothingImproves() {
    // Learning rate 0: no evaluation is better than the first.
    Recorder recorder;
    RunControl control;
    const RunResult result = train(launch("early", {"train.steps=100", "train.evaluate_every=2", "optimizer.learning_rate=0", "train.checkpoint_every=0",
                                                    "train.early_stopping.metric=loss", "train.early_stopping.patience=2"}), recorder, control);
    QVERIFY(result.outcome == RunOutcome::Finished);
    QCOMPARE(result.step, std::int64_t(6));
  }

  void countsEpochs() {
    Recorder recorder;
    RunControl control;
    train(launch("epochs", {"train.epochs=1", "train.evaluate_every=0", "train.checkpoint_every=0"}), recorder, control);
    QCOMPARE(static_cast<std::int64_t>(recorder.losses.size()), recorder.prepare.steps);
    QVERIFY(recorder.prepare.steps > 8);
  }

  void readsWhatARunFolderSays() {
    trainQuietly("described");
    const RunFolder described = readRunFolder(folder() / "described");
    QVERIFY(described.finished && !described.running);
    QCOMPARE(described.lastCheckpointStep, std::int64_t(8));
    const RunLock lock(folder() / "described");
    QVERIFY(readRunFolder(folder() / "described").running);
    QVERIFY_EXCEPTION_THROWN(RunLock(folder() / "described"), std::invalid_argument);
  }

  void refusesBeforeAnythingIsWritten_data() {
    QTest::addColumn<QString>("assignment");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("no such text") << "data.train=[\"missing.txt\"]" << "missing.txt";
    QTest::newRow("parts of a model") << "init.parts=head" << "init.parts: is \"head\"; it must be \"all\"";
  }
  void refusesBeforeAnythingIsWritten() {
    QFETCH(QString, assignment);
    QFETCH(QString, complaint);
    try {
      trainQuietly("refused", {assignment.toStdString()});
      QFAIL("nothing was thrown");
    } catch (const std::invalid_argument& error) {
      QVERIFY2(QString(error.what()).contains(complaint), error.what());
    }
    QVERIFY(!std::filesystem::exists(folder() / "refused"));
  }

  void leavesNothingOfARunWithoutText() {
    writeFileAtomically(folder() / "empty.txt", " \n\n \n");
    QVERIFY_EXCEPTION_THROWN(trainQuietly("textless", {"data.train=[\"empty.txt\"]"}), std::invalid_argument);
    QVERIFY(!std::filesystem::exists(folder() / "textless/run.json"));
  }

  void previewsTheBatchThatTrains() {
    const RunSpec spec = loadRunSpec(folder() / "spec.json", {});
    Progress progress;
    const BatchPreview first = previewBatch(spec, 1, progress), again = previewBatch(spec, 1, progress), second = previewBatch(spec, 2, progress);
    QVERIFY(first.batch.ids == again.batch.ids);
    QVERIFY(first.batch.ids != second.batch.ids);
    QCOMPARE(first.trueTokens.size(), first.batch.predicted.size());
    const auto curves = previewLearningRates(spec);
    QCOMPARE(curves.size(), std::size_t(2));
    QCOMPARE(curves.front().rates.size(), std::size_t(8));
  }
};

CLOZE_TEST_SUITE(TrainingTest, "training")
#include "tst_training.moc"
