// Going on from a prompt: with a cache and without the same tokens, draws that are functions of the seed, beams as an exhaustive search finds them.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <cmath>

#include "engine/blocks/key_value_cache.h"
#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/inspect/beam_search.h"
#include "engine/inspect/generate.h"
#include "engine/inspector.h"
#include "engine/io/hub_folder.h"
#include "engine/text/tokenizer_trainer.h"

using namespace cloze;

namespace {

constexpr std::int64_t kPositions = 16;

std::unique_ptr<TextModel> smallModel(const std::string& familyId, std::int64_t vocabulary = 61, std::int64_t positions = kPositions) {
  const FamilyInfo& info = family(familyId);
  auto config = info.makeConfig();
  readJson(*config, Json{{"vocab_size", vocabulary}, {"n_embd", 32}, {"n_layer", 2}, {"n_head", 4}, {"n_positions", positions}, {"initializer_range", 0.3},
                         {"bos_token_id", 0}, {"eos_token_id", 0}}, UnknownKeys::AreKept);
  return buildModel(familyId, *config, 3);
}

const std::vector<TokenId> kPrompt{5, 9, 2};

std::shared_ptr<const Tokenizer> smallTokenizer() {
  TokenizerTraining training;
  training.kind = "byte_bpe";
  training.vocabularySize = 300;
  Progress progress;
  return trainTokenizer(training, [](const auto& each) { each("the cat sat on the mat and the dog sat on the log"); }, progress);
}

std::vector<TokenId> idsOf(TextModel& model, const GenerationRule& rule, const std::vector<TokenId>& prompt = kPrompt) { return generateTokens(model, prompt, rule).front().ids; }

}  // namespace

class GenerateTest : public QObject {
  Q_OBJECT

 private:
  static void scoresAreStepwiseLogProbabilities(Inspector& inspector, TextModel& model, const Tokenizer& tokenizer) {
    Progress progress;
    PromptRequest request;
    request.query = "the cat";
    request.options = {"sat on", "log"};
    const PromptResult scored = inspector.scoreOptions(request, progress);
    const torch::NoGradGuard noGradient;
    for (const auto& option : scored.options) {
      std::vector<std::int64_t> ids{tokenizer.special().begin};
      for (const TokenId id : encodeText(tokenizer, "the cat " + option.text).ids) ids.push_back(id);
      BatchTensors batch;
      batch.ids = torch::tensor(ids, torch::kInt64).view({1, -1});
      Pass pass;
      const auto logits = torch::log_softmax(model.tokenLogits(model.forward(batch, pass).hidden[0]), 1);
      double sum = 0;
      for (std::size_t i = ids.size() - static_cast<std::size_t>(option.tokens); i < ids.size(); ++i) sum += logits[static_cast<std::int64_t>(i) - 1][ids[i]].item<double>();
      QVERIFY(std::abs(sum - option.sum) < 1e-4);
      QVERIFY(std::abs(option.perToken * static_cast<double>(option.tokens) - option.sum) < 1e-9);
    }
    request.query = std::string(50, 'x');
    QVERIFY_EXCEPTION_THROWN(inspector.scoreOptions(request, progress), std::invalid_argument);   // longer than the model takes
  }
  void addFamilies() {
    QTest::addColumn<QString>("family");
    QTest::newRow("norms first") << "gpt2";
    QTest::newRow("norms last") << "openai-gpt";
  }

 private Q_SLOTS:
  void theCacheChangesNothing_data() {
    QTest::addColumn<QString>("family");
    QTest::addColumn<QString>("how");
    for (const char* family : {"gpt2", "openai-gpt"})
      for (const char* how : {"greedy", "draw", "beams", "beyond the context", "long prompt"}) QTest::newRow(qPrintable(QString("%1, %2").arg(family, how))) << QString(family) << QString(how);
  }
  void theCacheChangesNothing() {
    QFETCH(QString, family);
    QFETCH(QString, how);
    const auto model = smallModel(family.toStdString());
    GenerationRule rule;
    rule.maximumNew = how == "beyond the context" ? 40 : 9;
    if (how == "draw") rule.temperature = 0.8, rule.topK = 20, rule.topP = 0.9;
    if (how == "beams") rule.beams = 3;
    std::vector<TokenId> prompt = kPrompt;
    if (how == "long prompt")
      for (TokenId i = 0; i < 30; ++i) prompt.push_back(1 + i);
    rule.useCache = false;
    const auto plain = idsOf(*model, rule, prompt);
    rule.useCache = true;
    QCOMPARE(idsOf(*model, rule, prompt), plain);
    rule.threads = 2;
    QCOMPARE(idsOf(*model, rule, prompt), plain);
    QVERIFY(how == "beams" || plain.size() == static_cast<std::size_t>(rule.maximumNew));
  }

