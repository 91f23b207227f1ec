// What every family keeps to, checked for each row of the table: shapes, a first loss of about ln V, gradients everywhere, exact counts,
// determinism without any global generator, shards that add up, one batch learned by heart.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QTemporaryDir>

#include <cmath>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/families/text_model.h"
#include "engine/io/hub_folder.h"
#include "engine/objectives/objective.h"
#include "engine/run_spec.h"
#include "engine/text/words.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

constexpr std::int64_t kVocabulary = 97, kRows = 4, kLength = 12;

// The family's defaults made small; keys it does not have are passed over.
std::unique_ptr<Settings> smallConfig(const FamilyInfo& family, double dropout = 0) {
  auto config = family.makeConfig();
  const ConfigKeys& keys = family.keys;
  Json small = {{"vocab_size", kVocabulary}, {keys.width, 32}, {keys.layers, 2}, {keys.heads, 4}, {keys.positions, 16}};
  if (!keys.inner.empty()) small[keys.inner] = 48;
  small["filters"] = Json::parse("[[1, 6], [2, 8], [3, 10]]");
  for (const char* key : {"hidden_dropout_prob", "attention_probs_dropout_prob", "resid_pdrop", "embd_pdrop", "attn_pdrop", "dropout_rate", "dropout", "mix_dropout"}) small[key] = dropout;
  for (const char* key : {"bos_token_id", "eos_token_id"}) small[key] = 1;
  readJson(*config, small, UnknownKeys::AreKept);
  return config;
}

Batch smallBatch(std::uint64_t seed) {
  Random draw = random(seed, Purpose::Test, 0, 0);
  Batch batch;
  batch.rows = kRows;
  batch.length = kLength;
  for (std::int64_t b = 0; b < kRows; ++b)
    for (std::int64_t t = 0; t < kLength; ++t) {
      const bool real = t < kLength - b;
      batch.ids.push_back(real ? static_cast<TokenId>(1 + draw.below(kVocabulary - 1)) : 0);
      batch.typeIds.push_back(t >= 5 ? 1 : 0);
      batch.attentionMask.push_back(real);
      if (real && t % 4 == 1) {
        batch.predicted.push_back(b * kLength + t);
        batch.targets.push_back(static_cast<TokenId>(draw.below(kVocabulary)));
        batch.backwardTargets.push_back(static_cast<TokenId>(draw.below(kVocabulary)));
        batch.changes.push_back(Change::Masked);
      }
    }
  batch.letters = 8;                                                                           // for models that read them: an id's digits
  batch.characters.resize(batch.ids.size() * 8);
  batch.backwardCharacters.resize(batch.ids.size() * 8);
  for (std::size_t i = 0; i < batch.ids.size(); ++i) {
    spellWord(std::to_string(batch.ids[i]), 8, batch.characters.data() + i * 8);
    spellWord("back " + std::to_string(batch.ids[i]), 8, batch.backwardCharacters.data() + i * 8);
  }
  for (std::int64_t b = 0; b < kRows; ++b) batch.sentenceLabels.push_back(b % 2);
  return batch;
}

// Beside it what a decoder reads and predicts, for a family that has one.
Batch usualBatch(std::uint64_t seed, const FamilyInfo& family) {
  Batch batch = smallBatch(seed);
  if (modelSizes(family.id, *smallConfig(family)).decoderLayers == 0) return batch;
  constexpr std::int64_t kDecoder = 6;
  Random draw = random(seed, Purpose::Test, 1, 0);
  batch.predicted.clear();
  batch.targets.clear();
  batch.changes.clear();
  batch.decoderLength = kDecoder;
  for (std::int64_t b = 0; b < kRows; ++b)
    for (std::int64_t u = 0; u < kDecoder; ++u) {
      batch.decoderIds.push_back(u == 0 ? 0 : batch.targets.back());
      batch.predicted.push_back(b * kDecoder + u);
      batch.targets.push_back(static_cast<TokenId>(draw.below(kVocabulary)));
      batch.changes.push_back(Change::None);
    }
  return batch;
}

std::unique_ptr<Objective> usualObjective(const FamilyInfo& family) {
  const Variant settings(objectiveTable(), family.objectives.front());
  return buildObjective(family.objectives.front(), *settings.settings());
}

Pass trainingPass(std::uint64_t seed, std::int64_t firstRow = 0) {
  Pass pass;
  pass.random = random(seed, Purpose::Dropout, 1, 0);
  pass.training = true;
  pass.firstRow = firstRow;
  return pass;
}

