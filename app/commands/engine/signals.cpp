// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commands/engine/signals.h"

#include <atomic>
#include <csignal>

#include <unistd.h>

namespace cloze {

namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
constexpr int kInterrupted = 130;
std::atomic<RunControl*> stopped{nullptr};
std::atomic<bool> received{false};

// Only lock-free atomics and write(): allowed in a signal handler.
void onSignal(int) {
  if (received.exchange(true)) _exit(kInterrupted);
  if (RunControl* control = stopped.load()) control->stop();
  static constexpr char kMessage[] = "\ncloze: stopping after this step and saving; once more to quit now\n";
  if (::write(STDERR_FILENO, kMessage, sizeof kMessage - 1) < 0) return;
}

}  // namespace

StopOnSignal::StopOnSignal(RunControl& control) {
  stopped = &control;
  struct sigaction action {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (int signal : kSignals) sigaction(signal, &action, nullptr);
}

StopOnSignal::~StopOnSignal() {
  for (int signal : kSignals) std::signal(signal, SIG_DFL);
  stopped = nullptr;
}

bool StopOnSignal::received() { return cloze::received; }

}  // namespace cloze
