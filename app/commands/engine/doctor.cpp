// `cloze doctor`: what this machine offers, and what would make Cloze faster on it.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <iostream>

#include "app/commands/command.h"
#include "engine/core/files.h"
#include "engine/core/json.h"
#include "engine/core/resources.h"
#include "engine/tools.h"
#include "experiments/queries.h"

namespace cloze {

CommandRun doctorCommand(CLI::App& app);

namespace {

using Row = EnvironmentReport::Row;

Row displayRow() {
  for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return {"Display", std::string(name) + "=" + value, "", true};
  return {"Display", "none", "the workbench needs one; the command line does all it can do, and QT_QPA_PLATFORM=offscreen renders screenshots", true};
}

Row logRow() {
  const std::filesystem::path file = defaultLogFile();
  try {
    const LogReader log(file);
    return {"Log", file.string() + ", " + std::to_string(log.runs().size()) + " runs", "", true};
  } catch (const std::exception& error) {
    return {"Log", file.string(), error.what(), false};
  }
}

Row sqliteRow() {
  return {"SQLite", sqliteVersion(), sqliteMixesUpCheckpoints() ? "before 3.51.3 two programs checkpointing one log at the same moment could damage it; Cloze takes turns, so this is no problem here" : "", true};
}

int report(bool json) {
  EnvironmentReport found = doctor();
  for (const Row& row : {sqliteRow(), logRow(), Row{"Resources", resourcesFolder().string(), std::filesystem::exists(resourcesFolder()) ? "" : "not there: presets and the toy world are missing; set CLOZE_RESOURCES", std::filesystem::exists(resourcesFolder())}, displayRow()})
    found.rows.push_back(row);
  bool good = true;
  Json rows = Json::array();
  for (const Row& row : found.rows) {
    good = good && row.good;
    rows.push_back({{"name", row.name}, {"value", row.value}, {"good", row.good}, {"advice", row.advice}});
    if (json) continue;
    std::cout << (row.good ? "  " : "! ") << row.name << std::string(row.name.size() < 11 ? 11 - row.name.size() : 1, ' ') << row.value << '\n';
    if (!row.advice.empty()) std::cout << std::string(13, ' ') << row.advice << '\n';
  }
  if (json) std::cout << Json{{"good", good}, {"rows", rows}}.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  return 0;
}

}  // namespace

CommandRun doctorCommand(CLI::App& app) {
  const auto json = std::make_shared<bool>(false);
  app.add_flag("--json", *json, "Machine-readable output");
  return [json] { return report(*json); };
}

}  // namespace cloze
