// The experiment log's writer: one SQLite file (WAL), one writer thread, batched transactions under a lock file shared by processes.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/core/events.h"

namespace cloze {

enum class LogRequest { Pause, Resume, Stop };
std::string logRequestId(LogRequest request);          // "pause", "resume", "stop"

// Owns the write connection on its own thread. Calls queue and return at once; flush() waits for what was queued before it.
class LogStore {
 public:
  // Creates or migrates the file. std::runtime_error: newer schema, foreign file, not writable.
  explicit LogStore(const std::filesystem::path& file);
  ~LogStore();                                       // flushes
  LogStore(const LogStore&) = delete;
  LogStore& operator=(const LogStore&) = delete;

  // An observer that writes what it is told under `run`. Lives as long as the store. Training never waits for the disk.
  std::unique_ptr<RunObserver> observer(const std::string& run);
  void renameRun(const std::string& run, const std::string& name);
  void tagRun(const std::string& run, const std::string& tags, const std::string& note);
  void deleteRun(const std::string& run);
  void forgetCheckpoint(const std::string& run, std::int64_t step);   // its files were taken away
  void addLineage(const std::string& run, const std::string& parentRun, std::int64_t parentStep, const std::string& kind);
  // Asks the process that trains `run` (it polls once a second).
  void request(const std::string& run, LogRequest request);
  void flush();
  std::string lastError() const;                     // "" when all is well; the run goes on when the log cannot be written
  const std::filesystem::path& file() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> m_implementation;
};

// What a trainer does when it is asked; Control has pause(), resume() and stop(), as engine/run.h's RunControl.
template <class Control> void obey(LogRequest request, Control& control) {
  switch (request) {
    case LogRequest::Pause: return control.pause();
    case LogRequest::Resume: return control.resume();
    case LogRequest::Stop: return control.stop();
  }
}

// Polls the requests table for `run` once a second on its own thread and calls `handle`; for the process that trains. Requests from before
// it began are not its own. A log that cannot be read is looked at again a second later.
class RequestPoller {
 public:
  RequestPoller(const std::filesystem::path& file, const std::string& run, std::function<void(LogRequest)> handle);
  ~RequestPoller();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> m_implementation;
};

}  // namespace cloze
