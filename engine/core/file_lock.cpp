// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "engine/core/clock.h"

namespace cloze {

FileLock::FileLock(std::filesystem::path path) : m_path(std::move(path)) {
  m_descriptor = ::open(m_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (m_descriptor < 0) throw std::runtime_error(m_path.string() + ": cannot be opened for locking: " + std::generic_category().message(errno));
}

FileLock::~FileLock() { ::close(m_descriptor); }   // closing frees the lock

bool FileLock::tryAcquire() {
  while (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return false;
    throw std::runtime_error(m_path.string() + ": cannot be locked: " + std::generic_category().message(errno));
  }
  return m_held = true;
}

bool FileLock::acquireWithin(double seconds) {
  const double deadline = steadySeconds() + seconds;
  while (!tryAcquire()) {
    if (steadySeconds() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

void FileLock::release() {
  if (m_held) ::flock(m_descriptor, LOCK_UN);
  m_held = false;
}

void FileLock::write(const std::string& text) {
  const bool written = ::ftruncate(m_descriptor, 0) == 0 && ::pwrite(m_descriptor, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
  if (!written) throw std::runtime_error(m_path.string() + ": cannot be written: " + std::generic_category().message(errno));
}

bool isLocked(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool locked = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(descriptor);
  return locked;
}

}  // namespace cloze
