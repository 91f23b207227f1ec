// The differentiable operations of engine/blocks against LibTorch's own: values and gradients; and what dropout promises.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <cmath>

#include "engine/blocks/activation.h"
#include "engine/blocks/attention_functions.h"
#include "engine/blocks/functions.h"
#include "engine/blocks/relative_bias.h"
#include "engine/core/activations.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

// Values that are the same wherever the test runs: no generator of LibTorch's.
torch::Tensor values(torch::IntArrayRef shape, std::uint64_t place, double spread = 1) {
  Random draw = random(11, Purpose::Test, 0, place);
  auto tensor = torch::empty(shape, torch::kFloat32);
  for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<float>()[i] = static_cast<float>(draw.normal() * spread);
  return tensor;
}
torch::Tensor leaf(const torch::Tensor& tensor) { return tensor.detach().clone().set_requires_grad(true); }

double distance(const torch::Tensor& a, const torch::Tensor& b) { return a.numel() == 0 ? 0 : (a.detach().to(torch::kFloat64) - b.detach().to(torch::kFloat64)).abs().max().item<double>(); }

// The same function twice, ours and LibTorch's, on the same leaves with the same outer gradient: the largest difference of outputs and gradients.
using Function = std::function<torch::Tensor(const std::vector<torch::Tensor>&)>;
double difference(const std::vector<torch::Tensor>& inputs, const Function& ours, const Function& theirs) {
  std::vector<torch::Tensor> a, b;
  for (const auto& input : inputs) { a.push_back(leaf(input)); b.push_back(leaf(input)); }
  const auto left = ours(a), right = theirs(b);
  double worst = distance(left, right);
  const auto outer = values(right.sizes(), 99);
  left.backward(outer);
  right.backward(outer);
  for (std::size_t i = 0; i < a.size(); ++i) worst = std::max(worst, distance(a[i].grad(), b[i].grad()));
  return worst;
}

Dropout dropping(double probability, std::uint64_t step = 1, std::int64_t firstRow = 0) {
  Pass pass;
  pass.random = random(3, Purpose::Dropout, step, 0);
  pass.training = true;
  pass.firstRow = firstRow;
  return nextDropout(pass, probability);
}

torch::Tensor plainAttention(const torch::Tensor& queryKeyValue, const torch::Tensor& mask, const AttentionShape& shape) {
  const auto parts = queryKeyValue.view({shape.batch, shape.time, 3, shape.heads, shape.headSize}).permute({2, 0, 3, 1, 4});   // [3, B, A, T, D]
  auto scores = torch::matmul(parts[0], parts[1].transpose(-2, -1)) / std::sqrt(static_cast<double>(shape.headSize));           // [B, A, T, T]
  if (mask.defined()) scores = scores + (mask == 0).to(torch::kFloat32).view({shape.batch, 1, 1, shape.time}) * -3.4e38;   // as HF masks: added
  return torch::matmul(torch::softmax(scores, -1), parts[2]).permute({0, 2, 1, 3}).reshape({shape.batch * shape.time, -1});
}

}  // namespace

