// The order of prediction looked at (engine/inspector.h, OrderRequest): which words are predicted as which, what each may see, and what the model
// expects there (Yang et al., 2019, figure 1).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/progress.h"
#include "engine/inspect/inspected_model.h"
#include "engine/inspector.h"

namespace cloze {

OrderResult predictInOrder(InspectedModel& inspected, const OrderRequest& request, Progress& progress);

}  // namespace cloze