// Sum over terms of weight * sum / count, with the counts of the whole batch.
torch::Tensor totalLoss(const LossReport& report, const std::vector<std::int64_t>& counts) {
  auto total = torch::zeros({});
  for (std::size_t i = 0; i < report.terms.size(); ++i)
    total = total + report.terms[i].sum * (report.terms[i].weight / static_cast<double>(counts[i]));
  return total;
}

void clearGradients(TextModel& model) {
  for (Parameter& parameter : model.parameters().all()) parameter.tensor.mutable_grad() = torch::Tensor();
}

bool sameBits(const torch::Tensor& a, const torch::Tensor& b) { return a.sizes() == b.sizes() && torch::equal(a, b); }

}  // namespace

class TestFamilies : public QObject {
  Q_OBJECT
 private:
  void addFamilies() {
    QTest::addColumn<QString>("id");
    for (const FamilyInfo& info : families()) QTest::newRow(info.id.c_str()) << QString::fromStdString(info.id);
  }
  const FamilyInfo& info() const { QFETCH(QString, id); return family(id.toStdString()); }
  std::unique_ptr<TextModel> build(double dropout = 0, std::uint64_t seed = 1) const {
    const auto objective = usualObjective(info());
    return buildModel(info().id, *smallConfig(info(), dropout), seed, objective->head());
  }

 private Q_SLOTS:
  void shapesAreAsDocumented_data() { addFamilies(); }
  void shapesAreAsDocumented() {
    const auto model = build();
    Pass pass;
    pass.capture = {true, true};
    const torch::NoGradGuard noGradient;
    const Output output = model->forward(toTensors(smallBatch(1)), pass);
    QCOMPARE(output.hidden.sizes().vec(), (std::vector<std::int64_t>{kRows, kLength, 32 * info().directions}));
    QCOMPARE(output.hiddenStates.size(), static_cast<std::size_t>(model->layers() + 1));
    QCOMPARE(output.attentions.size(), info().keys.heads.empty() ? std::size_t{0} : static_cast<std::size_t>(model->layers()));
    QVERIFY(sameBits(output.hiddenStates.back(), output.hidden));
    for (const auto& attention : output.attentions) {
      QCOMPARE(attention.sizes().vec(), (std::vector<std::int64_t>{kRows, 4, kLength, kLength}));
      QVERIFY(torch::allclose(attention.sum(-1), torch::ones({kRows, 4, kLength}), 1e-5, 1e-5));
      QCOMPARE(attention[3].slice(1, 0, kLength - 3).slice(2, kLength - 3).abs().max().item<float>(), 0.0f);   // padded keys get nothing from real queries
    }
    TextModel& words = model->generator() ? *model->generator() : *model;                        // the one that proposes words
    const torch::Tensor hidden = words.forward(toTensors(smallBatch(1)), pass).hidden[0];
    QCOMPARE(words.tokenLogits(hidden).sizes().vec(), (std::vector<std::int64_t>{kLength, kVocabulary}));
    if (model->generator()) QCOMPARE(model->replacedLogits(output.hidden).sizes().vec(), (std::vector<std::int64_t>{kRows, kLength}));
  }

  void parameterCountIsExact_data() { addFamilies(); }
  void parameterCountIsExact() {
    auto config = smallConfig(info());
    QCOMPARE(buildModel(info().id, *config, std::nullopt)->parameters().count(), info().parameterCount(*config));
    for (const PresetInfo& preset : presets(info().id)) {
      if (preset.id != "tiny" && preset.id != "mini") continue;
      FamilySettings settings(info().id);
      settings.preset = preset.id;
      settings.applyPreset();
      QCOMPARE(buildModel(info().id, *settings.config, std::nullopt)->parameters().count(), info().parameterCount(*settings.config));
    }
  }

