// What the window costs: how long until it stands, the heartbeat of its thread while a run trains on all cores with every inspector open, and
// what its thread takes from training. `bench_window [seconds]`, offscreen unless QT_QPA_PLATFORM says otherwise. Figures, never a test.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/core/schema.h"
#include "engine/run_spec.h"
#include "widgets/shared/document_area.h"
#include "widgets/views/compare_view.h"
#include "widgets/views/masked_tokens_view.h"
#include "widgets/views/neighbours_view.h"
#include "widgets/views/run_view.h"

#include <QApplication>
#include <QTemporaryDir>

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

using namespace cloze;

namespace {

using Clock = std::chrono::steady_clock;
double millisecondsSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

double threadSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// From the start of the process to here: loading the libraries, LibTorch above all.
double secondsBeforeMain() {
  std::ifstream file("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(file)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  for (int i = 3; i <= 22; ++i) fields >> field;
  double up = 0;
  std::ifstream("/proc/uptime") >> up;
  return up - std::stod(field) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

// Times every event of the window's thread: by the clock, and by what the thread itself computed (on a busy machine the clock counts others too).
class TimedApplication : public QApplication {
 public:
  using QApplication::QApplication;
  struct Worst { double milliseconds = 0; QString what; };
  bool notify(QObject* receiver, QEvent* event) override {
    if (m_depth++ > 0) {
      const bool handled = QApplication::notify(receiver, event);
      --m_depth;
      return handled;
    }
    const QString what = QStringLiteral("event %1 of %2").arg(event->type()).arg(QString::fromLatin1(receiver->metaObject()->className()));
    const auto start = Clock::now();
    const double computed = threadSeconds();
    const bool handled = QApplication::notify(receiver, event);
    keep(wall, millisecondsSince(start), what);
    keep(own, (threadSeconds() - computed) * 1000, what);
    --m_depth;
    return handled;
  }
  Worst wall, own;

 private:
  static void keep(Worst& worst, double milliseconds, const QString& what) {
    if (milliseconds > worst.milliseconds) worst = {milliseconds, what};
  }
  int m_depth = 0;
};

// Asks the window's thread to answer every 5 ms and keeps how long each answer took.
class Heartbeat : public QObject {
 public:
  Heartbeat() : m_thread([this] { beat(); }) {}
  ~Heartbeat() override {
    m_ending = true;
    m_thread.join();
  }
  std::vector<double> latencies;

 private:
  void beat() {
    while (!m_ending) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (m_waiting.exchange(true)) continue;
      QMetaObject::invokeMethod(this, [this, sent = Clock::now()] {
        latencies.push_back(millisecondsSince(sent));
        m_waiting = false;
      }, Qt::QueuedConnection);
    }
  }
  std::atomic<bool> m_ending{false}, m_waiting{false};
  std::thread m_thread;
};

void turn(const std::function<bool()>& done, double seconds) {
  const auto start = Clock::now();
  while (!done() && millisecondsSince(start) < seconds * 1000) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents);
}

void openEverything(MainWindow& window, const std::string& run) {
  const ModelChoice live{QStringLiteral("now"), {}, run, 0, true};
  window.openRun(run);
  window.openCompare({run});
  MaskedTokensView* masks = window.openMaskedTokens();
  masks->showModel(live);
  masks->maskWord(1);
  NeighboursView* neighbours = window.openNeighbours();
  neighbours->showModel(live);
}

void reportHeartbeat(TimedApplication& application, std::vector<double> latencies) {
  std::sort(latencies.begin(), latencies.end());
  const auto at = [&](double share) { return latencies.empty() ? 0.0 : latencies[static_cast<std::size_t>(share * static_cast<double>(latencies.size() - 1))]; };
  std::printf("heartbeat: %zu answers, median %.2f ms, 99 %% %.1f ms, 99.9 %% %.1f ms, longest %.1f ms\n", latencies.size(), at(0.5), at(0.99), at(0.999), at(1));
  std::printf("longest event by the clock:       %.1f ms (%s)\n", application.wall.milliseconds, qPrintable(application.wall.what));
  std::printf("longest event, computed in it:    %.1f ms (%s)\n", application.own.milliseconds, qPrintable(application.own.what));
}

}  // namespace

int main(int argc, char** argv) {
  const double before = secondsBeforeMain();
  const auto start = Clock::now();
  const double seconds = argc > 1 ? std::atof(argv[1]) : 20;
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("OPENBLAS_NUM_THREADS", "1");
  QTemporaryDir home;
  qputenv("CLOZE_HOME", home.path().toUtf8());
  TimedApplication application(argc, argv);
  Theme::apply(application, ThemeKind::Light);
  MainWindow window(std::filesystem::path(home.path().toStdString()) / "experiments.sqlite");
  window.show();
  QCoreApplication::processEvents();
  window.grab();                                           // painted once, all of it
  std::printf("loading the libraries: %.2f s; then until the window is painted: %.2f s\n", before, millisecondsSince(start) / 1000);

  RunSpec spec;
  spec.name = "bench";
  spec.data.train = {"toy-world"};
  spec.train.steps = 1000000;
  spec.train.evaluateEvery = 100;
  spec.train.checkpointEvery = 200;
  const auto shipped = shippedModels();
  if (!shipped.empty()) spec.tokenizer.from = shipped.front().checkpoint.string();
  const std::string run = window.hub()->start(spec);
  RunData* data = window.hub()->data(run);
  turn([data] { return data->row().step >= 3; }, 300);
  openEverything(window, run);
  application.wall = application.own = {};
  const std::int64_t first = data->row().step;
  const double ownBefore = threadSeconds();
  const auto began = Clock::now();
  std::vector<double> latencies;
  {
    Heartbeat heart;
    int page = 0;
    for (double shown = 0; millisecondsSince(began) < seconds * 1000; shown += 0.5) {
      window.documents()->setCurrentIndex(++page % window.documents()->count());
      turn([&] { return millisecondsSince(began) > (shown + 0.5) * 1000; }, 10);
    }
    latencies = heart.latencies;
  }
  const double wall = millisecondsSince(began) / 1000, own = threadSeconds() - ownBefore;
  double load[3] = {};
  getloadavg(load, 3);
  std::printf("%u cores, load %.1f, a run on all of them (%lld steps, %.2f a second), %d documents open, each in turn in front\n", std::thread::hardware_concurrency(), load[0],
              static_cast<long long>(data->row().step - first), static_cast<double>(data->row().step - first) / wall, window.documents()->count());
  reportHeartbeat(application, latencies);
  std::printf("the window's thread computed %.1f ms in each second: %.2f %% of the cores\n", own / wall * 1000, own / wall / std::max(1u, std::thread::hardware_concurrency()) * 100);
  window.hub()->stop(run);
  turn([&] { return !window.hub()->trainsHere(run); }, 120);
  return data->row().step > first ? 0 : 1;
}
