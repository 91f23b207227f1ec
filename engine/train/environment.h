// Where a run was made: what the log keeps beside the specification, so that differing numbers can be explained.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/core/json.h"

namespace cloze {

// Version, build, compiler, LibTorch, BLAS, processor, cores, memory, shards, process, host.
Json environmentJson(std::int64_t shards);
std::string blasDescription();                       // "OpenBLAS 0.3.21 ... Haswell", or "unknown"
std::string processorName();

}  // namespace cloze
