// Replaced-token detection: what counts as replaced, what carries a gradient, how words are drawn, what two models share and leave on disk, the
// published sizes, and what the inspector says of a sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QTemporaryDir>

#include <cmath>
#include <fstream>
#include <set>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/inspector.h"
#include "engine/io/hub_folder.h"
#include "engine/objectives/objective.h"
#include "engine/objectives/replaced_tokens.h"
#include "engine/run_spec.h"
#include "tests/support/suite.h"

using namespace cloze;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> kWords = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "dog", "sat", "ran", "on", "a", "mat", "road", ".", ","};

std::unique_ptr<Settings> smallElectra() {
  auto config = family("electra").makeConfig();
  readJson(*config, Json{{"vocab_size", kWords.size()}, {"embedding_size", 12}, {"hidden_size", 24}, {"num_hidden_layers", 2}, {"num_attention_heads", 2},
                         {"intermediate_size", 32}, {"max_position_embeddings", 16}, {"initializer_range", 0.3}, {"generator_hidden_size", 0.5},
                         {"hidden_dropout_prob", 0.0}, {"attention_probs_dropout_prob", 0.0}});
  return config;
}

std::unique_ptr<TextModel> smallPair(std::uint64_t seed = 3) { return buildModel("electra", *smallElectra(), seed, {Head::Pretraining}); }

// Two rows of seven tokens, the last of the second one padding.
BatchTensors smallBatch() {
  BatchTensors batch;
  batch.ids = torch::tensor(std::vector<std::int64_t>{2, 5, 4, 8, 10, 4, 3, 2, 5, 7, 4, 14, 3, 0}).view({2, 7});
  batch.attentionMask = batch.ids != 0;
  batch.predicted = torch::tensor(std::vector<std::int64_t>{2, 5, 10});
  batch.targets = torch::tensor(std::vector<std::int64_t>{6, 12, 9});
  return batch;
}

std::unique_ptr<Objective> objective(double weight = 50) {
  Variant chosen(objectiveTable(), "replaced_tokens");
  readJson(*chosen.settings(), Json{{"weight", weight}});
  return buildObjective("replaced_tokens", *chosen.settings());
}

Pass passOf(std::uint64_t step) {
  Pass pass;
  pass.random = Random(5, Purpose::Dropout, step, 0);
  pass.training = true;
  return pass;
}

torch::Tensor gradientOf(TextModel& model, const std::string& name) {
  const auto& gradient = model.parameters().find(name).tensor.grad();
  return gradient.defined() ? gradient : torch::zeros_like(model.parameters().find(name).tensor);
}

constexpr const char* kWordTable = "electra.embeddings.word_embeddings.weight";

}  // namespace

class ReplacedTokensTest : public QObject {
  Q_OBJECT

  // The gradients of one term alone.
  static void differentiate(TextModel& model, std::size_t term) {
    for (Parameter& parameter : model.parameters().all()) parameter.tensor.mutable_grad() = torch::Tensor();
    Pass pass = passOf(1);
    objective()->compute(model, smallBatch(), pass).terms.at(term).sum.backward();
  }

 private Q_SLOTS:
  void aWordThatComesOutTheSameCountsAsReal() {
    const ReplacedBatch shown = replaceTokens(smallBatch(), torch::tensor(std::vector<std::int64_t>{6, 13, 9}));   // only the second is another one
    QVERIFY(torch::equal(shown.batch.ids[0], torch::tensor(std::vector<std::int64_t>{2, 5, 6, 8, 10, 13, 3})));
    QVERIFY(torch::equal(shown.batch.ids[1], torch::tensor(std::vector<std::int64_t>{2, 5, 7, 9, 14, 3, 0})));
    QCOMPARE(shown.replaced.sum().item<double>(), 1.0);
    QCOMPARE(shown.replaced[0][5].item<double>(), 1.0);
  }

  void theJudgementTeachesTheGeneratorNothing() {
    const auto model = smallPair();
    differentiate(*model, 1);
    for (const Parameter& parameter : model->parameters().all())
      if (parameter.beside) QVERIFY2(!parameter.tensor.grad().defined() || parameter.tensor.grad().abs().max().item<double>() == 0, parameter.name.c_str());
    QVERIFY(gradientOf(*model, "discriminator_predictions.dense.weight").abs().sum().item<double>() > 0);
  }

  void sharedEmbeddingsLearnFromBoth() {
    const auto model = smallPair();
    differentiate(*model, 0);
    const torch::Tensor likelihood = gradientOf(*model, kWordTable).clone();
    differentiate(*model, 1);
    const torch::Tensor judgement = gradientOf(*model, kWordTable).clone();
    for (Parameter& parameter : model->parameters().all()) parameter.tensor.mutable_grad() = torch::Tensor();
    Pass pass = passOf(1);
    const LossReport report = objective()->compute(*model, smallBatch(), pass);
    (report.terms[0].sum + report.terms[1].sum).backward();
    QVERIFY(likelihood.abs().sum().item<double>() > 0 && judgement.abs().sum().item<double>() > 0);
    QVERIFY(torch::allclose(gradientOf(*model, kWordTable), likelihood + judgement, 1e-4, 1e-6));
  }

