// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_settings.h"

#include "engine/core/files.h"
#include "engine/core/resources.h"

#include <algorithm>

namespace cloze {

namespace {

constexpr std::size_t kMostRecent = 10, kMostDocuments = 40, kMostLayouts = 30;

const char* idOf(ThemeKind kind) { return kind == ThemeKind::Dark ? "dark" : kind == ThemeKind::Contrast ? "contrast" : "light"; }

// Reads values of an object that a person may have edited: what is missing keeps its default, what is wrong does too and is remembered.
class Reader {
 public:
  Reader(const Json& json, bool& wrong) : m_json(json), m_wrong(wrong) { m_wrong = m_wrong || !json.is_object(); }

  void number(const char* key, double& value, double low, double high) const {
    if (const Json* found = at(key)) {
      const bool good = found->is_number() && found->get<double>() >= low && found->get<double>() <= high;
      if (good) value = found->get<double>();
      m_wrong = m_wrong || !good;
    }
  }
  void flag(const char* key, bool& value) const { take(key, value, &Json::is_boolean); }
  void text(const char* key, std::string& value) const { take(key, value, &Json::is_string); }
  void texts(const char* key, std::vector<std::string>& values, std::size_t most) const {
    for (const Json& entry : list(key)) {
      if (entry.is_string() && values.size() < most) values.push_back(entry.get<std::string>());
      m_wrong = m_wrong || !entry.is_string();
    }
  }
  Json object(const char* key) const {
    const Json* found = at(key);
    const bool good = !found || found->is_object() || found->is_null();
    m_wrong = m_wrong || !good;
    return found && good ? *found : Json();
  }
  Json list(const char* key) const {
    const Json* found = at(key);
    m_wrong = m_wrong || (found && !found->is_array());
    return found && found->is_array() ? *found : Json::array();
  }

 private:
  const Json* at(const char* key) const { return m_json.is_object() && m_json.contains(key) ? &m_json[key] : nullptr; }
  template <class Value> void take(const char* key, Value& value, bool (Json::*is)() const noexcept) const {
    const Json* found = at(key);
    if (!found) return;
    if ((found->*is)()) value = found->get<Value>();
    else m_wrong = true;
  }
  const Json& m_json;
  bool& m_wrong;
};

WindowLayout layoutFrom(const Json& json, bool& wrong) {
  WindowLayout layout;
  const Reader read(json, wrong);
  read.text("name", layout.name);
  for (const auto& [key, value] : {std::pair<const char*, bool*>{"runs", &layout.runs}, {"inspector", &layout.inspector}, {"log", &layout.log}, {"timeline", &layout.timeline}}) read.flag(key, *value);
  read.number("left", layout.left, 0.05, 0.5);
  read.number("right", layout.right, 0.05, 0.5);
  read.number("bottom", layout.bottom, 0.05, 0.6);
  read.number("inspector_from", layout.inspectorFrom, 0, 16000);
  read.number("text_scale", layout.textScale, 0.7, 3);
  read.texts("documents", layout.documents, kMostDocuments);
  layout.panes = read.object("panes");
  return layout;
}

Json toJson(const WindowLayout& layout) {
  return {{"name", layout.name}, {"runs", layout.runs}, {"inspector", layout.inspector}, {"log", layout.log}, {"timeline", layout.timeline}, {"left", layout.left}, {"right", layout.right},
          {"bottom", layout.bottom}, {"inspector_from", layout.inspectorFrom}, {"text_scale", layout.textScale}, {"documents", layout.documents}, {"panes", layout.panes}};
}

Session sessionFrom(const Json& json, bool& wrong) {
  Session session;
  const Reader read(json, wrong);
  for (const Json& entry : read.list("documents")) {
    OpenDocument document;
    const Reader inner(entry, wrong);
    inner.text("key", document.key);
    document.state = inner.object("state");
    if (!document.key.empty() && session.documents.size() < kMostDocuments) session.documents.push_back(std::move(document));
  }
  session.panes = read.object("panes");
  read.text("current", session.current);
  return session;
}

Json toJson(const Session& session) {
  Json documents = Json::array();
  for (const OpenDocument& document : session.documents) documents.push_back({{"key", document.key}, {"state", document.state}});
  return {{"documents", documents}, {"panes", session.panes}, {"current", session.current}};
}

WindowSettings settingsFrom(const Json& json, bool& wrong) {
  WindowSettings settings;
  const Reader read(json, wrong);
  std::string theme, language;
  read.text("theme", theme);
  settings.theme = Theme::kindFromId(QString::fromStdString(theme));
  wrong = wrong || (!theme.empty() && !settings.theme);
  read.text("language", language);
  if (language == "en" || language == "ru") settings.language = language;
  double width = 1280, height = 800;
  read.number("width", width, 640, 16000);
  read.number("height", height, 400, 16000);
  settings.size = QSize(static_cast<int>(width), static_cast<int>(height));
  read.number("font_scale", settings.fontScale, 0.7, 3.0);
  if (const Json shown = read.object("shown"); shown.is_object()) settings.shown = layoutFrom(shown, wrong);
  for (const Json& layout : read.list("layouts"))
    if (settings.layouts.size() < kMostLayouts) settings.layouts.push_back(layoutFrom(layout, wrong));
  if (const Json session = read.object("session"); session.is_object()) settings.session = sessionFrom(session, wrong);
  read.texts("recent", settings.recent, kMostRecent);
  read.flag("tour_seen", settings.tourSeen);
  return settings;
}

}  // namespace

void WindowSettings::addRecent(const std::string& path) {
  recent.erase(std::remove(recent.begin(), recent.end(), path), recent.end());
  recent.insert(recent.begin(), path);
  if (recent.size() > kMostRecent) recent.resize(kMostRecent);
}

std::vector<WindowLayout> shippedLayouts() {
  std::vector<WindowLayout> layouts;
  bool wrong = false;
  for (const Json& layout : readJsonFile(resourcesFolder() / "layouts.json")) layouts.push_back(layoutFrom(layout, wrong));
  return layouts;
}

std::filesystem::path windowSettingsFile() { return homeFolder() / "window.json"; }

WindowSettings readWindowSettings(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return {};
  bool wrong = false;
  WindowSettings settings;
  try {
    settings = settingsFrom(readJsonFile(file), wrong);
  } catch (const std::exception&) {
    wrong = true;
  }
  if (!wrong) return settings;
  const std::filesystem::path aside = file.string() + ".broken";
  std::error_code error;
  std::filesystem::rename(file, aside, error);
  settings.broken = error ? file : aside;
  return settings;
}

void writeWindowSettings(const std::filesystem::path& file, const WindowSettings& settings) {
  Json json = Json::object();
  json["theme"] = settings.theme ? idOf(*settings.theme) : "";
  json["language"] = settings.language;
  json["width"] = settings.size.width();
  json["height"] = settings.size.height();
  json["font_scale"] = settings.fontScale;
  if (settings.shown) json["shown"] = toJson(*settings.shown);
  json["layouts"] = Json::array();
  for (const WindowLayout& layout : settings.layouts) json["layouts"].push_back(toJson(layout));
  json["session"] = toJson(settings.session);
  json["recent"] = settings.recent;
  json["tour_seen"] = settings.tourSeen;
  std::filesystem::create_directories(file.parent_path());
  writeFileAtomically(file, json.dump(2) + "\n");
}

}  // namespace cloze
