// Held-out rows of a run, each scored by a model: loss, what it expected at the predicted places.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

HeldOutResult scoreHeldOut(InspectedModel& inspected, const HeldOutRequest& request, Progress& progress);

}  // namespace cloze