  void drawsAreAFunctionOfTheStep() {
    const auto model = smallPair();
    const auto loss = [&](std::uint64_t step) {
      Pass pass = passOf(step);
      return objective()->compute(*model, smallBatch(), pass).terms[1].sum.item<double>();
    };
    QCOMPARE(loss(4), loss(4));
    std::set<double> losses;
    for (std::uint64_t step = 1; step <= 12; ++step) losses.insert(loss(step));
    QVERIFY(losses.size() > 4);
  }

  // Over many steps the share of places where another word came out is what the generator's own probabilities say.
  void wordsAreDrawnAsTheGeneratorExpectsThem() {
    const auto model = smallPair();
    const torch::NoGradGuard noGradient;
    const BatchTensors batch = smallBatch();
    Pass still;
    const torch::Tensor hidden = model->generator()->forward(batch, still).hidden.view({14, -1}).index_select(0, batch.predicted);
    const torch::Tensor right = torch::softmax(model->generator()->tokenLogits(hidden), -1).gather(1, batch.targets.unsqueeze(1));
    double replaced = 0;
    constexpr int kSteps = 3000;
    for (int step = 1; step <= kSteps; ++step) {
      Pass pass = passOf(static_cast<std::uint64_t>(step));
      replaced += objective()->compute(*model, batch, pass).terms[2].sum.item<double>();
    }
    const double expected = 3 - right.sum().item<double>();
    QVERIFY2(std::abs(replaced / kSteps - expected) < 0.06, qPrintable(QString("%1, expected %2").arg(replaced / kSteps).arg(expected)));
  }

  void lossesAreThoseOfTheDefinition() {
    const auto model = smallPair();
    Pass pass = passOf(1);
    const LossReport report = objective(7)->compute(*model, smallBatch(), pass);
    QCOMPARE(report.terms[0].count, 3);
    QCOMPARE(report.terms[1].count, 13);                                          // all but the padding
    QCOMPARE(report.terms[1].weight, 7.0);
    QVERIFY(report.terms[1].correct >= 0 && report.terms[1].correct <= 13);
  }

