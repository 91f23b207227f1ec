// Finds the shipped files: installed beside the program, or in the source tree it was built from.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/resources.h"

#include <cstdlib>

namespace cloze {

namespace {

std::filesystem::path programFolder() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::current_path() : program.parent_path();
}

}  // namespace

std::filesystem::path libraryFolder() {
  const std::filesystem::path program = programFolder();
  for (const std::filesystem::path& folder : {program / "../lib/cloze", program / "../../lib/cloze", program})
    if (std::filesystem::exists(folder / "cloze_sentencepiece.so")) return folder.lexically_normal();
  return (program / "../lib/cloze").lexically_normal();
}

std::filesystem::path resourcesFolder() {
  const char* given = std::getenv("CLOZE_RESOURCES");
  if (given && *given) return given;
  const std::filesystem::path program = programFolder();
  for (const std::filesystem::path& folder : {program / "../share/cloze", program / "../../share/cloze"})
    if (std::filesystem::exists(folder / "presets")) return folder.lexically_normal();
  return CLOZE_SOURCE_RESOURCES;
}

}  // namespace cloze
