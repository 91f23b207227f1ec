// A pinned checkpoint: a file `pinned` in its folder. The trainer keeps its training state whatever newer checkpoints come, and the window asks
// before anything else takes it away. Std only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace cloze {

bool isPinned(const std::filesystem::path& checkpoint);
// std::runtime_error when the folder is gone or cannot be written.
void pinCheckpoint(const std::filesystem::path& checkpoint, bool pinned);
// Takes away a checkpoint-NNNNNN folder, all of it. std::invalid_argument for anything else, for a pinned one, and for the newest one while its
// run trains (what a crash would go on from).
void deleteCheckpoint(const std::filesystem::path& checkpoint, bool runTrains);

}  // namespace cloze
