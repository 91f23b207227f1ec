// Two streams of attention by distances, and a memory of earlier text: the fused operation against the written-out formula, no leak from what is
// predicted, segments that add up to one text, padding on either side, published counts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <cmath>

#include "engine/blocks/relative_attention.h"
#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/families/text_model.h"
#include "engine/objectives/objective.h"
#include "engine/run_spec.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

torch::Tensor drawn(torch::IntArrayRef shape, std::uint64_t place, double spread = 0.7) {
  Random draw = random(17, Purpose::Test, 0, place);
  auto tensor = torch::empty(shape, torch::kFloat32);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<float>()[i] = static_cast<float>(draw.normal() * spread);
  return tensor;
}

constexpr std::int64_t kB = 2, kT = 7, kM = 3, kK = kM + kT, kA = 2, kD = 5, kI = kA * kD;

// Equation by equation, one query and key at a time would be slow: [Q, K] at once, distances picked one by one.
torch::Tensor written(const std::vector<torch::Tensor>& in, const RelativeRule& rule) {
  const std::int64_t Q = rule.places.size(1);
  std::vector<torch::Tensor> rows;
  for (std::int64_t b = 0; b < kB; ++b) {
    const bool second = rule.backward.defined() && rule.backward[b].item<std::int64_t>() != 0;
    const auto distance = in[2].narrow(0, second ? kK + kT : 0, kK + kT);
    std::vector<torch::Tensor> heads;
    for (std::int64_t a = 0; a < kA; ++a) {
      const auto part = [&](const torch::Tensor& of, std::int64_t offset) { return of.narrow(1, offset + a * kD, kD); };
      const auto q = part(in[0].narrow(0, b * Q, Q), 0), keys = part(in[1].narrow(0, b * kK, kK), 0), values = part(in[1].narrow(0, b * kK, kK), kI);
      const auto index = kT - rule.places[b].unsqueeze(1) + torch::arange(kK, torch::kInt64);                     // [Q, K] of the distance
      const auto byDistance = torch::matmul(q + in[4][a], part(distance, 0).t()).gather(1, index);
      const auto bySegment = torch::matmul(q + in[5][a], in[6].select(1, a).t());                                  // [Q, 2]
      const auto other = rule.sight[b].bitwise_and(2).ne(0);
      auto scores = torch::matmul(q + in[3][a], keys.t()) + byDistance;
      if (rule.bySegment) scores = scores + torch::where(other, bySegment.select(1, 1).unsqueeze(1), bySegment.select(1, 0).unsqueeze(1));
      scores = scores * rule.scale - 1e30 * rule.sight[b].bitwise_and(1).eq(0).to(torch::kFloat32);   // as the authors hide: a row of hidden keys is even
      heads.push_back(torch::matmul(torch::softmax(scores, 1), values));
    }
    rows.push_back(torch::cat(heads, 1));
  }
  return torch::cat(rows);
}

std::unique_ptr<Settings> smallXlnet(const Json& more = Json::object()) {
  auto config = family("xlnet").makeConfig();
  Json json = {{"vocab_size", 60}, {"d_model", 32}, {"n_layer", 3}, {"n_head", 4}, {"d_inner", 48}, {"dropout", 0.0}, {"mem_len", 24}, {"initializer_range", 0.2}};
  json.update(more);
  readJson(*config, json);
  return config;
}

torch::Tensor someIds(std::int64_t rows, std::int64_t length, std::uint64_t place) {
  Random draw = random(19, Purpose::Test, 0, place);
  auto ids = torch::empty({rows, length}, torch::kInt64);
  for (std::int64_t i = 0; i < ids.numel(); ++i) ids.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(9 + draw.below(50));
  return ids;
}

Output read(TextModel& model, const BatchTensors& batch, Memory* memory = nullptr) {
  const torch::NoGradGuard noGradient;
  Pass pass;
  pass.memory = memory;
  return model.forward(batch, pass);
}

bool same(const torch::Tensor& a, const torch::Tensor& b) { return a.sizes() == b.sizes() && torch::equal(a, b); }

}  // namespace

