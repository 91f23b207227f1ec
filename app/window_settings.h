// What the window remembers: language, theme, size. One small JSON file in Cloze's home, written atomically, checked when read: a wrong value
// is the default, a broken file is moved aside.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/shared/theme.h"

#include <QSize>

#include <filesystem>
#include <optional>
#include <string>

namespace cloze {

struct WindowSettings {
  std::optional<ThemeKind> theme;               // none: as the system
  std::string language;                         // "" : as the system
  QSize size{1280, 800};
  double fontScale = 1.0;
  double leftShare = 0.17, bottomShare = 0.11;  // of the window, so that another screen changes nothing
};

std::filesystem::path windowSettingsFile();
WindowSettings readWindowSettings(const std::filesystem::path& file);
void writeWindowSettings(const std::filesystem::path& file, const WindowSettings& settings);   // std::runtime_error

}  // namespace cloze
