// What a specification or a command line names as a task's data: files, or folders as they are distributed.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cloze {

// Files as they are; a folder as its files of that split, or as the split's own folder. std::invalid_argument naming what was looked for.
std::vector<std::filesystem::path> taskPaths(const std::string& id, const std::vector<std::string>& given, const std::string& split);

}  // namespace cloze