  void cachedStatesAreThoseOfOnePass_data() { addFamilies(); }
  void cachedStatesAreThoseOfOnePass() {
    QFETCH(QString, family);
    const auto model = smallModel(family.toStdString());
    const torch::NoGradGuard noGradient;
    BatchTensors batch, first, second;
    batch.ids = torch::arange(24, torch::kInt64).view({2, 12});
    first.ids = batch.ids.narrow(1, 0, 7).contiguous();
    second.ids = batch.ids.narrow(1, 7, 5).contiguous();
    Pass whole, part;
    KeyValueCache cache(kPositions);
    part.cache = &cache;
    const auto expected = model->forward(batch, whole).hidden;
    QVERIFY(torch::allclose(model->forward(first, part).hidden, expected.narrow(1, 0, 7), 1e-4, 1e-5));
    QVERIFY(torch::allclose(model->forward(second, part).hidden, expected.narrow(1, 7, 5), 1e-4, 1e-5));
    QCOMPARE(cache.length, std::int64_t(12));
    BatchTensors more;
    more.ids = torch::ones({2, 5}, torch::kInt64);
    QVERIFY_EXCEPTION_THROWN(model->forward(more, part), std::exception);   // the context is full
  }

  void drawsFollowFromTheSeed() {
    const auto model = smallModel("gpt2");
    GenerationRule rule;
    rule.maximumNew = 12;
    rule.temperature = 1.5;
    const auto once = idsOf(*model, rule);
    QCOMPARE(idsOf(*model, rule), once);
    rule.seed = 2;
    QVERIFY(idsOf(*model, rule) != once);
    GenerationRule greedy = rule;
    greedy.temperature = 0;
    rule.topK = 1;                                                          // only one is left to draw
    QCOMPARE(idsOf(*model, rule), idsOf(*model, greedy));
    rule.topK = 0;
    rule.topP = 1e-6;
    QCOMPARE(idsOf(*model, rule), idsOf(*model, greedy));
  }

  void drawsAsOftenAsTheModelSays() {
    const auto model = smallModel("gpt2", 7);
    GenerationRule rule;
    rule.maximumNew = 1;
    rule.candidates = 7;
    const std::vector<TokenId> prompt{5, 1, 2};
    const auto expected = generateTokens(*model, prompt, rule).front().candidates.front();
    rule.temperature = 1;
    constexpr int kDraws = 3000;
    std::map<TokenId, int> counts;
    for (int seed = 1; seed <= kDraws; ++seed) {
      rule.seed = static_cast<std::uint64_t>(seed);
      ++counts[idsOf(*model, rule, prompt).front()];
    }
    for (const TokenChoice& choice : expected) {
      const double deviation = std::sqrt(choice.probability * (1 - choice.probability) / kDraws);
      QVERIFY(std::abs(counts[choice.id] / double(kDraws) - choice.probability) < 4 * deviation + 1e-9);
    }
  }

  void stopsAtAStopTokenButNotBeforeTheMinimum() {
    const auto model = smallModel("gpt2");
    GenerationRule rule;
    rule.maximumNew = 12;
    const auto free = idsOf(*model, rule);
    rule.stops = {free[4]};
    const auto place = static_cast<std::size_t>(std::find(free.begin(), free.end(), free[4]) - free.begin());
    const Continuation stopped = generateTokens(*model, kPrompt, rule).front();
    QVERIFY(stopped.stopped);
    QCOMPARE(stopped.ids.size(), place);
    rule.minimumNew = 12;
    const Continuation whole = generateTokens(*model, kPrompt, rule).front();
    QCOMPARE(whole.ids.size(), std::size_t(12));
    QVERIFY(std::count(whole.ids.begin(), whole.ids.end(), free[4]) == 0);
  }

  // With as many beams as there are continuations the search is exhaustive.
  void manyBeamsFindTheMostProbableText() {
    const auto model = smallModel("gpt2", 6);
    GenerationRule rule;
    rule.maximumNew = 3;
    rule.beams = 216;
    const Continuation best = generateTokens(*model, {5, 1, 2}, rule).front();
    double bestSum = -INFINITY;
    std::vector<TokenId> bestIds;
    const torch::NoGradGuard noGradient;
    for (TokenId a = 0; a < 6; ++a)
      for (TokenId b = 0; b < 6; ++b)
        for (TokenId c = 0; c < 6; ++c) {
          BatchTensors batch;
          batch.ids = torch::tensor(std::vector<std::int64_t>{5, 1, 2, a, b, c}, torch::kInt64).view({1, 6});
          Pass pass;
          const auto logits = torch::log_softmax(model->tokenLogits(model->forward(batch, pass).hidden[0]), 1);
          const double sum = logits[2][a].item<double>() + logits[3][b].item<double>() + logits[4][c].item<double>();
          if (sum > bestSum) bestSum = sum, bestIds = {a, b, c};
        }
    QCOMPARE(best.ids, bestIds);
    QVERIFY(std::abs(best.score - bestSum / 3) < 1e-4);
  }

