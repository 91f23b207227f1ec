// Models of two sequences: generation with a cache and without, beams, gaps written by a model, and a whole run on pairs of texts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"

#include <cmath>
#include <set>

#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/inspect/generate.h"
#include "engine/inspector.h"
#include "engine/io/hub_folder.h"
#include "engine/run.h"
#include "engine/text/tokenizer_trainer.h"
#include "tests/support/temporary_folder.h"

using namespace cloze;

namespace {

const std::vector<TokenId> kSource{5, 9, 2, 40, 7, 1};

std::unique_ptr<Settings> smallT5(std::int64_t vocabulary) {
  auto config = family("t5").makeConfig();
  readJson(*config, Json{{"vocab_size", vocabulary}, {"d_model", 32}, {"d_kv", 6}, {"d_ff", 48}, {"num_layers", 2}, {"num_decoder_layers", 3}, {"num_heads", 4},
                         {"relative_attention_num_buckets", 8}, {"relative_attention_max_distance", 20}});
  return config;
}

std::unique_ptr<TextModel> smallModel(std::int64_t vocabulary = 61) { return buildModel("t5", *smallT5(vocabulary), 3); }

std::string sentences() {
  std::string text;
  for (int i = 0; i < 60; ++i)
    for (const char* animal : {"cat", "dog", "moth", "crow"}) text += "the " + std::string(animal) + (i % 2 ? " sat on the mat and slept . " : " ran over the log and back . ");
  return text;
}

std::shared_ptr<const Tokenizer> withSentinels() {
  TokenizerTraining training;
  training.kind = "unigram_sentinels";
  training.vocabularySize = 160;
  training.lowercase = false;
  Progress progress;
  return trainTokenizer(training, [](const auto& each) { each(sentences()); }, progress);
}

struct Collected : RunObserver {
  void step(const StepReport& report) override { losses.push_back(report.loss); }
  void evaluated(const Evaluated& evaluation) override { for (const auto& [name, value] : evaluation.metrics) metrics.insert(name); }
  void probed(const Probed& probe) override { answers.push_back(probe.resultJson); }
  void failed(const std::string& message) override { failure = message; }
  std::vector<double> losses;
  std::set<std::string> metrics;
  std::vector<std::string> answers;
  std::string failure;
};

}  // namespace

class TwoSequencesTest : public QObject {
  Q_OBJECT
  tests::TemporaryFolder m_folder;

  Inspector inspector() const {
    const auto tokenizer = withSentinels();
    const auto model = buildModel("t5", *smallT5(tokenizer->size()), 3);
    std::filesystem::create_directories(m_folder.path() / "model");
    saveModelFolder(*model, m_folder.path() / "model", tokenizer.get());
    return Inspector(m_folder.path() / "model");
  }

 private Q_SLOTS:
  void theCacheChangesNothing_data() {
    QTest::addColumn<QString>("how");
    for (const char* how : {"greedy", "draw", "beams", "no repeats"}) QTest::newRow(how) << QString(how);
  }
  void theCacheChangesNothing() {
    QFETCH(QString, how);
    const auto model = smallModel();
    GenerationRule rule;
    rule.maximumNew = 12;
    if (how == "draw") rule.temperature = 0.8, rule.topK = 20;
    if (how == "beams") rule.beams = 3;
    if (how == "no repeats") rule.noRepeat = 2;
    rule.useCache = false;
    const auto plain = generateTokens(*model, kSource, rule).front();
    rule.useCache = true;
    const auto cached = generateTokens(*model, kSource, rule).front();
    QCOMPARE(cached.ids, plain.ids);
    QVERIFY(std::abs(cached.score - plain.score) < 1e-4);
    QCOMPARE(cached.ids.size(), std::size_t{12});
    if (how != "no repeats") return;
    std::set<std::pair<TokenId, TokenId>> pairs;
    for (std::size_t i = 0; i + 1 < cached.ids.size(); ++i) QVERIFY(pairs.emplace(cached.ids[i], cached.ids[i + 1]).second);
  }

