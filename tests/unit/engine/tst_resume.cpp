// A run killed at any moment goes on bit-equal: the real program is killed by signal at chosen steps, file operations and matrix products
// (tests/support/kill_shim.cpp), resumed, and its weights, moments and losses are compared with an uninterrupted run's, byte by byte.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/suite.h"

#include <QProcess>
#include <QTemporaryDir>

#include <csignal>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/core/random.h"

using namespace cloze;

namespace {

constexpr int kSteps = 12, kCheckpointEvery = 3;
constexpr int kPatience = 120000;                    // milliseconds for one child

struct ChildResult {
  int exitCode = -1;
  bool killed = false;
  std::vector<Json> events;
  QString errors;
  std::map<std::int64_t, double> losses() const {
    std::map<std::int64_t, double> found;
    for (const Json& event : events)
      if (event.at("event") == "step") found[event.at("step").get<std::int64_t>()] = event.at("loss").get<double>();
    return found;
  }
  const Json* first(const char* name) const {
    for (const Json& event : events)
      if (event.at("event") == name) return &event;
    return nullptr;
  }
};

using Reaction = std::function<void(QProcess&, const Json&)>;

// Six-word sentences over forty made-up words, four to a document.
std::string madeUpText() {
  Random random(7, Purpose::Test, 0, 0);
  std::string text;
  for (int document = 0; document < 60; ++document) {
    for (int sentence = 0; sentence < 4; ++sentence) {
      for (int word = 0; word < 6; ++word) text += (word ? " " : "") + std::string("word") + static_cast<char>('a' + random.below(8)) + static_cast<char>('a' + random.below(5));
      text += " .\n";
    }
    text += "\n";
  }
  return text;
}

Json tinySpec() {
  return {{"name", "resume"}, {"seed", 5},
          {"family", {{"id", "bert"}, {"preset", "tiny"}, {"config", {{"hidden_size", 32}, {"num_attention_heads", 2}, {"intermediate_size", 64}, {"max_position_embeddings", 32}}}}},
          {"tokenizer", {{"kind", "wordpiece"}, {"vocab_size", 100}}},
          {"data", {{"train", {"text.txt"}}, {"validation_fraction", 0.1}, {"sequence_length", 24}}},
          {"objective", {{"id", "masked_lm+next_sentence"}}},
          {"optimizer", {{"id", "adamw"}, {"learning_rate", 0.003}}},
          {"schedule", {{"id", "linear"}, {"warmup_steps", 3}}},
          {"train", {{"steps", kSteps}, {"batch_size", 6}, {"accumulate", 2}, {"evaluate_every", 4}, {"checkpoint_every", kCheckpointEvery}, {"keep_checkpoints", 2}}},
          {"compute", {{"shards", 2}}}};
}

}  // namespace

class ResumeTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;
  std::map<std::int64_t, double> m_losses;           // of the uninterrupted run

  std::filesystem::path folder() const { return m_folder.path().toStdString(); }

  ChildResult run(const QStringList& arguments, const QStringList& environment = {}, const Reaction& react = {}) const {
    QProcess child;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert("CLOZE_HOME", m_folder.path() + "/home");
    for (const QString& entry : environment) variables.insert(entry.section('=', 0, 0), entry.section('=', 1));
    child.setProcessEnvironment(variables);
    child.start(QString::fromStdString((tests::binaryFolder() / "bin/cloze").string()), arguments);
    ChildResult result;
    const auto readLines = [&] {
      while (child.canReadLine()) {
        result.events.push_back(Json::parse(child.readLine().toStdString()));
        if (react) react(child, result.events.back());
      }
    };
    while (child.state() != QProcess::NotRunning) {
      if (!child.waitForReadyRead(kPatience) && child.state() != QProcess::NotRunning) {
        child.kill();
        child.waitForFinished();
        break;
      }
      readLines();
    }
    readLines();
    result.killed = child.exitStatus() == QProcess::CrashExit;
    result.exitCode = child.exitCode();
    result.errors = QString::fromUtf8(child.readAllStandardError());
    return result;
  }

  QStringList train(const QString& out, const QStringList& more = {}) const {
    return QStringList{"train", m_folder.path() + "/spec.json", "--out", m_folder.path() + "/" + out, "--json"} + more;
  }
  ChildResult resume(const QString& out) const { return run({"resume", m_folder.path() + "/" + out, "--json"}); }

  static Reaction killAtStep(int step) {
    return [step](QProcess& child, const Json& event) {
      if (event.at("event") == "step" && event.at("step") == step) child.kill();
    };
  }
  QStringList killAt(const QString& place) const {
    return {"LD_PRELOAD=" + QString::fromStdString((tests::binaryFolder() / "lib/cloze/cloze_kill_shim.so").string()), "CLOZE_KILL_AT=" + place};
  }
  std::string fileOf(const QString& out, const char* name) const {
    return readFile(folder() / out.toStdString() / "checkpoint-000012" / name);
  }

  // Weights, moments and every loss of `out` are those of the uninterrupted run.
  void compareWithWhole(const QString& out, const ChildResult& before, const ChildResult& after) const {
    QVERIFY2(after.exitCode == 0 && !after.killed, qPrintable(after.errors));
    auto losses = before.losses();
    for (const auto& [step, loss] : after.losses()) {
      if (losses.count(step)) QCOMPARE(loss, losses[step]);   // replayed steps say the same
      losses[step] = loss;
    }
    QCOMPARE(losses.size(), m_losses.size());
    for (const auto& [step, loss] : m_losses) QVERIFY2(losses.at(step) == loss, qPrintable(QString("step %1: %2 is not %3").arg(step).arg(losses.at(step)).arg(loss)));
    QVERIFY(fileOf(out, "model.safetensors") == fileOf("whole", "model.safetensors"));
    QVERIFY(fileOf(out, "training_state.safetensors") == fileOf("whole", "training_state.safetensors"));
    QVERIFY(after.events.back().at("event") == "finished");
  }

 private Q_SLOTS:
  void initTestCase() {
    writeFileAtomically(folder() / "text.txt", madeUpText());
    writeFileAtomically(folder() / "spec.json", tinySpec().dump());
    const ChildResult whole = run(train("whole"));
    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    m_losses = whole.losses();
    QCOMPARE(m_losses.size(), std::size_t(kSteps));
    QVERIFY(whole.events.front().at("event") == "started");
    QVERIFY(whole.events.back().at("event") == "finished");
  }

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
