// Memory of this computer and of this process, in bytes; 0 where the system does not say.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cloze {

std::uint64_t residentBytes();      // of this process, now
std::uint64_t installedMemory();
std::uint64_t availableMemory();     // what can be asked for without swapping

}  // namespace cloze
