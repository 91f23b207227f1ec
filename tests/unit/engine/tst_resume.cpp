// A run killed at any moment goes on bit-equal: the real program is killed by signal at chosen steps, file operations and matrix products
// (tests/support/kill_shim.cpp), resumed, and its weights, moments and losses are compared with an uninterrupted run's, byte by byte.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>

#include "engine/core/files.h"
#include "engine/run_spec.h"
#include "experiments/queries.h"
#include "tests/support/whole_run.h"

using namespace cloze;
using namespace cloze::tests;

class ResumeTest : public QObject, private WholeRun {
  Q_OBJECT

 private:
  static Reaction killAtStep(int step) {
    return [step](QProcess& child, const Json& event) {
      if (event.at("event") == "step" && event.at("step") == step) child.kill();
    };
  }
  static QStringList killAt(const QString& place) { return shim("CLOZE_KILL_AT", place); }

 private Q_SLOTS:
  void initTestCase() { trainWhole(); }

  void goesOnBitEqualFromAKillAtEveryStep_data() {
    QTest::addColumn<int>("step");
    for (int step = 1; step <= kSteps; ++step) QTest::newRow(qPrintable(QString("step %1").arg(step))) << step;
  }
  void goesOnBitEqualFromAKillAtEveryStep() {
    QFETCH(int, step);
    const QString out = QString("killed-%1").arg(step);
    const ChildResult before = run(train(out), {}, killAtStep(step));
    QVERIFY(before.killed);
    compareWithWhole(out, before, resume(out));
  }

  void goesOnBitEqualWithEveryOptimiser_data() {
    QTest::addColumn<QString>("optimizer");
    for (const VariantRow& row : optimizerTable())
      if (row.id != "adamw") QTest::newRow(row.id.c_str()) << QString::fromStdString(row.id);
  }
  void goesOnBitEqualWithEveryOptimiser() {
    QFETCH(QString, optimizer);
    const QStringList chosen{"--set", "optimizer.id=" + optimizer};
    const ChildResult whole = run(train("whole-" + optimizer, chosen));
    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    const ChildResult before = run(train("killed-" + optimizer, chosen), {}, killAtStep(7));
    QVERIFY(before.killed);
    const ChildResult after = resume("killed-" + optimizer);
    QVERIFY2(after.exitCode == 0, qPrintable(after.errors));
    for (const char* name : {"model.safetensors", "training_state.safetensors"}) QVERIFY(fileOf("killed-" + optimizer, name) == fileOf("whole-" + optimizer, name));
    QVERIFY(whole.losses() != m_losses);
  }

  // Two models, and words drawn inside the step.
  void goesOnBitEqualWithAGenerator() {
    Json spec = tinySpec();
    spec["family"]["id"] = "electra";
    spec["objective"] = {{"id", "replaced_tokens"}};
    writeFileAtomically(folder() / "electra.json", spec.dump());
    const auto trained = [&](const QString& out) { return QStringList{"train", m_folder.path() + "/electra.json", "--out", m_folder.path() + "/" + out, "--json"}; };
    const ChildResult whole = run(trained("whole-generator"));
    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    const ChildResult before = run(trained("killed-generator"), {}, killAtStep(7));
    QVERIFY(before.killed);
    const ChildResult after = resume("killed-generator");
    QVERIFY2(after.exitCode == 0, qPrintable(after.errors));
    for (const char* name : {"model.safetensors", "generator/model.safetensors", "training_state.safetensors"})
      QVERIFY(fileOf("killed-generator", name) == fileOf("whole-generator", name));
    for (const auto& [step, loss] : after.losses()) QCOMPARE(loss, whole.losses().at(step));
  }

  // What a recurrent model carries from step to step is part of the run.
  void goesOnBitEqualWithACarriedMemory() {
    Json spec = tinySpec();
    spec["family"] = {{"id", "elmo"}, {"preset", "tiny"}, {"config", {{"projection_dim", 8}, {"dim", 16}, {"filters", Json::parse("[[1, 4], [2, 8]]")}, {"dropout", 0.1}}}};
    spec["tokenizer"] = {{"kind", "characters"}, {"vocab_size", 100}};
    spec["objective"] = {{"id", "bidirectional_lm"}, {"negative_samples", 12}};
    writeFileAtomically(folder() / "recurrent.json", spec.dump());
    const auto trainRecurrent = [&](const QString& out) { return QStringList{"train", m_folder.path() + "/recurrent.json", "--out", m_folder.path() + "/" + out, "--json"}; };
    const ChildResult whole = run(trainRecurrent("recurrent"));
    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    QVERIFY(run(trainRecurrent("recurrent-killed"), {}, killAtStep(7)).killed);
    const ChildResult after = resume("recurrent-killed");
    QVERIFY2(after.exitCode == 0, qPrintable(after.errors));
    for (const char* name : {"model.safetensors", "training_state.safetensors", "weights.hdf5"}) QVERIFY2(fileOf("recurrent-killed", name) == fileOf("recurrent", name), name);
    QVERIFY(fileOf("recurrent", "training_state.safetensors").find("memory.7") != std::string::npos);   // 2 directions x 2 layers x (output, cells)
    for (const auto& [step, loss] : after.losses()) QVERIFY(whole.losses().at(step) == loss);
  }