class TestFunctions : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyActivationAgreesWithItsFormula_data() {
    QTest::addColumn<QString>("name");
    for (const std::string& name : activationNames()) QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void everyActivationAgreesWithItsFormula() {
    QFETCH(QString, name);
    const auto activation = weightlessActivation(name.toStdString());
    if (!activation) {
      QVERIFY(name == "prelu" || name == "xielu");
      return;
    }
    const double root = std::sqrt(2 / M_PI);
    const std::map<QString, std::function<torch::Tensor(torch::Tensor)>> formulas = {
        {"gelu", [](auto x) { return 0.5 * x * (1 + torch::erf(x / std::sqrt(2.0))); }},
        {"gelu_python", [](auto x) { return 0.5 * x * (1 + torch::erf(x / std::sqrt(2.0))); }},
        {"gelu_10", [](auto x) { return torch::clamp(0.5 * x * (1 + torch::erf(x / std::sqrt(2.0))), -10, 10); }},
        {"quick_gelu", [](auto x) { return x * torch::sigmoid(1.702 * x); }}, {"relu", [](auto x) { return torch::relu(x); }},
        {"relu2", [](auto x) { return torch::relu(x).square(); }}, {"relu6", [](auto x) { return torch::relu6(x); }},
        {"leaky_relu", [](auto x) { return torch::leaky_relu(x, 0.01); }}, {"hardswish", [](auto x) { return torch::hardswish(x); }},
        {"laplace", [](auto x) { return 0.5 * (1 + torch::erf((x - 0.707107) / (0.282095 * std::sqrt(2.0)))); }}, {"linear", [](auto x) { return x * 1; }},
        {"mish", [](auto x) { return x * torch::tanh(torch::softplus(x)); }}, {"sigmoid", [](auto x) { return torch::sigmoid(x); }},
        {"silu", [](auto x) { return x * torch::sigmoid(x); }}, {"swish", [](auto x) { return x * torch::sigmoid(x); }},
        {"sqrtsoftplus", [](auto x) { return torch::softplus(x).sqrt(); }}, {"tanh", [](auto x) { return torch::tanh(x); }}};
    const auto tanhForm = [&](auto x) { return 0.5 * x * (1 + torch::tanh(root * (x + 0.044715 * x * x * x))); };
    const auto found = formulas.find(name);
    QVERIFY(found != formulas.end() || name.startsWith("gelu"));
    const auto formula = [&](const torch::Tensor& x) { return found != formulas.end() ? found->second(x) : torch::Tensor(tanhForm(x)); };
    const auto x = torch::linspace(-12, 12, 4001).view({1, -1});                              // identity weights: the activation alone
    auto z = x.clone(), y = torch::empty_like(x), slope = torch::ones_like(x);
    kernels::addBiasActivate(*activation, z.data_ptr<float>(), nullptr, y.data_ptr<float>(), 1, x.numel());
    kernels::activationBackward(*activation, z.data_ptr<float>(), slope.data_ptr<float>(), x.numel());
    const auto exact = x.to(torch::kFloat64).set_requires_grad(true);
    const auto expected = formula(exact);
    expected.sum().backward();
    QVERIFY2(distance(y, expected) < 2e-6 * 12, qPrintable(QString::number(distance(y, expected))));
    const auto kinks = (exact.detach().abs() < 1e-2) | ((exact.detach().abs() - 3).abs() < 1e-2) | ((exact.detach() - 6).abs() < 1e-2) | ((exact.detach() - 10).abs() < 1e-2);
    QVERIFY2(distance(slope.masked_fill(kinks, 0), exact.grad().masked_fill(kinks, 0)) < 5e-6, qPrintable(name));
  }

  void unknownActivationIsRefused() { QVERIFY_EXCEPTION_THROWN(weightlessActivation("geluu"), std::invalid_argument); }

