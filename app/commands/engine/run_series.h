// Runs that belong together (several seeds, the arms of a report), one after the other: the same command goes on where it was interrupted.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "engine/run.h"
#include "experiments/log_store.h"

namespace cloze {

// Trains `request` (its runId is given here), goes on with what was interrupted in its folder, or takes the result that is there. The log hears it,
// and `output` too where it is given.
RunResult trainOrTake(LaunchRequest request, LogStore& store, RunObserver* output, RunControl& control);

}  // namespace cloze
