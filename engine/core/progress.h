// Progress and Cancel of any long action. One object is shared by the worker (advance, throwIfCancelled) and by whoever shows it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "engine/core/error.h"

namespace cloze {

class Progress {
 public:
  // Called by the worker's thread, at most about 20 times a second; may be empty.
  using Listener = std::function<void(const std::string& what, std::int64_t done, std::int64_t total)>;
  Progress() = default;
  explicit Progress(Listener listener) : m_listener(std::move(listener)) {}

  void report(const std::string& what, std::int64_t done, std::int64_t total);   // total 0: unknown; throws Cancelled when asked to stop
  void throwIfCancelled() const { if (m_cancelled.load(std::memory_order_relaxed)) throw Cancelled(); }
  void cancel() { m_cancelled.store(true, std::memory_order_relaxed); }
  bool cancelled() const { return m_cancelled.load(std::memory_order_relaxed); }

 private:
  Listener m_listener;
  std::atomic<bool> m_cancelled{false};
  double m_lastReport = 0;              // seconds of the steady clock
};

}  // namespace cloze
