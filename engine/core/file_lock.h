// An flock(2) lock on a file: "this process is at work here". The kernel frees it when the process dies, kill -9 included, so a held
// lock is the proof that somebody is alive. Used for OUT/run.lock and for taking turns at the experiment log.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace cloze {

class FileLock {
 public:
  // Creates the file when it is not there; holds nothing yet. std::runtime_error naming the path and the system's reason.
  explicit FileLock(std::filesystem::path path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

  bool tryAcquire();                       // at once; false when another holds it
  bool acquireWithin(double seconds);      // asks again every few milliseconds
  void release();
  bool held() const { return m_held; }
  // What the file says: who holds it ("process 4711"), for messages. Call with the lock held.
  void write(const std::string& text);

 private:
  std::filesystem::path m_path;
  int m_descriptor = -1;
  bool m_held = false;
};

// Whether somebody holds the lock on `path`. Takes a shared lock for an instant: whoever acquires should try for a few milliseconds.
// false when there is no such file.
bool isLocked(const std::filesystem::path& path);

}  // namespace cloze