  void activationsWithWeightsLearnThem_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("prelu") << "prelu";
    QTest::newRow("xielu") << "xielu";
  }
  void activationsWithWeightsLearnThem() {
    QFETCH(QString, name);
    ParameterTable parameters(1, 0.5);
    const ActivatedLinear layer(parameters, {"dense", "act"}, {6, 5, name.toStdString(), {}});
    layer.forward(values({7, 6}, 1)).square().sum().backward();
    QCOMPARE(parameters.all().size(), name == "prelu" ? std::size_t{3} : std::size_t{4});
    for (const Parameter& parameter : parameters.all()) QVERIFY2(parameter.tensor.grad().abs().sum().item<double>() > 0, parameter.name.c_str());
  }

  void linearMapsAgreeWithTorch() {
    const std::vector<torch::Tensor> inputs = {values({10, 7}, 1), values({5, 7}, 2), values({5}, 3)};
    QVERIFY(difference(inputs, [](const auto& t) { return linear(t[0], {t[1], t[2]}); }, [](const auto& t) { return torch::linear(t[0], t[1], t[2]); }) < 1e-5);
    const std::vector<torch::Tensor> withoutBias = {inputs[0], inputs[1]};
    QVERIFY(difference(withoutBias, [](const auto& t) { return linear(t[0], {t[1], {}}); }, [](const auto& t) { return torch::linear(t[0], t[1]); }) < 1e-5);
    QVERIFY(difference(inputs, [](const auto& t) { return linearActivation(t[0], {t[1], t[2]}, kernels::Activation::Gelu); },
                       [](const auto& t) { return torch::gelu(torch::linear(t[0], t[1], t[2])); }) < 1e-5);
    QVERIFY(difference({values({0, 7}, 1), inputs[1], inputs[2]}, [](const auto& t) { return linear(t[0], {t[1], t[2]}).sum(); },
                       [](const auto& t) { return torch::linear(t[0], t[1], t[2]).sum(); }) == 0);   // no predicted position in a shard
  }

  void normsAgreeWithTorch() {
    const std::vector<torch::Tensor> inputs = {values({6, 33}, 1, 3), values({33}, 2), values({33}, 3)};
    QVERIFY(difference(inputs, [](const auto& t) { return layerNorm(t[0], {t[1], t[2], 1e-3}); },
                       [](const auto& t) { return torch::layer_norm(t[0], {33}, t[1], t[2], 1e-3); }) < 2e-5);
    const std::vector<torch::Tensor> sublayer = {values({6, 7}, 1), values({33, 7}, 2), values({33}, 3), values({6, 33}, 4), values({33}, 5), values({33}, 6)};
    QVERIFY(difference(sublayer, [](const auto& t) { return linearDropoutAddNorm(t[0], {t[1], t[2]}, t[3], {t[4], t[5], 1e-12}, {}, 2); },
                       [](const auto& t) { return torch::layer_norm(t[3] + torch::linear(t[0], t[1], t[2]), {33}, t[4], t[5], 1e-12); }) < 5e-5);
  }

  void embeddingsAgreeWithTorch() {
    const auto words = torch::tensor({3, 0, 7, 3, 3, 0}, torch::kInt64).view({2, 3}), places = torch::tensor({0, 1, 2, 0, 1, 2}, torch::kInt64).view({2, 3});
    const std::vector<torch::Tensor> tables = {values({8, 5}, 1), values({4, 5}, 2)};
    QVERIFY(difference(tables, [&](const auto& t) { return embeddingSum({t[0], t[1]}, {words, places}, 0); },
                       [&](const auto& t) { return (torch::embedding(t[0], words, 0) + torch::embedding(t[1], places)).view({6, 5}); }) < 1e-6);
    QVERIFY_EXCEPTION_THROWN(embeddingSum({tables[0], tables[1]}, {words + 1, places}, -1), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(embeddingSum({tables[0], tables[1]}, {words - 1, places}, -1), std::invalid_argument);
  }

  void attentionAgreesWithTorch_data() {
    QTest::addColumn<int>("real");
    QTest::newRow("no mask") << -1;
    QTest::newRow("one row padded") << 3;
    QTest::newRow("one row all padding") << 0;
  }
  void attentionAgreesWithTorch() {
    QFETCH(int, real);
    const AttentionShape shape{2, 5, 3, 4};
    const AttentionRule rule{AttentionSpan::Everything, 0.5, {}};              // 1 / sqrt(4)
    torch::Tensor mask;
    if (real >= 0) {
      mask = torch::ones({2, 5}, torch::kUInt8);
      mask[1].slice(0, real).zero_();
    }
    QVERIFY(difference({values({10, 36}, 1)}, [&](const auto& t) { return selfAttention(t[0], mask, shape, rule, {}, true).context; },
                       [&](const auto& t) { return plainAttention(t[0], mask, shape); }) < 1e-5);
    const auto captured = selfAttention(values({10, 36}, 1), mask, shape, rule, {}, true), quick = selfAttention(values({10, 36}, 1), mask, shape, rule, {}, false);
    QVERIFY(torch::equal(captured.context, quick.context));
    QCOMPARE(captured.probabilities.sizes().vec(), (std::vector<std::int64_t>{2, 3, 5, 5}));
  }

  void attentionTakesABiasOfTheScores() {
    const AttentionShape shape{2, 5, 3, 4};
    const auto mask = torch::tensor({1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, torch::kUInt8).view({2, 5});
    const auto plain = [&](const torch::Tensor& queryKeyValue, const torch::Tensor& bias) {
      const auto parts = queryKeyValue.view({2, 5, 3, 3, 4}).permute({2, 0, 3, 1, 4});                    // [3, B, A, T, D]
      const auto scores = torch::matmul(parts[0], parts[1].transpose(-2, -1)) * 0.5 + bias;
      return torch::matmul(torch::softmax(scores.masked_fill(mask.view({2, 1, 1, 5}) == 0, -1e30), -1), parts[2]).transpose(1, 2).reshape({10, 12});
    };
    QVERIFY(difference({values({10, 36}, 1), values({3, 5, 5}, 2)},
                       [&](const auto& t) { return selfAttention(t[0], mask, shape, {AttentionSpan::Everything, 0.5, t[1]}, {}, false).context; },
                       [&](const auto& t) { return plain(t[0], t[1]); }) < 1e-5);
  }

  void crossAttentionLooksAtAnotherSequence() {
    const AttentionShape shape{2, 4, 3, 5, 6};
    const auto mask = torch::tensor({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, torch::kUInt8).view({2, 6});
    QVERIFY(difference({values({8, 15}, 1), values({12, 30}, 2)},
                       [&](const auto& t) { return crossAttention({t[0], t[1], mask}, shape, {AttentionSpan::Everything, 0.3, {}}, {}, true).context; },
                       [&](const auto& t) {
                         const auto query = t[0].view({2, 4, 3, 5}).transpose(1, 2), other = t[1].view({2, 6, 2, 3, 5}).permute({2, 0, 3, 1, 4});
                         const auto scores = torch::matmul(query, other[0].transpose(-2, -1)) * 0.3;
                         return torch::matmul(torch::softmax(scores.masked_fill(mask.view({2, 1, 1, 6}) == 0, -1e30), -1), other[1]).transpose(1, 2).reshape({8, 15});
                       }) < 1e-5);
  }

  void rootMeanSquareNormAgreesWithTorch() {
    QVERIFY(difference({values({7, 12}, 1), values({12}, 2)}, [](const auto& t) { return normalise(t[0], {t[1], {}, 1e-3}); },
                       [](const auto& t) { return t[0] * torch::rsqrt(t[0].square().mean(1, true) + 1e-3) * t[1]; }) < 1e-5);
  }

  // Raffel et al., 2020, section 2.1, and the authors' code: half of the buckets a side, half of those one distance each, the rest logarithmic.
  void distancesShareBucketsThatWiden() {
    for (std::int64_t place = -200; place <= 200; ++place) {
      const std::int64_t far = std::abs(place), side = place > 0 ? 16 : 0;
      const auto logarithmic = 8 + static_cast<std::int64_t>(std::floor(std::log(static_cast<double>(std::max<std::int64_t>(far, 1)) / 8) / std::log(16.0) * 8 + 1e-9));
      QCOMPARE(bucketOf(place, {32, 128, true}), side + (far < 8 ? far : std::min<std::int64_t>(logarithmic, 15)));
      QCOMPARE(bucketOf(place, {32, 128, false}), place >= 0 ? 0 : bucketOf(place, {64, 128, true}));
    }
    ParameterTable parameters(std::uint64_t{1}, 1.0);
    const RelativeBias bias(parameters, {"bias", {8, 20, false}, 2, 1});
    const auto whole = bias.forward(0, 6, 6), last = bias.forward(4, 2, 6);                              // [A, T, K]
    QVERIFY(torch::equal(whole.narrow(1, 4, 2), last));
    QVERIFY(torch::equal(whole[1][3][1], parameters.all()[0].tensor[bucketOf(-2, {8, 20, false})][1]));
  }

  // Dropout has no twin in LibTorch: its gradient is compared with differences along a direction, the mask held fixed.
  void dropoutIsTheSameForwardsAndBackwards_data() {
    QTest::addColumn<int>("which");
    QTest::newRow("attention") << 0;
    QTest::newRow("sublayer") << 1;
    QTest::newRow("alone") << 2;
  }
  void dropoutIsTheSameForwardsAndBackwards() {
    QFETCH(int, which);
    const Dropout dropout = dropping(0.3);
    const auto weight = values({8, 24}, 4), residual = values({12, 8}, 5), gain = values({8}, 6), shift = values({8}, 7);
    const auto function = [&](const torch::Tensor& x) {
      if (which == 0) return selfAttention(x, {}, {2, 6, 2, 4}, {AttentionSpan::Everything, 0.5, {}}, dropout, false).context;
      if (which == 1) return linearDropoutAddNorm(x, {weight, shift}, residual, {gain, shift, 1e-5}, dropout, 2);
      return dropoutRows(x, dropout, 2);
    };
    const auto point = leaf(values({12, 24}, 1)), direction = values({12, 24}, 2);
    const auto outer = values(function(point).sizes(), 3);
    (function(point) * outer).sum().backward();
    const double step = 1e-2, expected = (point.grad() * direction).sum().item<double>();
    const auto at = [&](double t) { return (function(point.detach() + t * direction) * outer).to(torch::kFloat64).sum().item<double>(); };
    const double slope = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
    QVERIFY2(std::abs(slope - expected) < 2e-3 * std::max(1.0, std::abs(expected)), qPrintable(QString("%1 %2").arg(slope).arg(expected)));
  }

  void dropoutKeepsTheMeanAndFollowsRows() {
    const auto ones = torch::ones({8, 4096});
    const auto dropped = dropoutRows(ones, dropping(0.1), 8);
    const double share = (dropped == 0).to(torch::kFloat64).mean().item<double>();
    QVERIFY(std::abs(share - 0.1) < 0.005);                                                    // 3 deviations are 0.005
    QVERIFY(std::abs(dropped.max().item<double>() - 1 / 0.9) < 1e-6);
    const auto lower = dropoutRows(ones.slice(0, 5), dropping(0.1, 1, 5), 3);                  // rows 5..7 as a shard of their own
    QVERIFY(torch::equal(lower, dropped.slice(0, 5)));
    QVERIFY(!torch::equal(dropoutRows(ones, dropping(0.1, 2), 8), dropped));                   // another step, another mask
    QVERIFY(!torch::equal(dropped[0], dropped[1]));
    double agreement = 0;                                                                      // rows and neighbours are not related
    for (int shift = 1; shift < 8; ++shift) agreement = std::max(agreement, std::abs(((dropped[0] == 0) & (dropped[shift] == 0)).to(torch::kFloat64).mean().item<double>() - 0.01));
    QVERIFY(agreement < 0.006);
    const auto neighbours = ((dropped.slice(1, 0, 4095) == 0) & (dropped.slice(1, 1) == 0)).to(torch::kFloat64).mean().item<double>();
    QVERIFY(std::abs(neighbours - 0.01) < 0.002);
  }

  void sitesOfAPassDiffer() {
    Pass pass;
    pass.training = true;
    const auto ones = torch::ones({2, 256});
    const auto first = dropoutRows(ones, nextDropout(pass, 0.5), 2), second = dropoutRows(ones, nextDropout(pass, 0.5), 2);
    QVERIFY(!torch::equal(first, second));
    pass.training = false;
    QVERIFY(!nextDropout(pass, 0.5).active());
  }

  void crossEntropyAgreesWithTorch() {
    const auto targets = torch::tensor({4, 0, 2}, torch::kInt64);
    const auto scaled = [&](const torch::Tensor& logits) { return crossEntropySum(logits, targets).sum * 0.25; };
    QVERIFY(difference({values({3, 6}, 1, 4)}, [&](const auto& t) { return scaled(t[0] * 1.0); },
                       [&](const auto& t) { return torch::cross_entropy_loss(t[0], targets, {}, torch::Reduction::Sum) * 0.25; }) < 1e-5);
    auto logits = torch::zeros({3, 6});
    logits[0][4] = 1;
    logits[1][5] = 1;
    QCOMPARE(crossEntropySum(logits.clone(), targets).correct, std::int64_t{1} + 0 + 1);       // in row 2 all are largest
    const auto used = leaf(values({3, 6}, 1)) * 1.0;
    const auto sum = crossEntropySum(used, targets).sum;
    sum.backward({}, true);
    QVERIFY_EXCEPTION_THROWN(sum.backward(), std::logic_error);
    QVERIFY_EXCEPTION_THROWN(crossEntropySum(torch::zeros({3, 4}), targets), std::invalid_argument);
  }

  // More rows than are taken at once, with and without a bias.
  void crossEntropyOfALinearMapAgreesWithTorch() {
    const std::int64_t rows = 600;
    const auto targets = (torch::arange(rows, torch::kInt64) * 7).remainder(11);
    for (const bool biased : {false, true}) {
      const auto ours = [&](const auto& t) { return linearCrossEntropySum(t[0], {t[1], biased ? t[2] : torch::Tensor()}, targets).sum * 0.25 + t[2].sum(); };
      const auto theirs = [&](const auto& t) {
        const auto logits = torch::matmul(t[0], t[1].t()) + (biased ? t[2] : torch::zeros({11}));
        return torch::cross_entropy_loss(logits, targets, {}, torch::Reduction::Sum) * 0.25 + t[2].sum();
      };
      QVERIFY(difference({values({rows, 5}, 1, 2), values({11, 5}, 2, 2), values({11}, 3)}, ours, theirs) < 1e-3);
    }
    const auto input = values({rows, 5}, 1, 2), weight = values({11, 5}, 2, 2);
    const CrossEntropy whole = linearCrossEntropySum(input, {weight, {}}, targets), parts = crossEntropySum(torch::matmul(input, weight.t()), targets);
    QCOMPARE(whole.correct, parts.correct);
    QVERIFY(whole.correct > 0 && whole.correct < rows);
    QVERIFY(std::abs(whole.sum.item<double>() - parts.sum.item<double>()) < 1e-2);
  }
};

CLOZE_TEST_SUITE(TestFunctions, "functions")
#include "tst_functions.moc"
