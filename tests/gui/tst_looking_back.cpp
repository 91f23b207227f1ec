// What a run's page looks back on: a batch once more, held-out samples of a checkpoint, checkpoints that are pinned or taken away.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/checkpoint_pin.h"
#include "engine/core/files.h"
#include "engine/core/schema.h"
#include "engine/inspector.h"
#include "engine/run.h"
#include "engine/train/run_data.h"
#include "engine/train/run_folder.h"
#include "tests/support/suite.h"

#include <QTemporaryDir>

#include <cmath>

using namespace cloze;

namespace {

constexpr const char* kLookingSpec = R"({
  "seed": 3, "family": {"id": "bert", "preset": "tiny", "config": {"hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 32}},
  "tokenizer": {"kind": "wordpiece", "vocab_size": 64}, "data": {"train": ["text.txt"], "validation_fraction": 0.2, "sequence_length": 16},
  "objective": {"id": "masked_lm"}, "optimizer": {"id": "adamw", "learning_rate": 0.003}, "schedule": {"id": "constant"},
  "train": {"steps": 8, "batch_size": 6, "evaluate_every": 4, "checkpoint_every": 2, "keep_checkpoints": 1}, "compute": {"shards": 1}})";

class LastEvaluation : public RunObserver {
 public:
  void evaluated(const Evaluated& evaluation) override {
    for (const auto& [name, value] : evaluation.metrics)
      if (name == "loss") loss = value;
  }
  void checkpointed(const Checkpointed& saved) override { if (saved.step == 2) pinCheckpoint(saved.folder, true); }
  void step(const StepReport& report) override { memory = report.memoryMb; }
  double loss = 0, memory = 0;
};

std::string letters(int number) { return std::string{"word"} + static_cast<char>('a' + number % 9) + static_cast<char>('a' + number / 9 % 5); }

}  // namespace

class LookingBackTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_folder;
  LastEvaluation m_seen;
  std::filesystem::path folder() const { return m_folder.path().toStdString(); }
  std::filesystem::path out() const { return folder() / "run"; }
  HeldOutRequest heldOutRequest() const { return {readRunFolder(out()).specJson, out(), {}, 100000}; }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("CLOZE_HOME", (m_folder.path() + "/home").toUtf8());
    std::string text;
    for (int document = 0; document < 60; ++document) {
      for (int sentence = 0; sentence < 4; ++sentence) {
        for (int word = 0; word < 6; ++word) text += letters(document * 7 + sentence * 3 + word * word) + " ";
        text += ".\n";
      }
      text += "\n";
    }
    writeFileAtomically(folder() / "text.txt", text);
    writeFileAtomically(folder() / "spec.json", kLookingSpec);
    RunControl control;
    const RunResult result = train({loadRunSpec(folder() / "spec.json", {}), out(), newRunId(), {}}, m_seen, control);
    QCOMPARE(result.outcome, RunOutcome::Finished);
  }

  void memoryIsMeasured() { QVERIFY(m_seen.memory > 10); }

  void aPinnedCheckpointKeepsItsTrainingState() {
    QVERIFY(isPinned(checkpointFolder(out(), 2)));
    QVERIFY(std::filesystem::exists(checkpointFolder(out(), 2) / "training_state.json"));
    QVERIFY(!std::filesystem::exists(checkpointFolder(out(), 6) / "training_state.json"));   // thinned: neither newest nor judged best
    QVERIFY(std::filesystem::exists(checkpointFolder(out(), 8) / "training_state.json"));
    std::int64_t resumable = 0;
    for (const CheckpointEntry& entry : listCheckpoints(out())) resumable += entry.resumable;
    QVERIFY(resumable <= 3);                          // newest, best, pinned
  }

  void aBatchComesBackAsItWas() {
    Progress progress;
    const RunSpec spec = loadRunSpec(folder() / "spec.json", {});
    const PreparedData data = prepareData(spec, out(), progress);
    writeFileAtomically(folder() / "text.txt", "edited since .\n");
    const BatchPreview replay = replayBatch(spec, out(), 5, progress);
    const Batch trained = data.training->batch(5, 0);
    QVERIFY(replay.batch.ids == trained.ids);
    QVERIFY(replay.batch.predicted == trained.predicted && replay.batch.targets == trained.targets);
    QCOMPARE(replay.tokens.size(), static_cast<std::size_t>(trained.rows));
    QCOMPARE(replay.trueTokens.size(), trained.predicted.size());
  }

  void samplesAgreeWithTheEvaluation() {
    Progress progress;
    const HeldOutResult result = Inspector(checkpointFolder(out(), 8)).heldOut(heldOutRequest(), progress);
    QVERIFY2(std::abs(result.loss - m_seen.loss) < 1e-3, qPrintable(QStringLiteral("%1 and %2").arg(result.loss).arg(m_seen.loss)));
    QVERIFY(!result.rows.empty());
    for (const HeldOutRow& row : result.rows) {
      QCOMPARE(row.tokens.size(), row.continuesWord.size());
      double loss = 0;
      for (const HeldOutWord& word : row.words) {
        QVERIFY(word.index > 0 && word.index < static_cast<std::int64_t>(row.tokens.size()));
        QVERIFY(word.trueRank >= 1 && word.trueProbability <= word.probability + 1e-7);
        QCOMPARE(word.trueRank == 1, word.trueProbability == word.probability);
        loss -= std::log(word.trueProbability) / static_cast<double>(row.words.size());
      }
      QVERIFY(std::abs(loss - row.loss) < 1e-6);
    }
  }

  void scoringCanBeCancelled() {
    Progress progress;
    progress.cancel();
    QVERIFY_EXCEPTION_THROWN(Inspector(checkpointFolder(out(), 8)).heldOut(heldOutRequest(), progress), Cancelled);
  }

  void onlyACheckpointIsDeleted() {
    QVERIFY_EXCEPTION_THROWN(deleteCheckpoint(out(), false), std::invalid_argument);
    QVERIFY_EXCEPTION_THROWN(deleteCheckpoint(checkpointFolder(out(), 2), false), std::invalid_argument);   // pinned
    QVERIFY_EXCEPTION_THROWN(deleteCheckpoint(checkpointFolder(out(), 8), true), std::invalid_argument);    // what a running one would go on from
    deleteCheckpoint(checkpointFolder(out(), 4), true);
    QVERIFY(!std::filesystem::exists(checkpointFolder(out(), 4)));
    pinCheckpoint(checkpointFolder(out(), 2), false);
    deleteCheckpoint(checkpointFolder(out(), 2), false);
    QVERIFY_EXCEPTION_THROWN(pinCheckpoint(checkpointFolder(out(), 2), true), std::runtime_error);
    for (const auto& entry : std::filesystem::directory_iterator(out())) QVERIFY(entry.path().filename().string().find(".deleted") == std::string::npos);
  }
};

CLOZE_TEST_SUITE(LookingBackTest, "looking_back")
#include "tst_looking_back.moc"
