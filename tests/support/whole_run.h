// A tiny run of the real program, whole and uninterrupted, and others of the same specification that must come to the same bytes whatever
// happens to their processes: killed or refused by tests/support/kill_shim.cpp, stopped, resumed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <map>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/core/random.h"
#include "tests/support/suite.h"

namespace cloze::tests {

constexpr int kSteps = 12, kCheckpointEvery = 3;
constexpr int kPatience = 120000;                    // milliseconds for one child

struct ChildResult {
  int exitCode = -1;
  bool killed = false;
  std::vector<Json> events;
  QString errors;
  std::map<std::int64_t, double> losses() const {
    std::map<std::int64_t, double> found;
    for (const Json& event : events)
      if (event.at("event") == "step") found[event.at("step").get<std::int64_t>()] = event.at("loss").get<double>();
    return found;
  }
  const Json* first(const char* name) const {
    for (const Json& event : events)
      if (event.at("event") == name) return &event;
    return nullptr;
  }
};

using Reaction = std::function<void(QProcess&, const Json&)>;

// Six-word sentences over forty made-up words, four to a document.
inline std::string sentencesOfMadeUpWords() {
  Random random(7, Purpose::Test, 0, 0);
  std::string text;
  for (int document = 0; document < 60; ++document) {
    for (int sentence = 0; sentence < 4; ++sentence) {
      for (int word = 0; word < 6; ++word) text += (word ? " " : "") + std::string("word") + static_cast<char>('a' + random.below(8)) + static_cast<char>('a' + random.below(5));
      text += " .\n";
    }
    text += "\n";
  }
  return text;
}

inline Json tinySpec() {
  return {{"name", "resume"}, {"seed", 5},
          {"family", {{"id", "bert"}, {"preset", "tiny"}, {"config", {{"hidden_size", 32}, {"num_attention_heads", 2}, {"intermediate_size", 64}, {"max_position_embeddings", 32}}}}},
          {"tokenizer", {{"kind", "wordpiece"}, {"vocab_size", 100}}},
          {"data", {{"train", {"text.txt"}}, {"validation_fraction", 0.1}, {"sequence_length", 24}}},
          {"objective", {{"id", "masked_lm+next_sentence"}}},
          {"optimizer", {{"id", "adamw"}, {"learning_rate", 0.003}}},
          {"schedule", {{"id", "linear"}, {"warmup_steps", 3}}},
          {"train", {{"steps", kSteps}, {"batch_size", 6}, {"accumulate", 2}, {"evaluate_every", 4}, {"checkpoint_every", kCheckpointEvery}, {"keep_checkpoints", 2}}},
          {"compute", {{"shards", 2}}}};
}

class WholeRun {
 protected:
  QTemporaryDir m_folder;
  std::map<std::int64_t, double> m_losses;           // of the uninterrupted run

  std::filesystem::path folder() const { return m_folder.path().toStdString(); }

  void trainWhole() {
    writeFileAtomically(folder() / "text.txt", sentencesOfMadeUpWords());
    writeFileAtomically(folder() / "spec.json", tinySpec().dump());
    const ChildResult whole = run(train("whole"));
    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    m_losses = whole.losses();
    QCOMPARE(m_losses.size(), std::size_t(kSteps));
    QVERIFY(whole.events.front().at("event") == "started");
    QVERIFY(whole.events.back().at("event") == "finished");
  }

  ChildResult run(const QStringList& arguments, const QStringList& environment = {}, const Reaction& react = {}) const {
    QProcess child;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    variables.insert("CLOZE_HOME", m_folder.path() + "/home");
    for (const QString& entry : environment) variables.insert(entry.section('=', 0, 0), entry.section('=', 1));
    child.setProcessEnvironment(variables);
    child.start(QString::fromStdString((binaryFolder() / "bin/cloze").string()), arguments);
    ChildResult result;
    const auto readLines = [&] {
      while (child.canReadLine()) {
        result.events.push_back(Json::parse(child.readLine().toStdString()));
        if (react) react(child, result.events.back());
      }
    };
    while (child.state() != QProcess::NotRunning) {
      if (!child.waitForReadyRead(kPatience) && child.state() != QProcess::NotRunning) {
        child.kill();
        child.waitForFinished();
        break;
      }
      readLines();
    }
    readLines();
    result.killed = child.exitStatus() == QProcess::CrashExit;
    result.exitCode = child.exitCode();
    result.errors = QString::fromUtf8(child.readAllStandardError());
    return result;
  }

  QStringList train(const QString& out, const QStringList& more = {}) const {
    return QStringList{"train", m_folder.path() + "/spec.json", "--out", m_folder.path() + "/" + out, "--json"} + more;
  }
  ChildResult resume(const QString& out) const { return run({"resume", m_folder.path() + "/" + out, "--json"}); }

  // Environment of a child that loads the shim: "CLOZE_KILL_AT" or "CLOZE_FAIL_AT", and a place.
  static QStringList shim(const QString& order, const QString& place) {
    return {"LD_PRELOAD=" + QString::fromStdString((binaryFolder() / "lib/cloze/cloze_kill_shim.so").string()), order + "=" + place};
  }
  std::string fileOf(const QString& out, const char* name) const {
    return readFile(folder() / out.toStdString() / "checkpoint-000012" / name);
  }

  // Weights, moments and every loss of `out` are those of the uninterrupted run.
  void compareWithWhole(const QString& out, const ChildResult& before, const ChildResult& after) const {
    QVERIFY2(after.exitCode == 0 && !after.killed, qPrintable(after.errors));
    auto losses = before.losses();
    for (const auto& [step, loss] : after.losses()) {
      if (losses.count(step)) QCOMPARE(loss, losses[step]);   // replayed steps say the same
      losses[step] = loss;
    }
    QCOMPARE(losses.size(), m_losses.size());
    for (const auto& [step, loss] : m_losses) QVERIFY2(losses.at(step) == loss, qPrintable(QString("step %1: %2 is not %3").arg(step).arg(losses.at(step)).arg(loss)));
    QVERIFY(fileOf(out, "model.safetensors") == fileOf("whole", "model.safetensors"));
    QVERIFY(fileOf(out, "training_state.safetensors") == fileOf("whole", "training_state.safetensors"));
    QVERIFY(after.events.back().at("event") == "finished");
  }
};

}  // namespace cloze::tests