  void theSourceMatters() {
    const auto model = smallModel();
    GenerationRule rule;
    rule.maximumNew = 1;
    rule.candidates = 1;
    auto other = kSource;
    other[2] = 33;
    const auto first = [&](const std::vector<TokenId>& source) { return generateTokens(*model, source, rule).front().candidates.front().front().probability; };
    QVERIFY(first(kSource) != first(other));
    QCOMPARE(first(kSource), first(kSource));
  }

  void sentinelsStandAtTheEndOfTheVocabulary() {
    const auto tokenizer = withSentinels();
    QCOMPARE(tokenizer->id("<extra_id_0>"), tokenizer->size() - 1);
    QCOMPARE(tokenizer->id("<extra_id_99>"), tokenizer->size() - 100);
    QCOMPARE(tokenizer->special().pad, TokenId{0});
    QCOMPARE(tokenizer->special().end, TokenId{1});
    QCOMPARE(tokenizer->special().unknown, TokenId{2});
    const auto ids = encodeText(*tokenizer, "the <extra_id_0> sat").ids;
    QVERIFY(std::find(ids.begin(), ids.end(), tokenizer->id("<extra_id_0>")) != ids.end());
    QCOMPARE(ids.back(), TokenId{1});
    tokenizer->save(m_folder.path() / "tokenizer");
    QVERIFY(std::filesystem::exists(m_folder.path() / "tokenizer" / "spiece.model"));
    const auto again = loadTokenizer(m_folder.path() / "tokenizer");
    QCOMPARE(again->contentHash(), tokenizer->contentHash());
    QCOMPARE(encodeText(*again, "the <extra_id_0> sat").ids, ids);
  }

  void vocabulariesWithoutRoomForSentinelsAreRefused() {
    TokenizerTraining training;
    training.kind = "unigram_sentinels";
    training.vocabularySize = 110;
    Progress progress;
    QVERIFY_EXCEPTION_THROWN(trainTokenizer(training, [](const auto& each) { each(sentences()); }, progress), std::invalid_argument);
    training.vocabularySize = 160;
    training.stripAccents = true;
    QVERIFY_EXCEPTION_THROWN(trainTokenizer(training, [](const auto& each) { each(sentences()); }, progress), std::invalid_argument);
  }

  void gapsAreShownWithWhatStoodThere() {
    Inspector looking = inspector();
    Progress progress;
    SpansRequest request;
    request.text = "the cat sat on the mat and slept .";
    request.hide = {{4, 7}, {15, 22}};                   // "cat", "the mat"
    request.maximumNew = 6;
    const SpansResult result = looking.fillSpans(request, progress);
    QCOMPARE(result.spans.size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(result.spans[0].hidden), QString("cat"));
    QCOMPARE(QString::fromStdString(result.spans[1].hidden), QString("the mat"));
    QCOMPARE(QString::fromStdString(result.source[static_cast<std::size_t>(result.spans[1].place)]), QString("<extra_id_1>"));
    QCOMPARE(QString::fromStdString(result.target.front()), QString("<extra_id_0>"));
    QCOMPARE(QString::fromStdString(result.source.back()), QString("</s>"));
    QVERIFY(result.written.size() <= 6 && result.written.size() == result.probabilities.size());
    QVERIFY(result.hidden[0].first <= 4 && result.hidden[0].second == 7);
    request.hide.clear();
    request.text = "the <extra_id_0> sat";
    QCOMPARE(looking.fillSpans(request, progress).spans.size(), std::size_t{1});   // a gap of the user's own
    request.atRandom = true;
    request.text = "the cat sat on the mat and slept .";
    QCOMPARE(looking.fillSpans(request, progress).source, looking.fillSpans(request, progress).source);
  }

