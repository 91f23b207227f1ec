// The run's probe sentences, filled by a snapshot at every checkpoint, so that one can watch an answer change over time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/core/events.h"

namespace cloze {

class ModelSnapshot;

std::vector<Probed> fillProbes(const std::shared_ptr<const ModelSnapshot>& snapshot, const std::vector<std::string>& probes);

}  // namespace cloze
