// What the window costs: redrawing curves of a million points, many curves at once, and training with the run's page open and without it.
//   QT_QPA_PLATFORM=offscreen bench_charts [--benchmark_filter=Redraw|Frames|Training]
// Redraw and Frames: one append, one update and one painted picture of a chart of 1,000 x 400 pixels; `busy` is the share of one core at the given
// rate. Training: processor time of the whole process for each step, and the share of it that the window's own thread took (both are
// processor time, not wall clock, so other work on the machine does not count).
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"
#include "engine/core/schema.h"
#include "engine/run.h"
#include "widgets/charts/chart_canvas.h"
#include "widgets/charts/chart_view.h"
#include "widgets/shared/theme.h"
#include "widgets/views/run_view.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTemporaryDir>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <cmath>
#include <thread>

using namespace cloze;

namespace {

constexpr std::int64_t kTrainingSteps = 150;

std::shared_ptr<SmoothedCurve> noisyCurve(std::int64_t points, int number) {
  auto curve = std::make_shared<SmoothedCurve>();
  for (std::int64_t step = 1; step <= points; ++step)
    curve->append(static_cast<double>(step), 2 + number + 5 * std::exp(-static_cast<double>(step) / (0.2 * static_cast<double>(points))) + std::sin(static_cast<double>(step) * 12.9898) * 0.5);
  return curve;
}

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); }
double processorSeconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// One chart of `series` curves; every iteration a new point for each, an update and a picture.
void redraw(benchmark::State& state, int series, std::int64_t points, double rate) {
  std::vector<std::shared_ptr<SmoothedCurve>> data;
  std::vector<ChartCurve> curves;
  for (int i = 0; i < series; ++i) {
    data.push_back(noisyCurve(points, i));
    curves.push_back({QStringLiteral("curve %1").arg(i), i, CurveStyle::Smoothed, data.back()});
  }
  ChartView chart(QStringLiteral("Loss"), QStringLiteral("nats"));
  chart.resize(1000, 400);
  chart.show();
  chart.setCurves(std::move(curves));
  QImage picture(chart.canvas()->size(), QImage::Format_ARGB32_Premultiplied);
  std::int64_t step = points;
  for (auto _ : state) {
    ++step;
    for (const auto& curve : data) curve->append(static_cast<double>(step), 2.5);
    chart.updateNow();
    chart.canvas()->render(&picture);
  }
  state.counters["ms"] = benchmark::Counter(static_cast<double>(state.iterations()) * 1e-3, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["busy"] = benchmark::Counter(static_cast<double>(state.iterations()) / rate, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void Redraw(benchmark::State& state) { redraw(state, 1, state.range(0), 30); }
void Frames(benchmark::State& state) { redraw(state, static_cast<int>(state.range(0)), 100000, static_cast<double>(state.range(1))); }

RunSpec benchSpec() {
  RunSpec spec;
  fromJson(spec, Json::parse(R"({"name": "bench", "family": {"id": "bert", "preset": "tiny"}, "data": {"train": ["toy-world"], "sequence_length": 64}, "tokenizer": {"vocab_size": 2000},
    "objective": {"id": "masked_lm"}, "train": {"batch_size": 32, "evaluate_every": 0, "checkpoint_every": 0, "steps": )" + std::to_string(kTrainingSteps) + "}}"));
  return spec;
}

void TrainingAlone(benchmark::State& state) {
  for (auto _ : state) {
    QTemporaryDir home;
    qputenv("CLOZE_HOME", home.path().toUtf8());
    const double before = processorSeconds(RUSAGE_SELF);
    RunObserver silent;
    RunControl control;
    std::thread thread([&] { train({benchSpec(), home.path().toStdString() + "/run", newRunId(), {}}, silent, control); });
    thread.join();
    state.counters["cpu_ms_per_step"] = (processorSeconds(RUSAGE_SELF) - before) * 1e3 / kTrainingSteps;
  }
}

void TrainingInTheWindow(benchmark::State& state) {
  for (auto _ : state) {
    QTemporaryDir home;
    qputenv("CLOZE_HOME", home.path().toUtf8());
    MainWindow window(home.path().toStdString() + "/experiments.sqlite");
    window.resize(1280, 800);
    window.show();
    const double before = processorSeconds(RUSAGE_SELF), ownBefore = processorSeconds(RUSAGE_THREAD);
    const std::string run = window.hub()->start(benchSpec());
    window.openRun(run);
    while (window.hub()->trainsHere(run)) {
      QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    const double all = processorSeconds(RUSAGE_SELF) - before, own = processorSeconds(RUSAGE_THREAD) - ownBefore;
    state.counters["cpu_ms_per_step"] = all * 1e3 / kTrainingSteps;
    state.counters["window_share"] = own / all;
  }
}

}  // namespace

BENCHMARK(Redraw)->Arg(10000)->Arg(1000000)->Unit(benchmark::kMillisecond);
BENCHMARK(Frames)->Args({10, 30})->Args({50, 5})->Unit(benchmark::kMillisecond);
BENCHMARK(TrainingAlone)->Iterations(1)->Repetitions(3)->Unit(benchmark::kSecond);
BENCHMARK(TrainingInTheWindow)->Iterations(1)->Repetitions(3)->Unit(benchmark::kSecond);

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  Theme::apply(application, ThemeKind::Light, 1.0);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
