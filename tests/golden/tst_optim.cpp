// The optimisers step by step and the learning-rate schedules against ../shared/reference/optim (copied to tests/golden/optim).
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

// The reference's names for our settings; what else the reference says has one value there.
Variant optimizerOf(const std::string& id, const std::string& name, const Json& given) {
  const std::map<std::string, std::string> ours{{"lr", "learning_rate"}, {"weight_decay", "weight_decay"}, {"wd", "weight_decay"}, {"clip_total_norm", "clip_norm"},
                                                {"clip", "clip_norm"}, {"b1", "beta1"}, {"b2", "beta2"}, {"beta1", "beta1"}, {"momentum", "momentum"},
                                                {"nesterov", "nesterov"}, {"bias_correction", "bias_correction"}, {"relative_step", "relative_step"},
                                                {"scale_parameter", "scale_parameter"}, {"warmup_init", "warmup_init"}, {"clip_threshold", "clip_threshold"}};
  Json settings = {{"clip_norm", 0}, {"weight_decay", 0}};
  for (const auto& [key, value] : given.items())
    if (ours.count(key) && !value.is_null()) settings[ours.at(key)] = value;
  if (given.contains("betas")) settings["beta1"] = given["betas"][0], settings["beta2"] = given["betas"][1];
  if (id != "adafactor" && given.contains("eps")) settings["epsilon"] = given["eps"];
  if (id == "adafactor") settings["square_epsilon"] = given["eps"][0], settings["parameter_epsilon"] = given["eps"][1], settings["decay_rate"] = -given["decay_rate"].get<double>();
  if (given.value("trust_ratio_on", "") == "every tensor") settings["trust_vectors"] = true;
  if (name == "bert_adam") settings["bias_correction"] = false;
  Variant variant(optimizerTable(), id);
  readJson(*variant.settings(), settings);
  return variant;
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
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("shards");
    const std::vector<std::pair<const char*, std::vector<const char*>>> cases{
        {"adamw", {"adam", "adamw", "adamw_clip_schedule", "adamw_zero_grad_step", "bert_adam"}},
        {"adafactor", {"adafactor_beta1", "adafactor_fixed_lr", "adafactor_relative", "adafactor_warmup_init"}},
        {"lamb", {"lamb", "lamb_no_bias_correction_all"}}, {"sgd", {"sgd_momentum", "sgd_nesterov"}}};
    for (const auto& [id, names] : cases)
      for (const char* name : names)
        for (int shards : {1, 3}) QTest::newRow(qPrintable(QString("%1, %2 shards").arg(name).arg(shards))) << QString(id) << QString(name) << shards;
  }
  void updatesAsTheReferenceDoes() {
    QFETCH(QString, id);
    QFETCH(QString, name);
    QFETCH(int, shards);
    const OptimizerCase reference(name.toStdString());
    const Variant chosen = optimizerOf(id.toStdString(), name.toStdString(), reference.description.at("settings"));
    const double atol = reference.description["tolerance"]["atol"], rtol = reference.description["tolerance"]["rtol"];

    ShardPool pool(2);
    const auto optimizer = buildOptimizer(chosen, reference.layout);
    FlatBuffer weights(reference.layout.size);
    std::vector<FlatBuffer> gradients;
    for (int shard = 0; shard < shards; ++shard) gradients.emplace_back(reference.layout.size);
    reference.copyInto(weights, "param", 0, 1);
    for (std::int64_t step = 1; step <= reference.description["steps"].get<std::int64_t>(); ++step) {
      for (const FlatBuffer& gradient : gradients) reference.copyInto(gradient, "grad", step, 1.0 / shards);   // shares that add up
      const double rate = rateAt(name.toStdString(), step - 1, baseRate(chosen, step));
      optimizer->step(pool, weights, gradients, {rate, rate}, step);
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
    const auto optimizer = buildOptimizer(RunSpec().optimizer, reference.layout);
    FlatBuffer weights(reference.layout.size), gradient(reference.layout.size);
    reference.copyInto(weights, "param", 0, 1);
    const FlatBuffer before = weights.clone();
    gradient.data()[3] = std::numeric_limits<float>::quiet_NaN();
    QVERIFY(!std::isfinite(optimizer->step(pool, weights, {gradient}, {0.1, 0.1}, 1)));
    for (std::int64_t i = 0; i < weights.size(); ++i) QCOMPARE(weights.data()[i], before.data()[i]);
    QCOMPARE(gradient.data()[3], 0.0F);
  }

  void followsTheReferencesSchedules_data() {
    QTest::addColumn<int>("row");
    QTest::addColumn<QString>("id");
    const std::map<std::string, const char*> ids{{"linear_warmup_decay", "linear"}, {"cosine", "cosine"}, {"constant_with_warmup", "constant"},
                                                 {"polynomial", "polynomial"}, {"inverse_sqrt", "inverse_square_root"}, {"cosine_hard_restarts", "cosine_restarts"},
                                                 {"noam", "noam"}, {"slanted_triangular", "slanted_triangular"}, {"one_cycle", "one_cycle"}};
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
    const std::map<std::string, std::string> ours{{"num_warmup_steps", "warmup_steps"}, {"warmup", "warmup_steps"}, {"num_cycles", "cycles"}, {"power", "power"},
                                                  {"lr_end", "end_rate"}, {"timescale", "timescale"}, {"cut_frac", "cut_fraction"}, {"ratio", "ratio"},
                                                  {"pct_start", "rise_fraction"}, {"div_factor", "start_divisor"}, {"final_div_factor", "end_divisor"},
                                                  {"three_phase", "three_phases"}};
    Json settings = Json::object();
    for (const auto& [key, value] : given.items())
      if (ours.count(key) && !value.is_null()) settings[ours.at(key)] = value;
    if (given.contains("anneal_strategy")) settings["shape"] = given["anneal_strategy"] == "cos" ? "cosine" : "linear";
    readJson(*schedule.settings(), settings);
    double peak = 0;
    for (const char* key : {"lr", "lr_max", "max_lr"}) peak = given.value(key, peak);
    if (given.contains("d_model")) peak = given["factor"].get<double>() / std::sqrt(given["d_model"].get<double>() * given["warmup"].get<double>());
    std::int64_t steps = 100;
    for (const char* key : {"num_training_steps", "steps", "total_steps"}) steps = given.value(key, steps);
    for (std::size_t i = 0; i < given["values"].size(); ++i) {
      const double expected = given["values"][i], got = scheduledRate(schedule, peak, static_cast<std::int64_t>(i) + 1, steps);
      QVERIFY2(std::abs(got - expected) <= 1e-12 + 1e-9 * std::abs(expected), qPrintable(QString("step %1: %2 is not %3").arg(i).arg(got).arg(expected)));
    }
  }
};

CLOZE_TEST_SUITE(OptimTest, "optim")
#include "tst_optim.moc"
