// Progress of a long action as one line on stderr that is written over; nothing where stderr is no terminal.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/progress.h"

namespace cloze {

class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();                       // clears the line
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  Progress& progress() { return m_progress; }

 private:
  bool m_terminal;
  Progress m_progress;
};

}  // namespace cloze
