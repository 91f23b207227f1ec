// SPDX-License-Identifier: GPL-3.0-or-later
#include <condition_variable>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

#include "experiments/log_database.h"
#include "experiments/log_store.h"

namespace cloze {
namespace {

constexpr std::chrono::seconds kPollInterval{1};
constexpr std::pair<const char*, LogRequest> kRequests[] = {{"pause", LogRequest::Pause}, {"resume", LogRequest::Resume}, {"stop", LogRequest::Stop}};

}  // namespace

std::string logRequestId(LogRequest request) {
  for (const auto& [id, value] : kRequests)
    if (value == request) return id;
  return "";
}

struct RequestPoller::Implementation {
  std::filesystem::path file;
  std::string run;
  std::function<void(LogRequest)> handle;
  std::unique_ptr<SQLite::Database> database;
  std::int64_t last = -1;              // number of the newest request seen; -1: not looked yet
  std::mutex mutex;
  std::condition_variable wake;
  bool stopping = false;
  std::thread thread;

  bool open() {
    if (!database) database = openLogForReading(file);
    return database != nullptr;
  }

  // Requests made before this process began were meant for an earlier one.
  void skipOld() {
    SQLite::Statement query(*database, "SELECT COALESCE(MAX(number), 0) FROM requests");
    query.executeStep();
    last = query.getColumn(0).getInt64();
  }

  void poll() {
    if (!open()) return;
    if (last < 0) return skipOld();
    SQLite::Statement query(*database, "SELECT number, request FROM requests WHERE run = ? AND number > ? ORDER BY number");
    query.bind(1, run);
    query.bind(2, last);
    std::vector<std::string> asked;
    while (query.executeStep()) {
      last = query.getColumn(0).getInt64();
      asked.push_back(query.getColumn(1).getString());
    }
    query.reset();
    for (const std::string& name : asked)
      for (const auto& [id, value] : kRequests)
        if (name == id) handle(value);
  }

  void tryPoll() {
    try {
      poll();
    } catch (const std::exception&) {
      database.reset();                // the log went away or cannot be read now: look again in a second
    }
  }

  void work() {
    std::unique_lock<std::mutex> lock(mutex);
    while (!wake.wait_for(lock, kPollInterval, [this] { return stopping; })) {
      lock.unlock();
      tryPoll();
      lock.lock();
    }
  }
};

RequestPoller::RequestPoller(const std::filesystem::path& file, const std::string& run, std::function<void(LogRequest)> handle)
    : m_implementation(std::make_unique<Implementation>()) {
  m_implementation->file = file;
  m_implementation->run = run;
  m_implementation->handle = std::move(handle);
  m_implementation->tryPoll();
  m_implementation->thread = std::thread([this] { m_implementation->work(); });
}

RequestPoller::~RequestPoller() {
  {
    std::lock_guard<std::mutex> lock(m_implementation->mutex);
    m_implementation->stopping = true;
  }
  m_implementation->wake.notify_one();
  m_implementation->thread.join();
}

}  // namespace cloze
