// The writer thread of the log: takes jobs from any thread at once, writes them in batches of one transaction each, at most about half a
// second later, taking turns with other processes. What cannot be written is kept and tried again; the run that logs never waits.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "engine/core/file_lock.h"
#include "experiments/log_database.h"
#include "experiments/log_tables.h"

namespace cloze {

class LogWriter {
 public:
  using Write = std::function<void(LogTables&)>;
  // Durable: written at once, and on the disk (fsync) when its commit returns. Batched: with the next half second's batch.
  enum class Urgency { Batched, Durable };

  explicit LogWriter(const std::filesystem::path& file);   // throws as openLogForWriting
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  void post(Write write, Urgency urgency = Urgency::Batched);
  void flush();                                            // waits for one attempt to write all that was posted before
  std::string lastError() const;

 private:
  struct Job { Write write; Urgency urgency; };

  void work();
  bool waitForWork(std::unique_lock<std::mutex>& lock);    // false: nothing left and stopping
  bool writeBatch(std::deque<Job>& jobs);
  void commit(std::deque<Job>& jobs);
  void checkpoint();
  void setError(const std::string& message);

  std::filesystem::path m_file;
  FileLock m_turn;
  std::unique_ptr<SQLite::Database> m_database;
  std::unique_ptr<LogTables> m_tables;
  int m_framesInLog = 0;                                   // pages waiting in the WAL, as SQLite's hook told

  mutable std::mutex m_mutex;
  std::condition_variable m_wake, m_flushed;
  std::deque<Job> m_queue;
  std::int64_t m_flushesAsked = 0, m_flushesDone = 0;
  bool m_urgent = false, m_stopping = false, m_failing = false;
  std::string m_error;
  std::thread m_thread;
};

}  // namespace cloze
