// The command line. Two programs from this file: `cloze` holds the commands that need no LibTorch and becomes `cloze-engine` (exec, same
// process id) for the others, with OpenBLAS held to one thread before it starts its pool: training shards work beside each other instead.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "engine/core/error.h"
#include "engine/core/resources.h"

#include <unistd.h>

#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace {

constexpr int kFailed = 1, kWrongRequest = 2, kInterrupted = 130;

// "cloze train ..." -> "cloze-engine train ..." ; returns only when that program is not there.
[[maybe_unused]] int becomeEngine(char** arguments) {
  const std::filesystem::path program = cloze::libraryFolder() / "cloze-engine";
  setenv("OPENBLAS_NUM_THREADS", "1", 0);
  setenv("OMP_NUM_THREADS", "1", 0);
  execv(program.c_str(), arguments);
  std::fprintf(stderr, "cloze: %s cannot be started (%s); this command needs the engine, build Cloze with CLOZE_ENGINE=ON\n", program.c_str(),
               std::strerror(errno));
  return kFailed;
}

int runParsed(const cloze::CommandRun& run) {
  try {
    const int code = run();
    if (!std::cout.flush()) return kFailed;
    return code;
  } catch (const cloze::Cancelled&) {
    std::cerr << "cloze: cancelled\n";
    return kInterrupted;
  } catch (const std::invalid_argument& error) {
    std::cerr << "cloze: " << error.what() << '\n';
    return kWrongRequest;
  } catch (const std::exception& error) {
    std::cerr << "cloze: " << error.what() << '\n';
    return kFailed;
  }
}

// The first argument names a command that this program does not hold.
[[maybe_unused]] bool needsEngine(int count, char** arguments) {
  if (count < 2) return false;
  for (const cloze::Command& command : cloze::commands())
    if (std::strcmp(command.name, arguments[1]) == 0) return command.declare == nullptr;
  return false;
}

std::string suggestion(int count, char** arguments) {
  if (count < 2 || arguments[1][0] == '-') return "";
  std::vector<std::string> known;
  for (const cloze::Command& command : cloze::commands()) {
    if (std::strcmp(command.name, arguments[1]) == 0) return "";
    known.emplace_back(command.name);
  }
  const std::string nearest = cloze::nearestName(arguments[1], known);
  return std::string("no command \"") + arguments[1] + "\"" + (nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?");
}

}  // namespace

int main(int count, char** arguments) {
  std::setlocale(LC_ALL, "C.UTF-8");
  std::signal(SIGPIPE, SIG_IGN);                       // a closed pipe becomes a failed write, not a silent death
#ifndef CLOZE_WITH_ENGINE
  if (needsEngine(count, arguments)) return becomeEngine(arguments);
#endif

  CLI::App app("Cloze: see transfer learning happen", "cloze");
  app.set_version_flag("--version", "cloze " CLOZE_VERSION);
  app.require_subcommand(1);
  app.footer("Documentation: README.md. Every command has --help.");
  cloze::CommandRun chosen;
  for (const cloze::Command& command : cloze::commands()) {
    CLI::App* sub = app.add_subcommand(command.name, command.summary);
    if (!command.declare) continue;
    const cloze::CommandRun run = command.declare(*sub);
    sub->callback([&chosen, run] { chosen = run; });
  }
  if (const std::string hint = suggestion(count, arguments); !hint.empty()) {
    std::cerr << "cloze: " << hint << " (`cloze --help` lists them)\n";
    return kWrongRequest;
  }
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kWrongRequest;
  }
  return runParsed(chosen);
}
