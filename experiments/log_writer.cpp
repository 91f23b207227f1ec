// SPDX-License-Identifier: GPL-3.0-or-later
#include "experiments/log_writer.h"

#include <chrono>
#include <iterator>
#include <stdexcept>
#include <utility>

#include <sqlite3.h>

namespace cloze {
namespace {

constexpr std::chrono::milliseconds kBatchInterval{500};
constexpr std::chrono::milliseconds kRetryInterval{1000};
constexpr std::size_t kMostJobs = 200000;     // kept while the log cannot be written; then the oldest go
constexpr int kFramesPerCheckpoint = 1000;    // about 4 MB of WAL

// The world's fault (disk full, no permission ...): try again. Anything else is the record's own fault: it is left out.
bool mayPass(const SQLite::Exception& error) {
  switch (error.getErrorCode()) {
    case SQLITE_FULL: case SQLITE_IOERR: case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_CANTOPEN:
    case SQLITE_READONLY: case SQLITE_NOMEM: case SQLITE_PERM: case SQLITE_PROTOCOL: return true;
    default: return false;
  }
}

int noteFrames(void* frames, sqlite3*, const char*, int count) {
  *static_cast<int*>(frames) = count;
  return SQLITE_OK;
}

}  // namespace

LogWriter::LogWriter(const std::filesystem::path& file) : m_file(file), m_turn(lockFileOf(file)) {
  m_database = openLogForWriting(file, m_turn);
  sqlite3_wal_hook(m_database->getHandle(), noteFrames, &m_framesInLog);
  m_tables = std::make_unique<LogTables>(*m_database);
  m_thread = std::thread([this] { work(); });
}

LogWriter::~LogWriter() {
  {
    std::lock_guard<std::mutex> lock(m_mutex);
    m_stopping = true;
  }
  m_wake.notify_one();
  m_thread.join();
  m_tables.reset();
  closeLog(std::move(m_database), m_turn);
}

void LogWriter::post(Write write, Urgency urgency) {
  bool wake = false;
  {
    std::lock_guard<std::mutex> lock(m_mutex);
    wake = m_queue.empty() || urgency == Urgency::Durable;
    m_queue.push_back({std::move(write), urgency});
    m_urgent = m_urgent || urgency == Urgency::Durable;
  }
  if (wake) m_wake.notify_one();
}

void LogWriter::flush() {
  std::unique_lock<std::mutex> lock(m_mutex);
  const std::int64_t ticket = ++m_flushesAsked;
  m_wake.notify_one();
  m_flushed.wait(lock, [&] { return m_flushesDone >= ticket; });
}

std::string LogWriter::lastError() const {
  std::lock_guard<std::mutex> lock(m_mutex);
  return m_error;
}

void LogWriter::setError(const std::string& message) {
  std::lock_guard<std::mutex> lock(m_mutex);
  m_error = message;
}

bool LogWriter::waitForWork(std::unique_lock<std::mutex>& lock) {
  const auto asked = [this] { return m_stopping || m_flushesAsked > m_flushesDone; };
  m_wake.wait(lock, [&] { return asked() || !m_queue.empty(); });
  if (m_failing) m_wake.wait_for(lock, kRetryInterval, asked);
  else m_wake.wait_for(lock, kBatchInterval, [&] { return asked() || m_urgent; });
  return !(m_stopping && m_queue.empty());
}

void LogWriter::work() {
  std::unique_lock<std::mutex> lock(m_mutex);
  while (waitForWork(lock)) {
    const std::int64_t tickets = m_flushesAsked;
    const bool last = m_stopping;
    std::deque<Job> jobs = std::exchange(m_queue, {});
    m_urgent = false;
    lock.unlock();
    const bool written = writeBatch(jobs);
    lock.lock();
    m_failing = !written;
    if (!written) {   // put back before what came meanwhile
      m_queue.insert(m_queue.begin(), std::make_move_iterator(jobs.begin()), std::make_move_iterator(jobs.end()));
      while (m_queue.size() > kMostJobs) m_queue.pop_front();
    }
    m_flushesDone = tickets;
    m_flushed.notify_all();
    if (last && !written) break;
  }
  m_flushesDone = m_flushesAsked;
  m_flushed.notify_all();
}

bool LogWriter::writeBatch(std::deque<Job>& jobs) {
  if (jobs.empty()) return true;
  try {
    if (!m_turn.acquireWithin(kLockSeconds)) throw std::runtime_error("another process holds it for too long");
    setError("");
    commit(jobs);
    if (m_framesInLog >= kFramesPerCheckpoint) checkpoint();
    m_turn.release();
    return true;
  } catch (const std::exception& error) {
    setError(m_file.string() + ": the experiment log cannot be written (" + error.what() + "); what happened meanwhile is kept and written when it can be");
    m_tables->forget();
    m_turn.release();
    return false;
  }
}

void LogWriter::commit(std::deque<Job>& jobs) {
  bool durable = false;
  for (const Job& job : jobs) durable = durable || job.urgency == Urgency::Durable;
  m_database->exec(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
  m_tables->beginBatch();
  for (const Job& job : jobs) {
    try {
      job.write(*m_tables);
    } catch (const SQLite::Exception& error) {
      if (mayPass(error)) throw;
      setError(m_file.string() + ": a record was left out of the experiment log: " + error.what());
    }
  }
  m_tables->endBatch();
  transaction.commit();
}

// Passive: copies what no reader still needs and waits for nobody. With the turn held nobody else writes or checkpoints.
void LogWriter::checkpoint() {
  sqlite3_wal_checkpoint_v2(m_database->getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

}  // namespace cloze
