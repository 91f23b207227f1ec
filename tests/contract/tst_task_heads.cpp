// The heads that any family carries: padding never counts, what is saved is loaded, each learns a batch, and a row of a frozen body depends on nothing
// but itself. Rows: the registry of families.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QTemporaryDir>

#include <cmath>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/io/hub_folder.h"
#include "engine/objectives/frozen_features.h"
#include "engine/objectives/objective.h"
#include "engine/objectives/settings.h"
#include "engine/text/words.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

constexpr std::int64_t kWords = 50, kSlots = 8;
const std::vector<std::int64_t> kLengths = {9, 5, 2};

std::unique_ptr<Settings> tinyConfig(const std::string& id) {
  FamilySettings settings(id);
  settings.preset = "tiny";
  settings.applyPreset();
  Json small = {{"vocab_size", kWords}};
  for (const char* key : {"hidden_dropout_prob", "attention_probs_dropout_prob", "resid_pdrop", "embd_pdrop", "attn_pdrop", "dropout_rate", "dropout"}) small[key] = 0;
  readJson(*settings.config, small, UnknownKeys::AreKept);
  return settings.config->clone();
}

// Rows of 9, 5 and 2 words, padded to `length`, each with a label; the first two words of each are tagged.
Batch paddedBatch(std::int64_t length) {
  Batch batch;
  batch.rows = static_cast<std::int64_t>(kLengths.size());
  batch.length = length;
  batch.letters = kSlots;
  for (std::int64_t row = 0; row < batch.rows; ++row) {
    for (std::int64_t place = 0; place < length; ++place) {
      const bool real = place < kLengths[static_cast<std::size_t>(row)];
      batch.ids.push_back(real ? static_cast<TokenId>(3 + (7 * row + 5 * place) % 40) : 0);
      batch.attentionMask.push_back(real);
    }
    for (std::int64_t place = 0; place < 2; ++place) {
      batch.predicted.push_back(row * length + place);
      batch.targets.push_back(static_cast<TokenId>((row + place) % 3));
      batch.changes.push_back(Change::Labelled);
    }
    batch.sentenceLabels.push_back(static_cast<std::int32_t>(row % 3));
    batch.scores.push_back(static_cast<float>(row));
    batch.answerSpans.insert(batch.answerSpans.end(), {0, 1});
    batch.examples.push_back(row);
  }
  batch.characters.resize(batch.ids.size() * kSlots);
  for (std::size_t i = 0; i < batch.ids.size(); ++i) spellWord(std::to_string(batch.ids[i]), kSlots, batch.characters.data() + i * kSlots);
  return batch;
}

FineTuneSettings settingsOf(TaskKind kind, const char* layers, const char* pooling) {
  FineTuneSettings settings;
  settings.tasks = {{"one", kind, 3}};
  readFeatureLayers(layers, settings.features);
  settings.features.pooling = featurePooling(pooling);
  settings.features.dropout = 0;
  settings.features.ownHead = true;
  settings.layers = 2;
  return settings;
}

std::unique_ptr<Objective> objectiveOf(const FineTuneSettings& settings) { return buildObjective("fine_tune", SettingsOf<FineTuneSettings>(settings)); }

std::vector<torch::Tensor> answersOf(Objective& objective, TextModel& model, const Batch& batch) {
  const torch::NoGradGuard noGradient;
  Pass pass;
  return objective.compute(model, toTensors(batch), pass).answers;
}

}  // namespace

class TestTaskHeads : public QObject {
  Q_OBJECT

