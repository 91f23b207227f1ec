// Runs that wait their turn: the first starts when nothing trains in this window any more. The queue lives as long as the window.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run_spec.h"
#include "experiments/queries.h"

#include <optional>
#include <string>
#include <vector>

namespace cloze {

class RunQueue {
 public:
  struct Entry { std::string run; RunSpec spec; std::string tag; };
  void add(Entry entry) { m_entries.push_back(std::move(entry)); }
  std::optional<Entry> take(const std::string& run = {});    // that one, or the first
  bool holds(const std::string& run) const;
  bool empty() const { return m_entries.empty(); }
  std::size_t size() const { return m_entries.size(); }
  void clear() { m_entries.clear(); }
  std::vector<RunRow> rows() const;                          // as the list of runs shows them, the first to start last

 private:
  std::vector<Entry> m_entries;
};

RunRow queuedRow(const RunQueue::Entry& entry);

}  // namespace cloze
