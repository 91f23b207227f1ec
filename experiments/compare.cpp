// SPDX-License-Identifier: GPL-3.0-or-later
#include "experiments/compare.h"

#include <algorithm>
#include <map>
#include <utility>

namespace cloze {
namespace {

void flattenInto(const Json& value, const std::string& path, std::vector<std::pair<std::string, Json>>& settings) {
  if (!value.is_object() || value.empty()) {
    settings.emplace_back(path, value);
    return;
  }
  for (const auto& [key, inner] : value.items()) flattenInto(inner, path.empty() ? key : path + "." + key, settings);
}

bool allEqual(const std::vector<Json>& values) {
  return std::all_of(values.begin(), values.end(), [&](const Json& value) {
    return value.is_discarded() == values.front().is_discarded() && (value.is_discarded() || value == values.front());
  });
}

}  // namespace

std::vector<SettingAcrossRuns> differingSettings(const std::vector<std::string>& specJsons) {
  std::vector<SettingAcrossRuns> rows;
  std::map<std::string, std::size_t> rowOf;
  for (std::size_t run = 0; run < specJsons.size(); ++run) {
    std::vector<std::pair<std::string, Json>> settings;
    flattenInto(parseJson(specJsons[run], "the specification of run " + std::to_string(run + 1)), "", settings);
    for (auto& [path, value] : settings) {
      const auto [place, added] = rowOf.emplace(path, rows.size());
      if (added) rows.push_back({path, std::vector<Json>(specJsons.size(), Json(Json::value_t::discarded))});
      rows[place->second].values[run] = std::move(value);
    }
  }
  rows.erase(std::remove_if(rows.begin(), rows.end(), [](const SettingAcrossRuns& row) { return allEqual(row.values); }), rows.end());
  return rows;
}

}  // namespace cloze
