// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_settings.h"

#include "engine/core/files.h"
#include "engine/core/json.h"

#include <algorithm>

namespace cloze {

namespace {

const char* idOf(ThemeKind kind) { return kind == ThemeKind::Dark ? "dark" : kind == ThemeKind::Contrast ? "contrast" : "light"; }

double numberAt(const Json& json, const char* key, double fallback, double low, double high) {
  return json.contains(key) && json[key].is_number() ? std::clamp(json[key].get<double>(), low, high) : fallback;
}

std::string textAt(const Json& json, const char* key) { return json.contains(key) && json[key].is_string() ? json[key].get<std::string>() : std::string(); }

}  // namespace

std::filesystem::path windowSettingsFile() { return homeFolder() / "window.json"; }

WindowSettings readWindowSettings(const std::filesystem::path& file) {
  WindowSettings settings;
  if (!std::filesystem::exists(file)) return settings;
  Json json;
  try {
    json = readJsonFile(file);
  } catch (const std::exception&) {
    std::error_code error;
    std::filesystem::rename(file, file.string() + ".broken", error);
    return settings;
  }
  if (!json.is_object()) return settings;
  settings.theme = Theme::kindFromId(QString::fromStdString(textAt(json, "theme")));
  const std::string language = textAt(json, "language");
  if (language == "en" || language == "ru") settings.language = language;
  settings.size = QSize(static_cast<int>(numberAt(json, "width", 1280, 800, 16000)), static_cast<int>(numberAt(json, "height", 800, 500, 16000)));
  settings.fontScale = numberAt(json, "font_scale", 1.0, 0.7, 3.0);
  settings.leftShare = numberAt(json, "left_share", settings.leftShare, 0.08, 0.5);
  settings.bottomShare = numberAt(json, "bottom_share", settings.bottomShare, 0.06, 0.6);
  return settings;
}

void writeWindowSettings(const std::filesystem::path& file, const WindowSettings& settings) {
  Json json = Json::object();
  json["theme"] = settings.theme ? idOf(*settings.theme) : "";
  json["language"] = settings.language;
  json["width"] = settings.size.width();
  json["height"] = settings.size.height();
  json["font_scale"] = settings.fontScale;
  json["left_share"] = settings.leftShare;
  json["bottom_share"] = settings.bottomShare;
  std::filesystem::create_directories(file.parent_path());
  writeFileAtomically(file, json.dump(2) + "\n");
}

}  // namespace cloze
