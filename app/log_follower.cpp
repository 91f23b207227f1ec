// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/log_follower.h"

#include <QMetaObject>

#include <chrono>

namespace cloze {

namespace {

constexpr auto kPause = std::chrono::milliseconds(500);
constexpr int kIdleRounds = 4;                       // a killed run frees its lock without writing: look anyway every two seconds

}  // namespace

LogFollower::LogFollower(std::filesystem::path file, QObject* parent) : QObject(parent), m_file(std::move(file)) {
  m_thread = std::thread([this] { work(); });
}

LogFollower::~LogFollower() {
  {
    const std::lock_guard lock(m_mutex);
    m_ending = true;
  }
  m_wake.notify_all();
  m_thread.join();
}

void LogFollower::watch(const std::string& run) {
  {
    const std::lock_guard lock(m_mutex);
    if (!m_watched.emplace(run, Watched()).second) return;
  }
  lookNow();
}

void LogFollower::unwatch(const std::string& run) {
  const std::lock_guard lock(m_mutex);
  m_watched.erase(run);
}

void LogFollower::lookNow() {
  {
    const std::lock_guard lock(m_mutex);
    m_look = true;
  }
  m_wake.notify_all();
}

template <class Say> void LogFollower::tell(Say say) { QMetaObject::invokeMethod(this, std::move(say), Qt::QueuedConnection); }

void LogFollower::work() {
  std::unique_ptr<LogReader> reader;
  std::int64_t version = -1;
  int idle = 0;
  for (;;) {
    try {
      if (!reader) reader = std::make_unique<LogReader>(m_file);
      look(*reader, version, idle);
      m_lastFailure.clear();
    } catch (const std::exception& error) {
      reader.reset();
      version = -1;
      if (m_lastFailure != error.what()) tell([this, text = QString::fromUtf8(error.what())] { Q_EMIT failed(text); });
      m_lastFailure = error.what();
    }
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(lock, kPause, [this] { return m_ending || m_look; });
    if (m_ending) return;
    if (m_look) version = -1;
    m_look = false;
  }
}

void LogFollower::look(LogReader& reader, std::int64_t& version, int& idle) {
  const std::int64_t now = reader.version();
  if (now == version && ++idle < kIdleRounds) return;
  idle = 0;
  version = now;
  const std::vector<RunRow> runs = reader.runs();
  tell([this, lineage = reader.lineage()] { Q_EMIT lineageRead(lineage); });
  tell([this, runs] { Q_EMIT runsRead(runs); });
  for (const RunRow& row : runs) {
    Watched watched;
    {
      const std::lock_guard lock(m_mutex);
      const auto found = m_watched.find(row.id);
      if (found == m_watched.end()) continue;
      watched = found->second;
    }
    RunLogPart part = readPart(reader, row, watched);
    {
      const std::lock_guard lock(m_mutex);
      const auto found = m_watched.find(row.id);
      if (found == m_watched.end()) continue;
      found->second = watched;
    }
    tell([this, part = std::move(part)] { Q_EMIT partRead(part); });
  }
}

RunLogPart LogFollower::readPart(const LogReader& reader, const RunRow& row, Watched& watched) const {
  RunLogPart part;
  part.row = row;
  if (!watched.specRead) {
    part.specJson = reader.specJson(row.id);
    part.environmentJson = reader.environmentJson(row.id);
    watched.specRead = !part.specJson.empty() && row.step > 0;   // it is written once more when the exact sizes are known
  }
  for (const std::string& name : reader.seriesNames(row.id)) {
    const auto last = watched.lastStep.find(name);
    // A run that was continued repeats steps after its checkpoint: read again from there when the log has gone back.
    const std::int64_t after = last == watched.lastStep.end() ? -1 : last->second > row.step ? row.step - 1 : last->second;
    std::vector<SeriesPoint> points = reader.series(row.id, name, after);
    if (points.empty()) continue;
    watched.lastStep[name] = points.back().step;
    part.series[name] = std::move(points);
  }
  part.checkpoints = reader.checkpoints(row.id);
  part.events = reader.events(row.id);
  for (LineageRow& parent : reader.lineage())
    if (parent.run == row.id) part.parents.push_back(std::move(parent));
  part.probes = reader.probes(row.id);
  return part;
}

}  // namespace cloze
