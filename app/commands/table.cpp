// The table of commands from commands.def. In `cloze` the engine's commands are not linked: their weak
// names are null there, and main_cli.cpp hands them to cloze-engine.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"

namespace cloze {

#define COMMAND(kind, name, declare, summary) CommandRun declare(CLI::App& app) __attribute__((weak));
#include "app/commands/commands.def"
#undef COMMAND

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
#define COMMAND(kind, name, declare, summary) {name, summary, &declare},   // NOLINT(bugprone-macro-parentheses): a name
#include "app/commands/commands.def"
#undef COMMAND
  };
  return table;
}

}  // namespace cloze
