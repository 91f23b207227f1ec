// The explicit table of commands: one file a command. A command declares its options on `app` and returns what to run after parsing; that
// returns the exit code (0 done, 1 failed, 2 wrong request, 130 interrupted) or throws (invalid_argument -> 2, Cancelled -> 130, else 1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

namespace cloze {

using CommandRun = std::function<int()>;

struct Command {
  const char* name;
  const char* summary;                       // one line of `cloze --help`
  CommandRun (*declare)(CLI::App& app);      // nullptr in `cloze` for those that cloze-engine runs
};

const std::vector<Command>& commands();      // app/commands/table.cpp

}  // namespace cloze