 private:
  void addRows() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("layers");
    QTest::addColumn<QString>("pooling");
    for (const FamilyInfo& info : families())
      for (const auto& [layers, pooling] : {std::pair("last", "first"), {"last", "last"}, {"last", "mean"}, {"second_to_last", "concat"}, {"scalar_mix", "mean"}, {"sum_all", "first"}, {"usual", "usual"}})
        QTest::newRow((info.id + " " + layers + " " + pooling).c_str()) << QString::fromStdString(info.id) << layers << pooling;
  }

 private Q_SLOTS:
  void paddingNeverCounts_data() { addRows(); }
  void paddingNeverCounts() {
    QFETCH(QString, id);
    QFETCH(QString, layers);
    QFETCH(QString, pooling);
    for (const TaskKind kind : {TaskKind::Classification, TaskKind::Tagging}) {
      const auto objective = objectiveOf(settingsOf(kind, qPrintable(layers), qPrintable(pooling)));
      const auto model = buildModel(id.toStdString(), *tinyConfig(id.toStdString()), 3, objective->head());
      const auto narrow = answersOf(*objective, *model, paddedBatch(9)), wide = answersOf(*objective, *model, paddedBatch(16));
      QCOMPARE(narrow.size(), kLengths.size());
      for (std::size_t row = 0; row < narrow.size(); ++row) QVERIFY2(torch::allclose(narrow[row], wide[row], 1e-4, 1e-5), qPrintable(QString("row %1").arg(row)));
      QVERIFY(!torch::allclose(narrow[0].narrow(0, 0, 3), narrow[1].narrow(0, 0, 3), 1e-3, 1e-4));
    }
  }

  void whatIsSavedAnswersTheSame_data() { addRows(); }
  void whatIsSavedAnswersTheSame() {
    QFETCH(QString, id);
    QFETCH(QString, layers);
    QFETCH(QString, pooling);
    QTemporaryDir folder;
    const auto objective = objectiveOf(settingsOf(TaskKind::Classification, qPrintable(layers), qPrintable(pooling)));
    const auto model = buildModel(id.toStdString(), *tinyConfig(id.toStdString()), 3, objective->head());
    saveModelFolder(*model, folder.path().toStdString(), nullptr);
    LoadReport report;
    const auto again = loadModelFolder(folder.path().toStdString(), &report);
    QVERIFY(report.missing.empty() && report.ignored.empty());
    const auto before = answersOf(*objective, *model, paddedBatch(9)), after = answersOf(*objective, *again, paddedBatch(9));
    for (std::size_t row = 0; row < before.size(); ++row) QVERIFY(torch::equal(before[row], after[row]));
  }

  void everyWeightLearns_data() { addRows(); }
  void everyWeightLearns() {
    QFETCH(QString, id);
    QFETCH(QString, layers);
    QFETCH(QString, pooling);
    const auto objective = objectiveOf(settingsOf(TaskKind::Classification, qPrintable(layers), qPrintable(pooling)));
    const auto model = buildModel(id.toStdString(), *tinyConfig(id.toStdString()), 3, objective->head());
    Pass pass;
    pass.training = true;
    objective->compute(*model, toTensors(paddedBatch(9)), pass).terms.front().sum.backward();
    const std::int64_t read = layers == "second_to_last" ? model->layers() - 1 : model->layers();
    for (const Parameter& parameter : model->parameters().all()) {
      bool needed = true;                                    // a task asks for no predicted place, and these rows have one segment
      for (const char* other : {"mask_emb", "r_s_bias", "seg_embed"}) needed = needed && parameter.name.find(other) == std::string::npos;
      const bool reached = needed && (parameter.layer <= read || parameter.layer > model->layers());
      const bool moves = parameter.tensor.grad().defined() && parameter.tensor.grad().abs().sum().item<double>() > 0;
      if (parameter.name.find("mix.gamma") == std::string::npos && parameter.name.find("mix.weights") == std::string::npos) QVERIFY2(moves || !reached, parameter.name.c_str());
    }
  }

  // The bits of a row are the same in any batch: what is kept of one reading serves all others.
  void aFrozenRowDependsOnItselfAlone_data() {
    QTest::addColumn<QString>("id");
    for (const FamilyInfo& info : families()) QTest::newRow(info.id.c_str()) << QString::fromStdString(info.id);
  }
  void aFrozenRowDependsOnItselfAlone() {
    QFETCH(QString, id);
    for (const TaskKind kind : {TaskKind::Classification, TaskKind::Tagging, TaskKind::Span}) {
      FineTuneSettings settings = settingsOf(kind, "scalar_mix", "concat");
      settings.frozenBody = true;
      const auto objective = objectiveOf(settings);
      const auto model = buildModel(id.toStdString(), *tinyConfig(id.toStdString()), 3, objective->head());
      const auto together = frozenFeatures(*model, toTensors(paddedBatch(16)), 0);
      const auto second = frozenFeatures(*model, toTensors(rowsOf(paddedBatch(9), 1, 2)), 0);
      const std::int64_t first = kind == TaskKind::Classification ? 1 : kind == TaskKind::Tagging ? 2 : 16, count = kind == TaskKind::Classification ? 1 : kind == TaskKind::Tagging ? 2 : 5;
      QVERIFY(torch::equal(together.narrow(0, first, count), second.narrow(0, 0, count)));
      QCOMPARE(together.size(1), model->layers() + 1);
    }
  }

  void thePenaltyOfTheMixtureIsAddedOnceWhateverTheShards() {
    const auto objective = objectiveOf(settingsOf(TaskKind::Classification, "scalar_mix", "mean"));
    const auto model = buildModel("bert", *tinyConfig("bert"), 3, objective->head());
    { const torch::NoGradGuard none; model->parameters().find("task_head.mix.weights").tensor.copy_(torch::tensor({1.0F, -2.0F, 3.0F})); }
    const Batch batch = paddedBatch(9);
    const auto counts = objective->counts(batch);
    const auto lossOf = [&](const Batch& part, bool training) {
      Pass pass;
      pass.training = training;
      const LossReport report = objective->compute(*model, toTensors(part), pass);
      double loss = 0;
      for (std::size_t i = 0; i < report.terms.size(); ++i)
        if (counts.at(i) > 0) loss += report.terms[i].weight * report.terms[i].sum.item<double>() / static_cast<double>(counts[i]);
      return loss;
    };
    const double plain = lossOf(batch, false), whole = lossOf(batch, true), parts = lossOf(rowsOf(batch, 0, 2), true) + lossOf(rowsOf(batch, 2, 3), true);
    QVERIFY2(std::abs(whole - plain - 0.001 * 14) < 1e-6, qPrintable(QString::number(whole - plain)));   // lambda * |w|^2; not in an evaluation
    QVERIFY(std::abs(whole - parts) < 1e-5);
    const auto weights = model->parameters().find("task_head.mix.weights").tensor;
    Pass pass;
    pass.training = true;
    const LossReport report = objective->compute(*model, toTensors(batch), pass);
    (report.terms.back().sum / static_cast<double>(counts[1])).backward();
    QVERIFY(torch::allclose(weights.grad(), 0.002 * weights.detach()));
  }

  // Radford et al., 2018, equation 5: L3 = L2 + lambda * L1.
  void nextWordsAreLearntBesideTheTask() {
    for (const char* id : {"openai-gpt", "gpt2"}) {
      FineTuneSettings settings;
      settings.tasks = {{"one", TaskKind::Classification, 3}};
      settings.languageWeight = 0.5;
      const auto objective = objectiveOf(settings);
      const auto model = buildModel(id, *tinyConfig(id), 3, objective->head());
      const Batch batch = paddedBatch(12);
      Pass pass;
      pass.training = true;
      const LossReport report = objective->compute(*model, toTensors(batch), pass);
      const LossTerm& words = report.terms.back();
      QCOMPARE(words.weight, 0.5);
      QCOMPARE(words.count, std::int64_t{8 + 4 + 1});
      QCOMPARE(objective->counts(batch).back(), words.count);
      const auto output = model->forward(toTensors(batch), pass).hidden;
      const auto matrix = model->parameters().all().front().tensor;                          // the words' own table
      double expected = 0;
      for (std::int64_t row = 0; row < batch.rows; ++row)
        for (std::int64_t place = 0; place + 1 < kLengths[static_cast<std::size_t>(row)]; ++place)
          expected -= torch::log_softmax(matrix.matmul(output[row][place]), 0)[batch.ids[static_cast<std::size_t>(row * 12 + place + 1)]].item<double>();
      QVERIFY(std::abs(words.sum.item<double>() - expected) < 1e-3);
    }
  }

  void unknownReadingsAreRefused() {
    TaskFeatures features;
    QVERIFY_EXCEPTION_THROWN(readFeatureLayers("top", features), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(featurePooling("max"), std::invalid_argument);
    FineTuneSettings tooHigh = settingsOf(TaskKind::Classification, "last", "mean");
    tooHigh.features.layer = 7;
    QVERIFY_EXCEPTION_THROWN(buildModel("bert", *tinyConfig("bert"), 3, objectiveOf(tooHigh)->head()), std::invalid_argument);
  }
};

CLOZE_TEST_SUITE(TestTaskHeads, "task_heads")
#include "tst_task_heads.moc"
