// The loop: started, data, steps, evaluations, checkpoints, finished. It owns the model and knows neither families nor objectives by name.
// Between two steps it serves RunControl: snapshots, pause, stop. What comes out depends on the frozen spec alone (compute.shards included).
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <memory>
#include <string>

#include "engine/data/prefetch.h"
#include "engine/run.h"
#include "engine/train/checkpoint.h"
#include "engine/train/layer_movement.h"
#include "engine/train/run_data.h"
#include "engine/train/run_folder.h"
#include "engine/train/start_from.h"
#include "engine/train/step.h"

namespace cloze {

class ModelSnapshot;

class Trainer {
 public:
  // `run` is frozen and its lock is held by the caller. `control` and `observer` outlive the trainer.
  Trainer(FrozenRun run, RunObserver& observer, RunControl& control);
  ~Trainer();

  // From the newest complete checkpoint, or from the start. Errors come out as Failed, a stop as Stopped.
  RunResult run();

 private:
  enum class Between { GoOn, Stop };

  void announce(std::int64_t parameters);
  void prepare();                                    // data, replicas, optimiser
  void restore();                                    // newest complete checkpoint
  std::exception_ptr start();                        // the weights of step 0: the seed's, or another model's; what went wrong
  void keepFeatures();                               // of a frozen body
  RunResult loop();
  void trainStep(std::int64_t step);
  void evaluate();
  bool stoppedImproving() const;
  void saveCheckpoint();
  void tryCheckpoint();                              // between steps: what cannot be saved now is tried again soon
  void saveLast();                                   // before the run ends: tried a few times
  std::string standing() const;                      // what is lost when nothing more can be saved
  void scoreProbes();
  Between serveControl();
  void deliverSnapshots();
  std::shared_ptr<const ModelSnapshot> snapshot();
  RunResult finish();
  RunResult stopEarly();
  void tell(RunEventKind kind, const std::string& message, double done = -1);

  FrozenRun m_run;
  RunObserver& m_observer;
  RunControl& m_control;
  PreparedData m_data;
  std::shared_ptr<const Settings> m_config;
  std::unique_ptr<Replicas> m_replicas;
  std::unique_ptr<Optimizer> m_optimizer;
  std::unique_ptr<Thawing> m_thawing;
  std::unique_ptr<LayerMovement> m_movement;         // of a model that starts from another
  std::unique_ptr<Prefetcher> m_batches;
  TrainingState m_state;
  std::int64_t m_steps = 0, m_parameters = 0;
  std::int64_t m_savedStep = -1;
  std::int64_t m_nextTry = -1, m_failedTries = 0;    // of a checkpoint that could not be written
  std::shared_ptr<const ModelSnapshot> m_snapshot;   // of m_state.step, while it is
  StartReport m_start;                               // weights taken from another model
};

}  // namespace cloze
