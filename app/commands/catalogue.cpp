// `cloze families`, `objectives`, `presets`, `schema`: the catalogue, for people and as JSON.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/command.h"
#include "engine/catalogue.h"
#include "engine/core/schema.h"
#include "engine/run_spec.h"

#include <cstdio>
#include <iostream>
#include <memory>

namespace cloze {

CommandRun familiesCommand(CLI::App& app);
CommandRun objectivesCommand(CLI::App& app);
CommandRun presetsCommand(CLI::App& app);
CommandRun schemaCommand(CLI::App& app);

namespace {

std::shared_ptr<bool> jsonFlag(CLI::App& app) {
  auto json = std::make_shared<bool>(false);
  app.add_flag("--json", *json, "Machine-readable output");
  return json;
}

std::int64_t presetParameters(const FamilyInfo& info, const PresetInfo& preset) {
  const std::unique_ptr<Settings> config = info.makeConfig();
  readJson(*config, preset.config);
  return info.parameterCount(*config);
}

std::string grouped(std::int64_t number) {                     // 1,240,000
  std::string text = std::to_string(number);
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

Json familyJson(const FamilyInfo& info) {
  Json ids = Json::array();
  for (const PresetInfo& preset : presets(info.id)) ids.push_back(preset.id);
  return {{"id", info.id}, {"title", info.title}, {"year", info.year}, {"idea", info.idea}, {"paper", info.paper},
          {"tokenizer", info.tokenizer}, {"objectives", info.objectives}, {"presets", ids}};
}

int listFamilies(bool json) {
  Json rows = Json::array();
  for (const FamilyInfo& info : families()) {
    rows.push_back(familyJson(info));
    if (!json) std::cout << info.title << " (" << info.year << ", " << info.id << ")\n  " << info.idea << "\n  " << info.paper << "\n";
  }
  if (json) std::cout << rows.dump(2) << '\n';
  return 0;
}

int listObjectives(bool json) {
  Json rows = Json::array();
  for (const ObjectiveInfo& info : objectives()) {
    rows.push_back({{"id", info.id}, {"title", info.title}, {"idea", info.idea}});
    if (!json) std::printf("%-26s %s\n", info.id.c_str(), info.idea.c_str());
  }
  if (json) std::cout << rows.dump(2) << '\n';
  return 0;
}

int listPresets(bool json) {
  Json rows = Json::array();
  for (const FamilyInfo& info : families())
    for (const PresetInfo& preset : presets(info.id)) {
      const std::int64_t parameters = presetParameters(info, preset);
      rows.push_back({{"family", info.id}, {"id", preset.id}, {"title", preset.title}, {"config", preset.config}, {"parameters", parameters}});
      if (!json) std::printf("%-12s %-10s %15s parameters\n", info.id.c_str(), preset.id.c_str(), grouped(parameters).c_str());
    }
  if (json) std::cout << rows.dump(2) << '\n';
  return 0;
}

void printSettings(const Described& value) {
  for (const FlatSetting& setting : flatten(value)) {
    std::string about = setting.info.help;
    if (!setting.info.unit.empty()) about += " [" + setting.info.unit + "]";
    if (setting.info.range) {
      char range[80];
      std::snprintf(range, sizeof range, " (%g to %g)", setting.info.range->minimum, setting.info.range->maximum);
      about += range;
    }
    std::string choices;
    for (const std::string& choice : setting.info.choices) choices += (choices.empty() ? "" : ", ") + choice;
    if (!choices.empty()) about += " {" + choices + "}";
    std::printf("%-44s %-12s %s\n", setting.path.c_str(), setting.value.dump().c_str(), about.c_str());
  }
}

int printSchema(const std::string& of, bool json) {
  if (of.empty() || of == "run") {
    RunSpec spec;
    if (json) std::cout << jsonSchema(spec, "Cloze run specification").dump(2) << '\n';
    else printSettings(spec);
    return 0;
  }
  const FamilyInfo& info = family(of);
  const std::unique_ptr<Settings> config = info.makeConfig();
  if (json) std::cout << jsonSchema(*config, info.title + " configuration").dump(2) << '\n';
  else printSettings(*config);
  return 0;
}

}  // namespace

CommandRun familiesCommand(CLI::App& app) {
  const auto json = jsonFlag(app);
  return [json] { return listFamilies(*json); };
}

CommandRun objectivesCommand(CLI::App& app) {
  const auto json = jsonFlag(app);
  return [json] { return listObjectives(*json); };
}

CommandRun presetsCommand(CLI::App& app) {
  const auto json = jsonFlag(app);
  return [json] { return listPresets(*json); };
}

CommandRun schemaCommand(CLI::App& app) {
  const auto json = jsonFlag(app);
  auto of = std::make_shared<std::string>();
  app.add_option("of", *of, "\"run\" (the default) or a family");
  return [json, of] { return printSchema(*of, *json); };
}

}  // namespace cloze