  // FAMILIES-transformers.md, section 2 (5), and what PyTorch counts for the class. Memory is reserved but never touched.
  void publishedCountsAreMet_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<qint64>("vocabulary");
    QTest::addColumn<qint64>("encoder");
    QTest::addColumn<qint64>("pretraining");
    QTest::addColumn<qint64>("maskedLm");
    QTest::newRow("bert tiny") << "tiny" << qint64{30522} << qint64{4385920} << qint64{4433468} << qint64{4416698};
    QTest::newRow("bert mini") << "mini" << qint64{30522} << qint64{11170560} << qint64{11267900} << qint64{11201594};
    QTest::newRow("bert small") << "small" << qint64{30522} << qint64{28763648} << qint64{29058876} << qint64{28795194};
    QTest::newRow("bert medium") << "medium" << qint64{30522} << qint64{41373184} << qint64{41668412} << qint64{41404730};
    QTest::newRow("bert base") << "base" << qint64{30522} << qint64{109482240} << qint64{110106428} << qint64{109514298};
    QTest::newRow("bert large") << "large" << qint64{30522} << qint64{335141888} << qint64{336226108} << qint64{335174458};
    QTest::newRow("bert base cased") << "base" << qint64{28996} << qint64{108310272} << qint64{108932934} << qint64{0};
    QTest::newRow("bert base multilingual") << "base" << qint64{119547} << qint64{177853440} << qint64{178566653} << qint64{0};
    QTest::newRow("bert base chinese") << "base" << qint64{21128} << qint64{102267648} << qint64{102882442} << qint64{0};
  }
  void publishedCountsAreMet() {
    QFETCH(QString, preset);
    QFETCH(qint64, vocabulary);
    QFETCH(qint64, encoder);
    QFETCH(qint64, pretraining);
    QFETCH(qint64, maskedLm);
    FamilySettings settings("bert");
    settings.preset = preset.toStdString();
    settings.applyPreset();
    readJson(*settings.config, Json{{"vocab_size", static_cast<std::int64_t>(vocabulary)}});
    const auto built = [&](Head head) { return static_cast<qint64>(buildModel("bert", *settings.config, std::nullopt, {head, 2})->parameters().count()); };
    QCOMPARE(static_cast<qint64>(family("bert").parameterCount(*settings.config)), pretraining);
    QCOMPARE(built(Head::Pretraining), pretraining);
    QCOMPARE(built(Head::None), encoder);
    if (maskedLm > 0) QCOMPARE(built(Head::MaskedLm), maskedLm);
    if (preset == "base" && vocabulary == 30522) {
      QCOMPARE(built(Head::SequenceLabels), qint64{109483778});
      QCOMPARE(built(Head::Span), qint64{108893186});
    }
  }

  // FAMILIES-transformers.md, sections 11, 12 and 14 (5); T5 1.1: as transformers counts it.
  void publishedCountsOfCausalModelsAreMet_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("preset");
    QTest::addColumn<qint64>("count");
    QTest::newRow("gpt2 small") << "gpt2" << "small" << qint64{124439808};
    QTest::newRow("gpt2 medium") << "gpt2" << "medium" << qint64{354823168};
    QTest::newRow("gpt2 large") << "gpt2" << "large" << qint64{774030080};
    QTest::newRow("gpt2 xl") << "gpt2" << "xl" << qint64{1557611200};
    QTest::newRow("gpt base") << "openai-gpt" << "base" << qint64{116534784};
    QTest::newRow("t5 small") << "t5" << "small" << qint64{60506624};
    QTest::newRow("t5 base") << "t5" << "base" << qint64{222903552};
    QTest::newRow("t5 large") << "t5" << "large" << qint64{737668096};
    QTest::newRow("t5 3b") << "t5" << "3b" << qint64{2851598336};
    QTest::newRow("t5 11b") << "t5" << "11b" << qint64{11307321344};
    QTest::newRow("t5 1.1 small") << "t5" << "v1_1-small" << qint64{76961152};
  }
  void publishedCountsOfCausalModelsAreMet() {
    QFETCH(QString, preset);
    QFETCH(qint64, count);
    FamilySettings settings(info().id);
    settings.preset = preset.toStdString();
    settings.applyPreset();
    QCOMPARE(static_cast<qint64>(info().parameterCount(*settings.config)), count);
    if (count < 200'000'000) QCOMPARE(static_cast<qint64>(buildModel(info().id, *settings.config, std::nullopt)->parameters().count()), count);
  }

  void untiedHeadsHaveTheirOwnWeights_data() { addFamilies(); }
  void untiedHeadsHaveTheirOwnWeights() {
    const auto config = smallConfig(info());
    if (!toJson(*config).contains("tie_word_embeddings")) return;
    const std::int64_t tied = info().parameterCount(*config);
    readJson(*config, Json{{"tie_word_embeddings", false}});
    const std::int64_t width = toJson(*config).value("embedding_size", std::int64_t{32});     // of the words, where they are narrower than the layers
    QCOMPARE(info().parameterCount(*config), tied + kVocabulary * width);
    QCOMPARE(buildModel(info().id, *config, std::nullopt)->parameters().count(), info().parameterCount(*config));
  }

  // What a causal model says of a token does not depend on those behind it, to the last bit.
  void causalModelsDoNotLookAhead() {
    for (const char* id : {"gpt2", "openai-gpt"}) {
      const FamilyInfo& about = family(id);
      const auto model = buildModel(about.id, *smallConfig(about), 1);
      const torch::NoGradGuard noGradient;
      const auto ids = torch::arange(12, torch::kInt64).view({1, 12}) + 3;
      auto changed = ids.clone();
      changed[0][9] = 90;
      Pass pass;
      BatchTensors first, second;
      first.ids = ids;
      second.ids = changed;
      const auto a = model->forward(first, pass).hidden, b = model->forward(second, pass).hidden;
      QVERIFY(sameBits(a.narrow(1, 0, 9), b.narrow(1, 0, 9)));
      QVERIFY(!sameBits(a.narrow(1, 9, 3), b.narrow(1, 9, 3)));
    }
  }

  void whatIsSavedIsLoaded_data() { addFamilies(); }
  void whatIsSavedIsLoaded() {
    for (const auto& [head, name] : modelFactory(info().id).architectures) {
      QTemporaryDir folder;
      const auto model = buildModel(info().id, *smallConfig(info(), 0.25), 9, {head, 2});
      saveModelFolder(*model, folder.path().toStdString(), nullptr);
      LoadReport report;
      const auto chosen = model->generator() ? std::optional(model->head()) : std::nullopt;      // alone, such a folder is the discriminator
      const auto again = loadModelFolder(folder.path().toStdString(), &report, chosen);
      QCOMPARE(again->architecture(), name);
      std::string odd;
      for (const auto* names : {&report.missing, &report.ignored, &report.renamed})
        for (const std::string& one : *names) odd += one + " ";
      QVERIFY2(odd.empty(), (name + ": " + odd).c_str());
      QCOMPARE(QString::fromStdString(toJson(again->config()).dump()), QString::fromStdString(toJson(model->config()).dump()));
      QCOMPARE(again->parameters().all().size(), model->parameters().all().size());
      for (std::size_t i = 0; i < model->parameters().all().size(); ++i)
        QVERIFY(sameBits(again->parameters().all()[i].tensor, model->parameters().all()[i].tensor));
    }
  }

  void lossStartsNearChance_data() { addFamilies(); }
  void lossStartsNearChance() {
    const auto objective = usualObjective(info());
    const auto config = smallConfig(info());
    readJson(*config, Json{{"initializer_factor", 0.1}}, UnknownKeys::AreKept);   // where a family has it: words start with deviation 1 otherwise
    const auto model = buildModel(info().id, *config, 1, {objective->head()});
    Pass pass;
    const LossReport report = objective->compute(*model, toTensors(usualBatch(1, info())), pass);
    const LossTerm& term = report.terms.front();
    QVERIFY(std::abs(term.sum.item<double>() / static_cast<double>(term.count) - std::log(kVocabulary)) < 0.2);
    std::vector<std::int64_t> counts;
    for (const LossTerm& one : report.terms) counts.push_back(one.count);
    QCOMPARE(counts, objective->counts(usualBatch(1, info())));
  }

  void everyParameterGetsAGradient_data() { addFamilies(); }
  void everyParameterGetsAGradient() {
    const auto model = build(0.1);
    const auto objective = usualObjective(info());
    const Batch batch = usualBatch(1, info());
    Pass pass = trainingPass(1);
    totalLoss(objective->compute(*model, toTensors(batch), pass), objective->counts(batch)).backward();
    for (const Parameter& parameter : model->parameters().all()) {
      QVERIFY2(parameter.tensor.grad().defined(), parameter.name.c_str());
      QVERIFY2(parameter.tensor.grad().abs().sum().item<double>() > 0, parameter.name.c_str());
      QVERIFY2(torch::isfinite(parameter.tensor.grad()).all().item<bool>(), parameter.name.c_str());
    }
  }

  void nothingDependsOnAGlobalGenerator_data() { addFamilies(); }
  void nothingDependsOnAGlobalGenerator() {
    const auto objective = usualObjective(info());
    const Batch batch = usualBatch(1, info());
    std::vector<std::vector<torch::Tensor>> gradients;
    for (const std::uint64_t generatorSeed : {1u, 2u}) {
      torch::manual_seed(generatorSeed);
      const auto before = at::globalContext().defaultGenerator(torch::kCPU).get_state().clone();
      const auto model = build(0.1);
      Pass pass = trainingPass(7);
      totalLoss(objective->compute(*model, toTensors(batch), pass), objective->counts(batch)).backward();
      QVERIFY(sameBits(before, at::globalContext().defaultGenerator(torch::kCPU).get_state()));
      gradients.emplace_back();
      for (const Parameter& parameter : model->parameters().all()) gradients.back().push_back(parameter.tensor.grad().clone());
    }
    for (std::size_t i = 0; i < gradients[0].size(); ++i) QVERIFY(sameBits(gradients[0][i], gradients[1][i]));
    Pass other = trainingPass(8);                                                              // and the step's own randomness does matter
    const auto model = build(0.1);
    totalLoss(objective->compute(*model, toTensors(batch), other), objective->counts(batch)).backward();
    QVERIFY(!sameBits(gradients[0][0], model->parameters().all()[0].tensor.grad()));
  }

  void shardsAddUp_data() { addFamilies(); }
  void shardsAddUp() {
    const auto model = build(0.1);
    const auto objective = usualObjective(info());
    const Batch batch = usualBatch(3, info());
    const auto counts = objective->counts(batch);
    Pass whole = trainingPass(5);
    totalLoss(objective->compute(*model, toTensors(batch), whole), counts).backward();
    std::vector<torch::Tensor> expected;
    for (const Parameter& parameter : model->parameters().all()) expected.push_back(parameter.tensor.grad().clone());
    for (const bool rightRows : {true, false}) {
      clearGradients(*model);
      for (const auto& [begin, end] : {std::pair<int, int>{0, 1}, {1, kRows}}) {
        Pass part = trainingPass(5, rightRows ? begin : 0);
        totalLoss(objective->compute(*model, toTensors(rowsOf(batch, begin, end)), part), counts).backward();
      }
      bool equal = true;
      for (std::size_t i = 0; i < expected.size(); ++i)
        equal = equal && torch::allclose(model->parameters().all()[i].tensor.grad(), expected[i], 1e-4, 1e-6);
      QCOMPARE(equal, rightRows);                                                              // masks belong to the row's number in the step
    }
  }

  void jsonRoundTripKeepsTheConfig_data() { addFamilies(); }
  void jsonRoundTripKeepsTheConfig() {
    const auto config = smallConfig(info(), 0.25);
    const Json json = toJson(*config);
    auto again = info().makeConfig();
    readJson(*again, json);
    QCOMPARE(QString::fromStdString(toJson(*again).dump()), QString::fromStdString(json.dump()));
  }

  void oneBatchIsLearnedByHeart_data() { addFamilies(); }
  void oneBatchIsLearnedByHeart() {
    const auto model = build();
    const auto objective = usualObjective(info());
    const Batch batch = usualBatch(1, info());
    const BatchTensors tensors = toTensors(batch);
    std::vector<torch::Tensor> weights;
    for (Parameter& parameter : model->parameters().all()) weights.push_back(parameter.tensor);
    torch::optim::Adam optimizer(weights, torch::optim::AdamOptions(3e-3));
    double loss = 0;
    std::int64_t correct = 0;
    const int steps = batch.decoderLength > 0 || !batch.backwardTargets.empty() ? 120 : 60;
    for (int step = 0; step < steps; ++step) {
      Pass pass = trainingPass(static_cast<std::uint64_t>(step));
      const LossReport report = objective->compute(*model, tensors, pass);
      correct = report.terms.front().correct;
      const auto total = totalLoss(report, objective->counts(batch));
      // A judge of a generator's words has ever new ones to judge: there what the generator itself learns counts.
      loss = model->generator() ? report.terms.front().sum.item<double>() / static_cast<double>(report.terms.front().count) : total.item<double>();
      optimizer.zero_grad();
      total.backward();
      optimizer.step();
    }
    QVERIFY2(loss < 0.2, std::to_string(loss).c_str());
    QCOMPARE(correct, static_cast<std::int64_t>(batch.targets.size()));
  }
};

CLOZE_TEST_SUITE(TestFamilies, "families")
#include "tst_families.moc"
