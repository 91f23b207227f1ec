// The fingerprint of a data set that is a file or a whole folder. Std only.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace cloze {

// Of a folder: of the relative paths of its files, sorted, each with its content's SHA-256, so that neither the place of the folder nor the order in
// which the file system lists it matters. Of a file: sha256File. std::runtime_error when something cannot be read.
std::string sha256Tree(const std::filesystem::path& path);

}  // namespace cloze
