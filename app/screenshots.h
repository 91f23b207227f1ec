// `cloze-workbench --screenshot DIR`: every document of a finished demo run as PNG, in a temporary home, without training.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window_settings.h"

#include <filesystem>

namespace cloze {

// Names as in tests/gui/tst_screenshots.cpp. Exit code: 0 when all
// were written, else 1 with the reason on stderr.
int takeScreenshots(const std::filesystem::path& folder, const WindowSettings& settings);

}  // namespace cloze
