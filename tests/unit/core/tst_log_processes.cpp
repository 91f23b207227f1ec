// The experiment log between processes: writers take turns, a killed one leaves a whole prefix, a full disk stops no run. Other processes are
// this program again, told by CLOZE_LOG_CHILD what to do.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include <SQLiteCpp/SQLiteCpp.h>

#include "experiments/log_store.h"
#include "experiments/queries.h"
#include "tests/support/log_samples.h"
#include "tests/support/suite.h"

extern char** environ;

namespace {

using namespace cloze;
using namespace cloze::tests;
namespace fs = std::filesystem;

// While it lives this process can write no file beyond `bytes`.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limit{bytes, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

 private:
  rlimit m_before{};
};

// ---- the parts other processes play

// Writes `runs` runs of `steps` steps each; CLOZE_LOG_NAME tells its runs from those of its siblings.
int playHammer(const fs::path& log, const std::string& name) {
  for (int run = 0; run < 4; ++run) {
    LogStore store(log);
    const auto observer = store.observer(name + std::to_string(run));
    observer->started(startOf(name + std::to_string(run), log.parent_path() / name));
    LogReader reader(log);
    for (int step = 1; step <= 200; ++step) {
      observer->step(stepOf(step, 1.0 / step));
      if (step % 20 == 0) {
        observer->checkpointed({step, log.parent_path() / std::to_string(step), 1, false, {}});
        store.flush();
        if (reader.run(name + std::to_string(run)).step != step) return 4;
      }
    }
    observer->finished({200, "finished", "", {}});
    store.flush();
    if (!store.lastError().empty()) {
      std::fprintf(stderr, "%s\n", store.lastError().c_str());
      return 3;
    }
  }
  return 0;
}

// Steps until somebody kills it, fast enough that batches are always being written.
int playUntilKilled(const fs::path& log) {
  LogStore store(log);
  const auto observer = store.observer("doomed");
  observer->started(startOf("doomed", log.parent_path()));
  for (std::int64_t step = 1;; ++step) {
    observer->step(stepOf(step, static_cast<double>(step)));
    if (step % 50 == 0) store.flush();
  }
}

int playPart(const std::string& part) {
  const fs::path log = std::getenv("CLOZE_LOG_FILE");
  try {
    if (part == "hammer") return playHammer(log, std::getenv("CLOZE_LOG_NAME"));
    if (part == "until-killed") return playUntilKilled(log);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  return 5;
}

// Runs before main: a child never becomes a test program.
[[maybe_unused]] const bool kPlayed = [] {
  if (const char* part = std::getenv("CLOZE_LOG_CHILD")) std::_Exit(playPart(part));
  return true;
}();

pid_t startChild(const std::string& part, const fs::path& log, const std::string& name = "") {
  std::vector<std::string> texts{"CLOZE_LOG_CHILD=" + part, "CLOZE_LOG_FILE=" + log.string(), "CLOZE_LOG_NAME=" + name};
  std::vector<char*> environment;
  for (char** entry = environ; *entry != nullptr; ++entry) environment.push_back(*entry);
  for (std::string& text : texts) environment.push_back(text.data());
  environment.push_back(nullptr);
  const std::string program = fs::read_symlink("/proc/self/exe").string();
  char* arguments[] = {const_cast<char*>(program.c_str()), nullptr};
  pid_t child = -1;
  if (::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environment.data()) != 0) return -1;
  return child;
}

int exitCode(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

}  // namespace

class TestLogProcesses : public QObject {
  Q_OBJECT
  tests::FreshLogs freshLog;

 private Q_SLOTS:
  void runGoesOnWhenTheLogCannotBeWritten();
  void processesTakeTurns();
  void killedWriterLeavesAWholePrefix();
};

void TestLogProcesses::runGoesOnWhenTheLogCannotBeWritten() {
  const fs::path log = freshLog();
  LogStore store(log);
  const auto observer = store.observer("run");
  observer->started(startOf("run", log.parent_path()));
  store.flush();
  {
    const FileSizeLimit full(8192);              // writes beyond it fail as on a full disk
    observer->step(stepOf(1, 1));
    store.flush();
    QVERIFY(store.lastError().find(log.string()) == 0);
    observer->step(stepOf(2, 2));                // the run goes on
  }
  store.flush();
  QCOMPARE(store.lastError(), std::string());
  QCOMPARE(LogReader(log).series("run", "loss").size(), std::size_t{2});   // nothing was lost
}

void TestLogProcesses::processesTakeTurns() {
  const fs::path log = freshLog();
  std::vector<pid_t> children;
  for (const char* name : {"left", "middle", "right"}) children.push_back(startChild("hammer", log, name));
  QCOMPARE(playHammer(log, "here"), 0);
  for (const pid_t child : children) QCOMPARE(exitCode(child), 0);
  const LogReader reader(log);
  const auto runs = reader.runs();
  QCOMPARE(runs.size(), std::size_t{16});
  for (const RunRow& run : runs) {
    QCOMPARE(run.status, RunStatus::Finished);
    QCOMPARE(reader.series(run.id, "loss").size(), std::size_t{200});
    QCOMPARE(reader.checkpoints(run.id).size(), std::size_t{10});
  }
  SQLite::Database database(log.string(), SQLite::OPEN_READONLY);
  QCOMPARE(database.execAndGet("PRAGMA integrity_check").getString(), std::string("ok"));
}

void TestLogProcesses::killedWriterLeavesAWholePrefix() {
  std::int64_t longest = 0;
  for (int attempt = 0; attempt < 8; ++attempt) {
    const fs::path log = freshLog();
    const pid_t child = startChild("until-killed", log);
    LogReader reader(log);
    const std::size_t wanted = 100 + static_cast<std::size_t>(attempt) * 37;
    QTRY_VERIFY_WITH_TIMEOUT(reader.series("doomed", "loss").size() >= wanted, 60000);
    ::kill(child, SIGKILL);
    QCOMPARE(exitCode(child), 256 + SIGKILL);
    LogStore store(log);                         // the next program recovers the file
    store.flush();
    const auto points = LogReader(log).series("doomed", "loss");
    QVERIFY(points.size() >= wanted);
    for (std::size_t i = 0; i < points.size(); ++i) QCOMPARE(points[i].value, static_cast<double>(i + 1));
    const RunRow row = LogReader(log).run("doomed");
    QCOMPARE(row.status, RunStatus::Interrupted);
    QCOMPARE(row.step, static_cast<std::int64_t>(points.size()));
    QCOMPARE(LogReader(log).series("doomed", "gradient_norm").size(), points.size());
    longest = std::max(longest, row.step);
  }
  QVERIFY(longest > 0);
}

CLOZE_TEST_SUITE(TestLogProcesses, "log_processes")
#include "tst_log_processes.moc"
