// What `cloze train` and `cloze resume` show: one JSON object a line on stdout with --json, else a progress bar on stderr (plain lines now and
// then when it is no terminal) and a summary on stdout. Both are observers of the run, beside the log's.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/core/events.h"

namespace cloze {

// Hands every event to each of several observers, in order.
class ObserverList final : public RunObserver {
 public:
  void add(RunObserver& observer) { m_observers.push_back(&observer); }
  void started(const RunStarted& event) override { for (auto* each : m_observers) each->started(event); }
  void prepared(const RunStarted& event) override { for (auto* each : m_observers) each->prepared(event); }
  void step(const StepReport& event) override { for (auto* each : m_observers) each->step(event); }
  void evaluated(const Evaluated& event) override { for (auto* each : m_observers) each->evaluated(event); }
  void checkpointing() override { for (auto* each : m_observers) each->checkpointing(); }
  void checkpointed(const Checkpointed& event) override { for (auto* each : m_observers) each->checkpointed(event); }
  void probed(const Probed& event) override { for (auto* each : m_observers) each->probed(event); }
  void event(const RunEvent& event) override { for (auto* each : m_observers) each->event(event); }
  void finished(const RunFinished& event) override { for (auto* each : m_observers) each->finished(event); }
  void failed(const std::string& message) override { for (auto* each : m_observers) each->failed(message); }

 private:
  std::vector<RunObserver*> m_observers;
};

std::unique_ptr<RunObserver> jsonOutput();
std::unique_ptr<RunObserver> terminalOutput();

}  // namespace cloze
