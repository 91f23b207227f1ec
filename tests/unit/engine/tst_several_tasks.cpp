// Tasks learnt together on one body, tasks on the bodies of all families, and the same task with several seeds.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"
#include "tests/support/task_runs.h"

#include <cmath>

#include "engine/tools.h"
#include "engine/transfer_report.h"

using namespace cloze;
using namespace cloze::tests;

namespace {

constexpr const char* kTogether = R"({
  "seed": 5, "tasks": [
    {"id": "text_classification", "train": ["train.tsv"], "validation": ["train.tsv"], "max_length": 16, "columns": {"text": "text", "label": "label"}},
    {"id": "text_classification", "train": ["letters.tsv"], "validation": ["letters.tsv"], "max_length": 16, "columns": {"text": "text", "label": "label"}}],
  "init": {"from": "parent"}, "optimizer": {"id": "adamw", "learning_rate": 0.003, "weight_decay": 0.1}, "schedule": {"id": "constant", "warmup_steps": 0},
  "train": {"steps": 12, "batch_size": 4, "evaluate_every": 0, "checkpoint_every": 0}, "compute": {"shards": 2}})";
constexpr const char *kFirst = "text_classification", *kSecond = "text_classification-2";

// 24 examples of three labels.
std::string letterTable() {
  std::string table = "text\tlabel\n";
  for (int i = 0; i < 24; ++i) table += std::string("wa") + "abcdef"[i % 6] + " w" + "abc"[i % 3] + "d\t" + "xyz"[i % 3] + "\n";
  return table;
}

std::string pretrainingOf(const std::string& family, const std::string& config, const std::string& tokenizer) {
  return R"({"seed": 3, "family": {"id": ")" + family + R"(", "preset": "tiny", "config": {)" + config + R"(}}, "tokenizer": {"kind": ")" + tokenizer +
         R"(", "vocab_size": 150}, "data": {"train": ["text.txt"], "validation_fraction": 0, "sequence_length": 16}, "train": {"steps": 2, "batch_size": 4, "checkpoint_every": 0}, "compute": {"shards": 1}})";
}

double valueOf(const Metrics& metrics, const std::string& name) {
  for (const auto& [key, value] : metrics)
    if (key == name) return value;
  return std::nan("");
}

}  // namespace

class SeveralTasksTest : public QObject, private TaskRuns {
  Q_OBJECT

 private:
  RunResult together(const std::vector<std::string>& settings) { return trained("together.json", settings, "together-" + std::to_string(++m_runs)); }

 private Q_SLOTS:
  void initTestCase() {
    makeParent();
    writeFileAtomically(folder() / "letters.tsv", letterTable());
    writeFileAtomically(folder() / "together.json", kTogether);
  }

  void bothAreLearntAndToldOne() {
    const RunResult result = together({"train.steps=240", "sampling=uniform", "family.config.hidden_dropout_prob=0", "family.config.attention_probs_dropout_prob=0", "transfer.features.dropout=0"});
    const double first = valueOf(result.metrics, kFirst + std::string("/accuracy")), second = valueOf(result.metrics, kSecond + std::string("/accuracy"));
    QVERIFY2(first > 0.9 && second > 0.9, qPrintable(QString("%1, %2").arg(first).arg(second)));
    QVERIFY(std::abs(valueOf(result.metrics, "average") - (first + second) / 2) < 1e-12);
    for (const auto& [name, file, labels] : {std::tuple(kFirst, "train.tsv", 2), {kSecond, "letters.tsv", 3}}) {
      TaskRequest request;
      request.checkpoint = result.checkpoint;
      request.task = name;
      request.files = {folder() / file};
      request.textColumn = "text";
      request.labelColumn = "label";
      Progress progress;
      const TaskResult scored = runTask(request, progress);
      QCOMPARE(static_cast<int>(scored.labels.size()), labels);
      QCOMPARE(scored.metrics.front().second, valueOf(result.metrics, name + std::string("/accuracy")));
    }
    TaskRequest which;
    which.checkpoint = result.checkpoint;
    which.text = "waa";
    Progress progress;
    QVERIFY_EXCEPTION_THROWN(runTask(which, progress), std::invalid_argument);                // of which task?
  }

