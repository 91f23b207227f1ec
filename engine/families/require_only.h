// Keys of a config.json that are no settings of ours, since only one value is supported. Torch-free.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/json.h"

namespace cloze {

// Keys whose other values change numbers and are not supported.
inline void requireOnly(const Json& otherKeys, const std::vector<std::pair<std::string, Json>>& supported, std::vector<Problem>& problems) {
  for (const auto& [key, value] : supported)
    if (otherKeys.contains(key) && !otherKeys[key].is_null() && otherKeys[key] != value)
      problems.push_back({key, otherKeys[key].dump() + " is not supported, only " + value.dump()});
}

}  // namespace cloze
