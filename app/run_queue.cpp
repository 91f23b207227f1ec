// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/run_queue.h"

#include "engine/catalogue.h"
#include "engine/core/clock.h"
#include "engine/core/schema.h"

#include <algorithm>
#include <limits>

namespace cloze {

RunRow queuedRow(const RunQueue::Entry& entry) {
  RunRow row;
  row.id = entry.run;
  row.name = entry.spec.name;
  row.family = entry.spec.family.id();
  row.preset = entry.spec.family.as<FamilySettings>().preset;
  row.objective = learntBy(toJson(entry.spec));
  row.tags = entry.tag;
  row.status = RunStatus::Queued;
  row.steps = entry.spec.train.steps;
  row.createdAt = row.updatedAt = unixMilliseconds();
  row.lastLoss = row.bestValidationLoss = std::numeric_limits<double>::quiet_NaN();
  return row;
}

std::optional<RunQueue::Entry> RunQueue::take(const std::string& run) {
  const auto found = run.empty() ? m_entries.begin() : std::find_if(m_entries.begin(), m_entries.end(), [&run](const Entry& entry) { return entry.run == run; });
  if (found == m_entries.end()) return std::nullopt;
  Entry entry = std::move(*found);
  m_entries.erase(found);
  return entry;
}

bool RunQueue::holds(const std::string& run) const {
  return std::any_of(m_entries.begin(), m_entries.end(), [&run](const Entry& entry) { return entry.run == run; });
}

std::vector<RunRow> RunQueue::rows() const {
  std::vector<RunRow> rows;
  for (auto entry = m_entries.rbegin(); entry != m_entries.rend(); ++entry) rows.push_back(queuedRow(*entry));
  return rows;
}

}  // namespace cloze