  // A step on one task leaves the other's head bit-identical: neither gradient nor decay nor moments.
  void theOtherHeadStaysAsItIs() {
    for (const std::int64_t seed : {5, 6, 7, 8}) {
      const std::string assignment = "seed=" + std::to_string(seed);
      const NamedTensors begin = weightsOf(together({"optimizer.learning_rate=0", "train.steps=1", assignment}));
      const NamedTensors weights = weightsOf(together({"train.steps=1", assignment}));
      const bool first = !std::isnan(valueOf(m_heard.metrics.front(), kFirst + std::string("/accuracy")));
      for (const char* name : {kFirst, kSecond}) {
        const std::string tensor = "task_head." + std::string(name) + ".classifier.weight";
        QVERIFY2(torch::equal(weights.at(tensor), begin.at(tensor)) == ((name == kFirst) != first), tensor.c_str());
      }
      QVERIFY(!torch::equal(weights.at("encoder.layer.0.output.dense.weight"), begin.at("encoder.layer.0.output.dense.weight")));
    }
  }

  void goesOnBitEqual() {
    const std::vector<std::string> settings{"sampling=annealed", "train.accumulate=2", "train.checkpoint_every=3", "train.evaluate_every=4"};
    const RunResult whole = together(settings);
    const std::vector<double> losses = m_heard.losses;
    struct Stopper : RunRecorder {
      RunControl* control = nullptr;
      void step(const StepReport& report) override {
        RunRecorder::step(report);
        if (report.step == 5) control->stop();
      }
    } stopper;
    RunControl control, again;
    stopper.control = &control;
    QVERIFY(train({loadRunSpec(folder() / "together.json", settings), folder() / "halted", "run-halted", {}}, stopper, control).outcome == RunOutcome::Stopped);
    RunRecorder rest;
    const RunResult resumed = resume(folder() / "halted", rest, again);
    std::vector<double> joined = stopper.losses;
    joined.insert(joined.end(), rest.losses.begin(), rest.losses.end());
    QCOMPARE(joined, losses);
    QCOMPARE(resumed.metrics, whole.metrics);
    const NamedTensors straight = weightsOf(whole);
    for (const auto& [name, tensor] : weightsOf(resumed)) QVERIFY2(torch::equal(tensor, straight.at(name)), name.c_str());
  }

  void everyHeadHasItsRateAndThePreviewShowsIt() {
    const std::vector<std::string> settings{"transfer.layer_decay=0.5", "schedule.id=linear", "schedule.warmup_steps=2"};
    const auto curves = previewLearningRates(loadRunSpec(folder() / "together.json", settings));
    together(settings);
    QCOMPARE(m_heard.groups.front(), std::string("head/") + kFirst);
    QCOMPARE(m_heard.groups.size(), std::size_t{4 + 6});
    for (std::size_t group = 0; group < curves.size(); ++group)
      for (std::size_t step = 0; step < m_heard.rates.size(); ++step) QCOMPARE(m_heard.rates[step][group], curves[group].rates[step]);
  }

  void wrongListsAreRefused_data() {
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("message");
    QTest::newRow("a task beside them") << "task.id=sst-2" << "stands beside";
    QTest::newRow("no files") << "tasks.1.train=[]" << "tasks.1.train";
    QTest::newRow("frozen") << "transfer.mode=feature_based" << "one task";
    QTest::newRow("sampling") << "sampling=sqrt" << "square_root";
  }
  void wrongListsAreRefused() {
    QFETCH(QString, setting);
    QFETCH(QString, message);
    try {
      together({setting.toStdString()});
      QFAIL("not refused");
    } catch (const std::invalid_argument& error) {
      QVERIFY2(QString(error.what()).contains(message), error.what());
    }
  }

  // ---- one task on the bodies of other families

