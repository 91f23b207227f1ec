// Zero-, one- and few-shot prompting (Brown et al., 2020, section 2): a prompt of an instruction, k solved examples and the question; and the
// log-probability of each answer option behind it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/core/progress.h"
#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

// Scores every option behind the prompt; examples from the front are left out until prompt and option fit the model. std::invalid_argument when
// not even the query fits, or an option has no tokens.
PromptResult scoreOptions(InspectedModel& inspected, const PromptRequest& request, Progress& progress);

}  // namespace cloze
