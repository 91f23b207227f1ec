// The inspector thread: answers views' questions about models, one at a time, away from the window and from training. A newer question of
// an asker makes its older one stale (cancelled, its answer dropped). Live models are looked at through snapshots, for which nobody waits.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run.h"
#include "widgets/models/inspector_messages.h"

#include <QObject>

#include <functional>
#include <memory>

namespace cloze {

class InspectorSession : public QObject {
  Q_OBJECT
 public:
  // The control and the last step of a run that trains in this process; nullptr when it does not.
  struct LiveRun { std::shared_ptr<RunControl> control; std::int64_t step = 0; };
  using FindLiveRun = std::function<LiveRun(const std::string& run)>;

  explicit InspectorSession(FindLiveRun findLiveRun, QObject* parent = nullptr);
  ~InspectorSession() override;

  void ask(AskerId asker, const ModelChoice& model, const InspectorQuestion& question);
  void cancel(AskerId asker);

 Q_SIGNALS:
  void answered(cloze::AskerId asker, const cloze::ModelFacts& facts, const cloze::InspectorAnswer& answer);
  void waiting(cloze::AskerId asker, const QString& text);
  void failed(cloze::AskerId asker, const QString& message);

 private:
  class Worker;
  FindLiveRun m_findLiveRun;
  std::shared_ptr<Worker> m_worker;      // shared with snapshot deliveries, which may come after the window is gone
};

}  // namespace cloze
