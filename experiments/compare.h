// What differs between the frozen specifications of runs, setting by setting. Works on the JSON itself, so that runs of an older or newer
// Cloze with other settings compare too.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/core/json.h"

namespace cloze {

// "family.config.hidden_size" and its value in each run, in the order given; a discarded Json (is_discarded()) where a run lacks it.
struct SettingAcrossRuns { std::string path; std::vector<Json> values; };

// Only the settings that are not the same in all; a list counts as one value. std::invalid_argument for text that is no JSON object.
std::vector<SettingAcrossRuns> differingSettings(const std::vector<std::string>& specJsons);

}  // namespace cloze
