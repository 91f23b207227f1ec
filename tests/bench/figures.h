// One line a figure, with what was promised beside it: what the benchmarks of the window print.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

namespace cloze::bench {

using Clock = std::chrono::steady_clock;
inline double millisecondsSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

// "redraw of 1,000,000 points        2.31 ms     (promised: under 16 ms)"; `promised` 0: nothing was.
inline void figure(const char* what, double value, const char* unit, double promised = 0) {
  std::printf("%-74s %9.2f %-4s", what, value, unit);
  if (promised > 0) std::printf("  %s (promised: under %g %s)", value < promised ? "good" : "MISSED", promised, unit);
  std::printf("\n");
  std::fflush(stdout);
}

struct Times { double median = 0, longest = 0; };
// Milliseconds of each of `rounds` calls, the first left out.
template <class Call> Times timesOf(int rounds, Call call) {
  std::vector<double> times;
  call();
  for (int i = 0; i < rounds; ++i) {
    const auto start = Clock::now();
    call();
    times.push_back(millisecondsSince(start));
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.back()};
}

}  // namespace cloze::bench
