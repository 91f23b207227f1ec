// What the window costs: how long until it stands, what a step of training takes with it in front and without it (in turns, in one run on all
// cores), and the heartbeat of its thread with every inspector open. `bench_window [seconds]`: one line a figure.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine_status.h"
#include "app/main_window.h"
#include "engine/core/clock.h"
#include "engine/core/schema.h"
#include "engine/run_spec.h"
#include "tests/bench/figures.h"
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
#include <fstream>
#include <sstream>
#include <thread>

using namespace cloze;
using namespace cloze::bench;

namespace {

double processorSeconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
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
    const double computed = threadCpuSeconds();
    const bool handled = QApplication::notify(receiver, event);
    keep(wall, millisecondsSince(start), what);
    keep(own, (threadCpuSeconds() - computed) * 1000, what);
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
  figure("heartbeat of the window's thread, every inspector open: median", at(0.5), "ms");
  figure("heartbeat: 99 %", at(0.99), "ms");
  figure("heartbeat: longest", at(1), "ms", 50);
  figure(qPrintable(QStringLiteral("longest event by the clock (%1)").arg(application.wall.what)), application.wall.milliseconds, "ms");
  figure(qPrintable(QStringLiteral("longest event, computed in it (%1)").arg(application.own.what)), application.own.milliseconds, "ms", 50);
}

RunSpec benchSpec() {
  RunSpec spec;
  spec.name = "bench";
  spec.data.train = {"toy-world"};
  spec.train.steps = 1000000;
  spec.train.evaluateEvery = 0;
  spec.train.checkpointEvery = 0;
  const auto shipped = shippedModels();
  if (!shipped.empty()) spec.tokenizer.from = shipped.front().checkpoint.string();
  return spec;
}

// Seconds of a step over the next moments, as the trainer itself measured them.
double secondsOfAStep(const RunData* data, double during) {
  const auto start = Clock::now();
  const double first = data->axis()->at(static_cast<double>(data->row().step), XUnit::Time);
  const std::int64_t firstStep = data->row().step;
  turn([&] { return millisecondsSince(start) > during * 1000 && data->row().step > firstStep; }, 60);
  return (data->axis()->at(static_cast<double>(data->row().step), XUnit::Time) - first) / static_cast<double>(data->row().step - firstStep);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// What opening and closing themselves cost is no cost of standing there.
void settle() {
  const auto start = Clock::now();
  turn([start] { return millisecondsSince(start) > 1000; }, 2);
}

// In turns, so that what else the machine does falls on both: the run's page in front, and no window.
void compareSteps(MainWindow& window, const RunData* data, double seconds) {
  window.openRun(data->id());
  std::vector<double> with, without;
  double own = 0, all = 0;
  for (const auto start = Clock::now(); millisecondsSince(start) < seconds * 1000 || with.size() < 3;) {
    window.hide();
    settle();
    without.push_back(secondsOfAStep(data, 2));
    window.show();
    settle();
    const double ownBefore = threadCpuSeconds(), allBefore = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
    with.push_back(secondsOfAStep(data, 2));
    own += threadCpuSeconds() - ownBefore;
    all += processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - allBefore;
  }
  figure("a step without the window, median of the turns", median(without) * 1000, "ms");
  figure("a step with the run's page in front, median of the turns", median(with) * 1000, "ms");
  figure("what the window adds to a step", (median(with) / median(without) - 1) * 100, "%", 2);
  figure("processor time of the window's thread, of all the process used", own / all * 100, "%", 2);
}

void beatHearts(TimedApplication& application, MainWindow& window, const RunData* data, double seconds) {
  openEverything(window, data->id());
  application.wall = application.own = {};
  const auto began = Clock::now();
  std::vector<double> latencies;
  Heartbeat heart;
  int page = 0;
  for (double shown = 0; millisecondsSince(began) < seconds * 1000; shown += 0.5) {
    window.documents()->setCurrentIndex(++page % window.documents()->count());
    turn([&] { return millisecondsSince(began) > (shown + 0.5) * 1000; }, 10);
  }
  reportHeartbeat(application, heart.latencies);
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
  figure("loading the libraries, LibTorch above all", before, "s");
  figure("then until the window is painted", millisecondsSince(start) / 1000, "s", 1.5);
  turn([&window] { return window.findChild<EngineStatus*>()->peak() > 0; }, 60);      // it measures this machine once, while nothing trains
  const std::string run = window.hub()->start(benchSpec());
  const RunData* data = window.hub()->data(run);
  turn([data] { return data->row().step >= 3; }, 300);
  compareSteps(window, data, seconds);
  beatHearts(application, window, data, seconds);
  double load[3] = {};
  getloadavg(load, 3);
  std::printf("%u cores, load %.1f; %lld steps trained\n", std::thread::hardware_concurrency(), load[0], static_cast<long long>(data->row().step));
  window.hub()->stop(run);
  turn([&] { return !window.hub()->trainsHere(run); }, 120);
  return data->row().step > 3 ? 0 : 1;
}
