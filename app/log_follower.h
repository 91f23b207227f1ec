// Follows the experiment log on a thread of its own: the list of runs, and the points of the runs being watched, so that a run started in a
// terminal appears and grows in the window. Reads only; the window's thread never touches the file.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/models/run_updates.h"

#include <QObject>

#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

namespace cloze {

class LogFollower : public QObject {
  Q_OBJECT
 public:
  explicit LogFollower(std::filesystem::path file, QObject* parent = nullptr);
  ~LogFollower() override;

  // Points of this run from the first one on; again after unwatch().
  void watch(const std::string& run);
  void unwatch(const std::string& run);
  void lookNow();                                    // without waiting for the next half second

 Q_SIGNALS:
  void runsRead(const std::vector<cloze::RunRow>& runs);
  void lineageRead(const std::vector<cloze::LineageRow>& lineage);
  void partRead(const cloze::RunLogPart& part);
  void failed(const QString& message);               // once for each new message

 private:
  struct Watched { std::map<std::string, std::int64_t> lastStep; bool specRead = false; };
  void work();
  void look(LogReader& reader, std::int64_t& version, int& idle);
  RunLogPart readPart(const LogReader& reader, const RunRow& row, Watched& watched) const;
  template <class Say> void tell(Say say);

  std::filesystem::path m_file;
  std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_ending = false, m_look = true;
  std::map<std::string, Watched> m_watched;          // under the lock
  std::string m_lastFailure;                         // of the follower's thread alone
  std::thread m_thread;
};

}  // namespace cloze
