// Small fine-tuned runs: a pre-trained parent, a task of sixteen examples, and what a run tells.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <QTemporaryDir>

#include <stdexcept>
#include <string>
#include <vector>

#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/io/safetensors.h"
#include "engine/run.h"

namespace cloze::tests {

inline constexpr const char* kPretraining = R"({
  "seed": 3, "family": {"id": "bert", "preset": "tiny", "config": {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64, "max_position_embeddings": 32}},
  "tokenizer": {"kind": "wordpiece", "vocab_size": 80}, "data": {"train": ["text.txt"], "validation_fraction": 0, "sequence_length": 16},
  "objective": {"id": "masked_lm+next_sentence"}, "train": {"steps": 3, "batch_size": 6, "checkpoint_every": 0}, "compute": {"shards": 1}})";

inline constexpr const char* kTask = R"({
  "seed": 5, "task": {"id": "text_classification", "train": ["train.tsv"], "validation": ["train.tsv"], "max_length": 16, "columns": {"text": "text", "label": "label"}},
  "init": {"from": "parent"}, "optimizer": {"id": "adamw", "learning_rate": 0.003, "weight_decay": 0.1}, "schedule": {"id": "constant", "warmup_steps": 0},
  "train": {"steps": 6, "batch_size": 4, "evaluate_every": 0, "checkpoint_every": 0}, "compute": {"shards": 2}})";

inline std::string sentencesOfSixLetters(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    for (int word = 0; word < 5; ++word) text += std::string("w") + "abcdef"[(i * 7 + word * 5 + i / 3) % 6] + "abcdef"[(i + word) % 6] + " ";
    text += i % 4 == 3 ? ".\n\n" : ".\n";
  }
  return text;
}

// 16 examples whose label is in their words.
inline std::string labelledTable() {
  std::string table = "text\tlabel\n";
  for (int i = 0; i < 16; ++i)
    table += std::string("w") + "abcdef"[i % 6] + "a w" + "abcdef"[(i / 6) % 6] + (i % 2 ? "b wff" : "c waa") + "\t" + (i % 2 ? "good" : "bad") + "\n";
  return table;
}

struct RunRecorder : RunObserver {
  std::vector<std::string> groups;
  std::vector<std::vector<double>> rates;
  std::vector<double> losses;
  std::vector<Metrics> metrics;                      // of the steps
  std::vector<Evaluated> evaluations;
  std::vector<std::string> phases;
  std::string initialised;
  void prepared(const RunStarted& event) override { groups = event.parameterGroups; }
  void step(const StepReport& report) override {
    rates.push_back(report.learningRates);
    losses.push_back(report.loss);
    metrics.push_back(report.metrics);
  }
  void evaluated(const Evaluated& event) override { evaluations.push_back(event); }
  void event(const RunEvent& event) override {
    if (event.kind == RunEventKind::Phase) phases.push_back(event.message);
    if (event.kind == RunEventKind::Initialised) initialised = event.message;
  }
};

// A folder with a parent and a task; a run of the task is one call.
class TaskRuns {
 protected:
  QTemporaryDir m_folder;
  NamedTensors m_parent;
  RunRecorder m_heard;
  int m_runs = 0;

  std::filesystem::path folder() const { return m_folder.path().toStdString(); }

  void makeParent() {
    qputenv("CLOZE_HOME", (m_folder.path() + "/home").toUtf8());
    writeFileAtomically(folder() / "text.txt", sentencesOfSixLetters(120));
    writeFileAtomically(folder() / "train.tsv", labelledTable());
    writeFileAtomically(folder() / "pretraining.json", kPretraining);
    writeFileAtomically(folder() / "task.json", kTask);
    m_parent = weightsOf(trained("pretraining.json", {}, "parent"));
  }

  RunResult trained(const std::filesystem::path& spec, const std::vector<std::string>& assignments, const std::string& out) {
    const LaunchRequest request{loadRunSpec(folder() / spec, assignments), folder() / out, "run-" + out, {}};
    RunControl control;
    m_heard = RunRecorder();
    const RunResult result = train(request, m_heard, control);
    if (result.outcome != RunOutcome::Finished) throw std::runtime_error(result.message);
    return result;
  }
  RunResult fineTuned(const std::vector<std::string>& assignments) { return trained("task.json", assignments, "task-" + std::to_string(++m_runs)); }
  // What the run is refused with; "" when it is not.
  std::string refusalOf(const std::vector<std::string>& assignments) {
    try {
      fineTuned(assignments);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return {};
  }
  static NamedTensors weightsOf(const RunResult& result) { return readSafetensors(result.checkpoint / "model.safetensors"); }
};

}  // namespace cloze::tests
