// CKPT as a user writes it, for every command that takes one: a folder with config.json, a run's folder (its newest checkpoint) or a run's id.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/commands/command.h"

namespace cloze {

struct CheckpointArgument {
  std::string given, log;
  // Absolute. std::invalid_argument saying what was looked for.
  std::filesystem::path resolve() const;
};

// Declares CKPT (required) and --log.
std::shared_ptr<CheckpointArgument> addCheckpointArgument(CLI::App& app);

}  // namespace cloze
