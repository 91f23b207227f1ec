// Learning-rate schedules: pure functions of the step, the formulas of Hugging Face's get_*_schedule (and so of BERT's warm-up and linear
// decay; "Attention is all you need", section 5.3, for the inverse square root). The preview and the trainer call the same ones.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "engine/core/field.h"

namespace cloze {

// The learning rate of update number `update` (1-based; the first one of a warm-up has rate 0, as in Hugging Face's loop) in a run of `steps`.
// `peak` is the optimiser's rate, `schedule` a row of scheduleTable(). std::invalid_argument for an unknown row.
double scheduledRate(const Variant& schedule, double peak, std::int64_t update, std::int64_t steps);

}  // namespace cloze
