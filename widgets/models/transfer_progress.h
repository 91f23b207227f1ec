// How far a transfer report is.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace cloze {

struct TransferProgress {
  int done = 0, all = 0;                 // runs
  QString current;                       // name of the run under way; "" = none
  double share = 0;                      // of it, 0..1
  bool running = false;
};

}  // namespace cloze
