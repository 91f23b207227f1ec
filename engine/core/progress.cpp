// Reports are thinned to about twenty a second; the first and the last always get through.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/core/progress.h"

#include "engine/core/clock.h"

namespace cloze {

void Progress::report(const std::string& what, std::int64_t done, std::int64_t total) {
  throwIfCancelled();
  if (!m_listener) return;
  const double now = steadySeconds();
  if (done != 0 && done != total && now - m_lastReport < 0.05) return;
  m_lastReport = now;
  m_listener(what, done, total);
}

}  // namespace cloze
