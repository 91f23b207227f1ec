// Runs as tests of the log write them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QTemporaryDir>

#include <filesystem>
#include <string>

#include "engine/core/events.h"

namespace cloze::tests {

// A log of its own for each call, in a folder of its own; all gone with this object.
class FreshLogs {
 public:
  std::filesystem::path operator()() {
    const std::filesystem::path folder = std::filesystem::path(m_folder.path().toStdString()) / std::to_string(++m_number);
    std::filesystem::create_directories(folder);
    return folder / "experiments.sqlite";
  }

 private:
  QTemporaryDir m_folder;
  int m_number = 0;
};

inline RunStarted startOf(const std::string& run, const std::filesystem::path& out, std::int64_t fromStep = 0) {
  RunStarted started;
  started.run = run;
  started.out = out;
  started.specJson = R"({"name": "Run )" + run + R"(", "seed": 1, "family": {"id": "bert", "preset": "tiny"}, "objective": {"id": "masked_lm"}})";
  started.environmentJson = R"({"cores": 2})";
  started.fromStep = fromStep;
  started.steps = 100;
  started.parameters = 1234;
  started.parameterGroups = {"decay", "no_decay"};
  return started;
}

inline StepReport stepOf(std::int64_t step, double loss) {
  StepReport report;
  report.step = step;
  report.tokens = 10;
  report.paddedTokens = 16;
  report.loss = loss;
  report.metrics = {{"masked_accuracy", 0.25}};
  report.learningRates = {1e-3, 2e-3};
  report.gradientNorm = 1.5;
  report.seconds = 0.5;
  return report;
}

}  // namespace cloze::tests
