// The recurrent and letter blocks against plain LibTorch: values and gradients. Carried states, row lengths, clipping; the mixture of layers; the
// sampled softmax against its formula.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <cmath>

#include "engine/blocks/letter_encoder.h"
#include "engine/blocks/lstm.h"
#include "engine/blocks/sampled_softmax.h"
#include "engine/blocks/scalar_mix.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

torch::Tensor drawn(torch::IntArrayRef shape, std::uint64_t place, double spread = 1) {
  Random draw = random(12, Purpose::Test, 0, place);
  auto tensor = torch::empty(shape, torch::kFloat32);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<float>()[i] = static_cast<float>(draw.normal() * spread);
  return tensor;
}

double farthest(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

constexpr std::int64_t kBatch = 3, kTime = 5, kIn = 4, kCells = 6, kOut = 2;

// Step by step with LibTorch's own operations. Rows stop at their lengths.
torch::Tensor plainLstm(const torch::Tensor& input, const std::vector<torch::Tensor>& weights, const std::vector<std::int64_t>& lengths, const LstmState& start, double cellClip, double outputClip) {
  const auto x = input.view({kBatch, kTime, kIn});
  std::vector<torch::Tensor> rows;
  for (std::int64_t b = 0; b < kBatch; ++b) {
    auto hidden = start.hidden[b], cell = start.cell[b];
    for (std::int64_t t = 0; t < kTime; ++t) {
      if (t < lengths[static_cast<std::size_t>(b)]) {
        const auto sums = torch::mv(weights[0], torch::cat({x[b][t], hidden})) + weights[1];
        const auto parts = sums.chunk(4);
        cell = torch::sigmoid(parts[2] + 1) * cell + torch::sigmoid(parts[0]) * torch::tanh(parts[1]);
        if (cellClip > 0) cell = cell.clamp(-cellClip, cellClip);
        hidden = torch::mv(weights[2], torch::sigmoid(parts[3]) * torch::tanh(cell));
        if (outputClip > 0) hidden = hidden.clamp(-outputClip, outputClip);
      }
      rows.push_back(hidden);
    }
  }
  return torch::stack(rows);
}

}  // namespace

