// Writes a toy world into a folder, complete or not at all, with world.json naming every file, its hash and the facts.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "engine/core/json.h"
#include "engine/core/progress.h"
#include "engine/data/toy_world.h"

namespace cloze {

// Returns world.json. A folder that exists is replaced when it is empty or holds nothing but what an earlier call wrote; anything else is
// refused with std::invalid_argument and left alone. std::runtime_error when it cannot be written.
Json writeToyWorld(const ToyWorld& world, const std::filesystem::path& folder, Progress& progress);

}  // namespace cloze