  // So is what a model remembers of earlier text, and how much of it there is.
  void goesOnBitEqualWithAMemoryOfText() {
    Json spec = tinySpec();
    spec["family"] = {{"id", "xlnet"}, {"preset", "tiny"}, {"config", {{"d_model", 16}, {"n_head", 2}, {"d_inner", 32}, {"mem_len", 20}, {"reuse_len", 8}, {"bi_data", true}, {"dropout", 0.1}}}};
    spec["tokenizer"] = {{"kind", "unigram_cls_last"}, {"vocab_size", 300}};
    spec["objective"] = {{"id", "permutation_lm"}};
    spec["data"]["sequence_length"] = 24;
    writeFileAtomically(folder() / "memory.json", spec.dump());
    const auto trainCarried = [&](const QString& out) { return QStringList{"train", m_folder.path() + "/memory.json", "--out", m_folder.path() + "/" + out, "--json"}; };
    const ChildResult whole = run(trainCarried("memory"));
    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    QVERIFY(run(trainCarried("memory-killed"), {}, killAtStep(7)).killed);
    const ChildResult after = resume("memory-killed");
    QVERIFY2(after.exitCode == 0, qPrintable(after.errors));
    for (const char* name : {"model.safetensors", "training_state.safetensors"}) QVERIFY2(fileOf("memory-killed", name) == fileOf("memory", name), name);
    for (const char* state : {"memory.1", "memory.filled"}) QVERIFY(fileOf("memory", "training_state.safetensors").find(state) != std::string::npos);
    for (const auto& [step, loss] : after.losses()) QVERIFY(whole.losses().at(step) == loss);
  }

