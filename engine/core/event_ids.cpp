// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/event_ids.h"

namespace cloze {

const char* runEventId(RunEventKind kind) {
  switch (kind) {
    case RunEventKind::Paused: return "paused";
    case RunEventKind::Resumed: return "resumed";
    case RunEventKind::Stopping: return "stopping";
    case RunEventKind::Interrupted: return "interrupted";
    case RunEventKind::Warning: return "warning";
    case RunEventKind::NotANumber: return "not_a_number";
    case RunEventKind::Initialised: return "initialised";
    case RunEventKind::Phase: return "phase";
  }
  return "event";
}

}  // namespace cloze
