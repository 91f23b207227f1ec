// Replaced-token detection looked at (engine/inspector.h, JudgeRequest): the generator proposes words for some places, the discriminator says of
// every token how likely it is to be a replacement (Clark et al., 2020, figure 2).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/progress.h"
#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

JudgeResult judgeText(InspectedModel& inspected, const JudgeRequest& request, Progress& progress);

}  // namespace cloze
