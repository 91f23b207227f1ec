// What the window remembers: language, theme, size, layouts, the documents that were open, recent files. One JSON file in Cloze's home, written
// atomically, checked when read: a missing value is the default; a file that is broken or holds impossible values is kept aside and said once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json.h"
#include "widgets/shared/theme.h"

#include <QSize>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace cloze {

// Which parts of the window are shown and how large: shares of the window, so that another screen changes nothing.
struct WindowLayout {
  std::string name;                             // "train", ... for shipped ones; what the user called it
  bool runs = true, inspector = true, log = true, timeline = true;
  double left = 0.17, right = 0.19, bottom = 0.13;
  double inspectorFrom = 0;                     // width of the window below which the inspector stays away: the documents need the room
  double textScale = 1;                         // times the user's own
  std::vector<std::string> documents;           // opened when the layout is chosen
  Json panes;                                   // of the documents (DocumentArea); null: as they are
};

struct OpenDocument { std::string key; Json state; };
struct Session {
  std::vector<OpenDocument> documents;
  Json panes;
  std::string current;
};

struct WindowSettings {
  std::optional<ThemeKind> theme;               // none: as the system
  std::string language;                         // "" : as the system
  QSize size{1280, 800};
  double fontScale = 1.0;
  std::optional<WindowLayout> shown;            // as the window was left; none: the first shipped layout
  std::vector<WindowLayout> layouts;            // the user's own
  Session session;
  std::vector<std::string> recent;              // files and folders, newest first
  bool tourSeen = false;
  std::filesystem::path broken;                 // where a file that could not be used was put; "" = all was well

  void addRecent(const std::string& path);
};

// Train, Inspect, Compare, Teach: resources/layouts.json.
std::vector<WindowLayout> shippedLayouts();

std::filesystem::path windowSettingsFile();
WindowSettings readWindowSettings(const std::filesystem::path& file);
void writeWindowSettings(const std::filesystem::path& file, const WindowSettings& settings);   // std::runtime_error

}  // namespace cloze