  void everyFamilyLearnsATask_data() {
    QTest::addColumn<QString>("family");
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("tokenizer");
    QTest::addColumn<QString>("settings");
    QTest::newRow("T5's encoder") << "t5" << "\"d_model\": 32, \"d_ff\": 64, \"d_kv\": 16" << "unigram_sentinels" << "";
    QTest::newRow("ELMo") << "elmo" << "\"projection_dim\": 16, \"dim\": 32" << "characters" << "";
    QTest::newRow("GPT with next words") << "openai-gpt" << "\"n_embd\": 32" << "char_bpe" << "transfer.language_weight=0.5";
    QTest::newRow("GPT, mean") << "openai-gpt" << "\"n_embd\": 32" << "char_bpe" << "transfer.features.pooling=mean";
    QTest::newRow("ELECTRA") << "electra" << "\"hidden_size\": 32, \"embedding_size\": 32, \"intermediate_size\": 64" << "wordpiece" << "transfer.features.pooling=concat";
  }
  void everyFamilyLearnsATask() {
    QFETCH(QString, family);
    QFETCH(QString, config);
    QFETCH(QString, tokenizer);
    QFETCH(QString, settings);
    const std::string parent = "parent-" + std::to_string(++m_runs);
    writeFileAtomically(folder() / "other.json", pretrainingOf(family.toStdString(), config.toStdString(), tokenizer.toStdString()));
    const NamedTensors before = weightsOf(trained("other.json", {}, parent));
    std::vector<std::string> assignments{"init.from=" + parent, "optimizer.learning_rate=0.01", "train.steps=100", "transfer.features.dropout=0"};
    if (!settings.isEmpty()) assignments.push_back(settings.toStdString());
    const NamedTensors start = weightsOf(fineTuned({assignments[0], "optimizer.learning_rate=0", "train.steps=1", settings.isEmpty() ? "seed=5" : settings.toStdString()}));
    for (const auto& [name, tensor] : start) {
      QVERIFY2(name.find("decoder") == std::string::npos, name.c_str());
      const auto same = std::find_if(before.begin(), before.end(), [&, &own = name](const auto& other) { return other.first.size() >= own.size() && other.first.compare(other.first.size() - own.size(), own.size(), own) == 0; });
      if (same != before.end()) QVERIFY2(torch::equal(tensor, same->second), name.c_str());
    }
    const RunResult result = fineTuned(assignments);
    QVERIFY2(valueOf(result.metrics, "accuracy") > 0.9, qPrintable(QString::number(valueOf(result.metrics, "accuracy"))));
    if (settings.contains("language")) QVERIFY(valueOf(m_heard.metrics.back(), "language_loss") < valueOf(m_heard.metrics.front(), "language_loss"));
  }

  // A model of two sequences takes its encoder from another, and nothing of its decoder.
  void onlyTheEncoderIsTaken() {
    writeFileAtomically(folder() / "other.json", pretrainingOf("t5", "\"d_model\": 32, \"d_ff\": 64, \"d_kv\": 16", "unigram_sentinels"));
    const NamedTensors before = weightsOf(trained("other.json", {}, "t5-parent"));
    const NamedTensors after = weightsOf(trained("other.json", {"init.from=t5-parent", "init.parts=encoder", "tokenizer.from=t5-parent/tokenizer", "optimizer.learning_rate=0", "seed=8"}, "t5-child"));
    int taken = 0, fresh = 0;
    for (const auto& [name, tensor] : after) {
      const bool ofEncoder = name.rfind("encoder.", 0) == 0 || name == "shared.weight";
      if (name.find("norm") != std::string::npos) continue;                                   // all ones in both after two steps of small rates
      QVERIFY2(torch::equal(tensor, before.at(name)) == ofEncoder, name.c_str());
      ++(ofEncoder ? taken : fresh);
    }
    QVERIFY(taken > 5 && fresh > 5);
  }

  void aSeedIsARunOfItsOwn() {
    RunSpec spec = loadRunSpec(folder() / "task.json", {"seeds=[3, 4, 9]"});
    const auto runs = seedRuns(spec);
    QCOMPARE(runs.size(), std::size_t{3});
    for (const SeedRun& run : runs) {
      QCOMPARE(run.spec.seed, run.seed);
      QVERIFY(run.spec.seeds.empty());
      QCOMPARE(run.spec.init.from, spec.init.from);
    }
    spec.seeds = {3, 3};
    QVERIFY_EXCEPTION_THROWN(seedRuns(spec), std::invalid_argument);
    const Spread spread = spreadOf({0.5, 0.7, 0.9});
    QVERIFY(std::abs(spread.mean - 0.7) < 1e-12 && std::abs(spread.deviation - 0.2) < 1e-12);
  }
};

CLOZE_TEST_SUITE(SeveralTasksTest, "several_tasks")
#include "tst_several_tasks.moc"
