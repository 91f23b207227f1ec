// Durations from the steady clock, dates from the system's, and what a thread itself computed. Tests replace none: they pass times in.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace cloze {

double steadySeconds();                 // since an arbitrary moment
double threadCpuSeconds();              // processor time of the calling thread
std::int64_t unixMilliseconds();        // system clock, UTC
std::string isoTime(std::int64_t unixMilliseconds);   // "2026-11-23T08:25:06.123Z"

}  // namespace cloze
