// The shipped demo model: its file gives the recorded figures, and its recipe gives the recorded first losses. With CLOZE_RECORD=FILE the
// figures and losses are written there instead of compared (resources/models/README.md says when).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspect/toy_world_evaluation.h"

#include <QTemporaryDir>

#include <cmath>
#include <fstream>

#include "engine/core/json.h"
#include "engine/core/resources.h"
#include "engine/run.h"
#include "tests/support/suite.h"

using namespace cloze;

namespace {

constexpr double kTolerance = 1e-3;
constexpr std::size_t kReplayed = 50;

std::filesystem::path modelFolder() { return resourcesFolder() / "models" / "bert-toy-world"; }

class LossKeeper : public RunObserver {
 public:
  explicit LossKeeper(RunControl& control) : m_control(control) {}
  void step(const StepReport& report) override {
    if (losses.size() < kReplayed) losses.push_back(report.loss);
    if (losses.size() == kReplayed) m_control.stop();
  }
  std::vector<double> losses;

 private:
  RunControl& m_control;
};

// Every number of `recorded` is found in `found` at the same place, within the tolerance.
void compareNumbers(const Json& recorded, const Json& found, const std::string& place) {
  if (recorded.is_structured()) {
    QVERIFY2(recorded.size() == found.size(), place.c_str());
    for (const auto& [key, value] : recorded.items()) compareNumbers(value, recorded.is_array() ? found.at(std::stoul(key)) : found.at(key), place + "/" + key);
    return;
  }
  const double left = recorded.get<double>(), right = found.get<double>();
  QVERIFY2(std::abs(left - right) <= kTolerance, qPrintable(QString("%1: recorded %2, found %3").arg(QString::fromStdString(place)).arg(left).arg(right)));
}

void record(const char* key, const Json& value) {
  const std::filesystem::path file = qEnvironmentVariable("CLOZE_RECORD").toStdString();
  Json whole = std::filesystem::exists(file) ? readJsonFile(file) : Json::object();
  whole[key] = value;
  std::ofstream(file) << whole.dump(1) << '\n';
}

}  // namespace

class DemoModelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void evaluatesToTheRecordedFigures() {
    Inspector inspector(modelFolder());
    Progress progress;
    const Json figures = toJson(evaluateToyWorld(inspector, makeToyWorld(), progress));
    qInfo("%s", figures.dump().c_str());
    if (qEnvironmentVariableIsSet("CLOZE_RECORD")) return record("figures", figures);
    compareNumbers(readJsonFile(modelFolder() / "evaluation.json").at("figures"), figures, "figures");
  }

  // The claims the demonstration rests on, beside the exact figures.
  void isBeyondTheTransition() {
    if (qEnvironmentVariableIsSet("CLOZE_RECORD")) return;
    const Json figures = readJsonFile(modelFolder() / "evaluation.json").at("figures");
    QVERIFY(figures.at("fact_at_1").get<double>() >= 0.5);
    QVERIFY(figures.at("fact_at_5").get<double>() >= 0.85);
    QVERIFY(figures.at("kmeans2").at(2).get<double>() >= 0.9);
    QVERIFY(std::abs(figures.at("kmeans2").at(0).get<double>() - 0.5) <= 0.02);
    QVERIFY(std::filesystem::file_size(modelFolder() / "model.safetensors") <= 3u << 20);
  }

  void recipeGivesTheRecordedFirstLosses() {
    QTemporaryDir folder;
    qputenv("CLOZE_HOME", folder.path().toUtf8());
    LaunchRequest request;
    request.spec = loadRunSpec(resourcesFolder() / "recipes" / "demo.json", {});
    request.out = std::filesystem::path(folder.path().toStdString()) / "run";
    request.runId = newRunId();
    RunControl control;
    LossKeeper keeper(control);
    const RunResult result = train(request, keeper, control);
    QVERIFY2(result.outcome == RunOutcome::Stopped, result.message.c_str());
    QCOMPARE(keeper.losses.size(), kReplayed);
    if (qEnvironmentVariableIsSet("CLOZE_RECORD")) return record("first_losses", keeper.losses);
    compareNumbers(readJsonFile(modelFolder() / "evaluation.json").at("first_losses"), keeper.losses, "first_losses");
  }
};

CLOZE_TEST_SUITE(DemoModelTest, "demo_model")
#include "tst_demo_model.moc"
