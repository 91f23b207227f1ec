// The forms of the settings that are free JSON, for who offers them in a list: an example of each, as text - "none", {"below": 1}, 7. What they
// mean is read by readFreeze, taskFeatures (settings.h) and readInitParts; tst_form holds them equal.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace cloze {

// Empty for a setting without such a list.
std::vector<std::string> settingForms(const std::string& path);

}  // namespace cloze
