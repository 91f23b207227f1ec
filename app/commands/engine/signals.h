// Ctrl-C, SIGTERM and SIGHUP while a run trains: the first one stops it after the present step and saves, the second one quits at once.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"

namespace cloze {

// Directs the signals to `control` while it lives; one at a time in a process.
class StopOnSignal {
 public:
  explicit StopOnSignal(RunControl& control);
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  static bool received();
};

}  // namespace cloze