  void theGeneratorStandsBesideAsAModelOfItsOwn() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    const auto model = smallPair();
    saveModelFolder(*model, path, nullptr);
    QCOMPARE(loadModelFolder(path)->parameters().count(), buildModel("electra", *smallElectra(), std::nullopt, {Head::ReplacedTokens})->parameters().count());
    const auto generator = loadModelFolder(path / "generator");
    QCOMPARE(generator->architecture(), std::string("ElectraForMaskedLM"));
    Pass pass;
    const torch::NoGradGuard noGradient;
    const torch::Tensor before = model->generator()->forward(smallBatch(), pass).hidden, after = generator->forward(smallBatch(), pass).hidden;
    QVERIFY(torch::equal(before, after));
    QVERIFY(torch::equal(model->generator()->tokenLogits(before[0]), generator->tokenLogits(after[0])));
    fs::remove_all(path / "generator");                                            // a discriminator of others: the generator starts afresh
    LoadReport report;
    const auto again = loadModelFolder(path, &report, HeadChoice{Head::Pretraining, 2});
    QVERIFY(!report.missing.empty() && report.missing.front().compare(0, 10, "generator.") == 0);
    QVERIFY(torch::equal(again->parameters().find(kWordTable).tensor, model->parameters().find(kWordTable).tensor));
  }

  // FAMILIES-transformers.md, section 7 (5).
  void publishedCountsAreMet_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<double>("share");
    QTest::addColumn<qint64>("encoder");
    QTest::addColumn<qint64>("discriminator");
    QTest::addColumn<qint64>("generator");
    QTest::newRow("small, as in the paper") << "small" << 0.25 << qint64{13483008} << qint64{13549057} << qint64{4620026};
    QTest::newRow("small, as released") << "small" << 1.0 << qint64{13483008} << qint64{13549057} << qint64{13546682};
    QTest::newRow("base") << "base" << 1.0 / 3 << qint64{108891648} << qint64{109483009} << qint64{33740602};
    QTest::newRow("large") << "large" << 0.25 << qint64{334092288} << qint64{335142913} << qint64{51295290};
  }
  void publishedCountsAreMet() {
    QFETCH(QString, preset);
    QFETCH(double, share);
    QFETCH(qint64, encoder);
    QFETCH(qint64, discriminator);
    QFETCH(qint64, generator);
    FamilySettings settings("electra");
    settings.preset = preset.toStdString();
    settings.applyPreset();
    readJson(*settings.config, Json{{"generator_hidden_size", share}});
    const auto built = [&](Head head) { return buildModel("electra", *settings.config, std::nullopt, {head, 2}); };
    QCOMPARE(static_cast<qint64>(built(Head::None)->parameters().count()), encoder);
    QCOMPARE(static_cast<qint64>(built(Head::ReplacedTokens)->parameters().count()), discriminator);
    const auto pair = built(Head::Pretraining);
    QCOMPARE(static_cast<qint64>(pair->generator()->parameters().count()), generator);
    QCOMPARE(pair->parameters().count(), family("electra").parameterCount(*settings.config));
    if (preset == "small") QCOMPARE(static_cast<qint64>(built(Head::SequenceLabels)->parameters().count()), qint64{13549314});
  }

  void refusesAGeneratorWhoseHeadsDoNotDivideIt() {
    auto config = smallElectra();
    readJson(*config, Json{{"hidden_size", 500}, {"num_attention_heads", 4}, {"generator_hidden_size", 0.37}});   // 185 wide, 2 heads
    const auto problems = family("electra").problems(*config, Json::object());
    QCOMPARE(problems.size(), std::size_t{1});
    QCOMPARE(problems.front().where, std::string("generator_hidden_size"));
  }

  void judgesASentence() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    std::ofstream vocabulary(path / "vocab.txt");
    for (const std::string& word : kWords) vocabulary << word << '\n';
    vocabulary.close();
    const auto tokenizer = loadTokenizer(path);
    const auto model = smallPair();
    saveModelFolder(*model, path, tokenizer.get());
    Inspector inspector(path);
    QVERIFY(inspector.judgesWords() && inspector.proposesWords() && !inspector.predictsNext());
    Progress progress;
    JudgeRequest request;
    request.text = "the cat sat on the mat .";
    request.replaceBytes = {{4, 7}};
    const JudgeResult result = inspector.judge(request, progress);
    QCOMPARE(result.tokens.size(), std::size_t{9});
    QVERIFY(result.tokens.front().special && result.tokens[2].proposed && !result.tokens[3].proposed);
    QCOMPARE(result.tokens[2].original, std::string("cat"));
    QCOMPARE(result.tokens[2].replaced, result.tokens[2].shown != "cat");
    QCOMPARE(result.tokens[2].candidates.size(), std::size_t{5});
    const auto judgedAlone = [&] {                                                 // the definition, by hand
      const torch::NoGradGuard noGradient;
      BatchTensors batch;
      std::vector<std::int64_t> ids;
      for (const JudgedToken& token : result.tokens) ids.push_back(tokenizer->id(token.shown));
      batch.ids = torch::tensor(ids).unsqueeze(0);
      Pass pass;
      return torch::Tensor(torch::sigmoid(model->replacedLogits(model->forward(batch, pass).hidden))[0]);
    }();
    for (std::size_t i = 0; i < result.tokens.size(); ++i)
      QVERIFY(std::abs(result.tokens[i].replacedProbability - judgedAlone[static_cast<std::int64_t>(i)].item<double>()) < 1e-6);
    std::set<std::string> drawn;
    for (request.seed = 1; request.seed <= 20; ++request.seed) drawn.insert(inspector.judge(request, progress).tokens[2].shown);
    QVERIFY(drawn.size() > 1);
    request.replaceBytes.clear();
    for (const JudgedToken& token : inspector.judge(request, progress).tokens) QVERIFY(!token.proposed && !token.replaced && token.shown == token.original);
  }

  void aDiscriminatorAloneJudgesButFillsNothing() {
    QTemporaryDir folder;
    const fs::path path = folder.path().toStdString();
    std::ofstream vocabulary(path / "vocab.txt");
    for (const std::string& word : kWords) vocabulary << word << '\n';
    vocabulary.close();
    saveModelFolder(*buildModel("electra", *smallElectra(), 3, {Head::ReplacedTokens}), path, loadTokenizer(path).get());
    Inspector inspector(path);
    QVERIFY(inspector.judgesWords() && !inspector.proposesWords());
    Progress progress;
    JudgeRequest request;
    request.text = "the cat sat .";
    QCOMPARE(inspector.judge(request, progress).tokens.size(), std::size_t{6});
    request.replaceBytes = {{4, 7}};
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, inspector.judge(request, progress));
    FillRequest fill;
    fill.text = "the [MASK] sat .";
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, inspector.fill(fill, progress));
  }
};

CLOZE_TEST_SUITE(ReplacedTokensTest, "replaced_tokens")
#include "tst_replaced_tokens.moc"