  void whatItCannotDoIsSaid() {
    Inspector looking = inspector();
    Progress progress;
    FillRequest fill;
    fill.text = "the [MASK] sat";
    QVERIFY_EXCEPTION_THROWN(looking.fill(fill, progress), std::invalid_argument);
    SpansRequest empty;
    QVERIFY_EXCEPTION_THROWN(looking.fillSpans(empty, progress), std::invalid_argument);
    EmbedRequest embed;                                  // by the encoder
    embed.texts = {"the cat sat"};
    QCOMPARE(looking.embed(embed, progress)->width, std::int64_t{32});
    GenerateRequest generate;
    generate.prompt = "the cat";
    generate.maximumNew = 3;
    QVERIFY(looking.generate(generate, progress).ownText);
  }

  void aRunOnPairsTrainsEvaluatesAndGoesOn_data() {
    QTest::addColumn<QString>("objective");
    QTest::newRow("pairs") << "text_to_text";
    QTest::newRow("hidden spans") << "span_corruption";
  }
  void aRunOnPairsTrainsEvaluatesAndGoesOn() {
    QFETCH(QString, objective);
    const bool pairs = objective == "text_to_text";
    std::string content = pairs ? "source\tanswer\n" : "";
    for (int i = 0; i < 60; ++i)
      for (const char* animal : {"cat", "dog", "moth", "crow"})
        content += pairs ? "the " + std::string(animal) + " sat on the mat\t" + animal + "\n" : "the " + std::string(animal) + " sat on the mat and slept .\n";
    const std::string file = m_folder.write(pairs ? "pairs.tsv" : "text.txt", content);
    Json json{{"family", {{"id", "t5"}, {"preset", "tiny"}, {"config", {{"d_model", 32}, {"d_kv", 8}, {"d_ff", 48}, {"num_layers", 1}}}}},
              {"tokenizer", {{"vocab_size", 140}, {"lowercase", false}}}, {"data", {{"train", {file}}, {"validation_fraction", 0.1}, {"sequence_length", 24}}},
              {"objective", {{"id", objective.toStdString()}}}, {"optimizer", {{"id", "adafactor"}}}, {"schedule", {{"id", "constant"}}}, {"compute", {{"shards", 2}}},
              {"train", {{"steps", 60}, {"batch_size", 16}, {"evaluate_every", 30}, {"checkpoint_every", 30}}}, {"probes", {"the <extra_id_0> sat on the mat"}}};
    if (pairs) json["objective"].update(Json{{"input", "source"}, {"target", "answer"}, {"prefix", "who sat? "}});
    LaunchRequest request;
    request.spec = readRunSpec(json);
    request.out = m_folder.path() / ("out-" + objective.toStdString());
    request.runId = newRunId();
    Collected seen;
    RunControl control;
    const RunResult result = train(request, seen, control);
    QVERIFY2(result.outcome == RunOutcome::Finished, (seen.failure + result.message).c_str());
    QVERIFY(seen.losses.back() < 0.7 * seen.losses.front());
    QVERIFY(seen.metrics.count(objective.toStdString() + "_loss") && seen.metrics.count("next_token_accuracy"));
    QVERIFY(!seen.answers.empty() && Json::parse(seen.answers.back()).contains("continuation"));
    Progress progress;
    HeldOutRequest heldOut;
    heldOut.specJson = toJson(Described(request.spec)).dump();
    heldOut.out = request.out;
    Inspector looking(request.out);
    const HeldOutResult scored = looking.heldOut(heldOut, progress);
    QVERIFY(!scored.rows.empty() && !scored.rows.front().source.empty());
    for (const HeldOutWord& word : scored.rows.front().words) QCOMPARE(scored.rows.front().tokens[static_cast<std::size_t>(word.index)], word.trueToken);
    const BatchPreview preview = replayBatch(request.spec, request.out, 1, progress);
    QCOMPARE(preview.batch.spans.empty(), pairs);
    QVERIFY(preview.batch.decoderLength > 0);
  }
};

CLOZE_TEST_SUITE(TwoSequencesTest, "two_sequences")
#include "tst_two_sequences.moc"
