// Where the shipped resources are: presets, recipes, toy world, demo models, icons, translations.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace cloze {

// CLOZE_RESOURCES, else ../share/cloze beside the program when it is there (installed), else the source folder it was built from.
std::filesystem::path resourcesFolder();
// Folder of helper programs and plugins (cloze-engine, cloze-sentencepiece-trainer, cloze_sentencepiece.so): ../lib/cloze beside the
// running program, or its own folder when it is one of them.
std::filesystem::path libraryFolder();

}  // namespace cloze
