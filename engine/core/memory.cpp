// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/memory.h"

#include <fstream>
#include <string>
#include <unistd.h>

namespace cloze {

namespace {

std::uint64_t pageBytes() { return static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)); }

}  // namespace

std::uint64_t residentBytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t total = 0, resident = 0;
  return file >> total >> resident ? resident * pageBytes() : 0;
}

std::uint64_t installedMemory() { return static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) * pageBytes(); }

std::uint64_t availableMemory() {
  std::ifstream file("/proc/meminfo");
  for (std::string key, unit; file >> key;) {
    std::uint64_t kilobytes = 0;
    file >> kilobytes;
    std::getline(file, unit);
    if (key == "MemAvailable:") return 1024 * kilobytes;
  }
  return installedMemory();
}

}  // namespace cloze
