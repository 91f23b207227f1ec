// AdamW step by step and the learning-rate schedules against ../shared/reference/optim (copied to tests/golden/optim).
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include "tests/support/suite.h"

#include "engine/core/json.h"
#include "engine/core/schema.h"
#include "engine/io/safetensors.h"
#include "engine/run_spec.h"
#include "engine/train/optimizer.h"
#include "engine/train/schedule.h"

using namespace cloze;

namespace {

std::filesystem::path goldenFolder() { return tests::sourceFolder() / "tests/golden/optim"; }

// The parameters of a case as a flat layout: weight decay on linear.weight only.
struct OptimizerCase {
  Json description;
  NamedTensors tensors;
  std::vector<std::string> names{"linear.weight", "linear.bias", "LayerNorm.weight", "LayerNorm.bias"};
  FlatLayout layout;

  explicit OptimizerCase(const std::string& name)
      : description(readJsonFile(goldenFolder() / name / "case.json")), tensors(readSafetensors(goldenFolder() / name / "io.safetensors")) {
    ParameterTable table(std::nullopt, 0);
    for (const std::string& parameter : names) table.add(parameter, at("param", parameter, 0).sizes(), Init::Zeros, parameter == "linear.weight");
    layout = flatLayout(table);
  }
  torch::Tensor at(const std::string& kind, const std::string& parameter, std::int64_t step) const {
    return tensors.at(kind + "." + parameter + "." + std::to_string(step));
  }
  void copyInto(const FlatBuffer& buffer, const std::string& kind, std::int64_t step, double factor) const {
    for (std::size_t i = 0; i < names.size(); ++i) buffer.view(layout.slices[i]).copy_(at(kind, names[i], step) * factor);
  }
};

AdamWSettings settingsOf(const Json& given) {
  AdamWSettings settings;
  settings.clipNorm = 0;
  const auto take = [&](std::initializer_list<const char*> keys, double& value) {
    for (const char* key : keys)
      if (given.contains(key)) value = given.at(key).get<double>();
  };
  take({"lr"}, settings.learningRate);
  take({"eps"}, settings.epsilon);
  take({"weight_decay", "wd"}, settings.weightDecay);
  take({"clip_total_norm", "clip"}, settings.clipNorm);
  take({"b1"}, settings.beta1);
  take({"b2"}, settings.beta2);
  return settings;
}

double rateAt(const std::string& name, std::int64_t step, double peak) {   // step from 0; what the case's settings and notes say
  if (name == "adamw_clip_schedule") return peak * (1 - static_cast<double>(step) / 12);
  if (name == "bert_adam") return step < 4 ? peak * static_cast<double>(step) / 4 : peak * static_cast<double>(12 - step) / 12;
  return peak;
}

}  // namespace

class OptimTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void updatesAsTheReferenceDoes_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("shards");
    for (const char* name : {"adamw", "adamw_clip_schedule", "adamw_zero_grad_step", "bert_adam"})
      for (int shards : {1, 3}) QTest::newRow(qPrintable(QString("%1, %2 shards").arg(name).arg(shards))) << QString(name) << shards;
  }
  void updatesAsTheReferenceDoes() {
    QFETCH(QString, name);
    QFETCH(int, shards);
    const OptimizerCase reference(name.toStdString());
    AdamWSettings settings = settingsOf(reference.description.at("settings"));
    settings.biasCorrection = name != "bert_adam";
    const double atol = reference.description["tolerance"]["atol"], rtol = reference.description["tolerance"]["rtol"];

    ShardPool pool(2);
    AdamW optimizer(settings, reference.layout);
    FlatBuffer weights(reference.layout.size);
    std::vector<FlatBuffer> gradients;
    for (int shard = 0; shard < shards; ++shard) gradients.emplace_back(reference.layout.size);
    reference.copyInto(weights, "param", 0, 1);
    for (std::int64_t step = 1; step <= reference.description["steps"].get<std::int64_t>(); ++step) {
      for (const FlatBuffer& gradient : gradients) reference.copyInto(gradient, "grad", step, 1.0 / shards);   // shares that add up
      const double rate = rateAt(name.toStdString(), step - 1, settings.learningRate);
      optimizer.step(pool, weights, gradients, {rate, rate}, step);
      for (std::size_t i = 0; i < reference.names.size(); ++i)
        QVERIFY2(torch::allclose(weights.view(reference.layout.slices[i]), reference.at("param", reference.names[i], step), rtol, atol),
                 qPrintable(QString("step %1, %2").arg(step).arg(QString::fromStdString(reference.names[i]))));
      for (const FlatBuffer& gradient : gradients)
        for (std::int64_t i = 0; i < gradient.size(); ++i) QCOMPARE(gradient.data()[i], 0.0F);
    }
  }

  void changesNothingWhenTheGradientIsNoNumber() {
    const OptimizerCase reference("adamw");
    ShardPool pool(2);
    AdamW optimizer(AdamWSettings(), reference.layout);
    FlatBuffer weights(reference.layout.size), gradient(reference.layout.size);
    reference.copyInto(weights, "param", 0, 1);
    const FlatBuffer before = weights.clone();
    gradient.data()[3] = std::numeric_limits<float>::quiet_NaN();
    QVERIFY(!std::isfinite(optimizer.step(pool, weights, {gradient}, {0.1, 0.1}, 1)));
    for (std::int64_t i = 0; i < weights.size(); ++i) QCOMPARE(weights.data()[i], before.data()[i]);
    QCOMPARE(gradient.data()[3], 0.0F);
  }

  void followsTheReferencesSchedules_data() {
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("id");
    const std::map<std::string, const char*> ids{{"linear_warmup_decay", "linear"}, {"cosine", "cosine"}, {"constant_with_warmup", "constant"},
                                                 {"polynomial", "polynomial"}, {"inverse_sqrt", "inverse_square_root"}};
    const Json rows = readJsonFile(goldenFolder() / "schedules/schedules.json");
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const auto found = ids.find(rows[row].at("name").get<std::string>());
      if (found != ids.end()) QTest::newRow(qPrintable(QString("%1 %2").arg(found->second).arg(row))) << static_cast<int>(row) << QString(found->second);
    }
  }
  void followsTheReferencesSchedules() {
    QFETCH(int, row);
    QFETCH(QString, id);
    const Json given = readJsonFile(goldenFolder() / "schedules/schedules.json").at(static_cast<std::size_t>(row));
    Variant schedule(scheduleTable(), id.toStdString());
    Json settings = {{"warmup_steps", given.at("num_warmup_steps")}};
    if (given.contains("num_cycles")) settings["cycles"] = given["num_cycles"];
    if (given.contains("power")) settings["power"] = given["power"];
    if (given.contains("lr_end")) settings["end_rate"] = given["lr_end"];
    if (given.contains("timescale") && !given["timescale"].is_null()) settings["timescale"] = given["timescale"];
    readJson(*schedule.settings(), settings);
    const double peak = given.at("lr");
    const std::int64_t steps = given.value("num_training_steps", std::int64_t{100});
    for (std::size_t i = 0; i < given["values"].size(); ++i) {
      const double expected = given["values"][i], got = scheduledRate(schedule, peak, static_cast<std::int64_t>(i) + 1, steps);
      QVERIFY2(std::abs(got - expected) <= 1e-12 + 1e-9 * std::abs(expected), qPrintable(QString("step %1: %2 is not %3").arg(i).arg(got).arg(expected)));
    }
  }
};

CLOZE_TEST_SUITE(OptimTest, "optim")
#include "tst_optim.moc"
