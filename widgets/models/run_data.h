// One run as the window shows it: its curves, checkpoints, events, frozen configuration and newest figures. Fed by a training session in this
// process or by the log; views only read it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/core/json.h"
#include "widgets/charts/smoothed_curve.h"
#include "widgets/charts/step_axis.h"
#include "widgets/models/run_updates.h"

#include <QObject>

#include <memory>

namespace cloze {

class RunData : public QObject {
  Q_OBJECT
 public:
  explicit RunData(std::string id, int colour, QObject* parent = nullptr);

  void apply(const RunUpdates& updates);
  void apply(const RunLogPart& part);

  const std::string& id() const { return m_row.id; }
  int colour() const { return m_colour; }
  const RunRow& row() const { return m_row; }
  const Json& spec() const { return m_spec; }                    // frozen at launch; null until it is known
  const Json& environment() const { return m_environment; }
  const std::string& phase() const { return m_phase; }           // "tokenising", "training", ...
  double phaseDone() const { return m_phaseDone; }               // 0..1, -1 unknown
  const std::vector<CheckpointRow>& checkpoints() const { return m_checkpoints; }
  const std::vector<EventRow>& events() const { return m_events; }
  const std::vector<LineageRow>& parents() const { return m_parents; }
  bool gone() const { return m_gone; }                           // deleted from the log by someone else; what was read stays
  void setGone(bool gone);
  const std::vector<ProbeRow>& probes() const { return m_probes; }   // of the specification, at each checkpoint
  std::vector<std::string> texts() const;                        // what it is trained on; empty when it is not known

  void forgetCheckpoint(std::int64_t step);                      // its files were taken away

  // "loss", "validation/loss", "learning_rate/decay", ... as the log names them. Never null.
  std::shared_ptr<SmoothedCurve> curve(const std::string& name);
  std::shared_ptr<const StepAxis> axis() const { return m_axis; }   // tokens, seconds and epochs at each step
  std::vector<std::string> curveNames() const;
  std::int64_t lastStepOf(const std::string& name) const;        // -1 when there is none

  bool active() const { return m_row.status == RunStatus::Running || m_row.status == RunStatus::Paused; }
  double tokensPerSecond() const;                                // mean of the newest steps; NaN when unknown
  double speedSpread() const;                                    // half of what the middle half of them spans; NaN when unknown
  double secondsLeft() const;                                    // NaN when unknown
  std::optional<double> lossChange(std::int64_t steps) const;    // of the smoothed loss over the newest `steps`

 Q_SIGNALS:
  void valuesChanged();                                          // points, figures
  void curvesChanged();                                          // another curve came
  void listsChanged();                                           // checkpoints, events, configuration
  void statusChanged();

 private:
  void takeStarted(const RunStarted& started);
  void takeStep(const StepReport& report);
  void takeEvent(const RunEvent& event);
  void addEvent(std::int64_t step, const std::string& kind, const std::string& message);
  void setStatus(RunStatus status);
  void measureEpochs();

  RunRow m_row;
  int m_colour;
  Json m_spec, m_environment;
  std::string m_phase;
  double m_phaseDone = -1;
  std::vector<std::string> m_groups;
  std::map<std::string, std::shared_ptr<SmoothedCurve>> m_curves;
  std::shared_ptr<StepAxis> m_axis = std::make_shared<StepAxis>();
  std::vector<CheckpointRow> m_checkpoints;
  std::vector<EventRow> m_events;
  std::vector<LineageRow> m_parents;
  bool m_newCurve = false, m_gone = false;
  std::vector<ProbeRow> m_probes;
};

}  // namespace cloze
