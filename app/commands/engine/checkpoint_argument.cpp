// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/engine/checkpoint_argument.h"

#include <stdexcept>

#include "engine/core/files.h"
#include "engine/inspector.h"
#include "experiments/queries.h"

namespace cloze {

std::filesystem::path CheckpointArgument::resolve() const {
  if (std::filesystem::exists(given) || given.find('/') != std::string::npos) return resolveCheckpoint(given);
  std::filesystem::path out;
  try {
    out = LogReader(log).run(given).out;
  } catch (const std::invalid_argument& unknown) {
    throw std::invalid_argument("\"" + given + "\" is no folder, and as a run: " + unknown.what());
  }
  return resolveCheckpoint(out);
}

std::shared_ptr<CheckpointArgument> addCheckpointArgument(CLI::App& app) {
  auto argument = std::make_shared<CheckpointArgument>();
  argument->log = defaultLogFile().string();
  app.add_option("checkpoint", argument->given, "Folder with config.json, a run's folder (its newest checkpoint), or a run's id")->required();
  app.add_option("--log", argument->log, "Experiment log in which run ids are looked up")->capture_default_str();
  return argument;
}

}  // namespace cloze
