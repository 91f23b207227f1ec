// Files that are never half written: temporary name beside the target, fsync, rename, fsync of the folder. And where Cloze keeps its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace cloze {

// Whole file as bytes. std::runtime_error naming the path and the system's reason.
std::string readFile(const std::filesystem::path& path);
// Atomic and durable. std::runtime_error naming the path and the system's reason (disk full, no permission ...); the old file survives.
void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);
// fsync of a file or a folder.
void syncPath(const std::filesystem::path& path);

// A folder that appears complete or not at all: fill path(), then commit() renames it to `target` (which must not exist).
// Dropped without commit, everything in it is removed.
class AtomicFolder {
 public:
  explicit AtomicFolder(std::filesystem::path target);
  ~AtomicFolder();
  AtomicFolder(const AtomicFolder&) = delete;
  AtomicFolder& operator=(const AtomicFolder&) = delete;
  const std::filesystem::path& path() const { return m_temporary; }
  void commit();

 private:
  std::filesystem::path m_target;
  std::filesystem::path m_temporary;
  bool m_committed = false;
};

std::filesystem::path homeFolder();     // CLOZE_HOME, else $XDG_DATA_HOME/cloze, else ~/.local/share/cloze
std::filesystem::path cacheFolder();    // CLOZE_HOME/cache, else $XDG_CACHE_HOME/cloze, else ~/.cache/cloze
std::filesystem::path defaultLogFile(); // homeFolder()/experiments.sqlite
std::uint64_t freeBytes(const std::filesystem::path& folder);   // of the file system that holds it (or its nearest existing parent)

// Of all files in the folder and below. std::filesystem::filesystem_error when there is no such folder.
std::uint64_t folderBytes(const std::filesystem::path& folder);

}  // namespace cloze