  void beamsCloseAtTheEndToken() {
    BeamRule rule;
    rule.beams = 2;
    rule.maximumNew = 4;
    rule.ends = {0};
    const std::vector<float> always{-0.1F, -3.0F, -4.0F};                   // the end is by far the most probable
    const auto found = searchBeams(rule, always, [&](const auto& parents, const auto&) { return std::vector<std::vector<float>>(parents.size(), always); });
    QVERIFY(found.front().ended && found.front().ids.empty());
    QVERIFY(std::abs(found.front().score + 0.1) < 1e-6);
    QVERIFY(found.size() == 2 && found[1].score <= found[0].score);
  }

  void refusesWhatDoesNotFitTogether() {
    const auto model = smallModel("gpt2");
    GenerationRule rule;
    rule.beams = 2;
    rule.temperature = 1;
    QVERIFY_EXCEPTION_THROWN(idsOf(*model, rule), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(idsOf(*model, GenerationRule(), {}), std::invalid_argument);
  }

  void promptsHoldTheExamples() {
    PromptRequest request;
    request.query = "2 + 2";
    QCOMPARE(promptText(request), std::string("2 + 2"));
    request.instruction = "Add.";
    request.examples = {{"1 + 1", "2"}, {"1 + 2", "3"}};
    QCOMPARE(promptText(request), std::string("Add.\n\nQ: 1 + 1\nA: 2\n\nQ: 1 + 2\nA: 3\n\nQ: 2 + 2\nA:"));
    QCOMPARE(promptText(request, 1), std::string("Add.\n\nQ: 1 + 2\nA: 3\n\nQ: 2 + 2\nA:"));
  }

  void leavesOutTheExamplesThatDoNotFit() {
    Progress progress;
    const auto tokenizer = smallTokenizer();
    const auto model = smallModel("gpt2", tokenizer->size(), 200);
    QTemporaryDir folder;
    saveModelFolder(*model, folder.path().toStdString(), tokenizer.get());
    Inspector inspector(std::filesystem::path(folder.path().toStdString()));
    PromptRequest request;
    request.query = "the dog";
    request.options = {"sat"};
    for (int i = 0; i < 40; ++i) request.examples.push_back({"the cat " + std::to_string(i), "sat"});
    const PromptResult result = inspector.scoreOptions(request, progress);
    QVERIFY(result.examples > 0 && result.examples < 40);
    QCOMPARE(result.prompt, promptText(request, static_cast<std::size_t>(40 - result.examples)));
  }

  void writesFromACheckpointAndSaysWhatWasCut() {
    Progress progress;
    const auto tokenizer = smallTokenizer();
    const auto model = smallModel("gpt2", tokenizer->size());
    QTemporaryDir folder;
    saveModelFolder(*model, folder.path().toStdString(), tokenizer.get());
    Inspector inspector(std::filesystem::path(folder.path().toStdString()));
    QVERIFY(inspector.predictsNext());
    GenerateRequest request;
    request.prompt = "the cat sat";
    request.maximumNew = 6;
    request.candidates = 3;
    const GenerateResult result = inspector.generate(request, progress);
    QVERIFY(result.cut == 0 && result.ids.size() <= 6 && result.candidates.size() >= result.ids.size());
    QCOMPARE(result.candidates.front().size(), std::size_t(3));
    QVERIFY(result.ids.empty() || result.candidates[0][0].id == result.ids[0]);
    std::string text;
    for (int i = 0; i < 40; ++i) text += "xyz ";
    request.prompt = text;
    const GenerateResult cut = inspector.generate(request, progress);
    QCOMPARE(cut.cut, cut.promptTokens - kPositions);
    QVERIFY(cut.cut > 0);
    scoresAreStepwiseLogProbabilities(inspector, *model, *tokenizer);
    FillRequest fill;
    fill.text = "the cat";
    try {
      inspector.fill(fill, progress);
      QFAIL("filled a mask");
    } catch (const std::invalid_argument& error) {
      QVERIFY(QString(error.what()).contains("next word"));
    }
  }
};

CLOZE_TEST_SUITE(GenerateTest, "generate")
#include "tst_generate.moc"
