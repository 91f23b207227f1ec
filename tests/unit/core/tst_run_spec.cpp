// The run specification and the catalogue: what is accepted, what is refused and how it is said.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/catalogue.h"
#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "engine/run_spec.h"
#include "tests/support/suite.h"

#include <QTemporaryDir>

using namespace cloze;

namespace {

Json smallSpec() {
  return Json::parse(R"({"name": "test", "family": {"id": "bert", "preset": "tiny", "config": {"num_hidden_layers": 3}},
                         "data": {"train": ["a.txt"], "sequence_length": 64}, "train": {"steps": 10}})");
}

std::string refusal(const Json& json) {
  try {
    readRunSpec(json);
  } catch (const InvalidRequest& invalid) {
    return invalid.what();
  }
  return "";
}

}  // namespace

class TestRunSpec : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void presetFillsAndKeysOverride() {
    const RunSpec spec = readRunSpec(smallSpec());
    const Json config = toJson(familyConfig(spec));
    QCOMPARE(config["hidden_size"].get<int>(), 128);
    QCOMPARE(config["num_hidden_layers"].get<int>(), 3);
  }

  void specSurvivesARoundTrip() {
    const RunSpec spec = readRunSpec(smallSpec());
    Json json = toJson(spec);
    json["family"]["config"].erase("vocab_size");
    QCOMPARE(toJson(readRunSpec(json)), toJson(spec));
  }

  void refusals_data() {
    QTest::addColumn<QByteArray>("patch");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("unknown key") << QByteArray(R"({"optimizer": {"leraning_rate": 1}})") << QByteArray("optimizer.leraning_rate: unknown key; did you mean \"learning_rate\"?");
    QTest::newRow("unknown family") << QByteArray(R"({"family": {"id": "brt"}})") << QByteArray("family.id: \"brt\" is not known; did you mean \"bert\"?");
    QTest::newRow("too long") << QByteArray(R"({"data": {"train": ["a"], "sequence_length": 1024}})") << QByteArray("over family.config.max_position_embeddings (512)");
    QTest::newRow("heads") << QByteArray(R"({"family": {"config": {"num_attention_heads": 3}}})") << QByteArray("hidden_size 128 is not a multiple of 3 heads");
    QTest::newRow("padding") << QByteArray(R"({"family": {"config": {"pad_token_id": 99999}}})") << QByteArray("family.config.pad_token_id: 99999 is outside the vocabulary of 30522");
    QTest::newRow("vocabulary twice") << QByteArray(R"({"family": {"config": {"vocab_size": 100}}})") << QByteArray("the vocabulary comes from the tokeniser");
    QTest::newRow("no text") << QByteArray(R"({"data": {"train": []}})") << QByteArray("data.train: no training text");
    QTest::newRow("device") << QByteArray(R"({"compute": {"device": "cuda"}})") << QByteArray("compute.device: \"cuda\" is not known");
    QTest::newRow("shares") << QByteArray(R"({"objective": {"id": "masked_lm", "masking": {"mask_share": 0.9, "random_share": 0.2}}})") << QByteArray("together they must be at most 1");
  }
  void refusals() {
    QFETCH(QByteArray, patch);
    QFETCH(QByteArray, message);
    Json json = smallSpec();
    json.merge_patch(Json::parse(patch.toStdString()));
    const std::string text = refusal(json);
    QVERIFY2(text.find(message.toStdString()) != std::string::npos, text.c_str());
  }

  void aLongWarmUpIsDoubtedNotRefused() {
    Json json = smallSpec();
    QVERIFY(doubtsAbout(readRunSpec(json)).empty());
    json.merge_patch(Json::parse(R"({"schedule": {"id": "linear", "warmup_steps": 20}})"));
    const std::vector<Problem> doubts = doubtsAbout(readRunSpec(json));
    QCOMPARE(doubts.size(), std::size_t(1));
    QVERIFY(doubts.front().message.find("over train.steps (10)") != std::string::npos);
  }

  void allProblemsAtOnce() {
    Json json = smallSpec();
    json.merge_patch(Json::parse(R"({"sed": 1, "train": {"steps": 0}, "data": {"sequence_length": 5000}})"));
    const std::string problems = refusal(json);
    QVERIFY(std::count(problems.begin(), problems.end(), '\n') >= 2);
  }

  void loadsAFileWithAssignments() {
    const QTemporaryDir folder;
    const std::filesystem::path base = folder.path().toStdString();
    writeFileAtomically(base / "spec.json", smallSpec().dump());
    const RunSpec spec = loadRunSpec(base / "spec.json", {"train.steps=7", "name=42", "family.config.num_hidden_layers=1"});
    QCOMPARE(spec.train.steps, std::int64_t{7});
    QCOMPARE(spec.name, std::string("42"));
    QCOMPARE(spec.data.train.front(), (base / "a.txt").string());
    QVERIFY_THROWS_EXCEPTION(InvalidRequest, loadRunSpec(base / "spec.json", {"train.stps=7"}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, loadRunSpec(base / "missing.json", {}));
  }

  // FAMILIES-transformers.md, section 2 (5): encoder with both pre-training heads.
  void presetCountsAreExact_data() {
    QTest::addColumn<QString>("preset");
    QTest::addColumn<qint64>("parameters");
    QTest::newRow("tiny") << "tiny" << qint64{4433468};
    QTest::newRow("mini") << "mini" << qint64{11267900};
    QTest::newRow("small") << "small" << qint64{29058876};
    QTest::newRow("medium") << "medium" << qint64{41668412};
    QTest::newRow("base") << "base" << qint64{110106428};
    QTest::newRow("large") << "large" << qint64{336226108};
  }
  void presetCountsAreExact() {
    QFETCH(QString, preset);
    QFETCH(qint64, parameters);
    const FamilyInfo& info = family("bert");
    for (const PresetInfo& row : presets("bert")) {
      if (row.id != preset.toStdString()) continue;
      const auto config = info.makeConfig();
      readJson(*config, row.config);
      QCOMPARE(static_cast<qint64>(info.parameterCount(*config)), parameters);
      return;
    }
    QFAIL("no such preset");
  }

  void everyFamilyNamesKnownObjectives() {
    for (const FamilyInfo& info : families())
      for (const std::string& id : info.objectives)
        QVERIFY(std::any_of(objectives().begin(), objectives().end(), [&](const ObjectiveInfo& objective) { return objective.id == id; }));
  }
};

CLOZE_TEST_SUITE(TestRunSpec, "run_spec")
#include "tst_run_spec.moc"
