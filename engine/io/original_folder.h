// A model in its authors' own files: options.json and weights.hdf5 (families/text_model.h, OriginalFormat). Only what is below the heads: their files
// hold no more.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

#include "engine/io/hub_folder.h"

namespace cloze {

// Whether a folder holds such files and no config.json.
bool isOriginalFolder(const std::filesystem::path& folder);
// A bare encoder from them. *options.json and the one .hdf5 file whose name has "weights" in it.
// InvalidRequest with every missing or wrong option; std::invalid_argument listing the data sets that are missing or do not fit.
std::unique_ptr<TextModel> loadOriginalFolder(const std::filesystem::path& folder, LoadReport* report = nullptr);
// Writes options.json and weights.hdf5 into an existing folder; nothing for a family without such files.
void saveOriginalFiles(TextModel& model, const std::filesystem::path& folder);

}  // namespace cloze