  void goesOnBitEqualFromAKillInside_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("fromStep");
    QTest::newRow("the tokeniser being frozen") << "rename:/tokenizer:1" << 0;
    QTest::newRow("tokenising") << "fsync:/stores/:1" << 0;
    QTest::newRow("the first checkpoint's files") << "fsync:checkpoint-000003:2" << 0;
    QTest::newRow("a later checkpoint's files") << "fsync:checkpoint-000006:2" << 3;
    QTest::newRow("a checkpoint appearing") << "rename:checkpoint-000009:1" << 6;
    QTest::newRow("the end being written") << "rename:result.json:1" << 12;
  }
  void goesOnBitEqualFromAKillInside() {
    QFETCH(QString, place);
    QFETCH(int, fromStep);
    const QString out = "inside-" + QString::number(qHash(place));      // not the place's own name: paths are matched
    const QString cache = m_folder.path() + "/cache-" + QString::number(qHash(place));   // nothing tokenised before
    ChildResult before = run(train(out), killAt(place) + QStringList{"XDG_CACHE_HOME=" + cache, "CLOZE_HOME=" + cache});
    QVERIFY2(before.killed, qPrintable(before.errors));
    const ChildResult after = run({"resume", m_folder.path() + "/" + out, "--json"}, {"XDG_CACHE_HOME=" + cache, "CLOZE_HOME=" + cache});
    QVERIFY2(after.first("started"), qPrintable(after.errors));
    QCOMPARE(after.first("prepared")->at("from_step").get<int>(), fromStep);
    compareWithWhole(out, before, after);
  }

  // No checkpoint outruns the log: what stands before it in time stands in the log, whenever the program dies.
  void theLogHoldsEveryStepBeforeACheckpoint() {
    const std::filesystem::path log = folder() / "steps.db";
    const QStringList logged{"--log", QString::fromStdString(log.string())};
    const ChildResult before = run(train("logged", logged), killAt("rename:checkpoint-000009:1"));
    QVERIFY2(before.killed, qPrintable(before.errors));
    const std::string run = LogReader(log).runs().front().id;
    QCOMPARE(LogReader(log).series(run, "loss").size(), std::size_t(9));
    QVERIFY2(this->run(QStringList{"resume", m_folder.path() + "/logged", "--json"} + logged).exitCode == 0, "resume");
    QCOMPARE(LogReader(log).series(run, "loss").size(), std::size_t(kSteps));
  }

  void goesOnBitEqualFromAKillBetweenAccumulatedMicroBatches() {
    // One shard and no evaluation: every micro-batch has the same number of products.
    const QStringList oneShard{"--set", "compute.shards=1", "--set", "train.evaluate_every=0", "--set", "data.validation_fraction=0"};
    const QString counts = m_folder.path() + "/products";
    const QString shim = killAt("none::0").front();
    const ChildResult whole = run(train("one-shard", oneShard), {shim, "CLOZE_COUNT_PRODUCTS=" + counts});
    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    const long perMicroBatch = std::stol(readFile(counts.toStdString())) / (2 * kSteps);
    QVERIFY(perMicroBatch > 10);
    for (const int step : {1, 5}) {
      const QString out = QString("between-%1").arg(step);
      const long product = perMicroBatch * (2 * (step - 1) + 1) + 1;   // the first of the step's second micro-batch
      const ChildResult before = run(train(out, oneShard), {shim, QString("CLOZE_KILL_AT=product::%1").arg(product)});
      QVERIFY(before.killed);
      QCOMPARE(before.losses().size(), std::size_t(step - 1));
      const ChildResult after = resume(out);
      QCOMPARE(after.exitCode, 0);
      QVERIFY(fileOf(out, "model.safetensors") == fileOf("one-shard", "model.safetensors"));
    }
  }

  void anotherSeedGivesAnotherRun() {
    const ChildResult other = run(train("seed-6", {"--set", "seed=6"}));
    QCOMPARE(other.exitCode, 0);
    QVERIFY(fileOf("seed-6", "model.safetensors") != fileOf("whole", "model.safetensors"));
    QVERIFY(other.losses() != m_losses);
  }

  void stopsOnASignalAndGoesOn_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl-C") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
  }
  void stopsOnASignalAndGoesOn() {
    QFETCH(int, signal);
    const QString out = QString("signal-%1").arg(signal);
    const ChildResult before = run(train(out), {}, [signal](QProcess& child, const Json& event) {
      if (event.at("event") == "step" && event.at("step") == 2) ::kill(static_cast<pid_t>(child.processId()), signal);
    });
    QCOMPARE(before.exitCode, 130);
    QVERIFY(before.events.back().at("outcome") == "stopped");
    compareWithWhole(out, before, resume(out));
  }

  void refusesAFolderThatHoldsARun() {
    const ChildResult second = run(train("whole"));
    QCOMPARE(second.exitCode, 2);
    QVERIFY2(second.errors.contains("cloze resume"), qPrintable(second.errors));
  }

  void refusesToResumeWhatIsRunning() {
    ChildResult second;
    const ChildResult first = run(train("busy", {"--set", "train.steps=100000"}), {}, [&](QProcess& child, const Json& event) {
      if (event.at("event") != "step" || event.at("step") != 1) return;
      second = resume("busy");
      child.kill();
    });
    QVERIFY(first.killed);
    QCOMPARE(second.exitCode, 2);
    QVERIFY2(second.errors.contains("process"), qPrintable(second.errors));
  }

  void saysThatAFinishedRunIsFinished() {
    const ChildResult again = resume("whole");
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.events.size(), std::size_t(1));
    QVERIFY(again.events.front().at("event") == "finished");
  }

  void keepsTheLastGoodCheckpointWhenTheLossIsNoNumber() {
    // Such a decay multiplies every weight by -99 a step, until the products overflow.
    const ChildResult failed = run(train("nan", {"--set", "optimizer.learning_rate=10", "--set", "optimizer.weight_decay=10", "--set", "train.steps=60",
                                                 "--set", "schedule.warmup_steps=0", "--set", "train.checkpoint_every=1"}));
    QCOMPARE(failed.exitCode, 1);
    QVERIFY(failed.first("not_a_number"));
    QVERIFY(failed.events.back().at("event") == "failed");
    std::string lastGood;
    for (const Json& event : failed.events)
      if (event.at("event") == "checkpointed") lastGood = event.at("checkpoint").get<std::string>();
    QVERIFY(std::filesystem::exists(std::filesystem::path(lastGood) / "training_state.json"));
  }

  void goesOnFromTheCheckpointBeforeADamagedOne() {
    const ChildResult before = run(train("damaged"), {}, killAtStep(8));
    QVERIFY(before.killed);
    std::string weights = readFile(folder() / "damaged/checkpoint-000006/model.safetensors");
    weights[weights.size() / 2] ^= 1;
    writeFileAtomically(folder() / "damaged/checkpoint-000006/model.safetensors", weights);
    const ChildResult after = resume("damaged");
    QVERIFY(after.first("warning") && after.first("warning")->at("message").get<std::string>().find("model.safetensors") != std::string::npos);
    QCOMPARE(after.first("prepared")->at("from_step").get<int>(), 3);
    compareWithWhole("damaged", before, after);
  }
};

CLOZE_TEST_SUITE(ResumeTest, "resume")
#include "tst_resume.moc"
