// Which folder a user means by CKPT, and the step its name tells.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

#include "engine/inspector.h"   // resolveCheckpoint

namespace cloze {

// "OUT/checkpoint-000500" -> 500; -1 for any other name.
std::int64_t stepOfCheckpoint(const std::filesystem::path& folder);

}  // namespace cloze
