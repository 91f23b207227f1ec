// Hidden spans of a text, written by a model of two sequences: what it read, what stood there, what it wrote (Raffel et al., 2020, figure 2).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/progress.h"
#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

SpansResult fillSpans(InspectedModel& inspected, const SpansRequest& request, Progress& progress);

}  // namespace cloze
