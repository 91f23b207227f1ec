// The names that run events have in the log, in JSON lines and in the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/events.h"

namespace cloze {

const char* runEventId(RunEventKind kind);           // "paused", "not_a_number", ...

}  // namespace cloze
