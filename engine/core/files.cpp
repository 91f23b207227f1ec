// Durable writes with plain POSIX calls: every error names the path and what the system said.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace cloze {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const char* what) {
  throw std::runtime_error(path.string() + ": " + what + " (" + std::strerror(errno) + ")");
}

// A name beside the target that no other process or thread uses.
std::filesystem::path temporaryBeside(const std::filesystem::path& target) {
  static std::atomic<unsigned> counter{0};
  std::filesystem::path name = target;
  name += ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
  return name;
}

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0644) : m_value(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() { if (m_value >= 0) ::close(m_value); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int value() const { return m_value; }
  bool close() { const int result = ::close(m_value); m_value = -1; return result == 0; }

 private:
  int m_value;
};

void writeAll(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail(path, "cannot be written");
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::filesystem::path folderFromEnvironment(const char* variable, const char* fallback) {
  const char* value = std::getenv(variable);
  if (value && *value) return value;
  const char* home = std::getenv("HOME");
  return (home && *home ? std::filesystem::path(home) : std::filesystem::temp_directory_path()) / fallback;
}

}  // namespace

std::string readFile(const std::filesystem::path& path) {
  Descriptor file(path, O_RDONLY);
  if (file.value() < 0) fail(path, "cannot be opened");
  struct stat about {};
  if (::fstat(file.value(), &about) != 0) fail(path, "cannot be examined");
  if (S_ISDIR(about.st_mode)) {
    errno = EISDIR;
    fail(path, "cannot be read");
  }
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(about.st_size));
  char block[1 << 16];
  for (;;) {
    const ssize_t count = ::read(file.value(), block, sizeof block);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path, "cannot be read");
    if (count == 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(count));
  }
}

void syncPath(const std::filesystem::path& path) {
  Descriptor file(path, O_RDONLY);
  if (file.value() < 0) fail(path, "cannot be opened");
  if (::fsync(file.value()) != 0 && errno != EINVAL) fail(path, "cannot be written to disk");
}

void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes) {
  const std::filesystem::path temporary = temporaryBeside(path);
  try {
    Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (file.value() < 0) fail(path, "cannot be created");
    writeAll(file.value(), bytes, path);
    if (::fsync(file.value()) != 0 || !file.close()) fail(path, "cannot be written to disk");
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail(path, "cannot be replaced");
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  syncPath(path.has_parent_path() ? path.parent_path() : ".");
}

AtomicFolder::AtomicFolder(std::filesystem::path target) : m_target(std::move(target)), m_temporary(temporaryBeside(m_target)) {
  if (std::filesystem::exists(m_target)) throw std::runtime_error(m_target.string() + ": exists already");
  std::error_code error;
  std::filesystem::create_directories(m_temporary, error);
  if (error) throw std::runtime_error(m_target.string() + ": cannot be created (" + error.message() + ")");
}

AtomicFolder::~AtomicFolder() {
  std::error_code ignored;
  if (!m_committed) std::filesystem::remove_all(m_temporary, ignored);
}

void AtomicFolder::commit() {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(m_temporary)) syncPath(entry.path());
  syncPath(m_temporary);
  if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) fail(m_target, "cannot be put in place");
  m_committed = true;
  syncPath(m_target.has_parent_path() ? m_target.parent_path() : ".");
}

std::filesystem::path homeFolder() {
  const char* home = std::getenv("CLOZE_HOME");
  return home && *home ? std::filesystem::path(home) : folderFromEnvironment("XDG_DATA_HOME", ".local/share") / "cloze";
}

std::filesystem::path cacheFolder() {
  const char* home = std::getenv("CLOZE_HOME");
  return home && *home ? std::filesystem::path(home) / "cache" : folderFromEnvironment("XDG_CACHE_HOME", ".cache") / "cloze";
}

std::filesystem::path defaultLogFile() { return homeFolder() / "experiments.sqlite"; }

std::uint64_t freeBytes(const std::filesystem::path& folder) {
  std::filesystem::path existing = std::filesystem::absolute(folder);
  while (!std::filesystem::exists(existing) && existing.has_parent_path() && existing != existing.parent_path()) existing = existing.parent_path();
  struct statvfs about {};
  if (::statvfs(existing.c_str(), &about) != 0) fail(folder, "its free space cannot be read");
  return static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize;
}

std::uint64_t folderBytes(const std::filesystem::path& folder) {
  std::uint64_t bytes = 0;
  for (const auto& item : std::filesystem::recursive_directory_iterator(folder))
    if (item.is_regular_file()) bytes += item.file_size();
  return bytes;
}

}  // namespace cloze