class TwoStreams : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theFusedAttentionIsTheFormula_data() {
    QTest::addColumn<bool>("segments");
    QTest::addColumn<bool>("backward");
    QTest::addColumn<QList<int>>("places");
    QTest::newRow("every place") << true << false << QList<int>{0, 1, 2, 3, 4, 5, 6};
    QTest::newRow("no segments") << false << false << QList<int>{0, 1, 2, 3, 4, 5, 6};
    QTest::newRow("some places, in any order") << true << true << QList<int>{5, 0, 3};
  }
  void theFusedAttentionIsTheFormula() {
    QFETCH(bool, segments);
    QFETCH(bool, backward);
    QFETCH(QList<int>, places);
    const auto Q = static_cast<std::int64_t>(places.size());
    RelativeRule rule;
    rule.scale = 0.4;
    rule.bySegment = segments;
    rule.places = torch::tensor(std::vector<std::int64_t>(places.begin(), places.end())).expand({kB, Q}).contiguous();
    rule.sight = torch::zeros({kB, Q, kK}, torch::kUInt8);
    Random draw = random(23, Purpose::Test, 0, 0);
    for (std::int64_t i = 0; i < rule.sight.numel(); ++i) rule.sight.data_ptr<std::uint8_t>()[i] = static_cast<std::uint8_t>((draw.chance(0.7) ? 1 : 0) | (draw.chance(0.5) ? 2 : 0));
    rule.sight[0][0].bitwise_and_(2);                                // a query that sees nothing sees everything
    if (backward) rule.backward = torch::tensor({0, 1}, torch::kUInt8);
    const std::vector<torch::Tensor> values = {drawn({kB * Q, kI}, 1), drawn({kB * kK, 2 * kI}, 2), drawn({(backward ? 2 : 1) * (kK + kT), kI}, 3), drawn({kA, kD}, 4),
                                               drawn({kA, kD}, 5), drawn({kA, kD}, 6), drawn({2, kA, kD}, 7)};
    std::vector<torch::Tensor> ours, theirs;
    for (const auto& value : values) {
      ours.push_back(value.clone().set_requires_grad(true));
      theirs.push_back(value.clone().set_requires_grad(true));
    }
    const auto got = relativeAttention({ours[0], ours[1], ours[2], ours[3], ours[4], ours[5], ours[6]}, {kB, Q, kT, kK, kA, kD}, rule, {}, true);
    const auto expected = written(theirs, rule);
    QVERIFY(torch::allclose(got.context, expected, 1e-5, 1e-5));
    QVERIFY(torch::allclose(got.probabilities.sum(-1), torch::ones({kB, kA, Q}), 1e-5, 1e-5));
    const auto outer = drawn(expected.sizes(), 9);
    got.context.backward(outer);
    expected.backward(outer);
    for (std::size_t i = 0; i < ours.size(); ++i) {
      const auto reference = theirs[i].grad().defined() ? theirs[i].grad() : torch::zeros_like(theirs[i]);
      QVERIFY2(torch::allclose(ours[i].grad(), reference, 1e-4, 1e-5), qPrintable(QString::number(i)));
    }
  }

  // Long sequences take the distances block by block.
  void blocksOfDistancesAreOneTable() {
    const std::int64_t T = 100;
    const auto config = smallXlnet({{"n_layer", 1}});
    const auto model = buildModel("xlnet", *config, 5, {Head::None});
    BatchTensors batch;
    batch.ids = someIds(1, T, 3);
    const auto whole = read(*model, batch).hidden;
    for (const std::int64_t from : {0, 31, 60}) {                    // one layer sees a window alike wherever it stands, when nothing else is real
      BatchTensors part = batch;
      part.attentionMask = torch::zeros({1, T}, torch::kBool);
      part.attentionMask.narrow(1, from, 40).fill_(true);
      BatchTensors alone;
      alone.ids = batch.ids.narrow(1, from, 40).contiguous();
      QVERIFY(torch::allclose(read(*model, part).hidden.narrow(1, from, 40), read(*model, alone).hidden, 1e-5, 1e-5));
    }
    QCOMPARE(whole.size(1), T);
  }

  // FAMILIES-transformers.md, section 10 (8), to the last bit: what is predicted depends neither on itself nor on what comes later in the order.
  void nothingPredictedIsSeenTooEarly() {
    const auto model = buildModel("xlnet", *smallXlnet(), 3, {Head::MaskedLm});
    Batch plain;
    plain.rows = 1;
    plain.length = 12;
    const auto ids = someIds(1, 12, 5);
    plain.ids.assign(ids.data_ptr<std::int64_t>(), ids.data_ptr<std::int64_t>() + 12);
    plain.order.assign(12, -1);
    const std::vector<std::int64_t> order = {7, 2, 9, 4};            // predicted in this order
    for (std::size_t i = 0; i < order.size(); ++i) plain.order[static_cast<std::size_t>(order[i])] = static_cast<std::int32_t>(3 * i);
    plain.predicted = {2, 4, 7, 9};
    plain.targets.assign(4, 1);
    const auto rowsOf = [&](const Batch& batch) { return read(*model, toTensors(batch)).predicted; };   // [4, H] at 2, 4, 7, 9
    const auto before = rowsOf(plain);
    const std::vector<std::int64_t> row = {2, 4, 7, 9};
    for (std::size_t changed = 0; changed < order.size(); ++changed) {
      Batch other = plain;
      other.ids[static_cast<std::size_t>(order[changed])] = 8;
      const auto after = rowsOf(other);
      for (std::size_t i = 0; i < order.size(); ++i) {
        const auto slot = static_cast<std::int64_t>(std::find(row.begin(), row.end(), order[i]) - row.begin());
        QCOMPARE(same(before[slot], after[slot]), i <= changed);     // later ones have seen it
      }
    }
    Batch context = plain;
    context.ids[0] = 8;
    for (std::int64_t slot = 0; slot < 4; ++slot) QVERIFY(!same(before[slot], rowsOf(context)[slot]));
  }

  // Left to right, two segments with a memory as long as the first are one text: the same numbers.
  void segmentsWithAMemoryAreOneText_data() {
    QTest::addColumn<int>("first");
    QTest::newRow("halves") << 8;
    QTest::newRow("a short beginning") << 3;
  }
  void segmentsWithAMemoryAreOneText() {
    QFETCH(int, first);
    const auto model = buildModel("xlnet", *smallXlnet({{"attn_type", "uni"}}), 3, {Head::None});
    BatchTensors whole, head, tail;
    whole.ids = someIds(2, 16, 7);
    head.ids = whole.ids.narrow(1, 0, first).contiguous();
    tail.ids = whole.ids.narrow(1, first, 16 - first).contiguous();
    const auto expected = read(*model, whole).hidden;
    Memory memory = model->emptyMemory(2);
    const auto begin = read(*model, head, &memory).hidden, end = read(*model, tail, &memory).hidden;
    const auto got = torch::cat({begin, end}, 1);
    qInfo("largest difference %.2g, equal bits: %d", (got - expected).abs().max().item<double>(), same(got, expected));
    QVERIFY(torch::allclose(got, expected, 0, 2e-6));
    QCOMPARE(memory.filled.min().item<float>(), 16.0f);
    const auto forgetful = read(*model, tail).hidden;                // without the memory it is another text
    QVERIFY(!torch::allclose(forgetful, expected.narrow(1, first, 16 - first), 0, 1e-3));
  }

  void theMemoryKeepsWhatIsCarriedOnAlone() {
    const auto model = buildModel("xlnet", *smallXlnet({{"reuse_len", 5}, {"mem_len", 8}}), 3, {Head::None});
    Memory memory = model->emptyMemory(1);
    BatchTensors batch;
    for (int segment = 0; segment < 3; ++segment) {
      batch.ids = someIds(1, 9, 20 + static_cast<std::uint64_t>(segment));
      read(*model, batch, &memory);
      QCOMPARE(memory.filled[0].item<float>(), std::min(8.0f, 5.0f * static_cast<float>(segment + 1)));
    }
    const auto words = model->parameters().find("word_embedding.weight").tensor;
    QVERIFY(same(memory.states[0][0].narrow(0, 3, 5), words.index_select(0, batch.ids[0].narrow(0, 0, 5))));   // of layer 1: the words themselves
    Pass pass;
    pass.memory = &memory;
    model->forward(batch, pass).hidden.sum().backward();             // no gradient goes into it
    QVERIFY(!memory.states[0].requires_grad());
  }

  // The answer does not depend on the side of the padding, nor on how much there is: [CLS] is the last real token.
  void paddingStandsOnEitherSide() {
    const auto model = buildModel("xlnet", *smallXlnet(), 3, {Head::SequenceLabels, 3});
    const auto text = someIds(1, 10, 31);
    const auto types = torch::cat({torch::zeros({1, 6}, torch::kInt64), torch::ones({1, 3}, torch::kInt64), torch::full({1, 1}, 2, torch::kInt64)}, 1);
    const auto labels = [&](std::int64_t left, std::int64_t right) {
      BatchTensors batch;
      const auto pad = [&](const torch::Tensor& row, std::int64_t value) { return torch::constant_pad_nd(row, {left, right}, value).contiguous(); };
      batch.ids = pad(text, 5);
      batch.typeIds = pad(types, 3);
      batch.attentionMask = pad(torch::ones({1, 10}, torch::kInt64), 0) != 0;
      const torch::NoGradGuard noGradient;
      Pass pass;
      return model->taskLogits(model->forward(batch, pass).hidden, batch, pass);
    };
    const auto bare = labels(0, 0);
    for (const auto& [left, right] : {std::pair<int, int>{6, 0}, {0, 6}, {2, 3}}) QVERIFY(torch::allclose(labels(left, right), bare, 1e-5, 1e-5));
  }

  // FAMILIES-transformers.md, section 10 (5).
  void publishedCountsAreMet_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<qint64>("bare");
    QTest::addColumn<qint64>("words");
    QTest::newRow("base") << "base" << qint64{116718336} << qint64{116750336};
    QTest::newRow("large") << "large" << qint64{360268800} << qint64{360300800};
  }
  void publishedCountsAreMet() {
    QFETCH(QString, preset);
    QFETCH(qint64, bare);
    QFETCH(qint64, words);
    FamilySettings settings("xlnet");
    settings.preset = preset.toStdString();
    settings.applyPreset();
    const auto built = [&](Head head) { return static_cast<qint64>(buildModel("xlnet", *settings.config, std::nullopt, {head, 2})->parameters().count()); };
    QCOMPARE(static_cast<qint64>(family("xlnet").parameterCount(*settings.config)), words);
    QCOMPARE(built(Head::None), bare);
    QCOMPARE(built(Head::MaskedLm), words);
    if (preset == "base") QCOMPARE(built(Head::SequenceLabels), qint64{117310466});
  }

  void sharedBiasesCountOnce() {
    const auto config = smallXlnet({{"untie_r", false}});
    const auto model = buildModel("xlnet", *config, 1);
    QCOMPARE(model->parameters().count(), family("xlnet").parameterCount(*config));
    QCOMPARE(model->parameters().count(), family("xlnet").parameterCount(*smallXlnet()) - 2 * 3 * 32);
  }

  void settingsThatDoNotFitAreNamed_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("where");
    QTest::newRow("heads") << R"({"n_head": 5, "d_head": 6})" << "n_head";
    QTest::newRow("head width") << R"({"d_head": 6})" << "d_head";
    QTest::newRow("odd width") << R"({"d_model": 33, "n_head": 3})" << "d_model";
    QTest::newRow("memory") << R"({"reuse_len": 4, "mem_len": 0})" << "reuse_len";
    QTest::newRow("padding") << R"({"pad_token_id": 60})" << "pad_token_id";
  }
  void settingsThatDoNotFitAreNamed() {
    QFETCH(QString, json);
    QFETCH(QString, where);
    const auto problems = family("xlnet").problems(*smallXlnet(Json::parse(json.toStdString())), Json::object());
    QCOMPARE(problems.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(problems.front().where), where);
  }
};

CLOZE_TEST_SUITE(TwoStreams, "two_streams")
#include "tst_two_streams.moc"