class TestRecurrent : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void lstmIsThePlainOne_data() {
    QTest::addColumn<double>("cellClip");
    QTest::addColumn<double>("outputClip");
    QTest::addColumn<bool>("ragged");
    QTest::newRow("plain") << 0.0 << 0.0 << false;
    QTest::newRow("clipped") << 0.4 << 0.3 << false;
    QTest::newRow("rows of several lengths") << 0.0 << 0.0 << true;
    QTest::newRow("both") << 0.4 << 0.3 << true;
  }
  void lstmIsThePlainOne() {
    QFETCH(double, cellClip);
    QFETCH(double, outputClip);
    QFETCH(bool, ragged);
    ParameterTable table(3, 1);
    const Lstm lstm(table, {"gates", "bias", "projection"}, {kIn, kCells, kOut, cellClip, outputClip});
    { const torch::NoGradGuard none; table.find("bias").tensor.copy_(drawn({4 * kCells}, 5)); }
    const std::vector<std::int64_t> lengths = ragged ? std::vector<std::int64_t>{5, 2, 0} : std::vector<std::int64_t>{5, 5, 5};
    const LstmState start{drawn({kBatch, kOut}, 1, 0.2), drawn({kBatch, kCells}, 2, 0.2)};
    auto ours = drawn({kBatch * kTime, kIn}, 3, 2).set_requires_grad(true), theirs = ours.detach().clone().set_requires_grad(true);
    const auto result = lstm.forward(ours, kBatch, ragged ? torch::tensor(lengths) : torch::Tensor(), start);
    std::vector<torch::Tensor> copies;
    for (const Parameter& parameter : table.all()) copies.push_back(parameter.tensor.detach().clone().set_requires_grad(true));
    const auto expected = plainLstm(theirs, copies, lengths, start, cellClip, outputClip);
    QVERIFY(farthest(result.hidden, expected) < 1e-5);
    QVERIFY(farthest(result.end.hidden, expected.view({kBatch, kTime, kOut}).select(1, kTime - 1)) < 1e-5);
    if (outputClip > 0) QCOMPARE(result.hidden.abs().max().item<float>(), static_cast<float>(outputClip));   // it does clip
    const auto outer = drawn(expected.sizes(), 4);
    result.hidden.backward(outer);
    expected.backward(outer);
    QVERIFY(farthest(ours.grad(), theirs.grad()) < 1e-5);
    for (std::size_t i = 0; i < copies.size(); ++i)
      QVERIFY2(farthest(table.all()[i].tensor.grad(), copies[i].grad()) < 1e-5, table.all()[i].name.c_str());
  }

  void twoHalvesWithACarriedStateAreTheWhole() {
    ParameterTable table(3, 1);
    const Lstm lstm(table, {"gates", "bias", "projection"}, {kIn, kCells, kOut, 0, 0});
    const torch::NoGradGuard noGradient;
    const auto input = drawn({kBatch, 6, kIn}, 3);
    const auto part = [&](std::int64_t from) { return input.narrow(1, from, 3).reshape({-1, kIn}); };
    const auto whole = lstm.forward(input.view({-1, kIn}), kBatch, {}, {}).hidden.view({kBatch, 6, kOut});
    const auto first = lstm.forward(part(0), kBatch, {}, {});
    const auto second = lstm.forward(part(3), kBatch, {}, first.end).hidden.view({kBatch, 3, kOut});
    QVERIFY(torch::equal(second, whole.narrow(1, 3, 3)));
    QVERIFY(!torch::equal(lstm.forward(part(3), kBatch, {}, {}).hidden.view({kBatch, 3, kOut}), second));
  }

  void lettersGoThroughConvolutions_data() {
    QTest::addColumn<QString>("activation");
    QTest::addColumn<int>("highways");
    QTest::addColumn<int>("out");
    QTest::newRow("relu, projection") << "relu" << 2 << 5;
    QTest::newRow("tanh, no highway") << "tanh" << 0 << 5;
    QTest::newRow("no projection") << "relu" << 1 << 11;
  }
  void lettersGoThroughConvolutions() {
    QFETCH(QString, activation);
    QFETCH(int, highways);
    QFETCH(int, out);
    ParameterTable table(4, 1);
    LetterEncoder::Options options{20, 3, out, highways, {{1, 4}, {3, 7}}, activation.toStdString()};
    const LetterEncoder encoder(table, {"letters", "w", "b", "high", "proj"}, options);
    const auto letters = torch::tensor(std::vector<int>{1, 2, 3, 4, 19, 19, 19, 19, 5, 6, 5, 6, 5, 6, 5, 6, 1, 2, 3, 4, 19, 19, 19, 19, 7, 19, 19, 19, 19, 19, 19, 19}, torch::kInt32).view({4, 8});
    std::map<std::string, torch::Tensor> copies;
    for (const Parameter& parameter : table.all()) copies[parameter.name] = parameter.tensor.detach().clone().set_requires_grad(true);
    const auto embedded = copies["letters"].index_select(0, letters.reshape({-1}).to(torch::kInt64)).view({4, 8, 3}).transpose(1, 2);   // [N, width, C]
    std::vector<torch::Tensor> features;
    for (const auto& [number, span] : {std::pair("0", 1), {"1", 3}}) {
      const auto weight = copies[std::string("w") + number].view({-1, span, 3}).transpose(1, 2);                                         // [n, width, span]
      features.push_back(std::get<0>(torch::conv1d(embedded, weight, copies[std::string("b") + number]).max(2)));
    }
    auto expected = activation == "tanh" ? torch::tanh(torch::cat(features, 1)) : torch::relu(torch::cat(features, 1));
    const auto dense = [&](const std::string& weight, const std::string& bias) { return torch::linear(expected, copies[weight], copies[bias]); };
    for (int k = 0; k < highways; ++k) {
      const std::string layer = "high" + std::to_string(k) + ".";
      const auto gate = torch::sigmoid(dense(layer + "W_carry", layer + "b_carry"));
      expected = gate * torch::relu(dense(layer + "W_transform", layer + "b_transform")) + (1 - gate) * expected;
    }
    if (out != 11) expected = dense("proj.W_proj", "proj.b_proj");
    const auto result = encoder.forward(letters);
    QVERIFY(farthest(result, expected) < 1e-5);
    QVERIFY(torch::equal(result[0], result[2]));
    const auto outer = drawn(expected.sizes(), 7);
    result.backward(outer);
    expected.backward(outer);
    for (const Parameter& parameter : table.all()) QVERIFY2(farthest(parameter.tensor.grad(), copies[parameter.name].grad()) < 1e-5, parameter.name.c_str());
    QVERIFY_EXCEPTION_THROWN(encoder.forward(torch::full({1, 8}, 20, torch::kInt32)), std::invalid_argument);
  }

  void theMixtureIsItsFormula() {
    ParameterTable table(1, 1);
    const ScalarMix mix(table, "mix", {3, true, 0.5});
    const auto weights = table.find("mix.weights").tensor, gamma = table.find("mix.gamma").tensor;
    { const torch::NoGradGuard none; weights.copy_(torch::tensor({0.1f, -0.4f, 0.7f})); gamma.fill_(1.5); }
    const auto mask = torch::tensor(std::vector<int>{1, 1, 1, 1, 0, 0}).view({2, 3}).to(torch::kBool);
    std::vector<torch::Tensor> layers;
    for (std::uint64_t j = 0; j < 3; ++j) layers.push_back(drawn({2, 3, 4}, j) + static_cast<double>(j));
    auto expected = torch::zeros({2, 3, 4});
    const auto s = torch::softmax(torch::tensor({0.1f, -0.4f, 0.7f}), 0);
    for (std::int64_t j = 0; j < 3; ++j) {
      const auto& layer = layers[static_cast<std::size_t>(j)];
      const auto real = layer.masked_select(mask.unsqueeze(-1));                                    // one mean and one variance of all real numbers
      expected = expected + 1.5 * s[j] * (layer - real.mean()) / real.std(false);
    }
    QVERIFY(farthest(mix.forward(layers, mask).masked_select(mask.unsqueeze(-1)), expected.masked_select(mask.unsqueeze(-1))) < 1e-5);
    QVERIFY(std::abs(mix.penalty().item<double>() - 0.5 * (0.01 + 0.16 + 0.49)) < 1e-6);
    (mix.forward(layers, mask).sum() + mix.penalty()).backward();
    QVERIFY(weights.grad().abs().sum().item<double>() > 0 && gamma.grad().abs().sum().item<double>() > 0);
  }

  void theSampleIsLogUniform() {
    constexpr std::int64_t kWords = 50, kDrawn = 12;
    std::vector<double> seen(kWords, 0), expected(kWords, 0);
    for (std::uint64_t n = 0; n < 4000; ++n) {
      const SampledWords sample = sampleWords(kWords, kDrawn, random(9, Purpose::Test, 0, n));
      QCOMPARE(std::set<std::int64_t>(sample.ids.begin(), sample.ids.end()).size(), static_cast<std::size_t>(kDrawn));
      for (const std::int64_t id : sample.ids) seen[static_cast<std::size_t>(id)] += 1.0 / 4000;
      for (std::int64_t id = 0; id < kWords; ++id) expected[static_cast<std::size_t>(id)] += sample.expectedCount(id) / 4000;
    }
    for (std::size_t id = 0; id < kWords; ++id) QVERIFY2(std::abs(seen[id] - expected[id]) < 0.04, std::to_string(id).c_str());
    QVERIFY(seen[0] > 3 * seen[40]);
    QVERIFY_EXCEPTION_THROWN(sampleWords(10, 10, random(9, Purpose::Test, 0, 0)), std::invalid_argument);
  }

  void theSampledLossIsItsFormula() {
    const Affine words{drawn({20, 4}, 1).set_requires_grad(true), drawn({20}, 2).set_requires_grad(true)};
    const auto hidden = drawn({3, 4}, 3).set_requires_grad(true);
    const auto targets = torch::tensor(std::vector<std::int64_t>{4, 0, 11});
    SampledWords sample{{0, 3, 7, 11, 2}, 9, 20};
    const auto ours = sampledCrossEntropySum(hidden, words, targets, sample).sum;
    ours.backward();
    const auto gradient = words.weight.grad().clone();
    words.weight.mutable_grad() = torch::Tensor();
    auto total = torch::zeros({});
    for (std::int64_t n = 0; n < 3; ++n) {
      const std::int64_t target = targets[n].item<std::int64_t>();
      const auto logit = [&](std::int64_t id) { return (hidden[n] * words.weight[id]).sum() + words.bias[id] - std::log(sample.expectedCount(id)); };
      std::vector<torch::Tensor> logits{logit(target)};
      for (const std::int64_t id : sample.ids)
        if (id != target) logits.push_back(logit(id));
      total = total - torch::log_softmax(torch::stack(logits), 0)[0];
    }
    QVERIFY(std::abs(ours.item<double>() - total.item<double>()) < 1e-4);
    total.backward();
    QVERIFY(farthest(gradient, words.weight.grad()) < 1e-5);
  }
};

CLOZE_TEST_SUITE(TestRecurrent, "recurrent")
#include "tst_recurrent.moc"
